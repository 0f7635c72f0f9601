import type {
  ComparedGroup,
  ComparedSketch,
  ComparedSpan,
  Difference,
  DifferenceKind,
  FlagAnswer,
  FlagPlace,
  TranscriptAgreementAnswer,
} from '@triad/collab';
import { placeOf } from '@triad/collab';
import type { Role, TextRange } from '@triad/realist';
import { rangesOverlap } from '@triad/realist';

/** Where coders differ: a group of spans, or the sketches of two coders, with all that differs there. */
export type Place = {
  /** Of its first difference, for links. */
  readonly id: string;
  readonly differences: readonly Difference[];
  /** Null of sketches. */
  readonly group: ComparedGroup | null;
  /** Those of the group, or of the parts, in the order of the text. */
  readonly spans: readonly ComparedSpan[];
  /** The sketches that differ, or those that use a span of the group. */
  readonly sketches: readonly ComparedSketch[];
  readonly roles: ReadonlySet<Role>;
  /** Where it stands in the text; none where all its parts are inferred or lie elsewhere. */
  readonly ranges: readonly TextRange[];
  readonly flags: readonly FlagAnswer[];
  /** How a flag names it. */
  readonly flagPlace: FlagPlace;
};

export type PlaceFilter = {
  readonly kind: DifferenceKind | null;
  /** All of them must occur in the place. */
  readonly roles: readonly Role[];
  /** Who differs there, member id. */
  readonly coder: string | null;
  readonly flagged: boolean;
};

export const NO_FILTER: PlaceFilter = { kind: null, roles: [], coder: null, flagged: false };

/** What a place is made of: all that an answer says, or may be told anew without the words. */
export type PlaceParts = Pick<
  TranscriptAgreementAnswer,
  'spans' | 'sketches' | 'groups' | 'differences' | 'flags'
>;

/** The places on which the coders differ, in the order of the text, those of sketches behind. */
export function placesOf(answer: PlaceParts): readonly Place[] {
  const of = lookUp(answer);
  const together = Map.groupBy(
    answer.differences,
    ({ group, sketches: ids }) => group ?? ids.join(),
  );
  const places = [...together.values()].flatMap((differences): readonly Place[] => {
    const [first] = differences;
    if (first === undefined) return [];
    if (first.group !== null) {
      const group = of.groups.get(first.group);
      // What names a group that is not there could be shown nowhere.
      return group === undefined ? [] : [ofGroup(of, group, differences, first.id)];
    }
    return first.sketches.length === 0 ? [] : [ofSketches(of, first, differences)];
  });
  return places.toSorted((a, b) => orderOf(a) - orderOf(b));
}

/**
 * Every group of spans, also where all agree, in the order of the text; each by the least id of its
 * spans, which names it whatever differs there.
 */
export function groupPlacesOf(answer: PlaceParts): readonly Place[] {
  const of = lookUp(answer);
  const differences = Map.groupBy(answer.differences, ({ group }) => group);
  return answer.groups
    .map((group) => ofGroup(of, group, differences.get(group.id) ?? [], placeOf(group)))
    .toSorted((a, b) => orderOf(a) - orderOf(b));
}

type LookUp = {
  readonly spans: ReadonlyMap<string, ComparedSpan>;
  readonly sketches: ReadonlyMap<string, ComparedSketch>;
  readonly groups: ReadonlyMap<string, ComparedGroup>;
  /** By span. */
  readonly usedIn: ReadonlyMap<string, readonly ComparedSketch[]>;
  readonly flags: readonly FlagAnswer[];
};

function lookUp({ spans, sketches, groups, flags }: PlaceParts): LookUp {
  const usedIn = new Map<string, ComparedSketch[]>();
  for (const sketch of sketches) {
    for (const id of spanIdsOf(sketch)) usedIn.set(id, [...(usedIn.get(id) ?? []), sketch]);
  }
  return {
    spans: new Map(spans.map((span) => [span.id, span])),
    sketches: new Map(sketches.map((sketch) => [sketch.id, sketch])),
    groups: new Map(groups.map((group) => [group.id, group])),
    usedIn,
    flags,
  };
}

function ofGroup(
  of: LookUp,
  group: ComparedGroup,
  differences: readonly Difference[],
  id: string,
): Place {
  const spans = known(group.spans, of.spans).toSorted(byPlace);
  return {
    id,
    differences,
    group,
    spans,
    sketches: unique(spans.flatMap((span) => of.usedIn.get(span.id) ?? [])),
    roles: new Set(spans.map(({ role }) => role)),
    ranges: [rangeOf(group)],
    flags: of.flags.filter(
      ({ place }) => place.kind === 'spans' && group.spans.includes(place.span),
    ),
    flagPlace: { kind: 'spans', span: placeOf(group) },
  };
}

