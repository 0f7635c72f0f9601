import type { Consolidation } from '@triad/consolidation';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { triad } from './cli-runner.ts';
import { makeFolder } from './http-harness.ts';

const TEXT = {
  length: 100,
  coders: [
    { id: 'ann', spans: [{ id: 'a1', start: 0, end: 40, label: 'C' }] },
    { id: 'ben', spans: [{ id: 'b1', start: 10, end: 50, label: 'C' }] },
    { id: 'cem', spans: [] },
  ],
};

/** Writes files of these names into a folder of their own, and gives their paths. */
async function files(contents: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const folder = await makeFolder();
  return Promise.all(
    Object.entries(contents).map(async ([name, content]) => {
      const path = join(folder, name);
      const isRaw = typeof content === 'string' || content instanceof Uint8Array;
      await writeFile(path, isRaw ? content : JSON.stringify(content));
      return path;
    }),
  );
}

test('consolidate prints a line of JSON for each file, in order', async () => {
  const paths = await files({ 'z.json': TEXT, 'a.json': { ...TEXT, coders: [TEXT.coders[0]] } });
  const { code, out, err } = await triad(['consolidate', ...paths]);
  expect([code, err]).toEqual([0, '']);
  const [first, second] = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Consolidation);
  expect(first).toEqual({
    groups: [
      {
        id: 'g1',
        spans: ['a1', 'b1'],
        kinds: ['missed', 'boundary'],
        missing: ['cem'],
        hull: [0, 50],
        shared: [10, 40],
      },
    ],
    disagreements: [
      { kind: 'missed', group: 'g1', coders: ['cem'] },
      { kind: 'boundary', group: 'g1', coders: ['ann', 'ben'] },
    ],
    proposed: [{ start: 10, end: 40, label: 'C', group: 'g1', from: ['a1', 'b1'] }],
    candidates: [],
  });
  expect(second?.groups.map(({ kinds }) => kinds)).toEqual([['agree']]);
}, 30_000);

test('consolidate proposes by the strategy that is given', async () => {
  const paths = await files({ 'text.json': TEXT });
  for (const [strategy, run] of [
    ['union', [0, 50]],
    ['at-least:1', [0, 50]],
    ['coder:ben', [10, 50]],
  ] as const) {
    const { out } = await triad(['consolidate', ...paths, '--strategy', strategy]);
    const { proposed } = JSON.parse(out) as Consolidation;
    expect([strategy, ...proposed.map(({ start, end }) => [start, end])]).toEqual([strategy, run]);
  }
}, 30_000);

test('consolidate prints a text of many spans whole', async () => {
  const spans = (coder: string) =>
    Array.from({ length: 5_000 }, (_, at) => ({
      id: `${coder}${at}`,
      start: 10 * at,
      end: 10 * at + 9,
      label: 'M',
    }));
  const coders = ['ann', 'ben'].map((id) => ({ id, spans: spans(id) }));
  const paths = await files({ 'long.json': { length: 50_000, coders } });
  const { code, out } = await triad(['consolidate', ...paths]);
  expect(code).toBe(0);
  expect((JSON.parse(out) as Consolidation).groups).toHaveLength(5_000);
}, 30_000);

test('consolidate refuses a file that is off in one line that names it', async () => {
  const paths = await files({
    'no-json.txt': 'so it begins',
    'not-utf-8.json': Uint8Array.of(0x22, 0xff, 0x22),
    'list.json': [TEXT],
    'outside.json': { ...TEXT, length: 45 },
    'nobody.json': { ...TEXT, coders: [] },
  });
  const folder = join(paths[0] ?? '', '..');
  for (const path of [...paths, join(folder, 'missing.json'), folder]) {
    const { code, out, err } = await triad(['consolidate', path]);
    expect([path, code, out]).toEqual([path, 2, '']);
    expect(err).toMatch(/^[^\n]+\.\n$/);
    expect(err).toContain(path);
    expect(err).not.toContain('so it');
  }
}, 30_000);

test('consolidate ends at the first file that is off', async () => {
  const [good = '', bad = ''] = await files({ 'good.json': TEXT, 'bad.json': { length: -1 } });
  const { code, out, err } = await triad(['consolidate', good, bad, good]);
  expect([code, out.split('\n').length]).toEqual([2, 2]);
  expect(err).toBe(`${bad}: The input cannot be used: length is no whole number from 0.\n`);
  const unknown = await triad(['consolidate', good, '--strategy', 'coder:dee']);
  expect([unknown.code, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toBe(`${good}: The strategy names a coder who is not in the input.\n`);
}, 30_000);
