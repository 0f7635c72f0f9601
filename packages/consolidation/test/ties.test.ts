import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tie } from '../src/index.ts';
import { compareCoders } from '../src/index.ts';
import { coder, part, sketch, text } from './coded.ts';
import { drawnInput, shuffled } from './drawn-input.ts';

/* What a lead joins and parts by hand. */

/** Two coders who mark five passages alike; one ties the first two and the second two, one the first three. */
const MARKS = ['C 0-50', 'M 100-150', 'O 200-250', 'M 300-350', 'O 400-450'];
const marks = (id: string) => MARKS.map((mark, at) => `${mark} ${id}${at + 1}`);
const input = text(
  coder(
    'a',
    marks('a'),
    sketch('k1', part('C', 'a1'), part('M', 'a2')),
    sketch('k2', part('O', 'a5'), part('M', 'a4')),
  ),
  coder(
    'b',
    marks('b'),
    sketch('k3', part('C', 'b1'), part('M', 'b2'), part('O', 'b3')),
    sketch('k4', part('C', 'b4'), part('O', 'b5')),
  ),
);

const tied = (...byHand: readonly Tie[]) =>
  compareCoders(input, { byHand }).configurations.map(
    ({ sketches, byHand: isByHand }) =>
      `${sketches.map(({ id }) => id).join(' ')}${isByHand ? '!' : ''}`,
  );
const join = (...sketches: readonly string[]): Tie => ({ kind: 'join', sketches });
const apart = (...sketches: readonly string[]): Tie => ({ kind: 'part', sketches });

describe('[CN9] what a lead ties by hand', () => {
  test('a join takes all that is in their configurations', () => {
    expect(tied()).toEqual(['k1 k3', 'k2 k4']);
    expect(tied(join('k1', 'k4'))).toEqual(['k1 k2 k3 k4!']);
  });

  test('a part takes them out together', () => {
    expect(tied(apart('k3'))).toEqual(['k2 k4', 'k1!', 'k3!']);
    expect(tied(apart('k1', 'k2'))).toEqual(['k1 k2!', 'k3!', 'k4!']);
  });

  test('later ties win, and what is as before is not by hand', () => {
    expect(tied(apart('k3'), join('k3', 'k1'))).toEqual(['k1 k3', 'k2 k4']);
    expect(tied(join('k1', 'k2'), apart('k3', 'k4'))).toEqual(['k1 k2!', 'k3 k4!']);
  });

  test('ids that are not there are passed over', () => {
    expect(tied(join('k1', 'gone'), apart('gone'), apart())).toEqual(tied());
  });

  test('differences, roles elsewhere and candidates heed them', () => {
    const role = (byHand: readonly Tie[]) => {
      const { groups, disagreements, candidates } = compareCoders(input, { byHand });
      return {
        kinds: groups[3]?.kinds,
        differences: disagreements.filter((each) => 'sketches' in each).map(({ kind }) => kind),
        byHand: candidates.map((each) => each.byHand),
      };
    };
    const other = text(
      coder('a', marks('a'), sketch('k2', part('O', 'a5'), part('M', 'a4'))),
      coder(
        'b',
        marks('b').map((mark) => mark.replace('M 300', 'C 300')),
        sketch('k4', part('C', 'b4'), part('O', 'b5')),
      ),
    );
    const kindsOf = (byHand: readonly Tie[]) => compareCoders(other, { byHand }).groups[3]?.kinds;
    expect(kindsOf([])).toEqual(['role']);
    // Two configurations: one passage in two roles is no disagreement then.
    expect(kindsOf([apart('k4')])).toEqual(['role-elsewhere']);
    expect(role([]).differences).toEqual(['part-missing', 'part-role']);
    expect(role([apart('k4')])).toMatchObject({
      differences: ['part-missing'],
      byHand: [undefined, true, true],
    });
  });

  test('whatever is tied, every sketch is in one configuration, as the last ties say', () => {
    const ids = Array.from({ length: 12 }, (_, at) => `k${at + 1}`);
    const tie = fc.record({
      kind: fc.constantFrom('join' as const, 'part' as const),
      sketches: fc.subarray(ids, { minLength: 1, maxLength: 4 }),
    });
    let told = 0;
    fc.assert(
      fc.property(
        drawnInput({ least: 2 }),
        fc.array(tie, { maxLength: 4 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (drawn, byHand, stream) => {
          const { configurations, candidates } = compareCoders(drawn, { byHand });
          const sets = configurations.map(({ sketches }) => sketches.map(({ id }) => id));
          const all = drawn.coders.flatMap(({ sketches = [] }) => sketches.map(({ id }) => id));
          expect(sets.flat().sort()).toEqual(all.sort());
          expect(
            candidates.filter(({ from }) => from === 'sketches').map((c) => c.sketches),
          ).toEqual(sets);
          const last = byHand.at(-1);
          const named = last?.sketches.filter((id) => all.includes(id)) ?? [];
          if (last !== undefined && named.length > 0) {
            told += 1;
            const own = sets.filter((set) => named.some((id) => set.includes(id)));
            expect(own).toHaveLength(1);
            if (last.kind === 'part') expect(own[0]?.toSorted()).toEqual(named.toSorted());
          }
          const without = new Set(
            compareCoders(drawn).configurations.map(({ sketches }) => JSON.stringify(sketches)),
          );
          for (const { sketches, byHand: isByHand } of configurations) {
            expect(isByHand).toBe(!without.has(JSON.stringify(sketches)));
          }
          const mixed = compareCoders(
            shuffled(drawn, () => stream.next().value as number),
            { byHand },
          );
          expect(mixed.configurations).toEqual(configurations);
        },
      ),
    );
    expect(told).toBeGreaterThan(0);
  });
});
