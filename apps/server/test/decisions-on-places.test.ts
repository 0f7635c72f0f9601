import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOf } from '@triad/collab';
import type { Outcome } from '@triad/collab';
import type { Group } from '@triad/consolidation';
import { compareCoders } from '@triad/consolidation';
import type { Role } from '@triad/realist';
import { decisionsOnPlaces } from '../src/adjudication/decisions-on-places.ts';
import { consolidationInput } from '../src/agreement/compare.ts';
import type { LayerRows, SpanRow } from '../src/agreement/derive-rows.ts';
import type { DecisionBody } from '../src/data/adjudication-records.ts';
import type { Row } from '../src/data/table.ts';

/* Which decision holds for which place, and which should be looked at again. */

const span = (id: string, start: number, end: number, role: Role = 'C'): SpanRow => ({
  id,
  start,
  end,
  role,
  unsure: false,
  edges: `${start}:${end}`,
});

const layer = (member: string, ...spans: readonly SpanRow[]): LayerRows => ({
  member,
  spans,
  lost: [],
  corrected: 0,
  sketches: [],
});

const groupsOf = (layers: readonly LayerRows[]): readonly Group[] =>
  compareCoders(consolidationInput(1_000, layers)).groups;

/** A decision on the spans as they are in these layers. */
function decided(
  id: string,
  layers: readonly LayerRows[],
  spans: readonly string[],
  outcome: Outcome | null = { kind: 'union', role: 'C' },
): Row<DecisionBody> {
  const all = layers.flatMap(({ member, spans: own }) => own.map((each) => ({ ...each, member })));
  const named = all.filter((each) => spans.includes(each.id));
  return {
    id,
    version: 1,
    body: {
      project: 'p',
      transcript: 't',
      round: 'r',
      place: spans.toSorted()[0] ?? '',
      spans: named.map(({ member, id: of, role, edges }) => ({ member, span: of, role, edges })),
      rulings: [
        {
          number: 1,
          outcome,
          by: 'l',
          strategy: null,
          batch: null,
          at: '',
          why: '',
          ownSpan: false,
        },
      ],
      agreed: [],
    },
  };
}

function look(now: readonly LayerRows[], ...decisions: readonly Row<DecisionBody>[]) {
  const { byPlace, touched } = decisionsOnPlaces(groupsOf(now), now, decisions);
  return {
    holds: Object.fromEntries([...byPlace].map(([place, { id }]) => [place, id])),
    touched: Object.fromEntries(touched),
  };
}

const a = layer('a', span('a1', 0, 50), span('a2', 100, 150));
const b = layer('b', span('b1', 0, 40), span('b2', 100, 150));

test('a decision stands where nothing has changed', () => {
  const layers = [a, b];
  expect(look(layers, decided('d1', layers, ['a1', 'b1']))).toEqual({
    holds: { a1: 'd1' },
    touched: {},
  });
});

test('a span that moved, took another role or went touches it', () => {
  const d = decided('d1', [a, b], ['a1', 'b1']);
  const moved = layer('b', span('b1', 0, 45), span('b2', 100, 150));
  expect(look([a, moved], d)).toEqual({ holds: { a1: 'd1' }, touched: { d1: ['span-changed'] } });
  const other = layer('b', span('b1', 0, 40, 'M'), span('b2', 100, 150));
  expect(look([a, other], d).touched).toEqual({ d1: ['span-changed'] });
  const gone = layer('b', span('b2', 100, 150));
  expect(look([a, gone], d)).toEqual({ holds: { a1: 'd1' }, touched: { d1: ['span-gone'] } });
  // Far from the others it is gone from this place.
  const away = layer('b', span('b1', 500, 540), span('b2', 100, 150));
  expect(look([a, away], d)).toEqual({ holds: { a1: 'd1' }, touched: { d1: ['span-gone'] } });
  // None is thrown away where no place is left.
  expect(look([layer('a'), layer('b')], d)).toEqual({ holds: {}, touched: { d1: ['span-gone'] } });
});

