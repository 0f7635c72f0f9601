import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Broken } from './broken.ts';
import { startOnSqlite } from './sqlite-topology.ts';
import { trial } from './trial.ts';

/*
 * That a trial notices: servers that are broken on purpose, in one or more lines, and what is said of
 * them. What is seen in one look stands together.
 */

const BROKEN: readonly Readonly<Partial<Record<Broken, RegExp>>>[] = [
  { 'acknowledges before the commit': /acknowledged/ },
  {
    'loses an update': /acknowledged/,
    'answers a request and stores nothing': /that was answered is not there/,
  },
  {
    'sends a layer that is coded blind': /was sent what (bob|cyd) codes blind/,
    'shows who is in a text that is coded blind': /sees who else is in a text/,
    'does not send on an update': /a copy stays another|is not whole/,
  },
];
const script = fileURLToPath(new URL('broken.ts', import.meta.url));
const MOST_FAULTS = 6;

test.concurrent.for(BROKEN.map((said) => [Object.keys(said).join(', and '), said] as const))(
  'a server that %s is caught',
  { timeout: 120_000 },
  async ([_name, said]) => {
    const report = await trial({
      seed: 7,
      topology: 'sqlite',
      faults: MOST_FAULTS,
      only: ['nothing more'],
      start: () =>
        startOnSqlite({
          nodeOptions: ['--import', script],
          environment: { TRIAD_BROKEN: Object.keys(said).join(',') },
        }),
    });
    for (const words of Object.values(said)) expect(report.broken.join('\n')).toMatch(words);
  },
);
