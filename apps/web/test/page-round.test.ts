import type { DocumentAnswer, RoundAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import { pageRound } from '../src/annotator/page-round.ts';

const T = '00000000-0000-4000-8000-000000000001';
const ME = '00000000-0000-4000-8000-000000000002';
const OTHER = '00000000-0000-4000-8000-000000000003';
const roundId = (number: number) =>
  `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`;

function round(number: number, over: Partial<RoundAnswer> = {}): RoundAnswer {
  return {
    id: roundId(number),
    kind: 'open',
    state: 'open',
    transcripts: null,
    coders: null,
    closedTranscripts: [],
    reopenedFor: [],
    ownEarlier: false,
    version: 1,
    number,
    title: '',
    due: null,
    openedAt: '2026-01-01T00:00:00.000Z',
    closedAt: null,
    progress: [],
    ...over,
  };
}

const blind = (number: number, coders: readonly string[]) =>
  round(number, { kind: 'blind', transcripts: [T], coders });

function layer(number: number, member: string, writable = false): DocumentAnswer {
  const name = `layer/${T}/${roundId(number)}/${member}`;
  return { name, kind: 'layer', generation: 'g', writable, madeFrom: null };
}

function look(rounds: readonly RoundAnswer[], documents: readonly DocumentAnswer[], chosen = '') {
  const {
    main,
    writable,
    blind: own,
    hidden,
  } = pageRound({ rounds, me: ME }, { id: T, documents }, chosen === '' ? null : chosen);
  const numbers = (all: readonly RoundAnswer[]) => all.map(({ number }) => number);
  return [main?.number ?? null, numbers(writable), own?.number ?? null, numbers(hidden)];
}

test('open coding is what the page is about where there is nothing else', () => {
  expect(look([round(1)], [layer(1, ME, true)])).toEqual([1, [1], null, []]);
  expect(look([round(1)], [])).toEqual([1, [], null, []]);
});

test('who codes blind sees their blind round, others see that there is one', () => {
  const rounds = [round(1), blind(2, [ME])];
  expect(look(rounds, [layer(2, ME, true)])).toEqual([2, [2], 2, []]);
  expect(look([round(1), blind(2, [OTHER])], [layer(1, ME, true)])).toEqual([1, [1], null, [2]]);
});

test('a round opened again for the person comes first, unless they are at work in another', () => {
  const closed = round(1, { state: 'closed', reopenedFor: [ME] });
  const both = [layer(1, ME, true), layer(2, ME, true)];
  expect(look([closed, round(2)], both)).toEqual([1, [2, 1], null, []]);
  expect(look([closed, round(2)], both, roundId(2))).toEqual([2, [2, 1], null, []]);
  expect(look([closed], [layer(1, ME, true)])).toEqual([1, [1], null, []]);
  const reopened = (rounds: readonly RoundAnswer[], documents: readonly DocumentAnswer[]) =>
    pageRound({ rounds, me: ME }, { id: T, documents }, null).reopened.map(({ number }) => number);
  expect(reopened([closed, round(2)], both)).toEqual([1]);
  // While they code blind elsewhere it takes nothing, and nothing is said of it.
  expect(reopened([closed, blind(3, [ME])], [layer(3, ME, true)])).toEqual([]);
});

test('where all is closed the latest that has layers is looked at', () => {
  const rounds = [round(1, { state: 'closed' }), round(2, { state: 'closed' }), blind(3, [OTHER])];
  expect(look(rounds, [layer(1, OTHER), layer(2, OTHER)])).toEqual([2, [], null, [3]]);
  expect(look(rounds.slice(0, 2), [])).toEqual([null, [], null, []]);
});
