import type { Disagreement, Group } from '@triad/consolidation';
import type { PlaceCounts } from '@triad/collab';
import { SKETCH_DIFFERENCES, SPAN_DIFFERENCES } from '@triad/collab';
import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import type { LayerRows } from './derive-rows.ts';

type Found = {
  readonly groups: readonly Group[];
  readonly disagreements: readonly Disagreement[];
  readonly configurations: readonly unknown[];
};

/** How often two coders gave one place these roles; null: one of them did not mark it. */
export type RoleCount = { readonly a: Role; readonly b: Role | null; readonly places: number };

const NONE: PlaceCounts = {
  places: 0,
  differ: 0,
  kinds: {
    agree: 0,
    split: 0,
    missed: 0,
    boundary: 0,
    role: 0,
    'role-elsewhere': 0,
    undecided: 0,
    unsure: 0,
  },
  rolePairs: [],
  configurations: 0,
  sketches: { 'part-missing': 0, 'part-role': 0, bearing: 0, 'tied-otherwise': 0 },
};

export function countPlaces(
  { groups, disagreements, configurations }: Found,
  layers: readonly LayerRows[],
): PlaceCounts {
  const kinds = { ...NONE.kinds };
  const sketches = { ...NONE.sketches };
  const pairs = new Map<string, number>();
  const roleOf = rolesBySpan(layers);
  let differ = 0;
  for (const { kinds: own, spans } of groups) {
    for (const kind of own) kinds[kind] += 1;
    if (own.some((kind) => (SPAN_DIFFERENCES as readonly string[]).includes(kind))) differ += 1;
    if (!own.includes('role')) continue;
    const roles = [...new Set(spans.map((id) => roleOf.get(id) ?? 'undecided'))]
      .filter((role) => role !== 'undecided')
      .sort(compareRoles);
    for (const [at, a] of roles.entries()) {
      for (const b of roles.slice(at + 1))
        pairs.set(`${a} ${b}`, (pairs.get(`${a} ${b}`) ?? 0) + 1);
    }
  }
  for (const { kind } of disagreements) {
    const known = SKETCH_DIFFERENCES.find((each) => each === kind);
    if (known !== undefined) sketches[known] += 1;
  }
  return {
    places: groups.length,
    differ,
    kinds,
    rolePairs: rolePairs(pairs),
    configurations: configurations.length,
    sketches,
  };
}

/** Of several transcripts. */
export function addPlaces(all: readonly PlaceCounts[]): PlaceCounts {
  const kinds = { ...NONE.kinds };
  const sketches = { ...NONE.sketches };
  const pairs = new Map<string, number>();
  let [places, differ, configurations] = [0, 0, 0];
  for (const each of all) {
    places += each.places;
    differ += each.differ;
    configurations += each.configurations;
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[])
      kinds[kind] += each.kinds[kind];
    for (const kind of SKETCH_DIFFERENCES) sketches[kind] += each.sketches[kind];
    for (const { a, b, places: more } of each.rolePairs) {
      pairs.set(`${a} ${b}`, (pairs.get(`${a} ${b}`) ?? 0) + more);
    }
  }
  return { places, differ, kinds, rolePairs: rolePairs(pairs), configurations, sketches };
}

function rolePairs(pairs: ReadonlyMap<string, number>): PlaceCounts['rolePairs'] {
  return [...pairs]
    .map(([pair, places]) => {
      const [a, b] = pair.split(' ') as [Role, Role];
      return { a, b, places };
    })
    .sort((x, y) => y.places - x.places || compareRoles(x.a, y.a) || compareRoles(x.b, y.b));
}

/** Of every two coders at every place that one of them marked, by the first readings. */
export function countRoles(
  { groups, disagreements }: Pick<Found, 'groups' | 'disagreements'>,
  layers: readonly LayerRows[],
): readonly RoleCount[] {
  // Who cut the passage differently did mark it.
  const missed = new Map(
    disagreements.flatMap((each) =>
      'group' in each && each.kind === 'missed' ? [[each.group, each.coders.length] as const] : [],
    ),
  );
  const roleOf = rolesBySpan(layers);
  const counts = new Map<string, RoleCount>();
  const count = (a: Role, b: Role | null): void => {
    const key = `${a} ${b}`;
    counts.set(key, { a, b, places: (counts.get(key)?.places ?? 0) + 1 });
  };
  for (const { id, spans } of groups) {
    const roles = spans.map((id) => roleOf.get(id) ?? 'undecided').sort(compareRoles);
    for (const [at, a] of roles.entries()) {
      for (const b of roles.slice(at + 1)) count(a, b);
      for (let each = 0; each < (missed.get(id) ?? 0); each += 1) count(a, null);
    }
  }
  return inOrder([...counts.values()]);
}

export function addRoles(all: readonly (readonly RoleCount[])[]): readonly RoleCount[] {
  const counts = new Map<string, RoleCount>();
  for (const { a, b, places } of all.flat()) {
    const key = `${a} ${b}`;
    counts.set(key, { a, b, places: (counts.get(key)?.places ?? 0) + places });
  }
  return inOrder([...counts.values()]);
}

function inOrder(counts: readonly RoleCount[]): readonly RoleCount[] {
  const last = (role: Role | null): number => Number(role === null);
  return counts.toSorted(
    (x, y) =>
      compareRoles(x.a, y.a) ||
      last(x.b) - last(y.b) ||
      (x.b === null || y.b === null ? 0 : compareRoles(x.b, y.b)),
  );
}

function rolesBySpan(layers: readonly LayerRows[]): ReadonlyMap<string, Role> {
  return new Map(layers.flatMap(({ spans }) => spans.map(({ id, role }) => [id, role] as const)));
}
