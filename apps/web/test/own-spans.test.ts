import { expect, test } from 'vitest';
import { ownSpans } from '../src/annotator/own-spans.ts';

const layer = (member: string, spans: number) => ({
  member,
  spans,
  round: 'open-coding',
  sketches: 0,
  memos: 0,
});

test.each([
  ['a coder sees their own', true, true, [layer('ana', 3), layer('ben', 5)], 3],
  ['a coder who has not begun has none', true, true, [layer('ben', 5)], 0],
  ['who does not code has nothing to be counted', false, true, [layer('ben', 5)], null],
  ['what one coded before still counts', false, true, [layer('ana', 3)], 3],
  ['of what may not be read nothing is known', true, false, [], null],
] as const)('%s', (_name, canCode, readable, layers, expected) => {
  expect(ownSpans({ layers: [...layers], readable }, { me: 'ana', canCode })).toBe(expected);
});
