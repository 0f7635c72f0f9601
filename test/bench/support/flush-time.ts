import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from './figures.ts';

const FLUSHES = 200;

/** What the disk of this folder takes to write 200 bytes and to flush them, p50 / p95, in words. */
export function describeFlushes(folder: string): string {
  const path = join(folder, 'flushes');
  const file = openSync(path, 'a');
  const bytes = new Uint8Array(200).fill(7);
  const taken: number[] = [];
  try {
    for (let flush = 0; flush < FLUSHES; flush += 1) {
      const start = performance.now();
      writeSync(file, bytes);
      fdatasyncSync(file);
      taken.push(performance.now() - start);
    }
  } finally {
    closeSync(file);
    rmSync(path);
  }
  const [p50, p95] = [0.5, 0.95].map((p) => quantile(taken, p));
  return `fdatasync ${p50?.toFixed(2) ?? '?'} / ${p95?.toFixed(2) ?? '?'} ms (p50 / p95)`;
}
