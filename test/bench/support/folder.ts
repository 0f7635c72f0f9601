import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `work` with an empty folder that is gone afterwards, also where the bench is stopped. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-bench-'));
  const options = { recursive: true, force: true, maxRetries: 3 };
  const stopped = (): void => process.exit(1);
  const removed = (): void => rmSync(folder, options);
  process.once('SIGTERM', stopped);
  process.once('exit', removed);
  try {
    return await work(folder);
  } finally {
    process.off('SIGTERM', stopped);
    process.off('exit', removed);
    await rm(folder, options);
  }
}
