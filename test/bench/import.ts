import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeInterview } from './study/interview.ts';
import { toVtt } from './study/vtt-file.ts';
import { toWordFile } from './study/word-file.ts';
import { against, median, ms, printTable, say } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import type { ImportTimes } from './support/import-process.ts';
import { describeMachine } from './support/machine.ts';
import { seeded } from './support/random.ts';

/*
 * How long a file takes from its bytes to turns. Each run is a process of its own, in which the
 * first import finds nothing loaded and the second everything; the server imports in a process that
 * lives on, and loads the importers while it is idle.
 */

const RUNS = 5;
const PROCESS = fileURLToPath(new URL('support/import-process.ts', import.meta.url));

say(`import: ${describeMachine()}`);
await withFolder(async (folder) => {
  const random = seeded(3);
  const files = [
    {
      name: 'interview.docx',
      what: '20,000 words in 400 turns, .docx',
      bytes: toWordFile(random, makeInterview(random, 400, 20_000)),
      goalMs: 500,
    },
    {
      name: 'meeting.vtt',
      what: 'one hour in 1,100 cues, .vtt',
      bytes: toVtt(random, makeInterview(random, 300, 9_000), 3600, 1100),
      goalMs: 100,
    },
  ];
  const rows: string[][] = [];
  const verdicts: string[] = [];
  for (const { name, what, bytes, goalMs } of files) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const runs: ImportTimes[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { stdout } = await promisify(execFile)(process.execPath, [PROCESS, path], {
        timeout: 30_000,
      });
      runs.push(JSON.parse(stdout) as ImportTimes);
    }
    const times = (of: (times: ImportTimes) => number): string =>
      `${ms(median(runs.map(of)))} / ${ms(Math.max(...runs.map(of)))}`;
    rows.push([
      what,
      `${Math.round(bytes.byteLength / 1024)} KiB, ${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`,
      `${runs[0]?.turns ?? 0} turns, ${runs[0]?.words ?? 0} words`,
      times(({ loadMs }) => loadMs),
      times(({ firstMs }) => firstMs),
      times(({ secondMs }) => secondMs),
    ]);
    const slowest = Math.max(...runs.map(({ firstMs }) => firstMs));
    verdicts.push(against(`${name} under ${goalMs} ms, also the first time`, slowest < goalMs));
  }
  printTable(
    `Import, ms, median / max of ${RUNS} processes`,
    ['file', 'size', 'gives', 'loading the importer', 'first import', 'second import'],
    rows,
  );
  say(`\n${verdicts.join('\n')}`);
});
