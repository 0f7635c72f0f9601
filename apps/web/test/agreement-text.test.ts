import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureText, percentOf, scaleStart } from '../src/pages/agreement/figure-format.ts';
import { quotePieces, shortened } from '../src/pages/agreement/quote-pieces.ts';
import { stateOf, stripRuns } from '../src/pages/agreement/strip-runs.ts';
import { layMarks, marksByTurn, segmentsOf } from '../src/pages/agreement/text-marks.ts';
import { groupOf, spanOf } from './agreement-made.ts';

const LENGTH = 60;
const range = fc
  .tuple(fc.integer({ min: 0, max: LENGTH - 1 }), fc.integer({ min: 1, max: 20 }))
  .map(([start, length]) => [start, Math.min(LENGTH, start + length)] as const);
const spans = fc
  .array(fc.tuple(range, fc.constantFrom('ana', 'ben'), fc.constantFrom('C' as const, 'M')))
  .map((made) => made.map(([at, member, role], i) => spanOf(`s${i}`, member, at, role)));

describe('marks on the words', () => {
  test('equal spans of one role are one mark with both coders', () => {
    const marks = layMarks([
      spanOf('a', 'ana', [3, 9]),
      spanOf('b', 'ben', [3, 9]),
      spanOf('c', 'ben', [3, 9], 'M'),
    ]);
    expect(marks.map(({ role, lane, spans: own }) => [role, lane, own.length])).toEqual([
      ['C', 0, 2],
      ['M', 1, 1],
    ]);
  });

  test('no two marks of one lane share a position, and no span is lost', () => {
    fc.assert(
      fc.property(spans, (made) => {
        const marks = layMarks(made);
        expect(marks.flatMap((mark) => mark.spans.map(({ id }) => id)).toSorted()).toEqual(
          made.map(({ id }) => id).toSorted(),
        );
        for (const a of marks)
          for (const b of marks) {
            if (a === b || a.lane !== b.lane) continue;
            expect(a.endUtf16 <= b.startUtf16 || b.endUtf16 <= a.startUtf16).toBe(true);
          }
      }),
    );
  });

  test('each turn has just the marks that lie in it', () => {
    fc.assert(
      fc.property(spans, (made) => {
        const turns = [0, 20, 41].map((startUtf16) => ({ startUtf16, endUtf16: startUtf16 + 19 }));
        const marks = layMarks(made);
        const found = marksByTurn(marks, turns);
        turns.forEach((turn, at) => {
          expect(found[at]).toEqual(
            marks.filter(
              (mark) => mark.startUtf16 < turn.endUtf16 && mark.endUtf16 > turn.startUtf16,
            ),
          );
        });
      }),
    );
  });

  test('segments are the paragraph without gap, cut wherever something begins or ends', () => {
    fc.assert(
      fc.property(spans, range, (made, [startUtf16, endUtf16]) => {
        const marks = layMarks(made);
        const segments = segmentsOf({ startUtf16, endUtf16 }, marks, [30]);
        expect(segments[0]?.startUtf16).toBe(startUtf16);
        expect(segments.at(-1)?.endUtf16).toBe(endUtf16);
        segments.slice(1).forEach((segment, i) => {
          expect(segment.startUtf16).toBe(segments[i]?.endUtf16);
        });
        for (const segment of segments) {
          expect(segment.marks).toEqual(
            marks.filter(
              (mark) => mark.startUtf16 < segment.endUtf16 && mark.endUtf16 > segment.startUtf16,
            ),
          );
        }
      }),
    );
  });
});

