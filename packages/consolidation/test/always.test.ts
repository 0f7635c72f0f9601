import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Consolidation, ConsolidationInput } from '../src/index.ts';
import { compareCoders, configurationTable, consolidate, parseStrategy } from '../src/index.ts';
import { drawnInput, shuffled } from './drawn-input.ts';

/* What holds whatever was coded. */

const spansOf = ({ coders }: ConsolidationInput) =>
  new Map(
    coders.flatMap(({ id, spans }) => spans.map((span) => [span.id, { ...span, coder: id }])),
  );

const strategies = ['all', 'majority', 'at-least:1', 'at-least:2', 'union', 'intersection'];

test('[CN2] who and what comes first changes nothing', () => {
  fc.assert(
    fc.property(
      drawnInput(),
      fc.constantFrom(...strategies),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (input, strategy, stream) => {
        const other = shuffled(input, () => stream.next().value as number);
        const chosen = parseStrategy(strategy);
        expect(consolidate(other, chosen)).toEqual(consolidate(input, chosen));
        const [one, two] = [input, other].map((each) => compareCoders(each));
        expect(two?.configurations).toEqual(one?.configurations);
      },
    ),
  );
});

test('[CN3] every span is in one group, and no coder twice', () => {
  fc.assert(
    fc.property(drawnInput(), (input) => {
      const spans = spansOf(input);
      const { groups } = consolidate(input);
      const grouped = groups.flatMap((group) => group.spans);
      const places = (ids: Iterable<string>) =>
        [...ids]
          .map((id) => spans.get(id))
          .map((span) => `${span?.coder} ${span?.start} ${span?.end} ${span?.label}`);
      expect(places(grouped).sort()).toEqual([...new Set(places(spans.keys()))].sort());
      for (const { spans: own } of groups) {
        const coders = own.map((id) => spans.get(id)?.coder);
        expect(new Set(coders).size).toBe(coders.length);
      }
    }),
  );
});

test('[CN3] the spans of a group share a run, and lie in its hull', () => {
  fc.assert(
    fc.property(drawnInput(), (input) => {
      const spans = spansOf(input);
      for (const { hull, shared, spans: own } of consolidate(input).groups) {
        expect(shared[0]).toBeLessThan(shared[1]);
        for (const id of own) {
          const { start = -1, end = -1 } = spans.get(id) ?? {};
          expect(hull[0] <= start && start <= shared[0]).toBe(true);
          expect(shared[1] <= end && end <= hull[1]).toBe(true);
        }
      }
    }),
  );
});

test('groups and proposals stand in order, and groups are numbered', () => {
  fc.assert(
    fc.property(drawnInput(), fc.constantFrom(...strategies), (input, strategy) => {
      const { groups, proposed } = consolidate(input, parseStrategy(strategy));
      expect(groups.map(({ id }) => id)).toEqual(groups.map((_, at) => `g${at + 1}`));
      for (const runs of [
        groups.map(({ hull }) => hull),
        proposed.map((each) => [each.start, each.end]),
      ]) {
        for (const [at, [start = 0, end = 0]] of runs.entries()) {
          const [before = 0, endBefore = 0] = runs[at - 1] ?? [];
          expect(before < start || (before === start && endBefore <= end)).toBe(true);
        }
      }
    }),
  );
});

test('a majority is at-least with more than half; more are asked of fewer groups', () => {
  fc.assert(
    fc.property(drawnInput(), (input) => {
      const k = input.coders.length;
      const by = (strategy: string) => consolidate(input, parseStrategy(strategy)).proposed;
      expect(by('majority')).toEqual(by(`at-least:${Math.floor(k / 2) + 1}`));
      for (let n = 1; n <= k; n += 1) {
        const groups = new Set(by(`at-least:${n}`).map(({ group }) => group));
        for (const { group } of by(`at-least:${n + 1}`)) expect(groups).toContain(group);
      }
      expect(by(`at-least:${k + 1}`)).toEqual([]);
    }),
  );
});

test('whatever is proposed lies within its group and holds what the group shares', () => {
  fc.assert(
    fc.property(drawnInput(), fc.constantFrom(...strategies), (input, strategy) => {
      const { groups, proposed } = consolidate(input, parseStrategy(strategy));
      for (const { start, end, group, from } of proposed) {
        const { hull, shared, spans } = groups.find(
          ({ id }) => id === group,
        ) as Consolidation['groups'][number];
        expect(hull[0] <= start && start <= shared[0]).toBe(true);
        expect(shared[1] <= end && end <= hull[1]).toBe(true);
        expect(spans).toEqual(expect.arrayContaining([...from]));
      }
    }),
  );
});

test('a coder compared with a copy of their own work agrees in everything', () => {
  fc.assert(
    fc.property(drawnInput(), ({ length, coders: [first] }) => {
      const { spans = [], sketches = [] } = first ?? {};
      const copy = (id: string) => ({
        id,
        spans: spans.map((span) => ({ ...span, id: id + span.id })),
        sketches: sketches.map((sketch) => ({
          ...sketch,
          id: id + sketch.id,
          parts: sketch.parts.map((part) =>
            'spans' in part ? { ...part, spans: part.spans.map((each) => id + each) } : part,
          ),
        })),
      });
      const { groups, disagreements } = consolidate({ length, coders: [copy('a'), copy('b')] });
      for (const { spans: own, kinds } of groups) {
        expect(own).toHaveLength(2);
        expect(['agree', 'undecided']).toContain(kinds[0]);
      }
      expect(disagreements.filter(({ kind }) => kind !== 'undecided')).toEqual([]);
    }),
  );
});

test('[CN6] every sketch is in one configuration, and each of these a candidate', () => {
  fc.assert(
    fc.property(drawnInput(), (input) => {
      const { candidates, configurations } = compareCoders(input);
      const fromSketches = candidates.filter(({ from }) => from === 'sketches');
      expect(configurations.map(({ sketches }) => sketches.map(({ id }) => id))).toEqual(
        fromSketches.map(({ sketches }) => sketches),
      );
      const ids = input.coders.flatMap(({ sketches = [] }) => sketches.map(({ id }) => id));
      expect(fromSketches.flatMap(({ sketches }) => sketches).sort()).toEqual(ids.sort());
      for (const { support, parts } of fromSketches) {
        expect(support).toBeGreaterThan(0);
        expect(parts.length).toBeGreaterThan(0);
      }
    }),
  );
});

test('[CN6] the table has a column for each group of each candidate, a row for each coder', () => {
  fc.assert(
    fc.property(drawnInput(), (input) => {
      const comparison = compareCoders(input);
      const { columns, rows } = configurationTable(comparison);
      expect(rows).toHaveLength(input.coders.length);
      const fromSketches = comparison.candidates.filter(({ from }) => from === 'sketches');
      const groupsOf = fromSketches.map(
        ({ parts }) => new Set(parts.flatMap((part) => ('group' in part ? [part.group] : []))),
      );
      expect(columns).toHaveLength(groupsOf.reduce((sum, groups) => sum + groups.size, 0));
      for (const [at, { configuration, group }] of columns.entries()) {
        expect(groupsOf[configuration]).toContain(group);
        const roles = rows.map((row) => row[at]);
        expect(roles.some((role) => role !== null)).toBe(true);
        const used = fromSketches[configuration]?.parts.filter(
          (part) => 'group' in part && part.group === group,
        );
        for (const role of roles) {
          if (role !== null) expect(used?.map((part) => part.role)).toContain(role);
        }
      }
    }),
  );
});
