import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { WORKSPACE } from './workspace.ts';

const SHARED = join(WORKSPACE, '..', 'shared', 'data');

/** The path of a real file, e.g. `transcripts/interview.vtt`; the test is skipped, with the reason, where it is not there. */
export function sharedFile(context: TestContext, name: string): string {
  const path = join(SHARED, name);
  context.skip(!existsSync(path), `${name} is not on this machine (expected under ../shared/data)`);
  return path;
}