describe('what one coder marked, beside the others', () => {
  const text = 'this feels really hard, but it is possible right now';
  const at = (words: string) => ({
    startUtf16: text.indexOf(words),
    endUtf16: text.indexOf(words) + words.length,
  });

  test('shows the part that differs', () => {
    const hull = at('this feels really hard, but it is possible');
    const shared = at('but it is possible');
    expect(quotePieces(text, { hull, shared, span: hull })).toEqual([
      { kind: 'own', text: 'this feels really hard, ' },
      { kind: 'shared', text: 'but it is possible' },
    ]);
    expect(quotePieces(text, { hull, shared, span: shared })).toEqual([
      { kind: 'others', text: 'this feels really hard, ' },
      { kind: 'shared', text: 'but it is possible' },
    ]);
  });

  test('is the whole hull, in pieces that are not empty and differ from the next', () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 2, maxLength: 4 }), (ranges) => {
        const made = ranges.map((each, i) => spanOf(`s${i}`, `m${i}`, each));
        const group = groupOf('g', made, ['boundary']);
        fc.pre(group.shared[0] < group.shared[1]);
        const words = 'abcdefghij'.repeat(6);
        for (const span of made) {
          const pieces = quotePieces(words, {
            hull: { startUtf16: group.hull[0], endUtf16: group.hull[1] },
            shared: { startUtf16: group.shared[0], endUtf16: group.shared[1] },
            span,
          });
          expect(pieces.map((piece) => piece.text).join('')).toBe(words.slice(...group.hull));
          expect(
            pieces
              .filter(({ kind }) => kind !== 'others')
              .map((piece) => piece.text)
              .join(''),
          ).toBe(words.slice(span.startUtf16, span.endUtf16));
          pieces.forEach((piece, i) => {
            expect(piece.text).not.toBe('');
            expect(piece.kind).not.toBe(pieces[i + 1]?.kind);
          });
        }
      }),
    );
  });

  test('a long stretch is shown by both its ends', () => {
    const long = `begin ${'word '.repeat(200)}end`;
    const short = shortened(long);
    expect(short.length).toBeLessThan(300);
    expect(short).toMatch(/^begin word .* … .* word end$/);
    expect(shortened('as it is')).toBe('as it is');
  });
});

describe('agreement along the text', () => {
  const group = (
    at: readonly [number, number],
    kinds: Parameters<typeof groupOf>[2],
    missing: readonly string[] = [],
  ) => groupOf(`g${at[0]}`, [spanOf(`s${at[0]}`, 'ana', at)], kinds, missing);

  test('tells one alone from several who differ, and both from agreement', () => {
    expect(stateOf(group([0, 5], ['missed'], ['ben']))).toBe('alone');
    expect(stateOf(group([0, 5], ['agree', 'unsure']))).toBe('agree');
    expect(stateOf(group([0, 5], ['role-elsewhere']))).toBe('agree');
    const both = [spanOf('a', 'ana', [0, 5]), spanOf('b', 'ben', [0, 6])];
    expect(stateOf(groupOf('g', both, ['boundary', 'missed'], ['cy']))).toBe('differ');
  });

  test('shows what differs where several lie on one cell', () => {
    const both = [spanOf('a', 'ana', [20, 30]), spanOf('b', 'ben', [20, 40])];
    const groups = [
      group([0, 30], ['agree']),
      groupOf('g', both, ['boundary']),
      group([90, 100], ['missed'], ['ben']),
    ];
    expect(stripRuns(groups, 100, 10)).toEqual([
      { state: 'agree', from: 0, to: 2 },
      { state: 'differ', from: 2, to: 4 },
      { state: 'alone', from: 9, to: 10 },
    ]);
  });

  test('keeps within its cells for any text', () => {
    fc.assert(
      fc.property(fc.array(range), fc.integer({ min: 1, max: 40 }), (ranges, cells) => {
        for (const { from, to } of stripRuns(
          ranges.map((each) => group(each, ['boundary'])),
          LENGTH,
          cells,
        )) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(cells);
        }
      }),
    );
  });
});

describe('a figure', () => {
  test('has two decimals, and more only where it would look like 0 or 1', () => {
    expect([0.777, -0.123, 1, 0, 0.9996, 0.004, -0.001].map(figureText)).toEqual([
      '0.78',
      '−0.12',
      '1.00',
      '0.00',
      '0.9996',
      '0.0040',
      '−0.0010',
    ]);
  });

  test('stands on a scale that begins below the least', () => {
    expect(scaleStart([0.2, 0.9])).toBe(0);
    expect(scaleStart([-0.31, 0.5])).toBeCloseTo(-0.4);
    expect(scaleStart([-3])).toBe(-1);
    expect([percentOf(0.5, 0), percentOf(-2, -1), percentOf(1, -1)]).toEqual([50, 0, 100]);
  });
});
