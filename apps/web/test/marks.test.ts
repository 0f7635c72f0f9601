import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Role, Span } from '@triad/realist';
import { MarkStore } from '../src/annotator/marks.ts';
import type { PlacedSpan } from '../src/annotator/marks.ts';

const ROLES: readonly Role[] = ['C', 'M', 'O', 'undecided'];

function placed(member: string, id: string, start: number, end: number, role: Role): PlacedSpan {
  const span = { id, role, unsure: false, nodes: [], createdAt: '' } as unknown as Span;
  return { member, span, startUtf16: start, endUtf16: end };
}

const arbitrary = fc
  .tuple(
    fc.constantFrom('ana', 'ben', 'cem'),
    fc.nat(60),
    fc.integer({ min: 1, max: 20 }),
    fc.constantFrom(...ROLES),
  )
  .map(([member, start, length, role]) => ({ member, start, length, role }));

/** Lanes as they are defined: by start, then longest, then role; each the first that is free. */
function lanesOf(store: MarkStore): readonly number[] {
  const ends: number[] = [];
  return store.marks.map((mark) => {
    const free = ends.findIndex((end) => end <= mark.startUtf16);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = mark.endUtf16;
    return lane;
  });
}

describe('marks', () => {
  test('equal spans of one role are one mark, other roles another', () => {
    const store = new MarkStore();
    store.load([
      placed('ana', 'a', 3, 9, 'C'),
      placed('ben', 'b', 3, 9, 'C'),
      placed('cem', 'c', 3, 9, 'M'),
    ]);
    expect(store.marks.map(({ role, spans, lane }) => [role, spans.length, lane])).toEqual([
      ['C', 2, 0],
      ['M', 1, 1],
    ]);
  });

  test('a nested mark stands below its host, a later one takes the free lane', () => {
    const store = new MarkStore();
    store.load([
      placed('ana', 'a', 0, 20, 'C'),
      placed('ana', 'b', 5, 8, 'M'),
      placed('ana', 'c', 10, 12, 'O'),
      placed('ana', 'd', 20, 25, 'O'),
    ]);
    expect(store.marks.map(({ lane }) => lane)).toEqual([0, 1, 1, 0]);
  });

  test('within finds what shares a position, touching ends do not', () => {
    const store = new MarkStore();
    store.load([placed('ana', 'a', 0, 5, 'C'), placed('ana', 'b', 5, 9, 'M')]);
    expect(store.within({ startUtf16: 5, endUtf16: 6 }).map(({ role }) => role)).toEqual(['M']);
    expect(store.within({ startUtf16: 4, endUtf16: 6 })).toHaveLength(2);
  });

  test('changes one by one lead to the same as loading all', () => {
    fc.assert(
      fc.property(
        fc.array(arbitrary, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(39), { maxLength: 20 }),
        (specs, removals) => {
          const spans = specs.map(({ member, start, length, role }, i) =>
            placed(member, `s${i}`, start, start + length, role),
          );
          const store = new MarkStore();
          const kept = new Set<PlacedSpan>();
          for (const span of spans) {
            store.apply({ removed: [], added: [span] });
            kept.add(span);
          }
          for (const index of removals) {
            const span = spans[index];
            if (span === undefined || !kept.delete(span)) continue;
            store.apply({ removed: [span], added: [] });
          }
          const whole = new MarkStore();
          whole.load(kept);
          const shape = (from: MarkStore) =>
            from.marks.map((mark) => [
              mark.startUtf16,
              mark.endUtf16,
              mark.role,
              mark.lane,
              mark.spans.map(({ span }) => span.id).sort(),
            ]);
          expect(shape(store)).toEqual(shape(whole));
          expect(store.marks.map(({ lane }) => lane)).toEqual(lanesOf(store));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('what must be drawn anew covers every mark whose lane moved', () => {
    fc.assert(
      fc.property(
        fc.array(arbitrary, { minLength: 1, maxLength: 30 }),
        arbitrary,
        (specs, extra) => {
          const store = new MarkStore();
          store.load(
            specs.map(({ member, start, length, role }, i) =>
              placed(member, `s${i}`, start, start + length, role),
            ),
          );
          const before = new Map(store.marks.map((mark) => [mark.spans[0]?.span.id, mark.lane]));
          const dirty = store.apply({
            removed: [],
            added: [
              placed(extra.member, 'new', extra.start, extra.start + extra.length, extra.role),
            ],
          });
          for (const mark of store.marks) {
            if (before.get(mark.spans[0]?.span.id) === mark.lane) continue;
            expect(
              dirty.some(
                (range) => range.startUtf16 <= mark.startUtf16 && mark.endUtf16 <= range.endUtf16,
              ),
            ).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('within agrees with a plain search', () => {
    fc.assert(
      fc.property(
        fc.array(arbitrary, { maxLength: 40 }),
        fc.nat(70),
        fc.integer({ min: 1, max: 10 }),
        (specs, start, length) => {
          const store = new MarkStore();
          store.load(
            specs.map((spec, i) =>
              placed(spec.member, `s${i}`, spec.start, spec.start + spec.length, spec.role),
            ),
          );
          const range = { startUtf16: start, endUtf16: start + length };
          expect(store.within(range)).toEqual(
            store.marks.filter(
              (mark) => mark.startUtf16 < range.endUtf16 && range.startUtf16 < mark.endUtf16,
            ),
          );
        },
      ),
    );
  });
});
