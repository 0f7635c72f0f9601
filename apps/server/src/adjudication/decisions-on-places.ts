import type { Touched } from '@triad/collab';
import { placeOf } from '@triad/collab';
import type { Group } from '@triad/consolidation';
import type { LayerRows } from '../agreement/derive-rows.ts';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';

/** Which decision holds for which place, and which of them should be looked at again. */
export type OnPlaces = {
  /** By the least id of a place's spans; one that waits is there, too. */
  readonly byPlace: ReadonlyMap<string, Row<DecisionBody>>;
  /** The place of each decision, by its id; absent: none of its spans is left. */
  readonly placeOf: ReadonlyMap<string, string>;
  /** By decision; absent: it stands on what is there now, or waits. */
  readonly touched: ReadonlyMap<string, readonly Touched[]>;
};

const NOTHING_GONE: ReadonlySet<string> = new Set();

/**
 * A decision holds for the place that has most of its spans (ties: the first). None is thrown away: of
 * several for one place the one with most of its spans holds, and all are touched. One that was taken back
 * gives way to one that was not.
 *
 * @param gone ids of agreed spans whose words are gone from the text
 */
export function decisionsOnPlaces(
  groups: readonly Group[],
  layers: readonly LayerRows[],
  decisions: readonly Row<DecisionBody>[],
  gone: ReadonlySet<string> = NOTHING_GONE,
): OnPlaces {
  const now = spansNow(groups, layers);
  const placed = decisions.map((row) => {
    const found = now.placed.get(row) ?? placedOn(row, now.spans);
    now.placed.set(row, found);
    return found;
  });
  const onGroup = Map.groupBy(placed, ({ group }) => group);
  onGroup.delete(null);
  const byPlace = new Map<string, Row<DecisionBody>>();
  const joined = new Set<string>();
  for (const [group, own] of onGroup) {
    const [first] = own.length === 1 ? own : own.toSorted(compareHolders);
    const place = now.places.get(group);
    if (place !== undefined && first !== undefined) byPlace.set(place, first.row);
    if (own.length > 1) for (const { row } of own) joined.add(row.id);
  }
  const touched = new Map<string, readonly Touched[]>();
  for (const { row, changed } of placed) {
    if (isWaiting(row)) continue;
    const kinds = [...changed];
    if (joined.has(row.id)) kinds.push('places-joined');
    if (row.body.agreed.some(({ id }) => gone.has(id))) kinds.push('words-gone');
    if (kinds.length > 0) touched.set(row.id, kinds);
  }
  const places = new Map<string, string>();
  for (const { row, group } of placed) {
    const place = now.places.get(group);
    if (place !== undefined) places.set(row.id, place);
  }
  return { byPlace, placeOf: places, touched };
}

/** One that was taken back last; then most of its spans; then by id. */
function compareHolders(a: Placed, b: Placed): number {
  return (
    Number(isWaiting(a.row)) - Number(isWaiting(b.row)) ||
    b.share - a.share ||
    (a.row.id < b.row.id ? -1 : 1)
  );
}

/** It was reopened, or undone, and nothing is decided by it. */
export function isWaiting({ body }: Row<Pick<DecisionBody, 'rulings'>>): boolean {
  return body.rulings.at(-1)?.outcome === null;
}

type SpanNow = {
  readonly member: string;
  readonly edges: string;
  readonly role: string;
  readonly group: Group | null;
};
type SpansNow = ReadonlyMap<string, SpanNow>;

/** Of one comparison: its spans, and what was found of each decision as it is stored. */
type Known = {
  readonly spans: SpansNow;
  readonly placed: WeakMap<Row<DecisionBody>, Placed>;
  /** The least id of each group's spans. */
  readonly places: ReadonlyMap<Group | null, string>;
};

/** With thousands of places nearly all is as it was when one more is decided. */
const known = new WeakMap<readonly Group[], { readonly of: readonly LayerRows[] } & Known>();

function spansNow(groups: readonly Group[], layers: readonly LayerRows[]): Known {
  const before = known.get(groups);
  if (before?.of === layers) return before;
  const places = new Map(groups.map((group) => [group, placeOf(group)] as const));
  const made = { of: layers, spans: readSpans(groups, layers), placed: new WeakMap(), places };
  known.set(groups, made);
  return made;
}

/** Spans of one coder with the same words and role are one, under the least of their ids; so all lead to its group. */
function readSpans(groups: readonly Group[], layers: readonly LayerRows[]): SpansNow {
  const groupOf = new Map(groups.flatMap((group) => group.spans.map((id) => [id, group] as const)));
  const now = new Map<string, SpanNow>();
  for (const { member, spans } of layers) {
    const same = new Map<string, Group>();
    for (const { id, start, end, role } of spans) {
      const group = groupOf.get(id);
      if (group !== undefined) same.set(`${start} ${end} ${role}`, group);
    }
    for (const { id, start, end, role, edges } of spans) {
      now.set(id, { member, edges, role, group: same.get(`${start} ${end} ${role}`) ?? null });
    }
  }
  return now;
}

type Placed = {
  readonly row: Row<DecisionBody>;
  readonly group: Group | null;
  /** How many of its spans the place has. */
  readonly share: number;
  /** What of its spans is not as it was. */
  readonly changed: readonly Touched[];
};

function placedOn(row: Row<DecisionBody>, now: SpansNow): Placed {
  const counts = new Map<Group, number>();
  for (const { span } of row.body.spans) {
    const group = now.get(span)?.group ?? null;
    if (group !== null) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  let group: Group | null = null;
  let share = 0;
  for (const [each, count] of counts) {
    const isFirst = group !== null && orderOf(each) < orderOf(group);
    if (count > share || (count === share && isFirst)) [group, share] = [each, count];
  }
  const changed = new Set<Touched>();
  for (const { span, edges, role } of row.body.spans) {
    const there = now.get(span);
    // In another place now it is gone from this one.
    if (there === undefined || there.group !== group) changed.add('span-gone');
    else if (there.edges !== edges || there.role !== role) changed.add('span-changed');
  }
  if (hasNewSpan(row, group, now)) changed.add('span-new');
  const inTheirOrder = SPANS_CHANGED.filter((kind) => changed.has(kind));
  return { row, group, share, changed: inTheirOrder };
}

const SPANS_CHANGED: readonly Touched[] = ['span-changed', 'span-gone', 'span-new'];

/** Of `g1`, `g2` …, which are numbered in the order of the text. */
function orderOf({ id }: Group): number {
  return Number(id.slice(1));
}

function hasNewSpan({ body }: Row<DecisionBody>, group: Group | null, now: SpansNow): boolean {
  if (group === null) return false;
  const known = new Set(body.spans.map(({ span }) => span));
  const unknown = group.spans.filter((id) => !known.has(id));
  if (unknown.length === 0) return false;
  // The same coder's under another id is nothing new.
  const shapeOf = (id: string): string => {
    const span = now.get(id);
    return `${span?.member} ${span?.edges} ${span?.role}`;
  };
  const shapes = new Set(body.spans.map(({ span }) => shapeOf(span)));
  return unknown.some((id) => !shapes.has(shapeOf(id)));
}
