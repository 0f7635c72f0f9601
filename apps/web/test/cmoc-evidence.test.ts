import { describe, expect, test } from 'vitest';
import { agreedQuotes } from '../src/pages/cmocs/agreed-quotes.ts';
import { lineagesOf, listedGroups, numberTaken } from '../src/pages/cmocs/cmoc-lists.ts';
import {
  countEvidence,
  onlySupporter,
  quotesByKey,
  unknownQuotes,
} from '../src/pages/cmocs/evidence.ts';
import { partFacts, partName } from '../src/pages/cmocs/part-words.ts';
import { idsIn, readCmocSearch, readCmocsSearch } from '../src/pages/cmocs/search.ts';
import { nameOfCmoc, stateWords, summaryWords } from '../src/pages/cmocs/state-words.ts';
import { part, piece, quote, sentence } from './cmoc-made.ts';
import type { AdjudicationAnswer, CmocSummary, LineageAnswer } from '@triad/collab';

describe('the evidence of a CMOC', () => {
  const quotes = quotesByKey([
    quote('a', '#1'),
    quote('b', '#1'),
    quote('c', '#2'),
    quote('i', null),
  ]);

  test('a quote for two parts is one quote', () => {
    const evidence = [
      piece('1', 'a'),
      piece('2', 'a'),
      piece('3', 'c', { bearing: 'caveat' }),
      piece('4', 'i', { bearing: 'refutes' }),
    ];
    expect(countEvidence(evidence, quotes)).toEqual({
      quotes: 3,
      participants: 2,
      supports: 2,
      refutes: 1,
      caveat: 1,
    });
  });

  test('one person only is told of what supports it', () => {
    const own = [piece('1', 'a'), piece('2', 'b'), piece('3', 'c', { bearing: 'refutes' })];
    expect(onlySupporter(own, quotes)).toBe('#1');
    expect(onlySupporter([...own, piece('4', 'c')], quotes)).toBeNull();
    // Who says a quote that is hidden, or is not known yet, may be somebody else.
    expect(onlySupporter([...own, piece('4', 'unknown')], quotes)).toBeNull();
    expect(onlySupporter([...own, piece('4', 'i')], quotes)).toBeNull();
    expect(onlySupporter([], quotes)).toBeNull();
  });

  test('names the quotes that nothing is known of', () => {
    expect(unknownQuotes([piece('1', 'a'), piece('2', 'z'), piece('3', 'z')], quotes)).toEqual([
      't z',
    ]);
  });
});

describe('what is agreed in a transcript', () => {
  test('is read with its words, speaker and coders', () => {
    const answer = {
      transcript: { id: 't', round: 'r' },
      text: 'How is it?\nIt is easier when someone is there.',
      turns: [
        { id: 'u1', speaker: 's1', startUtf16: 0, endUtf16: 10, startSeconds: 1 },
        { id: 'u2', speaker: 's2', startUtf16: 11, endUtf16: 46, startSeconds: 4 },
      ],
      spans: [],
      decisions: [
        {
          id: 'd2',
          spans: [{ member: 'ana', span: 'x' }],
          agreed: [{ id: 'late', role: 'M', from: ['x'], range: [17, 23] }],
        },
        {
          id: 'd1',
          spans: [],
          agreed: [
            { id: 'lost', role: 'C', from: [], range: null },
            { id: 'early', role: 'C', from: [], range: [0, 3] },
          ],
        },
      ],
    } as unknown as AdjudicationAnswer;
    const speakers = [
      { key: 's1', name: 'INT', kind: 'interviewer', participant: null },
      { key: 's2', name: '#7', kind: 'participant', participant: 'p7' },
    ] as const;
    expect(agreedQuotes(answer, speakers)).toMatchObject([
      { span: 'early', words: 'How', speaker: 'INT', participant: null },
      {
        span: 'late',
        words: 'easier',
        speaker: '#7',
        participant: 'p7',
        coders: ['ana'],
        startSeconds: 4,
      },
    ]);
  });
});

