import type { TurnContent } from '@triad/collab';
import { expect, test } from 'vitest';
import type { TurnChange } from '../src/pages/history/compare-versions.ts';
import {
  compareVersions,
  foldSame,
  joinNear,
  removedWords,
} from '../src/pages/history/compare-versions.ts';

const turn = (id: string, words: string, speaker = 's1'): TurnContent => ({
  id,
  speaker,
  start: null,
  end: null,
  paragraphs: words.split('\n'),
});

const told = ({ id, kind, pieces }: TurnChange): string =>
  `${id} ${kind}: ${pieces.map((piece) => ({ same: '', removed: '-', added: '+' })[piece.kind] + piece.words).join('|')}`;

test('words removed and added are told within their turn', () => {
  const before = [turn('a', 'What changed?'), turn('b', 'I began to walk.')];
  const after = [turn('a', 'What changed?'), turn('b', 'I began to talk.')];
  expect(compareVersions(before, after).map(told)).toEqual([
    'a same: What changed?',
    'b changed: I began to |-walk|+talk|.',
  ]);
});

test('neighbouring changes are read as one, and words to redact are not', () => {
  const read = (before: string, after: string): string => {
    const [change] = compareVersions([turn('a', before)], [turn('a', after)]);
    return change === undefined ? '' : told({ ...change, pieces: joinNear(change.pieces) });
  };
  expect(read('I could sharpen tools.', 'I could mend spades.')).toBe(
    'a changed: I could |-sharpen tools|+mend spades|.',
  );
  expect(read('Maria and Jo left.', 'Anna and Ben left.')).toBe(
    'a changed: -Maria and Jo|+Anna and Ben| left.',
  );
  expect(read('I went to work.', 'I then went to the work.')).toBe(
    'a changed: I |+then |went to |+the |work.',
  );
  expect(read('Maria\nJo', 'Anna\nBen')).toBe('a changed: -Maria|+Anna|\n|-Jo|+Ben');
  const [change] = compareVersions([turn('a', 'Maria and Jo.')], [turn('a', 'Anna and Ben.')]);
  expect(change === undefined ? [] : removedWords(change)).toEqual(['Maria', 'Jo']);
});

test('what was removed from a turn is given in one line, each once, without signs around it', () => {
  const before = [
    turn('a', 'Maria, came with Jo\u00e3o\nand with Maria.'),
    turn('b', 'She\nleft.'),
  ];
  const after = [turn('a', '[name] came with [name]\nand with [name].')];
  const [changed, removed] = compareVersions(before, after).map(removedWords);
  expect(changed).toEqual(['Maria', 'Jo\u00e3o']);
  expect(removed).toEqual(['She left']);
  const many = Array.from({ length: 20 }, (_, n) => `w${n}`).join(' and ');
  const [most] = compareVersions([turn('a', many)], [turn('a', many.replace(/w/g, '+'))]);
  expect(most === undefined ? [] : removedWords(most)).toHaveLength(6);
});

test('a turn that was split shows where its words went, and one that is gone stays told', () => {
  const before = [turn('a', 'One. Two.'), turn('b', 'Three.'), turn('c', 'Four.')];
  const after = [turn('a', 'One.'), turn('a2', 'Two.'), turn('c', 'Four.')];
  const changes = compareVersions(before, after);
  expect(changes.find(({ id }) => id === 'a2')?.kind).toBe('added');
  expect(changes.find(({ id }) => id === 'b')?.kind).toBe('removed');
  expect(changes.map(({ id }) => id).filter((id) => id === 'c')).toHaveLength(1);
});

test('a turn given to another speaker is a change though its words are the same', () => {
  const [change] = compareVersions([turn('a', 'Yes.')], [turn('a', 'Yes.', 's2')]);
  expect([change?.kind, change?.speakerBefore, change?.speakerAfter]).toEqual([
    'changed',
    's1',
    's2',
  ]);
});

test('what stayed the same is folded but for a turn beside each change', () => {
  const many = Array.from({ length: 9 }, (_, n) => turn(`t${n}`, `Turn ${n}.`));
  const after = many.map((each) => (each.id === 't4' ? turn('t4', 'Another.') : each));
  expect(
    foldSame(compareVersions(many, after)).map(({ folded, turns }) => [folded, turns.length]),
  ).toEqual([
    [true, 3],
    [false, 3],
    [true, 3],
  ]);
});

test('two texts without a word in common are told as such, and soon', () => {
  const before = Array.from({ length: 6_000 }, (_, n) => turn(`a${n}`, 'x'));
  const after = Array.from({ length: 6_000 }, (_, n) => turn(`b${n}`, 'y'));
  const changes = compareVersions(before, after);
  expect(changes.filter(({ kind }) => kind === 'removed')).toHaveLength(6_000);
  expect(changes.filter(({ kind }) => kind === 'added')).toHaveLength(6_000);
});
