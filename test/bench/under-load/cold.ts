import type { Contender } from '../load/contenders.ts';
import { findContenders, TRIAD, triadFolder } from '../load/contenders.ts';
import type { LoadDocument, Opening } from '../load/load.ts';
import { answerOf, startLoad } from '../load/load.ts';
import type { ColdStudy } from '../study/cold-study.ts';
import { COLD_UPDATES, makeColdStudy } from '../study/cold-study.ts';
import { LAYERS_TEXT } from '../study/layers-study.ts';
import { against, median, ms, printTable, say, under } from '../support/figures.ts';
import { describeFlushes } from '../support/flush-time.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';
import { untilQuiet } from '../support/processor-time.ts';

/*
 * Opening a document of ten thousand updates that is not in memory: from connecting until the tab is
 * told that it has everything, and until it has. The first that a server opens after its start
 * stands apart, since its code is not compiled yet.
 */

const EACH = process.argv.includes('--short') ? 3 : 6;
const QUIET_MS = 20_000;
const FOLDED_GOAL_MS = 250;
const BARE_GOAL_MS = 450;

type Result = {
  readonly name: string;
  readonly stored: string;
  readonly openings: readonly Opening[];
};

await withFolder(async (folder) => {
  say(`cold: ${describeMachine()}; ${describeFlushes(folder)}`);
  const study = await makeColdStudy(triadFolder(folder), EACH);
  const results: Result[] = [];
  for (const contender of await findContenders()) {
    if (contender === TRIAD) results.push(...(await measureTriad(folder, study)));
    else if (contender.stores) results.push(await measureOther(folder, contender, study));
  }
  print(results);
});

async function measureTriad(folder: string, { folded, bare }: ColdStudy): Promise<Result[]> {
  const { name } = TRIAD;
  return [
    { name, stored: 'folded', openings: await openAll(folder, TRIAD, folded) },
    { name, stored: 'bare log', openings: await openAll(folder, TRIAD, bare) },
  ];
}

/** Its documents come to be by that many updates of a tab each. */
async function measureOther(
  folder: string,
  contender: Contender,
  { folded }: ColdStudy,
): Promise<Result> {
  const documents = folded.map((document) => ({ ...document, spans: 0 }));
  const load = startLoad();
  const server = await contender.start(folder);
  try {
    const order = { via: contender.via, origin: server.address, text: LAYERS_TEXT, documents };
    await load.ask({ ...order, kind: 'connect', set: 'fill', tabsEach: 1, bring: null });
    await load.ask({ kind: 'add', set: 'fill', spans: COLD_UPDATES });
    await untilQuiet(server.pid, QUIET_MS);
    await load.ask({ kind: 'close', set: 'fill' });
    await untilQuiet(server.pid, QUIET_MS);
  } finally {
    await load.end();
    await server.end();
  }
  const openings = await openAll(folder, contender, folded);
  return { name: contender.name, stored: 'as it does', openings };
}

/** At a server just started, which is killed afterwards: nothing is folded for the next. */
async function openAll(
  folder: string,
  contender: Contender,
  documents: readonly LoadDocument[],
): Promise<readonly Opening[]> {
  const load = startLoad();
  const server = await contender.start(folder);
  try {
    await untilQuiet(server.pid, QUIET_MS);
    const { openings } = await answerOf(load, 'opened', {
      kind: 'open each',
      via: contender.via,
      origin: server.address,
      text: LAYERS_TEXT,
      documents,
    });
    return openings;
  } finally {
    await load.end();
    await server.kill();
  }
}

function print(results: readonly Result[]): void {
  const early = ({ openings }: Result): number =>
    openings.filter(({ spansWhenSynced, spans }) => spansWhenSynced < spans).length;
  const later = ({ openings }: Result, of: 'syncedMs' | 'wholeMs'): readonly number[] =>
    openings.slice(1).map((opening) => opening[of]);
  printTable(
    `A document of ${COLD_UPDATES.toLocaleString('en')} updates that is not in memory, ms, median / max of ${EACH - 1}`,
    [
      'server',
      'stored',
      'told that it is whole',
      'whole',
      'told before it was',
      'first after a start',
    ],
    results.map((result) => [
      result.name,
      result.stored,
      ...(['syncedMs', 'wholeMs'] as const).map((of) => {
        const taken = later(result, of);
        return `${ms(median(taken))} / ${ms(Math.max(...taken))}`;
      }),
      `${early(result)} of ${result.openings.length}`,
      ms(result.openings[0]?.wholeMs ?? Number.NaN),
    ]),
  );
  const [folded, bare, ...others] = results;
  if (folded === undefined || bare === undefined) return;
  const foldedMs = median(later(folded, 'wholeMs'));
  const lines = [
    under('whole from what was folded, median,', foldedMs, FOLDED_GOAL_MS),
    under('… the first after a start,', folded.openings[0]?.wholeMs ?? Number.NaN, FOLDED_GOAL_MS),
    under('whole from the bare log, median,', median(later(bare, 'wholeMs')), BARE_GOAL_MS),
    under('… the first after a start,', bare.openings[0]?.wholeMs ?? Number.NaN, BARE_GOAL_MS),
    ...others.map((other) => {
      const times = foldedMs / median(later(other, 'wholeMs'));
      return against(`${other.name}: sooner whole, ${times.toFixed(2)} times`, times < 1);
    }),
  ];
  say(`\n${lines.join('\n')}`);
  const told = early(folded) + early(bare);
  if (told > 0) throw new Error(`${told} tabs were told that they have everything before they had`);
}
