import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestDisorder } from '../src/best-alignment.ts';
import { alphaU1995 } from '../src/alpha-u-1995.ts';
import { cuAlpha, uAlpha, uAlphaBinary } from '../src/alpha-u-2016.ts';
import { characterAlpha, characterFigures } from '../src/characters.ts';
import { Effort } from '../src/effort.ts';
import type { CodedSpan, Continuum } from '../src/index.ts';
import { reportSpans, sumTranscript } from '../src/index.ts';
import { continuum, LABELS, LENGTH } from './arbitrary-texts.ts';
import { NO_SPANS } from '../src/span-f.ts';
import { countTable, pairsOf } from '../src/table.ts';
import { tableAlpha } from '../src/table-alpha.ts';
import { addNumbers } from '../src/transcript-sums.ts';

/* The figures again, by the slowest way that follows their definitions word for word. */

const several = continuum({ min: 2, max: 4 });

const NO_CHARACTERS = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
const NO_CODED = { total: 0, coded: 0, apart: 0 };

/** Whether each coder coded each position with the label. */
function grid({ coders, length }: Continuum, label: string): readonly (readonly boolean[])[] {
  return coders.map(({ spans }) =>
    Array.from({ length }, (_, at) =>
      spans.some((own) => own.label === label && own.start <= at && at < own.end),
    ),
  );
}

test('nominal alpha is 1 less the share of differing pairs, by all pairs there are', () => {
  const cell = fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 4 });
  const rows = fc.integer({ min: 1, max: 6 }).chain((units) =>
    fc.array(fc.array(cell, { minLength: units, maxLength: units }), {
      minLength: 2,
      maxLength: 4,
    }),
  );
  fc.assert(
    fc.property(rows, (table) => {
      const units = (table[0] ?? []).map((_, unit) =>
        table.map((row) => row[unit] ?? null).filter((value) => value !== null),
      );
      const paired = units.filter((values) => values.length > 1);
      const all = paired.flat();
      let [differ, chance] = [0, 0];
      for (const values of paired) {
        for (const [i, a] of values.entries()) {
          for (const [j, b] of values.entries()) {
            if (i !== j && a !== b) differ += 1 / (values.length - 1);
          }
        }
      }
      for (const a of all) for (const b of all) if (a !== b) chance += 1 / (all.length - 1);
      const { value } = tableAlpha(countTable(table)).alpha;
      if (chance === 0) expect(value).toBeNull();
      else expect(value).toBeCloseTo(1 - differ / chance, 9);
    }),
  );
});

test('characters are counted as by looking at each', () => {
  fc.assert(
    fc.property(several, (text) => {
      for (const [place, label] of LABELS.entries()) {
        const coded = grid(text, label);
        const sums = sumTranscript(text).byLabel[place];
        for (const [pair, [a, b]] of pairsOf(text.coders.length).entries()) {
          const counts = sums?.pairs[pair]?.characters ?? NO_CHARACTERS;
          const both = coded[a]?.filter((is, at) => is && coded[b]?.[at] === true).length;
          const same = coded[a]?.filter((is, at) => is === coded[b]?.[at]).length ?? 0;
          expect(counts.both).toBe(both);
          expect(characterFigures(counts).agreement.value).toBeCloseTo(same / LENGTH, 12);
        }
        const table = coded.map((row) => row.map(Number));
        const { value } = tableAlpha(countTable(table)).alpha;
        const found = characterAlpha(sums?.characters ?? NO_CODED).value;
        if (value === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(value, 9);
      }
    }),
  );
});

test('expected disagreement of 1995 is the mean over every placing', () => {
  fc.assert(
    fc.property(continuum({ min: 2, max: 3 }, 3), (text) => {
      const sums = sumTranscript(text, ['C']).byLabel[0]?.unitized1995;
      const pieces = text.coders.map(({ spans }) => piecesOf(spans));
      const all = pieces.flat();
      const units = all.filter(({ isUnit }) => isUnit);
      // A unit or a gap of length l begins at every position beside this unit at which the two meet.
      let total = 0;
      for (const unit of units) {
        for (const other of all) {
          if (other === unit) continue;
          if (other.isUnit) {
            for (let at = 1 - other.long; at < unit.long; at += 1) {
              total += at ** 2 + (at + other.long - unit.long) ** 2;
            }
          } else {
            for (let at = unit.long - other.long; at <= 0; at += 1) total += 2 * unit.long ** 2;
          }
        }
      }
      const positions = text.coders.length * LENGTH;
      const self = units.reduce((sum, { long }) => sum + long * (long - 1), 0);
      const expected = (LENGTH * total) / (positions * (positions - 1) - self);
      expect(sums?.expected).toBeCloseTo(expected, 9);
    }),
  );
});

/** Units of C and the gaps between them, by their lengths. */
function piecesOf(spans: readonly CodedSpan[]) {
  const own = spans
    .filter(({ label }) => label === 'C')
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of own) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  const pieces: { isUnit: boolean; long: number }[] = [];
  let at = 0;
  for (const { start, end } of merged) {
    if (start > at) pieces.push({ isUnit: false, long: start - at });
    pieces.push({ isUnit: true, long: end - start });
    at = end;
  }
  if (at < LENGTH) pieces.push({ isUnit: false, long: LENGTH - at });
  return pieces;
}

