import { afterEach, expect, test, vi } from 'vitest';
import { noteSeenRedactions, seenRedactions } from '../src/annotator/seen-redactions.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser that keeps what it is given. */
function keeping(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  return kept;
}

test('what was seen is kept by account and transcript', () => {
  keeping();
  noteSeenRedactions('ana', 't1', 0);
  noteSeenRedactions('ben', 't1', 2);
  noteSeenRedactions('ana', 't1', 1);
  expect(['ana', 'ben', 'eva'].map((account) => seenRedactions(account, 't1'))).toEqual([
    1,
    2,
    null,
  ]);
  expect(seenRedactions('ana', 't2')).toBeNull();
});

test('of many transcripts the latest are kept', () => {
  const kept = keeping();
  for (let n = 0; n < 510; n += 1) noteSeenRedactions('ana', `t${n}`, n);
  expect([seenRedactions('ana', 't0'), seenRedactions('ana', 't509')]).toEqual([null, 509]);
  const [stored = ''] = kept.values();
  expect(JSON.parse(stored)).toHaveLength(500);
});

test('what a browser keeps that no page of ours wrote is passed over', () => {
  keeping().set('triad.seen-redactions', '[["ana t1","2"],7,["ana t2",3]]');
  expect([seenRedactions('ana', 't1'), seenRedactions('ana', 't2')]).toEqual([null, 3]);
  keeping().set('triad.seen-redactions', '{');
  expect(seenRedactions('ana', 't2')).toBeNull();
});

test('in a browser that keeps nothing it lasts as long as the tab', () => {
  const refuse = (): never => {
    throw new Error('denied');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  noteSeenRedactions('ana', 't9', 4);
  expect(seenRedactions('ana', 't9')).toBe(4);
});
