import type { DecisionAnswer, Outcome, Ruling } from '@triad/collab';

/* Decisions as the server answers them, made small for tests. */

export function rulingOf(outcome: Outcome | null, changes: Partial<Ruling> = {}): Ruling {
  return {
    number: 1,
    outcome,
    by: 'lea',
    strategy: null,
    batch: null,
    at: '2026-11-20T10:00:00.000Z',
    why: '',
    ownSpan: false,
    ...changes,
  };
}

export function decisionOf(id: string, changes: Partial<DecisionAnswer> = {}): DecisionAnswer {
  return {
    id,
    version: 1,
    transcript: 't',
    round: 'r',
    spans: [],
    ruling: rulingOf({ kind: 'none' }),
    earlier: [],
    agreed: [],
    touched: [],
    place: null,
    answers: [],
    ...changes,
  };
}

export function replyOf(member: string, ruling: number): DecisionAnswer['answers'][number] {
  return { id: `${member}${ruling}`, member, ruling, stance: 'accepts', text: '', at: '' };
}