describe('the list of CMOCs', () => {
  const cmoc = (id: string, number: number, more: Partial<CmocSummary> = {}): CmocSummary => ({
    id,
    version: 1,
    number,
    group: null,
    state: 'draft',
    title: id,
    sentence: [],
    parts: { C: 0, M: 0, O: 0 },
    evidence: { supports: 0, refutes: 0, caveat: 0 },
    latest: null,
    revising: false,
    signOffs: null,
    createdAt: '2026-11-14T12:00:00Z',
    createdBy: 'ana',
    retired: null,
    ...more,
  });
  const version = {
    id: 'v',
    number: 2,
    sha256: '',
    by: 'ana',
    at: '2026-11-14T12:00:00Z',
    note: '',
  };
  const signOffs = {
    agree: 2,
    object: 0,
    abstain: 0,
    outstanding: [],
    said: [],
    quorum: 3,
    remindedAt: null,
  };

  test('is by outcome, then number, the ungrouped last', () => {
    const groups = [
      { id: 'hope', title: 'Hope' },
      { id: 'well', title: 'Wellbeing' },
    ];
    const cmocs = [
      cmoc('c', 3, { group: 'hope' }),
      cmoc('a', 1, { group: 'gone' }),
      cmoc('b', 2, { group: 'hope' }),
      cmoc('r', 9, { group: 'hope', state: 'retired' }),
    ];
    const ids = (withRetired: boolean) =>
      listedGroups({ groups, cmocs }, withRetired).map(({ group, cmocs: listed }) => [
        group?.id ?? null,
        listed.map(({ id }) => id),
      ]);
    expect(ids(false)).toEqual([
      ['hope', ['b', 'c']],
      ['well', []],
      [null, ['a']],
    ]);
    expect(ids(true)[0]).toEqual(['hope', ['b', 'c', 'r']]);
  });

  test('says where each stands', () => {
    const said = (more: Partial<CmocSummary>) => stateWords(cmoc('a', 1, more), 4);
    expect(said({}).short).toBe('draft');
    expect(said({ state: 'proposed', latest: version, signOffs }).short).toBe('2 of 4');
    expect(said({ state: 'agreed', latest: version }).short).toBe('✓');
    expect(said({ state: 'agreed', latest: version, revising: true })).toMatchObject({
      short: '✓ · revising',
      said: 'agreed, being revised',
    });
    expect(said({ state: 'contested', latest: version }).isObjection).toBe(true);
    expect(
      summaryWords([
        cmoc('a', 1, { state: 'agreed' }),
        cmoc('b', 2),
        cmoc('r', 3, { state: 'retired' }),
      ]),
    ).toBe('2 CMOCs: 1 agreed and 1 draft.');
  });

  test('tells a number that another bears, also a retired one', () => {
    const cmocs = [cmoc('a', 1), cmoc('b', 2), cmoc('r', 3, { state: 'retired' })];
    expect(numberTaken(cmocs, 2, 'a')?.id).toBe('b');
    expect(numberTaken(cmocs, 2, 'b')).toBeNull();
    expect(numberTaken(cmocs, 3, 'a')?.id).toBe('r');
    expect(numberTaken(cmocs, 4, 'a')).toBeNull();
  });

  test('an untitled one is told by its sentence', () => {
    expect(nameOfCmoc({ title: '', sentence: sentence('When [C:it rains]') })).toBe(
      'When it rains',
    );
    expect(nameOfCmoc({ title: '', sentence: [] })).toBe('Untitled');
  });

  test('lineage is read both ways', () => {
    const lineage = { id: 'l', parents: ['a'], children: ['b', 'c'] } as unknown as LineageAnswer;
    expect(lineagesOf([lineage], 'a')).toEqual({ from: [], into: [lineage] });
    expect(lineagesOf([lineage], 'c')).toEqual({ from: [lineage], into: [] });
  });
});

describe('a part in words', () => {
  test('is numbered where there are several', () => {
    const [a, b] = [part('a', 'M', 'trust'), part('b', 'M', '')];
    expect(partName(a, [a])).toBe('Mechanism: trust');
    expect(partName(b, [a, b])).toBe('Mechanism 2');
  });

  test('says for whom, sign, horizon and effect', () => {
    const outcome = { forWhom: 'the child', sign: 'no-change', horizon: 'distal' } as const;
    expect(partFacts(part('o', 'O', 'x', { outcome, inferred: true }))).toEqual([
      'for the child',
      'no change',
      'distal',
      'inferred',
    ]);
    expect(partFacts(part('m', 'M', 'x'))).toEqual(['helping', 'stated']);
  });
});

test('addresses keep what is known and nothing else', () => {
  expect(readCmocsSearch({ beside: 'a,b', combine: 3, other: 1 })).toEqual({ beside: 'a,b' });
  expect(readCmocSearch({ divide: true })).toEqual({ divide: true });
  expect(readCmocSearch({ divide: 'yes' })).toEqual({});
  expect(idsIn('a,b,,a')).toEqual(['a', 'b']);
});
