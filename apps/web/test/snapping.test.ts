import { indexText, trimRange } from '@triad/collab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveBoundary, snapTo } from '../src/annotator/snapping.ts';
import { documentOf } from './editing/written.ts';

function text(...turns: readonly (readonly string[])[]) {
  return indexText(documentOf(...turns));
}

/** The range between square brackets; the brackets are not part of the text. */
function marked(source: string): {
  readonly plain: string;
  readonly start: number;
  readonly end: number;
} {
  const start = source.indexOf('[');
  const end = source.indexOf(']') - 1;
  return { plain: source.replace('[', '').replace(']', ''), start, end };
}

function snapped(source: string, unit: 'word' | 'sentence' | 'turn'): string | null {
  const { plain, start, end } = marked(source);
  const index = text(plain.split('\n'), ['Another turn altogether.']);
  const range = snapTo(index, { startUtf16: start, endUtf16: end }, unit);
  return range === null ? null : index.text.slice(range.startUtf16, range.endUtf16);
}

describe('snapping', () => {
  test.each([
    ['a caret in a word takes the word', 'we just ta[]lked about it', 'word', 'talked'],
    ['a caret before a word takes that word', 'we just []talked', 'word', 'talked'],
    ['a caret after the last word takes it', 'we just talked[]', 'word', 'talked'],
    ['parts of words become whole', 'we ju[st ta]lked about it', 'word', 'just talked'],
    ['quotation marks stay outside', '“[he]llo” she said', 'word', 'hello'],
    ['a caret takes its sentence', 'I came. I s[]aw it. Then I left.', 'sentence', 'I saw it.'],
    [
      'a range takes all its sentences',
      'I ca[me. I s]aw it. Left.',
      'sentence',
      'I came. I saw it.',
    ],
    ['a turn takes all its paragraphs', 'One.\nTw[]o.', 'turn', 'One.\nTwo.'],
    ['words without spaces are found', '我喜[]欢咖啡', 'word', '喜欢'],
  ] as const)('%s', (_name, source, unit, expected) => {
    expect(snapped(source, unit)).toBe(expected);
  });

  test.each([
    ['I saw Dr. Pa[]tel on the ward. Then I left.', 'I saw Dr. Patel on the ward.'],
    ['I s[]aw Dr. Patel on the ward last spring.', 'I saw Dr. Patel on the ward last spring.'],
    ['Mrs. Smith ra[]ng me at 3 p.m. on Monday.', 'Mrs. Smith rang me at 3 p.m. on Monday.'],
    ['She rang at 3 p.m. Mon[]day. I left.', 'She rang at 3 p.m. Monday.'],
    ['By J. Sm[]ith. It said so.', 'By J. Smith.'],
    ['By J. A. K. Sm[]ith. It said so.', 'By J. A. K. Smith.'],
    ['By Prof. St. Jo[]hn, that is.', 'By Prof. St. John, that is.'],
    ['A visitor, e.g. Pe[]ter. He came.', 'A visitor, e.g. Peter.'],
    ['It was us vs. Th[]em. We lost.', 'It was us vs. Them.'],
    ['Look at Fig. 3[]. Then at me.', 'Look at Fig. 3.'],
    ['I asked (Dr. Pa[]tel said no).', 'I asked (Dr. Patel said no).'],
  ])('a sentence goes on after an abbreviation: %s', (source, expected) => {
    expect(snapped(source, 'sentence')).toBe(expected);
  });

  test.each([
    ['She rang at 3 p.m. Th[]en she left.', 'Then she left.'],
    ['I like tea, cake etc. My hus[]band does not.', 'My husband does not.'],
    ['It was my wife and I. Pe[]ter came.', 'Peter came.'],
    ['I take vitamin C. It he[]lps.', 'It helps.'],
    ['Did it help? No. Pe[]ter left.', 'Peter left.'],
    ['I never see the Dr. I ca[]nnot.', 'I cannot.'],
    ['They told the ms. Sm[]all one.', 'Small one.'],
    ['It was Dr.\nPa[]tel came.', 'Patel came.'],
  ])('a sentence ends all the same: %s', (source, expected) => {
    expect(snapped(source, 'sentence')).toBe(expected);
  });

  describe('of any text', () => {
    const pieces = fc.constantFrom(
      ...'Dr. J. p.m. e.g. etc. No. Patel Then I left 3 喜欢 . ? … “ ” - 😀 e\u0301'.split(' '),
      ' ',
      '  ',
      '\u00a0',
      '\n',
    );
    const texts = fc
      .array(fc.array(pieces, { maxLength: 20 }), { minLength: 1, maxLength: 3 })
      .map((turns) => text(...turns.map((turn) => turn.join('').split('\n'))));
    const units = fc.constantFrom('word', 'sentence', 'turn');

    test('what is snapped covers the range', () => {
      fc.assert(
        fc.property(texts, units, fc.nat(), fc.nat(), (index, unit, one, other) => {
          const [from, to] = [one, other]
            .map((offset) => offset % (index.text.length + 1))
            .sort((a, b) => a - b) as [number, number];
          const range = trimRange(index.text, { startUtf16: from, endUtf16: to });
          if (range === null) return;
          const taken = snapTo(index, range, unit);
          expect(taken).not.toBeNull();
          expect(taken?.startUtf16).toBeLessThanOrEqual(range.startUtf16);
          expect(taken?.endUtf16).toBeGreaterThanOrEqual(range.endUtf16);
          // What is whole already stays as it is.
          expect(taken && snapTo(index, taken, unit)).toEqual(taken);
        }),
      );
    });

    test('units never overlap', () => {
      fc.assert(
        fc.property(texts, units, (index, unit) => {
          const found = new Map<number, number>();
          for (let at = 0; at <= index.text.length; at += 1) {
            const one = snapTo(index, { startUtf16: at, endUtf16: at }, unit);
            if (one === null) continue;
            expect(found.get(one.startUtf16) ?? one.endUtf16).toBe(one.endUtf16);
            found.set(one.startUtf16, one.endUtf16);
          }
          const inOrder = [...found].sort(([a], [b]) => a - b);
          for (const [i, [, end]] of inOrder.entries()) {
            expect(inOrder[i + 1]?.[0] ?? end).toBeGreaterThanOrEqual(end);
          }
        }),
      );
    });
  });

  test('a turn does not take the turn after it', () => {
    expect(snapped('One.[]', 'turn')).toBe('One.');
  });

  test.each([
    ['start', 'back', 'we just [talked] about', 'just talked'],
    ['start', 'forward', 'we [just talked] about', 'talked'],
    ['end', 'forward', 'we [just] talked about', 'just talked'],
    ['end', 'back', 'we [just talked] about', 'just'],
  ] as const)('the %s moves %s by a word', (end, direction, source, expected) => {
    const { plain, start, end: stop } = marked(source);
    const index = text([plain]);
    const range = moveBoundary(index, { startUtf16: start, endUtf16: stop }, end, direction);
    expect(range && index.text.slice(range.startUtf16, range.endUtf16)).toBe(expected);
  });

  test('a boundary never crosses the other', () => {
    const index = text(['one two']);
    expect(moveBoundary(index, { startUtf16: 4, endUtf16: 7 }, 'end', 'back')).toBeNull();
    expect(moveBoundary(index, { startUtf16: 0, endUtf16: 3 }, 'start', 'forward')).toBeNull();
  });
});
