import { formatDocumentName } from '@triad/collab';
import type { RoundAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import { shutBy } from '../src/shell/known-of-work.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [transcript, ben, ana, first, pilot] = [id(1), id(2), id(3), id(4), id(5)] as const;
const layer = formatDocumentName({ kind: 'layer', transcript, round: first, member: ben });
const round = (over: Partial<RoundAnswer>) =>
  ({
    id: first,
    kind: 'open',
    state: 'open',
    transcripts: null,
    coders: null,
    closedTranscripts: [],
    reopenedFor: [],
    ...over,
  }) as RoundAnswer;
const blind = round({ id: pilot, kind: 'blind', transcripts: [transcript], coders: [ben] });

test('what shut a layer is told from the rounds as they are', () => {
  const by = (...rounds: readonly RoundAnswer[]) => shutBy(layer, { rounds, me: ben });
  expect(by(round({}), blind)).toBe('blind');
  expect(by(round({}), { ...blind, state: 'closed' })).toBeNull();
  expect(by(round({}), { ...blind, coders: [ana] })).toBeNull();
  expect(by(round({ state: 'closed' }))).toBe('closed');
  expect(by(round({ closedTranscripts: [transcript] }))).toBe('closed');
  expect(by(round({ state: 'closed', everReopenedFor: [ben] }))).toBe('reopening');
  expect(by(round({ state: 'closed', everReopenedFor: [ben], reopenedFor: [ben] }))).toBeNull();
  // Of a layer of another account nothing is said.
  expect(shutBy(layer, { rounds: [round({ state: 'closed' })], me: ana })).toBeNull();
});
