import { QueryClient } from '@tanstack/react-query';
import { CHANGED_THINGS } from '@triad/collab';
import type { ChangedThing, ProjectAnswer, RoundAnswer } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { invalidate, keysOf } from '../src/api/events.ts';
import { keys, queries } from '../src/api/queries.ts';

describe('an event', () => {
  test('of every kind makes something be fetched again', () => {
    for (const what of Object.keys(CHANGED_THINGS) as ChangedThing[]) {
      expect(
        keysOf({ project: 'p', what, id: 'i', version: 1, transcript: 't' }),
        what,
      ).not.toEqual([]);
    }
  });

  test('about a layer concerns its transcript and the list', () => {
    expect(
      keysOf({ project: 'p', what: 'documents', id: 'layer/t/r/m', version: 0, transcript: 't' }),
    ).toEqual([keys.transcripts('p'), keys.transcript('p', 't')]);
  });

  test('about a flag or a result concerns its transcript, one about a job the project alone', () => {
    const event = { project: 'p', id: 'i', version: 1 };
    expect(keysOf({ ...event, what: 'flags', transcript: 't' })).toEqual([
      keys.agreement('p'),
      keys.transcriptAgreement('p', 't'),
      keys.adjudication('p', 't'),
    ]);
    expect(keysOf({ ...event, what: 'agreement' })).toEqual([
      keys.agreement('p'),
      keys.adjudicationOverview('p'),
    ]);
  });

  test('about rounds has nothing asked of a transcript that one codes blind', async () => {
    const client = new QueryClient();
    const blind: Partial<RoundAnswer> = {
      id: 'r',
      kind: 'blind',
      state: 'open',
      transcripts: ['hidden'],
      coders: ['me'],
      closedTranscripts: [],
      reopenedFor: [],
    };
    const project = { me: 'me', rounds: [blind] } as unknown as ProjectAnswer;
    client.setQueryData(queries.project('p').queryKey, project);
    const about = (transcript: string) => [
      keys.transcriptAgreement('p', transcript),
      keys.adjudication('p', transcript),
      keys.decisions('p', transcript),
      [...keys.provenance('p', transcript), 'a span'],
    ];
    for (const key of [...about('hidden'), ...about('shown')]) client.setQueryData(key, {});
    invalidate(client, { project: 'p', what: 'rounds', id: 'r', version: 1 });
    const isAskedAgain = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
    await expect.poll(() => about('shown').every((key) => isAskedAgain(key))).toBe(true);
    expect(about('hidden').map((key) => isAskedAgain(key))).toEqual([false, false, false, false]);
  });
});
