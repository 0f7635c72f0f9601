import type { AdjudicationAnswer, ChangedEvent } from '@triad/collab';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { invalidate } from '../src/api/events.ts';
import { mergeDecision } from '../src/api/merge-decision.ts';
import { queries } from '../src/api/queries.ts';
import { decisionOf, replyOf } from './adjudicate-made.ts';
import { answerOf, groupOf, spanOf } from './agreement-made.ts';

const span = spanOf('a', 'ana', [0, 10]);
const answer: AdjudicationAnswer = {
  ...answerOf({ spans: [span], groups: [groupOf('g1', [span], ['missed'])] }),
  configurations: [],
  decisions: [decisionOf('d1', { version: 2 }), decisionOf('d2')],
  ties: [],
  strategies: [],
};

describe('a decision that is told of', () => {
  test('comes into the answer, and the rest stays as it is', () => {
    const merged = mergeDecision(answer, decisionOf('d3'));
    expect(merged.decisions.map(({ id }) => id)).toEqual(['d1', 'd2', 'd3']);
    expect(merged.groups).toBe(answer.groups);
    expect(merged.decisions[0]).toBe(answer.decisions[0]);
  });

  test('takes the place of an older version, never of a newer one', () => {
    expect(mergeDecision(answer, decisionOf('d1', { version: 3 })).decisions[0]?.version).toBe(3);
    expect(mergeDecision(answer, decisionOf('d1', { version: 1 }))).toBe(answer);
  });

  test('with an answer of a coder more is the newer of one version', () => {
    const answered = decisionOf('d2', { answers: [replyOf('ana', 1)] });
    const merged = mergeDecision(answer, answered);
    expect(merged.decisions[1]?.answers).toHaveLength(1);
    expect(mergeDecision(merged, decisionOf('d2'))).toBe(merged);
  });
});

describe('an event about a decision', () => {
  afterEach(() => vi.unstubAllGlobals());

  const event = { project: 'p', transcript: 't', what: 'decisions', id: 'd3', version: 1 } as const;
  const stage = (known: ChangedEvent) => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(address);
      const body = address.endsWith('/d3') ? decisionOf('d3') : { ...answer, decisions: [] };
      return Promise.resolve(new Response(JSON.stringify(body), { status: 200 }));
    });
    const client = new QueryClient();
    const query = { ...queries.adjudication('p', 't'), retry: false };
    client.setQueryData(query.queryKey, answer);
    const observer = new QueryObserver(client, query);
    const end = observer.subscribe(() => undefined);
    invalidate(client, known);
    const ids = () => client.getQueryData(query.queryKey)?.decisions.map(({ id }) => id);
    return { asked, ids, end };
  };

  test('fetches this decision alone, and puts it there', async () => {
    const { asked, ids, end } = stage(event);
    await expect.poll(ids).toEqual(['d1', 'd2', 'd3']);
    expect(asked.map((address) => address.replace(/^.*transcripts/, ''))).toEqual([
      '/t/decisions/d3',
    ]);
    end();
  });

  test('about many at once has all fetched', async () => {
    const { asked, ids, end } = stage({ ...event, version: 0 });
    await expect.poll(ids).toEqual([]);
    expect(asked.some((address) => address.includes('/decisions/'))).toBe(false);
    end();
  });
});
