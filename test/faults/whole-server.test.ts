import { expect, test } from 'vitest';
import { crashRun } from './whole-server/crash-run.ts';

/*
 * A short run of what `pnpm test:crash` does a hundred times and more: each act of several writes is
 * cut at least once. The seed is in the report, which is printed where something is wrong.
 */

const KILLS = 6;
const LEAST_ACKNOWLEDGED = 60;

test('a server killed anywhere has all it acknowledged and nothing half-done', async () => {
  const seed = Date.now() % 1_000_000;
  const report = await crashRun({ seed, kills: KILLS, leastAcknowledged: LEAST_ACKNOWLEDGED });
  expect(report.faults, JSON.stringify(report)).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(KILLS);
}, 360_000);
