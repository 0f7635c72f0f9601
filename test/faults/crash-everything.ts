import { parseArgs } from 'node:util';
import { crashRun } from './whole-server/crash-run.ts';

/* `pnpm test:crash [--kills 120] [--seed N]`: the whole run; exits with 1 where something is wrong. */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(`seed ${seed}; to repeat: pnpm test:crash --seed ${seed} --kills ${values.kills}`);
const report = await crashRun({
  seed,
  kills: Number(values.kills),
  leastAcknowledged: 1_000,
  say,
});
say(JSON.stringify(report, null, 2));
process.exit(report.faults.length === 0 ? 0 : 1);
