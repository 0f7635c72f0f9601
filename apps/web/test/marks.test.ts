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

/** Pairs of marks that overlap and stand in one lane. */
function collisions(store: MarkStore): number {
  return store.marks.reduce(
    (sum, mark, i) =>
      sum +
      store.marks
        .slice(i + 1)
        .filter(
          (other) =>
            other.lane === mark.lane &&
            other.startUtf16 < mark.endUtf16 &&
            mark.startUtf16 < other.endUtf16,
        ).length,
    0,
  );
}

describe('marks', () => {
  test('equal spans of one role are one mark, other roles another', () => {
    const store = new MarkStore(3);
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
    const store = new MarkStore(3);
    store.load([
      placed('ana', 'a', 0, 20, 'C'),
      placed('ana', 'b', 5, 8, 'M'),
      placed('ana', 'c', 10, 12, 'O'),
      placed('ana', 'd', 20, 25, 'O'),
    ]);
    expect(store.marks.map(({ lane }) => lane)).toEqual([0, 1, 1, 0]);
  });

  test('within finds what shares a position, touching ends do not', () => {
    const store = new MarkStore(3);
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
          const store = new MarkStore(3);
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
          const whole = new MarkStore(3);
          whole.load(kept);
          const shape = (from: MarkStore) =>
            from.marks.map((mark) => [
              mark.startUtf16,
              mark.endUtf16,
              mark.role,
              mark.spans.map(({ span }) => span.id).sort(),
            ]);
          expect(shape(store)).toEqual(shape(whole));
          expect([collisions(store), collisions(whole)]).toEqual([0, 0]);
          const everything = { startUtf16: 0, endUtf16: 1_000 };
          expect(store.within(everything)).toEqual(store.marks);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a long mark over full lanes gets the lane that a reload would give it', () => {
    const store = new MarkStore(3);
    store.load([
      placed('ana', 'a', 50, 60, 'C'),
      placed('ana', 'b', 51, 59, 'M'),
      placed('ana', 'c', 52, 58, 'O'),
    ]);
    const dirty = store.apply({ removed: [], added: [placed('ben', 'd', 0, 200, 'M')] });
    expect(store.marks.map(({ lane }) => lane)).toEqual([0, 1, 2, 3]);
    expect(dirty).toHaveLength(5);
  });

  test('no mark moves because of another while a drawn lane is free', () => {
    fc.assert(
      fc.property(
        fc.array(arbitrary, { minLength: 1, maxLength: 30 }),
        arbitrary,
        fc.nat(29),
        (specs, extra, gone) => {
          const store = new MarkStore(1_000);
          const spans = specs.map(({ member, start, length, role }, i) =>
            placed(member, `s${i}`, start, start + length, role),
          );
          store.load(spans);
          const lanes = new Map(store.marks.map((mark) => [mark.spans[0]?.span.id, mark.lane]));
          const added = placed(
            extra.member,
            'new',
            extra.start,
            extra.start + extra.length,
            extra.role,
          );
          const removed = spans.slice(gone, gone + 1);
          store.apply({ removed, added: [added] });
          for (const mark of store.marks) {
            const before = lanes.get(mark.spans[0]?.span.id);
            if (before !== undefined) expect(mark.lane).toBe(before);
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
          const store = new MarkStore(3);
          const spans = specs.map((spec, i) =>
            placed(spec.member, `s${i}`, spec.start, spec.start + spec.length, spec.role),
          );
          store.load(spans.slice(0, 20));
          for (const span of spans.slice(20)) store.apply({ removed: [], added: [span] });
          store.apply({ removed: spans.slice(5, 8), added: [] });
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
