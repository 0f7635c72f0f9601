import { describe } from 'vitest';
import { describeBlobs } from './blobs.ts';
import type { MakeStore } from './harness.ts';
import { describeLifecycle } from './lifecycle.ts';
import { describeLogModel } from './log-model.ts';
import { describeLog } from './log.ts';
import { describeNames } from './names.ts';
import { describePages } from './pages.ts';
import { describeRecords } from './records.ts';

export type { MakeStore, StoreUnderTest } from './harness.ts';

export type ConformanceOptions = {
  /** Random histories of logs to try; default 20 (each of up to 30 steps). */
  readonly modelRuns?: number;
  /** Time for one test, in ms; default 30,000 (a store over a network may need it). */
  readonly timeoutMs?: number;
};

/**
 * Registers the tests that every adapter must pass (RULES.md), under the adapter's name. To be
 * called at the top level of a Vitest file; each test gets a store of its own from `makeStore`.
 */
export function storeConformance(
  name: string,
  makeStore: MakeStore,
  options: ConformanceOptions = {},
): void {
  describe(`${name} keeps the rules of a store`, { timeout: options.timeoutMs ?? 30_000 }, () => {
    describeRecords(makeStore);
    describeLog(makeStore);
    describeLogModel(makeStore, options.modelRuns ?? 20);
    describeBlobs(makeStore);
    describePages(makeStore);
    describeNames(makeStore);
    describeLifecycle(makeStore);
  });
}
