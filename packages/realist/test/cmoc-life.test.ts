import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Quorum, SignOffFacts } from '../src/index.ts';
import {
  canonicalJson,
  electorate,
  missingMarks,
  quorumOf,
  sentenceText,
  standingOf,
  VERDICTS,
} from '../src/index.ts';

const MAJORITY: Quorum = { kind: 'majority' };

function said(...verdicts: readonly SignOffFacts['verdict'][]): SignOffFacts[] {
  return verdicts.map((verdict, at) => ({ member: `m${at}`, verdict, ended: false }));
}

describe('standing of a version', () => {
  test.each<[string, SignOffFacts[], Quorum, number, string]>([
    ['nobody said anything', [], MAJORITY, 3, 'proposed'],
    ['half agrees', said('agree', 'agree'), MAJORITY, 4, 'proposed'],
    ['more than half agrees', said('agree', 'agree-with-comment'), MAJORITY, 3, 'agreed'],
    ['enough agree', said('agree'), { kind: 'number', number: 1 }, 9, 'agreed'],
    ['all but one agree', said('agree', 'abstain'), { kind: 'all' }, 2, 'proposed'],
    ['one objects', said('agree', 'agree', 'object'), MAJORITY, 3, 'contested'],
    ['a team of nobody', [], { kind: 'all' }, 0, 'proposed'],
  ])('%s', (_what, signOffs, quorum, members, standing) => {
    expect(standingOf(signOffs, quorum, members)).toBe(standing);
  });

  test('an objection that ended neither contests nor agrees', () => {
    const ended = said('agree', 'object').map((each) => ({
      ...each,
      ended: each.verdict === 'object',
    }));
    expect(standingOf(ended, MAJORITY, 2)).toBe('proposed');
    expect(standingOf(ended, { kind: 'number', number: 1 }, 2)).toBe('agreed');
  });

  test('whatever the quorum, an open objection contests', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...VERDICTS), { maxLength: 8 }),
        fc.constantFrom<Quorum>(MAJORITY, { kind: 'all' }, { kind: 'number', number: 1 }),
        fc.nat(10),
        (verdicts, quorum, members) => {
          const standing = standingOf(said(...verdicts), quorum, members);
          expect(standing === 'contested').toBe(verdicts.includes('object'));
        },
      ),
    );
  });

  test('a quorum is never nobody', () => {
    expect(quorumOf({ kind: 'all' }, 0)).toBe(1);
    expect(quorumOf(MAJORITY, 0)).toBe(1);
  });
});

test('who left without a word is waited for no more', () => {
  const voters = electorate(['a', 'b', 'c'], (member) => member !== 'c', ['b', 'd']);
  expect([...voters].sort()).toEqual(['a', 'b', 'd']);
});

test('a missing mark is told, and blanks are none', () => {
  const sentence = [
    { text: 'When it rains', role: 'C' },
    { text: ' ', role: 'M' },
    { text: 'people stay', role: 'O' },
  ] as const;
  expect(missingMarks(sentence)).toEqual(['M']);
  expect(sentenceText(sentence)).toBe('When it rains people stay');
});

describe('canonical JSON', () => {
  test('the order of fields changes nothing', () => {
    expect(canonicalJson({ b: [{ d: null, c: 'é\n' }], a: 1.5, e: undefined })).toBe(
      String.raw`{"a":1.5,"b":[{"c":"é\n","d":null}]}`,
    );
  });

  test('it reads as what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = canonicalJson(value);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(shuffle(value))).toBe(json);
      }),
    );
  });
});

function shuffle(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffle(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, shuffle(field)]),
  );
}
