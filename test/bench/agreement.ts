import type { GammaOptions } from '@triad/agreement';
import {
  bootstrapTranscripts,
  countTable,
  gamma,
  poolFigures,
  reportSpans,
  reportTable,
  sumTranscript,
  tableAlpha,
} from '@triad/agreement';
import { anywhere, apart, table } from './agreement-inputs.ts';
import type { Taken } from './agreement-references.ts';
import { dkproCoding, dkproUnitizing, krippendorff, pygamma } from './agreement-references.ts';
import { against, median, ms, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';

/*
 * What agreement figures take, in one process after one calculation that warms it up; and beside it
 * other implementations on the same input and machine, in the same run. Those are not installed by
 * this bench; one that is not there is said to be so. Where another calculates alpha for unitizing,
 * ours is the whole report that has it. `--short` leaves the others out.
 */

const TIMES = 15;
const LONG = 120_000;
const GAMMA: GammaOptions = { alpha: 1, beta: 1, sampler: 'statistical', samples: 30, seed: 1 };

say(`agreement: ${describeMachine()}`);
const many = { coders: 6, spans: 2_000, length: LONG, seed: 7 };
const [overlapping, exclusive] = [anywhere(many, true), apart(many)];
const few = anywhere({ coders: 3, spans: 200, length: 60_000, seed: 7 }, false);
const values = table(6, 20_000, 5, 7);
const hundred = Array.from({ length: 100 }, (_, seed) =>
  sumTranscript(apart({ coders: 6, spans: 100, length: 20_000, seed })),
);

const spans = timed(() => reportSpans(overlapping));
const spansApart = timed(() => reportSpans(exclusive));
const shuffled = timed(() => gamma(few, { ...GAMMA, sampler: 'shuffle' }));
const statistical = timed(() => gamma(few, GAMMA));
const pooled = timed(() => poolFigures(hundred));
const drawn = timed(() => bootstrapTranscripts(hundred, { resamples: 1_000, seed: 1 }));
const report = timed(() => reportTable(values));
const nominal = timed(() => tableAlpha(countTable(values)));

const row = (what: string, of: Timed<unknown>): string[] => [what, spread(of.ms)];
printTable(
  `Milliseconds, p50 / p95 / max of ${TIMES}`,
  ['what', 'ms'],
  [
    row('all figures but gamma, 6 × 2,000 spans that overlap, 120,000 characters', spans),
    row('the same, spans of one coder that do not overlap', spansApart),
    row('gamma, 3 × 200 spans, 60,000 characters, 30 samples, shuffle', shuffled),
    row('the same, statistical', statistical),
    row('figures of 100 transcripts pooled, 6 × 100 spans each', pooled),
    row('1,000 resamples of 100 transcripts, all figures', drawn),
    row('all figures of a table, 6 × 20,000 values', report),
    row('its nominal alpha alone', nominal),
  ],
);
const most = (of: Timed<unknown>): number => Math.max(...of.ms);
say(
  `\n${[
    against('all figures under 100 ms, overlapping', most(spans) < 100),
    against('all figures under 100 ms, not overlapping', most(spansApart) < 100),
    against('gamma under 2 s', Math.max(most(shuffled), most(statistical)) < 2_000),
    against('1,000 resamples under 2 s', most(drawn) < 2_000),
  ].join('\n')}`,
);

if (!process.argv.includes('--short')) await compare();

async function compare(): Promise<void> {
  await withFolder(async (folder) => {
    const alpha = nominal.value.alpha.value;
    const rows = [
      beside(
        'pygamma-agreement: gamma, 30 samples',
        await pygamma(folder, few),
        statistical,
        statistical.value.observedDisorder.value,
      ),
      beside(
        'fast-krippendorff: nominal alpha',
        await krippendorff(folder, values),
        nominal,
        alpha,
      ),
      beside('DKPro Statistics: nominal alpha', await dkproCoding(folder, values), nominal, alpha),
      beside(
        'DKPro Statistics: alpha for unitizing',
        await dkproUnitizing(folder, exclusive),
        spansApart,
        spansApart.value['alphaU1995'],
      ),
    ];
    printTable(
      'Beside other implementations, p50 in ms',
      ['what', 'theirs', 'ours', 'times as fast', 'their value', 'our value'],
      rows,
    );
  });
}

function beside(what: string, theirs: Taken, ours: Timed<unknown>, value: unknown): string[] {
  const own = median(ours.ms);
  if (typeof theirs === 'string') return [what, theirs, ms(own), '–', '–', String(value)];
  const other = median(theirs.ms);
  return [what, ms(other), ms(own), (other / own).toFixed(1), String(theirs.value), String(value)];
}

type Timed<Value> = { readonly ms: readonly number[]; readonly value: Value };

function timed<Value>(calculate: () => Value): Timed<Value> {
  let value = calculate();
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const start = performance.now();
    value = calculate();
    taken.push(performance.now() - start);
  }
  return { ms: taken, value };
}
