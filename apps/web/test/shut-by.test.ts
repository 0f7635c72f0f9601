import type { RoundAnswer, TranscriptSummary } from '@triad/collab';
import { expect, test } from 'vitest';
import { shutFor, shutWhollyBy } from '../src/pages/rounds/shut-by.ts';

const round = (id: string, over: Partial<RoundAnswer>) =>
  ({
    id,
    kind: 'open',
    state: 'closed',
    transcripts: ['one', 'two'],
    coders: null,
    closedTranscripts: [],
    reopenedFor: [],
    ...over,
  }) as RoundAnswer;
const transcripts = ['one', 'two'].map((id) => ({ id, title: id }) as TranscriptSummary);
const first = round('first', {});
const blind = (where: readonly string[]) =>
  round('blind', { kind: 'blind', state: 'open', transcripts: where, coders: ['ben'] });

test('opening a round again has no effect where its coder works blind in another', () => {
  const shut = (where: readonly string[], member: string) => {
    const rounds = [first, blind(where)];
    const at = shutFor(rounds, first, member, transcripts).map(({ transcript }) => transcript.id);
    return [at, shutWhollyBy(rounds, first, member, transcripts)?.id ?? null];
  };
  expect(shut(['one'], 'ben')).toEqual([['one'], null]);
  expect(shut(['one', 'two'], 'ben')).toEqual([['one', 'two'], 'blind']);
  expect(shut(['one', 'two'], 'cleo')).toEqual([[], null]);
  // A transcript that was removed since decides nothing.
  const rounds = [first, blind(['one'])];
  expect(shutWhollyBy(rounds, first, 'ben', transcripts.slice(0, 1))?.id).toBe('blind');
});
