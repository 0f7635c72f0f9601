/** What the threads of the store have alike; to be imported by them alone. */
import { flushCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { toFailure } from './failures.ts';
import type { FromWorker } from './protocol.ts';

if (parentPort === null) throw new Error('the threads of the store are worker threads');
export const port = parentPort;

export function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

/** Starts the thread; one that cannot start says why and ends. */
export function startThread(start: () => void): void {
  try {
    start();
    flushCompileCache();
  } catch (error) {
    post({ fatal: toFailure(error) });
    process.exitCode = 1;
    port.close();
  }
}
