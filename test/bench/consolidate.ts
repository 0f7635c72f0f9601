import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeCodedText } from './study/coded-text.ts';
import { makeInterview } from './study/interview.ts';
import type { ConsolidateTimes } from './support/consolidate-process.ts';
import { against, ms, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { seeded } from './support/random.ts';

/*
 * How long it takes to compare the coders of a whole study, one text after the other in a process of
 * its own that reads them from files. Every text is coded anew; its words are the same.
 */

const TEXTS = 100;
const WORDS = 9_000;
const SHAPE = { coders: 6, spans: 500, sketches: 40 };
const MOST_MS = 3_000;
const MOST_MB = 300;
/** Left to itself, V8 keeps up to 40 MB more of garbage for as long as nobody else asks for memory. */
const YOUNG = '--max-semi-space-size=8';
const PROCESS = fileURLToPath(new URL('support/consolidate-process.ts', import.meta.url));

say(`consolidate: ${describeMachine()}`);
await withFolder(async (folder) => {
  const random = seeded(17);
  const text = makeInterview(random, 300, WORDS)
    .flatMap(({ paragraphs }) => paragraphs)
    .join('\n');
  for (let at = 0; at < TEXTS; at += 1) {
    const input = makeCodedText(random, text, SHAPE);
    await writeFile(join(folder, `${at}.json`), JSON.stringify(input));
  }
  const { stdout } = await promisify(execFile)(process.execPath, [YOUNG, PROCESS, folder], {
    timeout: 60_000,
  });
  const { times, processorMs, mostMb, counts } = JSON.parse(stdout) as ConsolidateTimes;
  const total = times.reduce((sum, time) => sum + time, 0);
  printTable(
    `${TEXTS} texts of ${WORDS} words, ${SHAPE.coders} coders`,
    ['what', 'in all'],
    Object.entries(counts).map(([what, count]) => [what, String(count)]),
  );
  printTable(
    'In one process, which reads one text after the other',
    ['all texts, ms', 'processor time, ms', 'one text, ms, p50 / p95 / max', 'memory at most, MB'],
    [[ms(total), ms(processorMs), spread(times), mostMb.toFixed(0)]],
  );
  say(`\n${against(`all texts in under ${MOST_MS} ms`, total < MOST_MS)}`);
  say(against(`in under ${MOST_MB} MB`, mostMb < MOST_MB));
});