test('a span that is new touches it, the same under another id does not', () => {
  const d = decided('d1', [a, b], ['a1', 'b1']);
  const third = layer('c', span('c1', 5, 45));
  expect(look([a, b, third], d).touched).toEqual({ d1: ['span-new'] });
  const alike = layer('c', span('c1', 0, 40));
  expect(look([a, b, alike], d).touched).toEqual({ d1: ['span-new'] });
  const twice = layer('b', span('b0', 0, 40), span('b1', 0, 40), span('b2', 100, 150));
  expect(look([a, twice], d)).toEqual({ holds: { a1: 'd1' }, touched: {} });
});

test('of two on one place that with most of its spans holds, and both are touched', () => {
  const apart = [layer('a', span('a1', 0, 50)), layer('b'), layer('c', span('c1', 60, 100))];
  const two = decided('d1', apart, ['c1']);
  const joined = [
    layer('a', span('a1', 0, 90)),
    layer('b', span('b1', 10, 90)),
    layer('c', span('c1', 10, 95)),
  ];
  const more = decided('d2', joined, ['a1', 'b1']);
  const { holds, touched } = look(joined, two, more);
  expect(holds).toEqual({ a1: 'd2' });
  expect(touched['d1']).toContain('places-joined');
  expect(touched['d2']).toContain('places-joined');
});

test('one that was taken back waits, is never touched and gives way', () => {
  const layers = [a, b];
  const back = decided('d1', layers, ['a1', 'b1'], null);
  const gone = [a, layer('b')];
  expect(look(gone, back)).toEqual({ holds: { a1: 'd1' }, touched: {} });
  const other = decided('d2', layers, ['b1']);
  expect(look(layers, back, other).holds).toEqual({ a1: 'd2' });
});

test('words that are gone from the text touch it', () => {
  const layers = [a, b];
  const d = decided('d1', layers, ['a1', 'b1']);
  const anchor = {
    start: [1, 0],
    end: [1, 1],
    turn: '',
    quote: '',
    before: '',
    after: '',
  } as const;
  const agreed = [{ id: 'x', role: 'C' as const, anchor, from: [] }];
  const row = { ...d, body: { ...d.body, agreed } };
  const { touched } = decisionsOnPlaces(groupsOf(layers), layers, [row], new Set(['x']));
  expect([...touched]).toEqual([['d1', ['words-gone']]]);
});

test('whatever the coders do after, no decision is lost, and one alone holds for a place', () => {
  const mark = fc.record({
    start: fc.integer({ min: 0, max: 60 }),
    long: fc.integer({ min: 1, max: 30 }),
    role: fc.constantFrom<Role>('C', 'M', 'undecided'),
  });
  const coding = fc.array(fc.array(mark, { maxLength: 4 }), { minLength: 2, maxLength: 3 });
  const toLayers = (drawn: readonly (readonly { start: number; long: number; role: Role }[])[]) =>
    drawn.map((marks, at) =>
      layer(
        `m${at}`,
        ...marks.map(({ start, long, role }, nth) =>
          span(`s${at}${nth}`, start, start + long, role),
        ),
      ),
    );
  let touchedOnce = false;
  fc.assert(
    fc.property(coding, coding, (first, second) => {
      const before = toLayers(first);
      const decisions = groupsOf(before).map((group, at) => decided(`d${at}`, before, group.spans));
      const same = decisionsOnPlaces(groupsOf(before), before, decisions);
      expect(same.touched.size).toBe(0);
      expect(same.byPlace.size).toBe(decisions.length);

      const now = toLayers(second);
      const groups = groupsOf(now);
      const later = decisionsOnPlaces(groups, now, decisions);
      const places = new Set(groups.map((group) => placeOf(group)));
      for (const [place, row] of later.byPlace) {
        expect(places).toContain(place);
        expect(later.placeOf.get(row.id)).toBe(place);
      }
      // One that no place is left for, or that does not hold for its own, is told.
      const holding = new Set([...later.byPlace.values()].map(({ id }) => id));
      for (const { id } of decisions) {
        if (!holding.has(id)) expect(later.touched.get(id)?.length).toBeGreaterThan(0);
      }
      touchedOnce ||= later.touched.size > 0;
    }),
  );
  expect(touchedOnce).toBe(true);
});
