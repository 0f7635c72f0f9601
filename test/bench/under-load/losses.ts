import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from '../load/contenders.ts';
import { findContenders, TRIAD, triadFolder } from '../load/contenders.ts';
import type { LoadDocument } from '../load/load.ts';
import { answerOf, startLoad } from '../load/load.ts';
import { LAYERS_TEXT, makeLayersStudy } from '../study/layers-study.ts';
import { against, printTable, say } from '../support/figures.ts';
import { withFolder } from '../support/folder.ts';
import { describeMachine } from '../support/machine.ts';

/*
 * What is lost when a server is killed (SIGKILL) in the moment in which somebody else sees a span,
 * and in which its author is told that it is kept. Nobody brings it back: the tabs are closed with
 * it. What a power cut would do is not shown: the system still writes what a killed process wrote.
 */

const TRIALS = process.argv.includes('--short') ? 4 : 20;

await withFolder(async (folder) => {
  say(`losses: ${describeMachine()}`);
  const documents = await makeLayersStudy(triadFolder(folder), {
    layers: 20,
    spans: 10,
    tails: false,
  });
  const rows: string[][] = [];
  let lostOurs = 0;
  for (const contender of await findContenders()) {
    const seen = await lostOf(folder, contender, documents, 'seen');
    const told =
      contender.tells === null ? null : await lostOf(folder, contender, documents, 'acknowledged');
    if (contender === TRIAD) lostOurs = seen + (told ?? 0);
    rows.push([contender.name, String(seen), told === null ? 'never told' : String(told)]);
  }
  printTable(
    `Spans lost of ${TRIALS}, killed when`,
    ['server', 'another has seen it', 'its author was told'],
    rows,
  );
  say(`\n${against(`Triad loses none, ${lostOurs}`, lostOurs === 0)}`);
});

async function lostOf(
  folder: string,
  contender: Contender,
  documents: readonly LoadDocument[],
  when: 'seen' | 'acknowledged',
): Promise<number> {
  const own = contender === TRIAD ? folder : join(folder, when);
  await mkdir(own, { recursive: true });
  const load = startLoad();
  let lost = 0;
  let server = await contender.start(own);
  try {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const document = documents[trial % documents.length];
      if (document === undefined) break;
      const order = {
        via: contender.via,
        text: LAYERS_TEXT,
        // What the others have of it comes from this bench alone.
        documents: [contender === TRIAD ? document : { ...document, spans: 0 }],
      };
      const { origin, pid } = { origin: server.address, pid: server.pid };
      const { span } = await answerOf(load, 'span', {
        ...order,
        kind: 'lose one',
        origin,
        when,
        pid,
      });
      await server.kill();
      server = await contender.start(own);
      const { found } = await answerOf(load, 'found', {
        ...order,
        kind: 'look for',
        origin: server.address,
        span,
      });
      if (!found) lost += 1;
    }
    return lost;
  } finally {
    await load.end();
    await server.end();
  }
}
