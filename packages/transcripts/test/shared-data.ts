import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

/** Real files that are not part of the repository; they lie beside it where they are at hand. */
export const SHARED = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data');
const hasShared = existsSync(join(SHARED, 'expected.json'));

/** Tests on real files. Where these are absent one skipped test says so, and `body` is not called. */
export function describeShared(name: string, body: () => void): void {
  // oxlint-disable-next-line vitest/valid-describe-callback -- both are functions
  describe(name, hasShared ? body : sayNotRun);
}

function sayNotRun(): void {
  test.skip('not run: ../shared/data, beside the repository, is absent', () => {});
}

export function readShared(path: string): Uint8Array {
  return readFileSync(join(SHARED, path));
}
