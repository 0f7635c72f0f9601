import type { MemberAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import { headsFor, initialsOfLane, listLanes, nameOfLane } from '../src/annotator/lane-names.ts';

const member = (id: string, name: string) => ({ id, name }) as MemberAnswer;
const names = {
  members: [member('a', 'Zoe Abel'), member('b', 'Ben Cole'), member('c', 'Ada Brook')],
  otherRounds: new Map([['r1', { name: 'the pilot', number: 1 }]]),
};

test('a lane of another round is called by its member and that round', () => {
  expect(nameOfLane(names, 'b')).toBe('Ben Cole');
  expect(nameOfLane(names, 'b~r1')).toContain('Ben Cole');
  expect(nameOfLane(names, 'b~r1')).toContain('the pilot');
  expect(initialsOfLane(names, 'b')).toBe('BC');
  expect(initialsOfLane(names, 'b~r1')).toBe('BC¹');
  expect(nameOfLane(names, 'gone')).toBe('Former member');
});

test("lanes are listed with one's own first, then by name", () => {
  const spansIn = (lane: string): number => lane.length;
  expect(listLanes(names, ['b', 'c', 'a', 'b~r1'], { me: 'a', spansIn })).toEqual([
    { member: 'a', spans: 1 },
    { member: 'c', spans: 1 },
    { member: 'b', spans: 1 },
    { member: 'b~r1', spans: 4 },
  ]);
});

test('the heads of lanes are whole in every width in which they can be read', () => {
  const two = ['AL', 'AL²', 'BO', 'BO²', 'CM'];
  expect(headsFor(two, 78 / 3)).toBe('across');
  // What one letter each said before: two layers of one coder would look alike.
  expect(headsFor(two, 78 / 5)).toBe('upright');
  expect(headsFor(['AL', 'BO'], 78 / 5)).toBe('across');
  expect(headsFor(two, 78 / 9)).toBe('staggered');
  expect(headsFor(two, 78 / 40)).toBe('none');
});
