import fc from 'fast-check';
import type { Cell, Sheet } from '../src/index.ts';

export function sheet(columns: readonly string[], ...rows: readonly (readonly Cell[])[]): Sheet {
  return { name: 'Places', columns: columns.map((title) => ({ title })), rows };
}

/** Any UTF-16 at all, halves of characters too, and much of what means something to a format. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        '"',
        ',',
        '\r\n',
        '\n',
        '\r',
        '\t',
        "'",
        '=',
        '-',
        '_x000D_',
        '_',
        '😀',
        '&<',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

export const wholeText = anyText.map((text) => text.toWellFormed());

export const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });

export function sheetsOf(text: fc.Arbitrary<string>): fc.Arbitrary<Sheet> {
  const cell = fc.oneof(text, numbers, fc.boolean(), fc.constant(null));
  return fc
    .tuple(text, fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat({ max: 5 }))
    .chain(([name, titles, count]) =>
      fc
        .array(fc.array(cell, { minLength: titles.length, maxLength: titles.length }), {
          maxLength: count,
        })
        .map((rows) => ({ name, columns: titles.map((title) => ({ title })), rows })),
    );
}
