import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/* Imports the file it is told twice, and prints what that took and gave as JSON. */

export type ImportTimes = {
  readonly loadMs: number;
  readonly firstMs: number;
  readonly secondMs: number;
  readonly turns: number;
  readonly words: number;
};

const path = process.argv[2] ?? '';
const bytes = await readFile(path);
const start = performance.now();
const { importTranscript } = await import('@triad/transcripts');
const loaded = performance.now();
const { turns } = await importTranscript({ name: basename(path), bytes });
const first = performance.now();
await importTranscript({ name: basename(path), bytes });
const second = performance.now();
const times: ImportTimes = {
  loadMs: loaded - start,
  firstMs: first - loaded,
  secondMs: second - first,
  turns: turns.length,
  words: turns.reduce((sum, { text }) => sum + text.split(/\s+/).filter(Boolean).length, 0),
};
process.stdout.write(JSON.stringify(times));