test('a best alignment is the best of all that there are', () => {
  const units = fc.array(
    fc.tuple(fc.nat(2), fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...LABELS)),
    { minLength: 1, maxLength: 8 },
  );
  const weight = fc.constantFrom(0, 0.5, 1, 3);
  fc.assert(
    fc.property(units, weight, weight, (drawn, alpha, beta) => {
      const all = drawn.map(([coder, start, long, label]) => ({
        coder,
        start,
        end: start + long,
        label,
      }));
      const apart = (u: (typeof all)[number], v: (typeof all)[number]): number =>
        alpha *
          ((Math.abs(u.start - v.start) + Math.abs(u.end - v.end)) /
            (u.end - u.start + v.end - v.start)) **
            2 +
        (u.label === v.label ? 0 : beta);
      const disorder = (set: typeof all): number => {
        let sum = 3 - (set.length * (set.length - 1)) / 2;
        for (const [i, u] of set.entries()) for (const v of set.slice(i + 1)) sum += apart(u, v);
        return sum / 3;
      };
      const best = (left: typeof all): number => {
        const [first, ...rest] = left;
        if (first === undefined) return 0;
        let least = disorder([first]) + best(rest);
        for (const second of rest.filter(({ coder }) => coder !== first.coder)) {
          const others = rest.filter((each) => each !== second);
          least = Math.min(least, disorder([first, second]) + best(others));
          for (const third of others.filter(
            ({ coder }) => coder !== first.coder && coder !== second.coder,
          )) {
            const without = others.filter((each) => each !== third);
            least = Math.min(least, disorder([first, second, third]) + best(without));
          }
        }
        return least;
      };
      expect(bestDisorder(all, 3, { alpha, beta }, new Effort(1e6))).toBeCloseTo(best(all), 9);
    }),
    { numRuns: 300 },
  );
});

test('spans matched one to one are the most that can be', () => {
  fc.assert(
    fc.property(continuum({ min: 2, max: 2 }, 7), (text) => {
      const [a, b] = text.coders.map(({ spans }) => [
        ...new Map(spans.map((own) => [`${own.label} ${own.start} ${own.end}`, own])).values(),
      ]);
      const meets = (one: CodedSpan, other: CodedSpan): boolean =>
        one.label === other.label && one.start < other.end && other.start < one.end;
      const most = (left: readonly CodedSpan[], free: readonly CodedSpan[]): number => {
        const [first, ...rest] = left;
        if (first === undefined) return 0;
        return Math.max(
          most(rest, free),
          ...free
            .filter((other) => meets(first, other))
            .map(
              (other) =>
                1 +
                most(
                  rest,
                  free.filter((each) => each !== other),
                ),
            ),
        );
      };
      const counts = sumTranscript(text).byLabel.map(({ pairs }) => pairs[0]?.spans ?? NO_SPANS);
      const all = addNumbers(NO_SPANS, ...counts);
      expect(all.oneToOne).toBe(most(a ?? [], b ?? []));
      expect(all.foundA).toBe(a?.filter((one) => b?.some((other) => meets(one, other))).length);
      expect(all.foundB).toBe(b?.filter((one) => a?.some((other) => meets(one, other))).length);
    }),
  );
});

test('no figure is better than 1, and those who code alike agree', () => {
  fc.assert(
    fc.property(several, (text) => {
      const { byLabel, unitized2016 } = sumTranscript(text);
      const figures = byLabel.map(({ unitized1995 }) => alphaU1995(unitized1995));
      if (unitized2016 !== null) {
        figures.push(uAlpha(unitized2016), uAlphaBinary(unitized2016), cuAlpha(unitized2016));
      }
      for (const { value } of figures) expect(value ?? 0).toBeLessThanOrEqual(1 + 1e-9);
      const [first] = text.coders;
      const alike = text.coders.map(({ id }) => ({ id, spans: first?.spans ?? [] }));
      const { reasons, ...report } = reportSpans({ ...text, coders: alike });
      expect([1, null]).toContain(report['alphaU1995']);
      expect(report['uAlpha'] === null || Math.abs(Number(report['uAlpha']) - 1) < 1e-9).toBe(true);
      expect(report['uAlpha'] === null).toBe('uAlpha' in reasons);
    }),
  );
});

test('who comes first changes nothing', () => {
  fc.assert(
    fc.property(several, (text) => {
      const turned = { ...text, coders: text.coders.toReversed() };
      const [one, other] = [text, turned].map((each) => reportSpans(each));
      for (const name of ['alphaU1995', 'uAlpha', 'uAlphaBinary', 'cuAlpha', 'cuCoverage']) {
        const [a, b] = [one?.[name], other?.[name]];
        if (typeof a === 'number') expect(b).toBeCloseTo(a, 9);
        else expect(b).toBe(a);
      }
    }),
  );
});
