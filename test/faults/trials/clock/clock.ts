import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('clock.c', import.meta.url));

/** The time of day of one server, which a test sets. */
export type Clock = {
  /** For the server's process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sets it so many ms off, from now on: it jumps. */
  set(offsetMs: number): void;
  close(): void;
};

/** The library that makes clocks, built in this folder; null where there is no C compiler. */
export function buildClocks(folder: string): string | null {
  const library = join(folder, 'clock.so');
  const args = ['-shared', '-fPIC', '-O2', '-Wall', '-o', library, SOURCE, '-ldl'];
  const { error, status, stderr } = spawnSync('cc', args);
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`the clocks cannot be built: ${String(stderr)}`);
  return library;
}

export function makeClock(library: string, file: string): Clock {
  const handle = openSync(file, 'w+');
  const set = (offsetMs: number): void => {
    const bytes = new BigInt64Array([BigInt(offsetMs)]);
    writeSync(handle, bytes, 0, bytes.byteLength, 0);
  };
  set(0);
  return {
    environment: { LD_PRELOAD: library, TRIAD_TRIAL_CLOCK: file },
    set,
    close: () => closeSync(handle),
  };
}