function ofSketches(of: LookUp, first: Difference, differences: readonly Difference[]): Place {
  const sketches = known(first.sketches, of.sketches);
  const spans = known(sketches.flatMap(spanIdsOf), of.spans).toSorted(byPlace);
  return {
    id: first.id,
    differences,
    group: null,
    spans,
    sketches,
    roles: new Set(sketches.flatMap(({ parts }) => parts.map(({ role }) => role))),
    ranges: spans,
    flags: of.flags.filter(
      ({ place }) =>
        place.kind !== 'spans' && place.sketches.every((id) => first.sketches.includes(id)),
    ),
    flagPlace: { kind: 'sketches', sketches: leastOfEach(sketches) },
  };
}

export function isShown(place: Place, filter: PlaceFilter): boolean {
  const { kind: wanted, coder } = filter;
  return (
    ((wanted === null && coder === null) ||
      place.differences.some(
        ({ kind, coders }) =>
          (wanted === null || wanted === kind) && (coder === null || coders.includes(coder)),
      )) &&
    filter.roles.every((role) => place.roles.has(role)) &&
    (!filter.flagged || place.flags.some(({ settledBy }) => settledBy === null))
  );
}

/** How many places each kind would show, were it chosen beside the rest of the filter. */
export function countKinds(
  places: readonly Place[],
  filter: PlaceFilter,
): ReadonlyMap<DifferenceKind, number> {
  const counts = new Map<DifferenceKind, number>();
  for (const place of places) {
    for (const kind of new Set(place.differences.map((one) => one.kind))) {
      if (isShown(place, { ...filter, kind })) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * The place that a link names by the id of a difference, `kind.span` or `kind.sketch.sketch`. Where
 * that difference is settled, what else the same span or sketches differ in; null where nothing is.
 */
export function placeWith(places: readonly Place[], difference: string): Place | null {
  const [, ...named] = difference.split('.');
  return (
    places.find(({ differences }) => differences.some(({ id }) => id === difference)) ??
    places.find(({ flagPlace, group }) => {
      const own = flagPlace.kind === 'sketches' ? flagPlace.sketches : (group?.spans ?? []);
      return named.length > 0 && named.every((id) => own.includes(id));
    }) ??
    null
  );
}

/**
 * The next of the list (`by` 1) or the one before (-1); from a place that is not in it the nearest on
 * that side. Null at the end.
 */
export function stepFrom(
  list: readonly Place[],
  all: readonly Place[],
  current: Place | null,
  by: 1 | -1,
): Place | null {
  const at = current === null ? -1 : all.indexOf(current);
  const inList = new Set(list);
  if (current === null) return (by === 1 ? list[0] : list.at(-1)) ?? null;
  for (let next = at + by; next >= 0 && next < all.length; next += by) {
    const place = all[next];
    if (place !== undefined && inList.has(place)) return place;
  }
  return null;
}

/** The place at an offset of the text, the shortest where several lie over one another. */
export function placeAt(places: readonly Place[], offsetUtf16: number): Place | null {
  const here = { startUtf16: offsetUtf16, endUtf16: offsetUtf16 + 1 };
  const found = places.filter(({ group }) => group !== null && rangesOverlap(rangeOf(group), here));
  const lengthOf = ({ group }: Place): number =>
    group === null ? 0 : group.hull[1] - group.hull[0];
  return found.toSorted((a, b) => lengthOf(a) - lengthOf(b))[0] ?? null;
}

export function rangeOf({ hull: [startUtf16, endUtf16] }: ComparedGroup): TextRange {
  return { startUtf16, endUtf16 };
}

/** A flag names a sketch a coder, however many pieces they tied. */
function leastOfEach(sketches: readonly ComparedSketch[]): string[] {
  const ofEach = Map.groupBy(sketches, ({ member }) => member);
  return [...ofEach.values()].map((own) => own.map(({ id }) => id).toSorted()[0] ?? '').toSorted();
}

function spanIdsOf({ parts }: ComparedSketch): readonly string[] {
  return parts.flatMap(({ spans }) => spans);
}

function known<Thing>(ids: readonly string[], things: ReadonlyMap<string, Thing>): Thing[] {
  return unique(ids).flatMap((id) => things.get(id) ?? []);
}

function unique<Thing>(things: readonly Thing[]): readonly Thing[] {
  return [...new Set(things)];
}

function byPlace(a: ComparedSpan, b: ComparedSpan): number {
  return a.startUtf16 - b.startUtf16 || a.endUtf16 - b.endUtf16;
}

function orderOf({ group }: Place): number {
  return group === null ? Number.MAX_SAFE_INTEGER : group.hull[0];
}
