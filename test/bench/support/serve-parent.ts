import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerReady } from './running-server.ts';

/** What lives in a server's own heap, after a collection, and what it takes of the machine; bytes. */
export type LiveMemory = {
  readonly live: number;
  readonly rss: number;
};

/**
 * Serves the bench that started this process: says where it listens in one line on standard output,
 * answers `memory` on standard input, and ends with that, so that it never outlives a bench that was
 * stopped.
 */
export function serveParent(address: string, end: () => unknown): void {
  const ready: ServerReady = { address };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  const lines = createInterface(process.stdin);
  lines.on('line', (line) => {
    if (line === 'memory') void tellMemory();
  });
  lines.on('close', () => void end());
}

async function tellMemory(): Promise<void> {
  // What is freed by a finaliser goes with the second.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await pause(50);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const memory: LiveMemory = { live: heapUsed + external, rss };
  process.stdout.write(`${JSON.stringify(memory)}\n`);
}
