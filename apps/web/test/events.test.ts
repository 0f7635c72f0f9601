import { CHANGED_THINGS } from '@triad/collab';
import type { ChangedThing } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { keysOf } from '../src/api/events.ts';
import { keys } from '../src/api/queries.ts';

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
});
