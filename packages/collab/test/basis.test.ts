import { describe, expect, test } from 'vitest';
import type { ClosingFacts } from '../src/index.ts';
import { basisOf, blindRoundWithin, closedOn } from '../src/index.ts';

const T = 'one';
const OTHER = 'two';

function round(number: number, over: Partial<ClosingFacts> = {}): ClosingFacts {
  return {
    id: `round ${number}`,
    number,
    kind: 'open',
    state: 'closed',
    transcripts: null,
    coders: null,
    closedTranscripts: [],
    reopenedFor: [],
    ownEarlier: false,
    closedAt: null,
    ...over,
  };
}

const closed = (number: number, closedAt: string, over: Partial<ClosingFacts> = {}) =>
  round(number, { closedAt, ...over });

describe('figures of a transcript rest on', () => {
  test('the round that was closed last, not the one opened last', () => {
    const rounds = [closed(1, '2026-05-02T10:00Z'), closed(2, '2026-05-01T10:00Z')];
    expect(basisOf(rounds, T, null)?.number).toBe(1);
    expect(closedOn(rounds, T).map(({ number }) => number)).toEqual([1, 2]);
  });

  test('what counts is when a round was closed on this transcript', () => {
    const alone = { closedTranscripts: [T], closedTranscriptsAt: { [T]: '2026-05-01T10:00Z' } };
    const rounds = [closed(1, '2026-05-09T10:00Z', alone), closed(2, '2026-05-03T10:00Z')];
    expect(basisOf(rounds, T, null)?.number).toBe(2);
    expect(basisOf(rounds, OTHER, null)?.number).toBe(1);
  });

  test('the one that the lead chose, as long as it is closed there', () => {
    const rounds = [
      closed(1, '2026-05-01T10:00Z'),
      closed(2, '2026-05-02T10:00Z'),
      round(3, { state: 'open' }),
    ];
    expect(basisOf(rounds, T, 'round 1')?.number).toBe(1);
    expect(basisOf(rounds, T, 'round 3')?.number).toBe(2);
  });

  test('none while none is closed, or being closed', () => {
    expect(basisOf([round(1, { state: 'closing' })], T, null)).toBeNull();
    expect(basisOf([closed(1, '2026-05-01T10:00Z', { transcripts: [OTHER] })], T, null)).toBeNull();
  });
});

test('who codes one of its transcripts blind is blind to a round that they are not in', () => {
  const blind = round(2, { kind: 'blind', state: 'open', transcripts: [T], coders: ['ana'] });
  const other = round(3, { kind: 'blind', state: 'open', transcripts: [T], coders: ['ben'] });
  const elsewhere = round(4, { state: 'open', transcripts: [OTHER] });
  const rounds = [blind, other, elsewhere];
  expect(blindRoundWithin(rounds, other, 'ana')).toBe(blind);
  expect(blindRoundWithin(rounds, elsewhere, 'ana')).toBeNull();
});
