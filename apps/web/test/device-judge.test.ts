import type { DocumentAnswer, RoundAnswer } from '@triad/collab';
import { DOCUMENT_SCHEMA, isLayerShown } from '@triad/collab';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastUsed } from '../src/device/copies.ts';
import type { CopyRecord } from '../src/device/database.ts';
import { isExpired, judgeByDocuments, judgeByProject, MOST_AGE_MS } from '../src/device/judge.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ME, OTHER, TEXT, TEXT_2] = [id(1), id(2), id(3), id(4)];

function round(number: number, over: Partial<RoundAnswer> = {}): RoundAnswer {
  return {
    id: id(100 + number),
    version: 1,
    number,
    title: '',
    kind: 'open',
    state: 'open',
    transcripts: null,
    coders: null,
    closedTranscripts: [],
    reopenedFor: [],
    ownEarlier: false,
    due: null,
    openedAt: '2026-01-01T00:00:00.000Z',
    closedAt: null,
    progress: [],
    ...over,
  };
}

function copyOf(name: string, over: Partial<CopyRecord> = {}): CopyRecord {
  const kind = name.startsWith('layer') ? 'layer' : 'transcript';
  return {
    slot: name,
    account: 'a',
    name,
    kind,
    generation: 'g1',
    schema: DOCUMENT_SCHEMA[kind],
    redactions: 0,
    project: 'p',
    transcript: name.split('/')[1] ?? '',
    bytes: 10,
    entries: 1,
    confirmed: Uint8Array.of(0),
    waiting: {},
    usedAt: 0,
    ...over,
  };
}

const text = copyOf(`transcript/${TEXT}`);
const layerIn = ({ id: of }: RoundAnswer, member = ME): CopyRecord =>
  copyOf(`layer/${TEXT}/${of}/${member}`);
const head = (copy: CopyRecord, over: Partial<DocumentAnswer> = {}): DocumentAnswer => {
  const { name, kind, generation } = copy;
  return { name, kind, generation, writable: true, madeFrom: null, ...over };
};

test('[CO13] a project that allows no copies, or is not there, keeps none', () => {
  const open = round(1);
  const project = { me: ME, rounds: [open], deviceCopies: true };
  for (const copy of [text, layerIn(open)]) {
    expect(judgeByProject(copy, project)).toBe('keep');
    expect(judgeByProject(copy, { ...project, deviceCopies: false })).toBe('gone');
    expect(judgeByProject(copy, null)).toBe('gone');
  }
  expect(judgeByProject(layerIn(open, OTHER), project)).toBe('gone');
  expect(judgeByProject(layerIn(round(9)), project)).toBe('gone');
});

test('[CO13] what a blind round hides goes, and the text stays', () => {
  const open = round(1);
  const blind = round(2, { kind: 'blind', transcripts: [TEXT], coders: [ME] });
  const project = { me: ME, rounds: [open, blind], deviceCopies: true };
  expect(judgeByProject(text, project)).toBe('keep');
  expect(judgeByProject(layerIn(open), project)).toBe('gone');
  expect(judgeByProject(layerIn(blind), project)).toBe('keep');
  const lenient = { ...project, rounds: [open, { ...blind, ownEarlier: true }] };
  expect(judgeByProject(layerIn(open), lenient)).toBe('keep');
  const closed = { ...project, rounds: [open, { ...blind, state: 'closed' as const }] };
  expect(judgeByProject(layerIn(open), closed)).toBe('keep');
});

test('[CO13] in any rounds a layer is kept only where its coder may see it now', () => {
  const anyRound = (number: number) =>
    fc
      .record({
        kind: fc.constantFrom('open' as const, 'blind' as const),
        state: fc.constantFrom('open' as const, 'closing' as const, 'closed' as const),
        transcripts: fc.constantFrom(null, [TEXT], [TEXT_2], [TEXT, TEXT_2]),
        coders: fc.constantFrom(null, [ME], [OTHER], [ME, OTHER]),
        closedTranscripts: fc.constantFrom([], [TEXT]),
        ownEarlier: fc.boolean(),
      })
      .map((over) => round(number, over));
  const seen = { keep: 0, gone: 0, open: 0 };
  fc.assert(
    fc.property(fc.tuple(anyRound(1), anyRound(2), anyRound(3)), (rounds) => {
      for (const each of rounds) {
        const verdict = judgeByProject(layerIn(each), { me: ME, rounds, deviceCopies: true });
        seen[verdict] += 1;
        const layer = { transcript: TEXT, round: each, author: ME };
        expect(verdict === 'keep').toBe(isLayerShown(rounds, layer, ME));
      }
    }),
    { numRuns: 400 },
  );
  expect(seen.keep).toBeGreaterThan(20);
  expect(seen.gone).toBeGreaterThan(20);
});

test('documents that may not be read, or are others by now, decide what is opened and what goes', () => {
  const layer = layerIn(round(1));
  const waiting = { ...layer, waiting: { page: 1 } };
  expect(judgeByDocuments(layer, null)).toBe('gone');
  expect(judgeByDocuments(layer, [head(text)])).toBe('gone');
  expect(judgeByDocuments(layer, [head(layer)])).toBe('keep');
  expect(judgeByDocuments(waiting, [head(layer)])).toBe('open');
  expect(judgeByDocuments(layer, [head(layer, { generation: 'g2' })])).toBe('open');
  expect(judgeByDocuments({ ...layer, schema: 1 }, [head(layer)])).toBe('open');
  expect(judgeByDocuments(text, [head(text)])).toBe('keep');
  expect(judgeByDocuments(text, [head(text, { generation: 'g2' })])).toBe('gone');
});

test('a device is too old after 14 days, and not before', () => {
  expect(isExpired({ contactAt: 1_000 }, 1_000 + MOST_AGE_MS)).toBe(false);
  expect(isExpired({ contactAt: 1_000 }, 1_001 + MOST_AGE_MS)).toBe(true);
  expect(MOST_AGE_MS).toBe(1_209_600_000);
});

test('room is made by whole transcripts, the least used first, never one that waits', () => {
  const of = (transcript: string, usedAt: number, waits = false): CopyRecord =>
    copyOf(`transcript/${transcript}`, { usedAt, waiting: waits ? { page: 1 } : {} });
  const copies = [of('a', 3), of('b', 1, true), of('c', 2), of('c', 9), of('d', 4), of('e', 0)];
  expect(leastUsed(copies, 'e', 10)).toEqual(new Set(['a']));
  expect(leastUsed(copies, 'e', 11)).toEqual(new Set(['a', 'd']));
  expect(leastUsed(copies, 'e', 40)).toEqual(new Set(['a', 'c', 'd']));
  expect(leastUsed(copies, 'e', 41)).toBeNull();
});
