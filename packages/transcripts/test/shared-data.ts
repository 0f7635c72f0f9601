import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real files that are not part of the repository; they lie beside it where they are at hand. */
export const SHARED = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data');
export const hasShared = existsSync(join(SHARED, 'expected.json'));
export const NOT_RUN =
  'not run: the real transcripts (../shared/data beside the repository) are absent';

export function readShared(path: string): Uint8Array {
  return readFileSync(join(SHARED, path));
}
