import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  guessInterviewer,
  joinTurns,
  listSpeakers,
  mergeSpeakers,
  renameSpeaker,
  splitTurn,
  type Turn,
} from '../src/turns.ts';

function turn(
  speaker: string | null,
  text: string,
  start: number | null = null,
  end: number | null = null,
): Turn {
  return { speaker, text, start, end, source: null };
}

const TALK = [
  turn('Jane', 'How was it?', 1, 2),
  turn('Maria', 'It was good, all in all, and we stayed.', 3, 9),
  turn('Jane', 'And then?', 10, 11),
  turn('Maria', 'We left.', 12, 13),
];

describe('turns in a preview', () => {
  test('speakers are listed in the order of the text', () => {
    expect(listSpeakers([...TALK, turn(null, 'Noise.')])).toEqual([
      { speaker: 'Jane', turns: 2, words: 5, firstTurn: 0 },
      { speaker: 'Maria', turns: 2, words: 11, firstTurn: 1 },
      { speaker: null, turns: 1, words: 1, firstTurn: 4 },
    ]);
  });

  test('a speaker is renamed, and an empty name is none', () => {
    expect(renameSpeaker(TALK, 'Maria', ' #13 ').map((each) => each.speaker)).toEqual([
      'Jane',
      '#13',
      'Jane',
      '#13',
    ]);
    expect(renameSpeaker(TALK, 'Maria', ' ')[1]?.speaker).toBeNull();
  });

  test('merged speakers make one turn of neighbours', () => {
    const merged = mergeSpeakers(
      [turn('P1', 'One.', 1, 2), turn('P 1', 'Two.', 3, 4), turn('I', 'Three?', 5, 6)],
      ['P 1', 'P1'],
      'P1',
    );
    expect(merged).toEqual([turn('P1', 'One.\nTwo.', 1, 4), turn('I', 'Three?', 5, 6)]);
  });

  test('a turn is split between characters only', () => {
    expect(splitTurn(turn('A', 'One. Two.', 1, 5), 4)).toEqual([
      turn('A', 'One.', 1, null),
      turn('A', 'Two.', null, 5),
    ]);
    expect(splitTurn(turn('A', 'a😀b'), 2)).toBeNull();
    expect(splitTurn(turn('A', 'One.'), 0)).toBeNull();
    expect(splitTurn(turn('A', 'One.'), 99)).toBeNull();
  });

  test('what is split and joined holds the same words', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]+( [a-z]+){1,8}$/u), fc.nat(40), (text, at) => {
        const halves = splitTurn(turn('A', text, 1, 9), at);
        if (halves === null) return;
        const joined = joinTurns(...halves);
        expect(joined.text.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
        expect([joined.start, joined.end]).toEqual([1, 9]);
      }),
    );
  });

  test.each([
    ['by questions', TALK, 'Jane'],
    [
      'by label',
      [turn('Interviewer', 'Tell me about it.'), turn('P1', 'It was good.')],
      'Interviewer',
    ],
    [
      'by label in German',
      [turn('I', 'Erzählen Sie.'), turn('B', 'Es war gut, und dann gingen wir.')],
      'I',
    ],
    ['not where one speaks alone', [turn('Jane', 'How was it?')], null],
    ['not where both are alike', [turn('Jane', 'We came.'), turn('Joan', 'We left.')], null],
    ['not where nobody has a name', [turn(null, 'How?'), turn(null, 'So.')], null],
  ] as const)('the interviewer is guessed %s', (_, turns, expected) => {
    expect(guessInterviewer(turns)).toBe(expected);
  });
});
