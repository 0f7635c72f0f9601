import type { DecisionAnswer } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../src/api/api-error.ts';
import type { Command } from '../src/pages/adjudicate/desk.ts';
import { Desk } from '../src/pages/adjudicate/desk.ts';
import { decisionOf, rulingOf } from './adjudicate-made.ts';

const none = { kind: 'none' } as const;
const command = (place: string, changes: Partial<Command> = {}): Command => ({
  place,
  spans: [place],
  outcome: none,
  why: '',
  seen: null,
  ...changes,
});

/** A desk whose server answers when it is told to. */
function deskWithServer() {
  const sent: {
    readonly command: Command;
    readonly answer: PromiseWithResolvers<DecisionAnswer>;
  }[] = [];
  const decided: DecisionAnswer[] = [];
  const refused: string[] = [];
  const desk = new Desk({
    send: (given) => {
      const answer = Promise.withResolvers<DecisionAnswer>();
      sent.push({ command: given, answer });
      return answer.promise;
    },
    onDecided: (decision) => void decided.push(decision),
    onRefused: (place) => void refused.push(place),
  });
  const sentTimes = (n: number) => expect.poll(() => sent.length).toBe(n);
  return { desk, sent, decided, refused, sentTimes };
}

describe('a desk', () => {
  test('sends at once, and shows what is on its way', async () => {
    const { desk, sent, decided, sentTimes } = deskWithServer();
    desk.decide(command('a'), undefined);
    desk.decide(command('b'), undefined);
    expect([...desk.pending.get().keys()]).toEqual(['a', 'b']);
    await sentTimes(2);
    sent[1]?.answer.resolve(decisionOf('db'));
    await expect.poll(() => [...desk.pending.get().keys()]).toEqual(['a']);
    expect(decided.map(({ id }) => id)).toEqual(['db']);
  });

  test('decides one place step by step, with the version that it made', async () => {
    const { desk, sent, sentTimes } = deskWithServer();
    desk.decide(command('a'), undefined);
    desk.decide(command('a', { outcome: { kind: 'coder', span: 'a' } }), undefined);
    await sentTimes(1);
    expect(sent[0]?.command.seen).toBeNull();
    sent[0]?.answer.resolve(decisionOf('d', { version: 4 }));
    await sentTimes(2);
    expect(sent[1]?.command.seen).toEqual(expect.objectContaining({ id: 'd', version: 4 }));
  });

  test('undoes to what was decided before, with its reason', async () => {
    const { desk, sent, sentTimes } = deskWithServer();
    const before = decisionOf('d', {
      version: 2,
      ruling: rulingOf({ kind: 'coder', span: 'a' }, { why: 'as Ana' }),
    });
    desk.decide(command('a', { seen: { id: 'd', version: 2 } }), before);
    expect(desk.undo()).toBe('a');
    await sentTimes(1);
    sent[0]?.answer.resolve(decisionOf('d', { version: 3 }));
    await sentTimes(2);
    expect(sent[1]?.command).toMatchObject({
      outcome: { kind: 'coder', span: 'a' },
      why: 'as Ana',
      seen: { version: 3 },
    });
    expect(desk.undo()).toBeNull();
  });

  test('brings a refused place back with what was typed', async () => {
    const { desk, sent, refused, sentTimes } = deskWithServer();
    desk.decide(command('a', { why: 'because' }), undefined);
    await sentTimes(1);
    expect(desk.reasons.has('a')).toBe(false);
    sent[0]?.answer.reject(new ApiError(409, 'decisions/decided-already', 'Tom did.'));
    await expect.poll(() => refused).toEqual(['a']);
    expect(desk.refused.get().get('a')).toEqual({
      outcome: none,
      sentence: 'Tom did.',
      isMoved: true,
    });
    expect(desk.reasons.get('a')).toBe('because');
    expect(desk.undo()).toBeNull();
  });

  test('what followed on a refusal is not sent', async () => {
    const { desk, sent, refused, sentTimes } = deskWithServer();
    desk.decide(command('a'), undefined);
    desk.decide(command('a'), undefined);
    await sentTimes(1);
    sent[0]?.answer.reject(new ApiError(409, 'decisions/moved', 'Moved.'));
    await expect.poll(() => desk.pending.get().size).toBe(0);
    expect([sent.length, refused]).toEqual([1, ['a']]);
  });
});
