import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { StartOptions } from './running-server.ts';

const SOURCE = fileURLToPath(new URL('slow-flush.c', import.meta.url));

const run = promisify(execFile);

/**
 * How to start a server whose every flush takes so much longer, by a library that is made here with
 * the machine's compiler; or why that cannot be.
 */
export async function slowFlushes(folder: string, byMs: number): Promise<StartOptions | string> {
  const library = join(folder, 'slow-flush.so');
  try {
    await run('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl']);
  } catch (error) {
    return `there is no compiler to make flushes slower with (${error instanceof Error ? error.message.split('\n')[0] : 'unknown'})`;
  }
  return { environment: { LD_PRELOAD: library, TRIAD_FLUSH_MS: String(byMs) } };
}
