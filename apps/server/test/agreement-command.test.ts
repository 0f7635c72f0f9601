import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  areThere,
  faultsIn,
  FILES,
  readCases,
} from '../../../packages/agreement/test/worked-cases.ts';
import { triad } from './cli-runner.ts';
import { makeFolder } from './http-harness.ts';

type Report = Readonly<Record<string, unknown>> & {
  readonly reasons: Readonly<Record<string, string>>;
};

/** Writes each value to a file of its own. */
async function files(...values: readonly unknown[]): Promise<readonly string[]> {
  const folder = await makeFolder();
  return await Promise.all(
    values.map(async (value, at) => {
      const file = join(folder, `${at}.json`);
      await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
      return file;
    }),
  );
}

function reportsIn(out: string): readonly Report[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Report);
}

const spans = (...own: readonly (readonly [number, number, string?])[]) =>
  own.map(([start, end, label = 'C']) => ({ start, end, label }));

const small = {
  length: 100,
  coders: [
    { id: 'A', spans: spans([0, 10]) },
    { id: 'B', spans: spans([5, 15]) },
  ],
};

test.skipIf(!areThere).each(['shuffle', 'statistical'] as const)(
  'agreement prints what is expected of every worked case, %s',
  async (sampler) => {
    const cases = FILES.flatMap(readCases);
    const weights = [...new Set(cases.map(({ parameters }) => parameters?.alpha ?? 1))];
    let compared = 0;
    for (const alpha of weights) {
      const own = cases.filter(({ parameters }) => (parameters?.alpha ?? 1) === alpha);
      const paths = await files(...own.map(({ input }) => input));
      const gamma = ['--gamma', '--alpha', String(alpha), '--sampler', sampler];
      const { code, out, err } = await triad(['agreement', ...paths, ...gamma, '--bootstrap']);
      expect([code, err]).toEqual([0, '']);
      const reports = reportsIn(out);
      expect(reports.length).toBe(own.length);
      for (const [at, worked] of own.entries()) {
        expect([worked.name, ...faultsIn(reports[at] ?? {}, worked, sampler)]).toEqual([
          worked.name,
        ]);
        compared += 1;
      }
    }
    expect(compared).toBe(cases.length);
    expect(compared).toBeGreaterThan(60);
  },
  60_000,
);

test('agreement says why a figure is not there, and keeps odd names apart', async () => {
  const odd = {
    length: 10,
    labels: ['__proto__', 'constructor'],
    coders: [
      { id: '__proto__', spans: spans([0, 3, '__proto__']) },
      { id: 'b|c', spans: [] },
    ],
  };
  const paths = await files(odd, {
    table: [
      ['C', 'C'],
      ['C', 'C'],
    ],
  });
  const { code, out } = await triad(['agreement', ...paths]);
  expect(code).toBe(0);
  const [first, second] = reportsIn(out);
  expect(Object.entries(first?.['uAlphaByLabel'] ?? {})).toEqual([
    ['__proto__', expect.closeTo(-0.1, 9)],
    ['constructor', null],
  ]);
  expect(Object.keys(first?.['spanF1'] ?? {})).toEqual(['pairs', 'mean']);
  expect(JSON.stringify(first?.['spanF1'])).toContain('"__proto__|b|c":');
  expect(first?.reasons['uAlphaByLabel.constructor']).toBe('nothing-coded');
  expect(first?.reasons['cuAlpha']).toBe('never-meet');
  expect(second).toMatchObject({ alphaNominal: null, reasons: { alphaNominal: 'no-variation' } });
  expect(second).not.toHaveProperty('bootstrap');
});

test('agreement gives the same figures for the same seed', async () => {
  const [path = ''] = await files(small);
  const run = async (seed: string) => {
    const { out } = await triad(['agreement', path, '--gamma', '--samples', '40', '--seed', seed]);
    return reportsIn(out)[0]?.['gamma'];
  };
  const [one, again, other] = await Promise.all([run('7'), run('7'), run('8')]);
  expect(one).toMatchObject({ samples: 40, sampler: 'shuffle', seed: 7 });
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
}, 30_000);

test('[AG10] agreement says that a best alignment is too far to find', async () => {
  // Three hundred of one coder at one place, and so of each of the others.
  const all = Array.from({ length: 300 }, (_, at) => [at % 7, 900 + at, `L${at}`] as const);
  const coders = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => ({ id, spans: spans(...all) }));
  const [path = ''] = await files({ length: 1_200, labels: all.map(([, , l]) => l), coders });
  const { code, out } = await triad(['agreement', path, '--gamma']);
  expect(code).toBe(0);
  const [report] = reportsIn(out);
  expect(report?.['gamma']).toMatchObject({ observedDisorder: null, value: null });
  expect(report?.reasons['gamma.value']).toBe('too-dense');
}, 30_000);

test('agreement refuses what is off in one line that names the file', async () => {
  const inputs = ['{"length": 10,', { ...small, length: 12 }, { table: [['C'], ['C', 'M']] }];
  const [good = '', ...paths] = await files(small, ...inputs);
  const missing = `${good}.not`;
  for (const given of [...paths.map((path) => [path]), [dirname(good)], [good, missing]]) {
    const { code, out, err } = await triad(['agreement', ...given]);
    expect([given, code]).toEqual([given, 2]);
    expect(err).toMatch(/^[^\n]+\.\n$/);
    expect(err.startsWith(`${given.at(-1)}: `)).toBe(true);
    // What comes before it is printed.
    expect(out.split('\n').length).toBe(given.length);
  }
}, 60_000);

test('agreement refuses options out of range in one line', async () => {
  const [path = ''] = await files(small);
  const options = [
    ['--samples', '0'],
    ['--resamples', '1.5'],
    ['--seed', 'x'],
    ['--alpha', '-1'],
    ['--sampler', 'guess'],
  ];
  for (const { code, out, err } of await Promise.all(
    options.map((option) => triad(['agreement', path, '--gamma', ...option])),
  )) {
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^[^\n]+\n$/);
  }
}, 30_000);
