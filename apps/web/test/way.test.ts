import type { DecisionAnswer, ProvenanceAnswer, Ruling } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { turnsOf } from '../src/pages/way/passage-turns.ts';
import { placeToDecide, wayStages } from '../src/pages/way/way-stages.ts';
import { waySummary } from '../src/pages/way/way-summary.ts';

type Span = ProvenanceAnswer['spans'][number];
type Agreed = ProvenanceAnswer['agreed'][number];

function span(id: string, member: string, change: Partial<Span> = {}): Span {
  return {
    id,
    member,
    role: 'C',
    unsure: false,
    quote: 'a short trip',
    range: [0, 12],
    markedAt: '2026-11-02T10:14:00Z',
    copiedAt: '2026-11-10T10:00:00Z',
    sha256: '',
    memos: [],
    sketches: [],
    ...change,
  };
}

function ruling(number: number, outcome: Ruling['outcome']): Ruling {
  return {
    number,
    outcome,
    by: 'jo',
    strategy: null,
    batch: null,
    at: `2026-11-1${number}T10:00:00Z`,
    why: '',
    ownSpan: false,
  };
}

function decision(change: Partial<DecisionAnswer>): DecisionAnswer {
  return {
    id: 'd',
    version: 1,
    transcript: 't',
    round: 'r',
    spans: [],
    ruling: null,
    earlier: [],
    agreed: [],
    touched: [],
    place: 'b',
    answers: [],
    ...change,
  };
}

function answer(change: Partial<ProvenanceAnswer> = {}): ProvenanceAnswer {
  return {
    transcript: { id: 't', title: 'T' },
    round: { id: 'r', number: 2, kind: 'blind' },
    passage: null,
    spans: [span('c', 'ann'), span('b', 'tom', { markedAt: '2026-11-01T09:00:00Z' })],
    missing: [],
    decision: null,
    agreed: [],
    ...change,
  };
}

const AGREED = { span: 's', evidence: [], candidates: [] } as unknown as Agreed;
const UNION = { kind: 'union', role: 'C' } as const;

test('what coders marked comes in the order of time', () => {
  expect(wayStages(answer()).spans.map(({ id }) => id)).toEqual(['b', 'c']);
});

test('a place that all agree on is told apart', () => {
  expect(wayStages(answer()).decided).toBe('all-agree');
  expect(wayStages(answer({ missing: ['mia'] })).decided).toBe('open');
  const differing = [span('c', 'ann'), span('b', 'tom', { role: 'M' })];
  expect(wayStages(answer({ spans: differing })).decided).toBe('open');
  expect(wayStages(answer({ spans: [span('c', 'ann')] })).decided).toBe('open');
});

test('every ruling stands with the replies to it', () => {
  const reply = {
    id: 'x',
    member: 'ann',
    ruling: 1,
    stance: 'differs',
    text: 'no',
    at: '',
  } as const;
  const { rulings, decided } = wayStages(
    answer({
      decision: decision({
        earlier: [ruling(1, UNION), ruling(2, null)],
        ruling: ruling(3, { kind: 'none' }),
        answers: [reply],
      }),
    }),
  );
  expect(rulings.map((step) => [step.ruling.number, step.replies.length, step.isLast])).toEqual([
    [1, 1, false],
    [2, 0, false],
    [3, 0, true],
  ]);
  expect(decided).toBe('nothing');
});

test('a decision that was taken back waits', () => {
  const taken = decision({ earlier: [ruling(1, UNION)], ruling: null });
  expect(wayStages(answer({ decision: taken })).decided).toBe('waits');
});

test('the place is its least span, or the decision’s', () => {
  expect(placeToDecide(answer())).toBe('b');
  expect(placeToDecide(answer({ decision: decision({ place: 'a' }) }))).toBe('a');
  expect(placeToDecide(answer({ decision: decision({ place: null }) }))).toBeNull();
});

test('the sentence tells how far it came', () => {
  const decided = decision({ ruling: ruling(1, UNION) });
  const evidence = [
    { cmoc: 'one', state: 'draft' },
    { cmoc: 'one', state: 'draft' },
    // What was made of it counts in its place.
    { cmoc: 'parent', state: 'retired' },
  ] as unknown as Agreed['evidence'];
  const sentence = (change: Partial<ProvenanceAnswer>): string =>
    waySummary(wayStages(answer(change)));
  expect(sentence({})).toBe('2 coders marked it; nobody decided yet.');
  expect(sentence({ decision: decided, agreed: [AGREED] })).toBe(
    '2 coders marked it; 1 agreed quote; no CMOC uses it.',
  );
  expect(sentence({ decision: decided, agreed: [{ ...AGREED, evidence }] })).toBe(
    '2 coders marked it; 1 agreed quote; 1 CMOC uses it.',
  );
  expect(sentence({ decision: decision({ ruling: ruling(1, { kind: 'none' }) }) })).toBe(
    '2 coders marked it; decided: none of these.',
  );
});

describe('the passage', () => {
  const text = 'Did you go?\nI did go, and then\nI went again.\nWhy?';
  const meant = 'go, and then\nI went';
  const start = 100 + text.indexOf(meant);
  const passage = {
    text,
    startUtf16: 100,
    hull: [start, start + meant.length],
    isCut: [false, false],
    speaker: 'P1',
    startSeconds: null,
    turns: [
      { startUtf16: 100, speaker: 'Interviewer' },
      { startUtf16: 100 + text.indexOf('I did'), speaker: 'P1' },
      { startUtf16: 100 + text.indexOf('Why?'), speaker: 'Interviewer' },
    ],
  } as const;

  test('says whose words are whose, and marks what was meant', () => {
    expect(
      turnsOf(passage).map(({ speaker, pieces }) => [
        speaker,
        ...pieces.map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text)),
      ]),
    ).toEqual([
      ['Interviewer', 'Did you go?'],
      ['P1', 'I did ', `[${meant}]`, ' again.'],
      ['Interviewer', 'Why?'],
    ]);
  });

  test('says where a turn goes on beyond what is shown', () => {
    const shown = (isCut: readonly [boolean, boolean]): string =>
      turnsOf({ ...passage, isCut })
        .flatMap(({ pieces }) => pieces.map((piece) => piece.text))
        .join('');
    expect(shown([true, false])).toMatch(/^… Did you go/);
    expect(shown([false, true])).toMatch(/Why\? …$/);
    expect(shown([false, false])).not.toContain('…');
  });

  test('is one where no turn is known', () => {
    const [whole, ...others] = turnsOf({ ...passage, turns: [] });
    expect(others).toEqual([]);
    expect(whole?.pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});
