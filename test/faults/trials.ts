import { parseArgs } from 'node:util';
import { TOPOLOGIES } from './trials/topology.ts';
import type { TopologyName } from './trials/topology.ts';
import { trial } from './trials/trial.ts';

/*
 * `pnpm test:faults --minutes 30 [--seed N] [--topology sqlite|mongodb|cluster]`: trial after trial, each of the
 * next seed; exits with 1 where anything did not hold. `--trials 1` repeats the one of a seed.
 */

const FAULTS_EACH = 5;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    trials: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    topology: { type: 'string' },
    fault: { type: 'string', multiple: true, default: [] },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const chosen = TOPOLOGIES.filter(
  (name) => values.topology === undefined || name === values.topology,
);
if (chosen.length === 0) throw new Error(`--topology is one of ${TOPOLOGIES.join(', ')}`);
const endMs = performance.now() + Number(values.minutes) * 60_000;
const failed: string[] = [];
let trials = 0;
let faults = 0;
let acknowledged = 0;
for (let seed = Number(values.seed); trials < Number(values.trials); seed += 1) {
  if (performance.now() > endMs) break;
  const topology: TopologyName = chosen[trials % chosen.length] ?? 'sqlite';
  const again = `pnpm test:faults --topology ${topology} --seed ${seed} --trials 1`;
  say(`${topology}, seed ${seed}`);
  trials += 1;
  try {
    const report = await trial({ seed, topology, faults: FAULTS_EACH, only: values.fault, say });
    faults += report.happened.length;
    acknowledged += report.acknowledged;
    if (report.broken.length > 0) failed.push(`${again}\n    ${report.broken.join('\n    ')}`);
  } catch (error) {
    failed.push(`${again}\n    ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  }
  if (failed.length > 0) say(failed.at(-1) ?? '');
}
say(`${trials} trials, ${faults} faults, ${acknowledged} acknowledged, ${failed.length} failed`);
for (const each of failed) say(each);
process.exit(failed.length === 0 ? 0 : 1);
