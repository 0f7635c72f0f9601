import { parentPort, workerData } from 'node:worker_threads';
import { findOpened } from './sealing-search.ts';
import type { Words } from './sealing-search.ts';

/* Searches beside the thread of the test, whose server must go on answering. */

export type Search = {
  readonly folder: string;
  readonly keys: readonly Uint8Array[];
  readonly words: Words;
};

const { folder, keys, words } = workerData as Search;
parentPort?.postMessage(
  findOpened(
    folder,
    keys.map((key) => Buffer.from(key)),
    words,
  ),
);
