import type { CoderInput, ConsolidationInput, PartInput, SpanInput } from '../src/index.ts';

/*
 * The whole of the definitions again, by the slowest way that follows them word for word: matchings by
 * trying all, positions by counting them. For small inputs.
 */

const ROLES = ['C', 'M', 'O', 'I', 'A', 'undecided'];

type Span = SpanInput & { readonly coder: string };
type Sketch = {
  readonly id: string;
  readonly coder: string;
  readonly bearing: string | undefined;
  readonly parts: readonly Part[];
};
type Part = {
  readonly role: string;
  readonly spans: readonly Span[];
  readonly words: string | null;
};
type Pair<Thing> = { readonly a: Thing; readonly b: Thing; readonly w: number };

// Orders

/** The first difference of two lists of keys. */
function byKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [x, y] = [a[at], b[at]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

function sortedBy<Item>(
  items: Iterable<Item>,
  keys: (item: Item) => readonly (string | number)[],
): Item[] {
  return [...items].sort((a, b) => byKeys(keys(a), keys(b)));
}

const rank = (role: string): number => ROLES.indexOf(role);
const spanKeys = ({ start, end, label, id }: Span) => [start, end, rank(label), id];
const partKeys = ({ role, spans, words }: Part) => [
  rank(role),
  words === null ? 0 : 1,
  ...(words === null ? spans.flatMap(spanKeys) : [words]),
];
const unique = <Item>(items: Iterable<Item>): Item[] => [...new Set(items)];
const sum = (numbers: readonly number[]): number => numbers.reduce((all, next) => all + next, 0);

/** Every two of a list. */
function twos<Item>(items: readonly Item[]): (readonly [Item, Item])[] {
  return items.flatMap((a, at) => items.slice(at + 1).map((b) => [a, b] as const));
}

// Positions

const positionsOf = ({ start, end }: { readonly start: number; readonly end: number }): number[] =>
  Array.from({ length: end - start }, (_, at) => start + at);

const shares = new Map<string, number>();
function shared(a: Span, b: Span): number {
  const key = `${a.start} ${a.end} ${b.start} ${b.end}`;
  const known = shares.get(key);
  if (known !== undefined) return known;
  const inB = new Set(positionsOf(b));
  const count = positionsOf(a).filter((at) => inB.has(at)).length;
  shares.set(key, count);
  return count;
}
const long = (span: Span): number => span.end - span.start;
const roundedUp = (part: number, whole: number): number =>
  Number((1_000_000n * BigInt(part) + BigInt(whole) - 1n) / BigInt(whole));

// Section 1

/** Of all one-to-one choices of pairs that of greatest weight, and of these the first. */
function bestMatching<Thing>(
  as: readonly Thing[],
  bs: readonly Thing[],
  weight: (a: Thing, b: Thing) => number | null,
): Pair<Thing>[] {
  type Way = {
    readonly total: number;
    readonly pairs: readonly (readonly [number, number, number])[];
  };
  const ways = (i: number, used: ReadonlySet<number>): Way => {
    const a = as[i];
    if (a === undefined) return { total: 0, pairs: [] };
    // In the order of what comes first: with the first of the others, …, left out.
    let best: Way | null = null;
    for (const [j, b] of bs.entries()) {
      const w = used.has(j) ? null : weight(a, b);
      if (w === null) continue;
      const rest = ways(i + 1, new Set([...used, j]));
      const total = w + rest.total;
      if (best === null || total > best.total) best = { total, pairs: [[i, j, w], ...rest.pairs] };
    }
    const without = ways(i + 1, used);
    return best === null || without.total > best.total ? without : best;
  };
  return ways(0, new Set()).pairs.map(([i, j, w]) => ({ a: as[i] as Thing, b: bs[j] as Thing, w }));
}

function spanWeight(a: Span, b: Span): number | null {
  const common = shared(a, b);
  const [shorter, longer] = [Math.min(long(a), long(b)), Math.max(long(a), long(b))];
  const can = a.label === b.label ? common >= shorter / 4 : common > longer / 2;
  if (!can) return null;
  const union = unique([...positionsOf(a), ...positionsOf(b)]).length;
  return roundedUp(common, union) + (a.label === b.label && a.label !== 'undecided' ? 500_000 : 0);
}

// Section 2

function joined<Thing extends { readonly coder: string }>(
  things: readonly Thing[],
  edges: readonly Pair<Thing>[],
  fit: (set: readonly Thing[]) => boolean,
): Thing[][] {
  let sets: Thing[][] = things.map((thing) => [thing]);
  for (const { a, b } of edges) {
    const ofA = sets.find((set) => set.includes(a)) ?? [];
    const ofB = sets.find((set) => set.includes(b)) ?? [];
    if (ofA === ofB) continue;
    const both = [...ofA, ...ofB];
    if (unique(both.map(({ coder }) => coder)).length < both.length || !fit(both)) continue;
    sets = [...sets.filter((set) => set !== ofA && set !== ofB), both];
  }
  return sets;
}

// All of it

export function byDefinition(input: ConsolidationInput, strategy: string) {
  const coders = sortedBy(input.coders, ({ id }) => [id]);
  const ids = coders.map(({ id }) => id);
  const k = ids.length;
  const spansOf = new Map(coders.map((coder) => [coder.id, ownSpans(coder)]));
  const own = (coder: string): Span[] => spansOf.get(coder)?.spans ?? [];
  const allSpans = ids.flatMap(own);
  const sketches: Sketch[] = sortedBy(
    coders.flatMap((coder) =>
      (coder.sketches ?? []).map(({ id, parts, bearing }) => ({
        id,
        coder: coder.id,
        bearing,
        parts: sortedBy(
          parts.map((part) => toPart(part, spansOf.get(coder.id)?.byId ?? new Map())),
          partKeys,
        ),
      })),
    ),
    ({ id }) => [id],
  );

  // 1 and 2
  const matches = twos(ids).flatMap(([x, y]) => bestMatching(own(x), own(y), spanWeight));
  const edges = sortedBy(matches, ({ a, b, w }) => [
    -w,
    Math.min(a.start, b.start),
    Math.min(a.end, b.end),
    ...[a.id, b.id].sort(),
  ]);
  const sets = joined(allSpans, edges, (set) => twos(set).every(([a, b]) => shared(a, b) > 0));
  const groups = sortedBy(
    sets.map((set) => ({
      spans: sortedBy(set, spanKeys),
      start: Math.min(...set.map(({ start }) => start)),
      end: Math.max(...set.map(({ end }) => end)),
    })),
    ({ start, end, spans }) => [start, end, spans.map(({ id }) => id).sort()[0] ?? ''],
  );
  type Group = (typeof groups)[number];
  const groupOf = (span: Span): Group => groups.find(({ spans }) => spans.includes(span)) as Group;
  const name = (group: Group): string => `g${groups.indexOf(group) + 1}`;
  const labelOf = ({ spans }: Group): string => {
    const decided = spans.map(({ label }) => label).filter((label) => label !== 'undecided');
    const counted = ROLES.map((role) => ({
      role,
      count: decided.filter((label) => label === role).length,
    }));
    const most = Math.max(...counted.map(({ count }) => count));
    const first = counted.filter(({ count }) => count === most);
    return most > 0 && first.length === 1 ? (first[0]?.role ?? '') : 'undecided';
  };

  // 5
  const spansOverlap = (a: Span, b: Span): boolean =>
    groupOf(a) === groupOf(b) || shared(a, b) > Math.min(long(a), long(b)) / 2;
  const partsOverlap = (a: Part, b: Part): boolean =>
    a.spans.some((x) => b.spans.some((y) => spansOverlap(x, y)));
  const points = (a: Part, b: Part): number | null => {
    if (a.words === null && b.words === null) {
      return partsOverlap(a, b) ? (a.role === b.role ? 3 : 2) : null;
    }
    return a.role === b.role ? 1 : null;
  };
  const bySide = (a: Sketch, b: Sketch): readonly [Sketch, Sketch] =>
    a.coder < b.coder ? [a, b] : [b, a];
  const pairing = (a: Sketch, b: Sketch): Pair<Part>[] => {
    const [x, y] = bySide(a, b);
    return bestMatching(x.parts, y.parts, points);
  };
  const quoted = ({ parts }: Sketch): Part[] => parts.filter(({ words }) => words === null);
  const canMatch = (a: Sketch, b: Sketch): boolean => {
    if (a.coder === b.coder) return false;
    const byTwo = twos(quoted(a)).some(([p, q]) =>
      quoted(b).some((r) =>
        quoted(b).some((s) => r !== s && partsOverlap(p, r) && partsOverlap(q, s)),
      ),
    );
    const byOne = (x: Sketch, y: Sketch): boolean => {
      const [only, ...others] = quoted(x);
      if (only === undefined || others.length > 0) return false;
      return (
        quoted(y).some((part) => part.role === only.role && partsOverlap(only, part)) &&
        x.parts.some(({ role }) => role !== only.role && y.parts.some((part) => part.role === role))
      );
    };
    return byTwo || byOne(a, b) || byOne(b, a);
  };
  const sketchWeight = (a: Sketch, b: Sketch): number | null => {
    if (!canMatch(a, b)) return null;
    const p = sum(pairing(a, b).map(({ w }) => w));
    return roundedUp(p, 3 * (a.parts.length + b.parts.length) - p);
  };
  const ofCoder = (id: string): Sketch[] => sketches.filter(({ coder }) => coder === id);
  const sketchEdges = sortedBy(
    twos(ids).flatMap(([x, y]) => bestMatching(ofCoder(x), ofCoder(y), sketchWeight)),
    ({ a, b, w }) => [-w, ...[a.id, b.id].sort()],
  );
  const firstSets = joined(sketches, sketchEdges, () => true);
  const isPiece = (piece: Sketch, of: Sketch): boolean => {
    if (!canMatch(piece, of) || piece.parts.length >= of.parts.length) return false;
    if (piece.parts.some(({ words }) => words !== null)) return false;
    const pairs = pairing(piece, of);
    return piece.parts.every((part) => {
      const pair = pairs.find(({ a, b }) => a === part || b === part);
      if (pair === undefined) return false;
      const other = pair.a === part ? pair.b : pair.a;
      return other.words === null && partsOverlap(part, other);
    });
  };
  const wholeOf = new Map(
    firstSets.map((set) => {
      const wholes = sketches.filter(
        (whole) => !set.includes(whole) && set.every((piece) => isPiece(piece, whole)),
      );
      const [best] = sortedBy(wholes, (whole) => [
        -sum(set.map((piece) => sketchWeight(piece, whole) ?? 0)),
        whole.id,
      ]);
      return [set, best] as const;
    }),
  );
  let configurations = firstSets;
  for (const [set, whole] of wholeOf) {
    const [first] = set;
    if (whole === undefined || first === undefined) continue;
    const ofSet = configurations.find((each) => each.includes(first)) ?? [];
    const ofWhole = configurations.find((each) => each.includes(whole)) ?? [];
    if (ofSet === ofWhole) continue;
    configurations = [
      ...configurations.filter((each) => each !== ofSet && each !== ofWhole),
      [...ofSet, ...ofWhole],
    ];
  }
  const rolesIn = (set: readonly Sketch[], span: Span): string[] =>
    unique(
      set.flatMap(({ parts }) =>
        parts.filter(({ spans }) => spans.includes(span)).map(({ role }) => role),
      ),
    );
  const isUsed = (span: Span): boolean => rolesIn(sketches, span).length > 0;
  const isElsewhere = (a: Span, b: Span): boolean =>
    isUsed(a) &&
    isUsed(b) &&
    configurations
      .map((set) => [rolesIn(set, a), rolesIn(set, b)] as const)
      .filter(([x, y]) => x.length > 0 && y.length > 0)
      .every(([x, y]) => x.some((role) => y.includes(role)));

  // 3
  const compared = groups.map((group) => {
    const { spans } = group;
    const inside = unique(spans.map(({ coder }) => coder)).sort();
    const missing = ids.filter((id) => !inside.includes(id));
    const cuts = missing.flatMap((coder) =>
      own(coder).flatMap((span) =>
        spans
          .filter(
            (of) =>
              of.label === span.label &&
              (shared(of, span) > long(of) / 2 ||
                matches.some(({ a, b }) => (a === of && b === span) || (a === span && b === of))),
          )
          .map((of) => ({ coder, span, count: shared(of, span) })),
      ),
    );
    const split = missing.filter((coder) => cuts.some((cut) => cut.coder === coder));
    const [most] = sortedBy(cuts, ({ span, count }) => [-count, groups.indexOf(groupOf(span))]);
    const all = (key: 'start' | 'end' | 'label'): boolean =>
      unique(spans.map((span) => span[key])).length === 1;
    const undecided = spans.filter(({ label }) => label === 'undecided');
    const contested = twos(spans).filter(
      ([a, b]) => a.label !== b.label && a.label !== 'undecided' && b.label !== 'undecided',
    );
    const [elsewhere, here] = [true, false].map((is) =>
      unique(
        contested
          .filter(([a, b]) => isElsewhere(a, b) === is)
          .flat()
          .map(({ coder }) => coder),
      ).sort(),
    ) as [string[], string[]];
    const agree =
      inside.length === k && all('start') && all('end') && all('label') && undecided.length === 0;
    const kinds: [string, string[]][] = [
      ['agree', agree ? inside : []],
      ['split', split],
      ['missed', missing.filter((coder) => !split.includes(coder))],
      ['boundary', all('start') && all('end') ? [] : inside],
      ['role', here],
      ['role-elsewhere', elsewhere],
      ['undecided', undecided.map(({ coder }) => coder).sort()],
      ['unsure', spans.filter(({ unsure }) => unsure === true).map(({ coder }) => coder)],
    ];
    return {
      group,
      missing,
      kinds: kinds.filter(([, named]) => named.length > 0),
      splitOf: most && groupOf(most.span),
    };
  });

  // 4
  const proposed = sortedBy(
    compared.flatMap(({ group, kinds }) => {
      const { spans, start, end } = group;
      const label = labelOf(group);
      const covered = positionsOf(group).filter((at) =>
        spans.every((span) => span.start <= at && at < span.end),
      );
      const runOf = (positions: readonly number[]) => ({
        start: Math.min(...positions),
        end: Math.max(...positions) + 1,
      });
      const byCount = (n: number) => {
        const decided = spans.filter((span) => span.label !== 'undecided');
        if (label === 'undecided' && decided.length > 0) return [];
        const carrying = spans.filter((span) => span.label === label);
        if (carrying.length < n) return [];
        const from = spans.filter((span) => span.label === label || span.label === 'undecided');
        const positions = positionsOf(group).filter(
          (at) => from.filter((span) => span.start <= at && at < span.end).length >= n,
        );
        return [{ ...runOf(positions), label, group, from }];
      };
      if (strategy === 'all') {
        return kinds.some(([kind]) => kind === 'agree')
          ? [{ start, end, label, group, from: spans }]
          : [];
      }
      if (strategy === 'majority') {
        return byCount([...Array(k + 1).keys()].find((n) => n > k / 2) ?? 0);
      }
      if (strategy.startsWith('at-least:')) return byCount(Number(strategy.slice(9)));
      if (strategy === 'union') {
        return spans.length >= 2 ? [{ start, end, label, group, from: spans }] : [];
      }
      if (strategy === 'intersection') {
        return spans.length >= 2 ? [{ ...runOf(covered), label, group, from: spans }] : [];
      }
      return spans
        .filter(({ coder }) => coder === strategy.slice(6))
        .map((span) => ({
          start: span.start,
          end: span.end,
          label: span.label,
          group,
          from: [span],
        }));
    }),
    ({ start, end, label, group }) => [start, end, rank(label), groups.indexOf(group)],
  );

  // 6
  const uses = (set: readonly Sketch[]): Group[] =>
    groups.filter(({ spans }) => spans.some((span) => rolesIn(set, span).length > 0));
  const isContested = (set: readonly Sketch[], { spans }: Group): boolean =>
    twos(spans.map((span) => rolesIn(set, span)).filter((roles) => roles.length > 0)).some(
      ([a, b]) => !a.some((role) => b.includes(role)),
    );
  const ordered = sortedBy(
    configurations.map((set) => sortedBy(set, ({ id }) => [id])),
    (set) => {
      const [first] = uses(set);
      return [
        -unique(set.map(({ coder }) => coder)).length,
        first === undefined ? Number.POSITIVE_INFINITY : groups.indexOf(first),
        set[0]?.id ?? '',
      ];
    },
  );
  const fromSketches = ordered.map((set) => ({
    from: 'sketches',
    sketches: set.map(({ id }) => id),
    support: unique(set.map(({ coder }) => coder)).length,
    parts: ROLES.flatMap((role) => [
      ...uses(set)
        .filter(({ spans }) => spans.some((span) => rolesIn(set, span).includes(role)))
        .map((group) => ({
          role,
          group: name(group),
          ...(isContested(set, group) ? { contested: true } : {}),
        })),
      ...sortedBy(
        set.flatMap(({ id, coder, parts }) =>
          parts
            .filter((part) => part.role === role)
            .flatMap(({ words }) => (words === null ? [] : [{ coder, id, words }])),
        ),
        ({ coder, id, words }) => [coder, id, words],
      ).map(({ coder, words }) => ({ role, inferred: words, coder })),
    ]),
  }));
  const free = groups.filter(
    (group) =>
      group.spans.length >= 2 && labelOf(group) !== 'undecided' && !group.spans.some(isUsed),
  );
  const runs: Group[][] = [];
  for (const group of free) {
    const last = runs.at(-1);
    if (last !== undefined && group.start <= Math.max(...last.map(({ end }) => end)) + 400) {
      last.push(group);
    } else runs.push([group]);
  }
  const cut = (run: readonly Group[]): (readonly Group[])[] => {
    const length =
      Math.max(...run.map(({ end }) => end)) - Math.min(...run.map(({ start }) => start));
    const gaps = run
      .slice(1)
      .map((group, at) => ({
        at: at + 1,
        gap: group.start - Math.max(...run.slice(0, at + 1).map(({ end }) => end)),
      }))
      .filter(({ gap }) => gap > 0);
    const [widest] = sortedBy(gaps, ({ gap, at }) => [-gap, at]);
    if (length <= 1200 || widest === undefined) return [run];
    return [...cut(run.slice(0, widest.at)), ...cut(run.slice(widest.at))];
  };
  const fromCloseness = sortedBy(
    runs
      .flatMap(cut)
      .filter((run) => unique(run.map(labelOf)).length >= 2)
      .map((run) => ({
        run,
        support: unique(run.flatMap(({ spans }) => spans.map(({ coder }) => coder))).length,
      })),
    ({ run, support }) => [-support, Math.min(...run.map((group) => groups.indexOf(group)))],
  ).map(({ run, support }) => ({
    from: 'closeness',
    sketches: [],
    support,
    parts: sortedBy(run, (group) => [rank(labelOf(group)), groups.indexOf(group)]).map((group) => ({
      role: labelOf(group),
      group: name(group),
    })),
  }));

  // Differences of sketches
  const together = (set: readonly Sketch[], coder: string): Part[] => {
    let parts: Part[] = [];
    for (const part of set.filter((each) => each.coder === coder).flatMap((each) => each.parts)) {
      const links = (other: Part): boolean =>
        other.role === part.role &&
        (part.words === null
          ? other.spans.some((span) => part.spans.includes(span))
          : other.words === part.words);
      const linked = parts.filter(links);
      const spans = unique([...linked, part].flatMap((each) => each.spans));
      parts = [
        ...parts.filter((other) => !links(other)),
        { ...part, spans: sortedBy(spans, spanKeys) },
      ];
    }
    return sortedBy(parts, partKeys);
  };
  const differences = ordered.flatMap((set) =>
    twos(unique(set.map(({ coder }) => coder)).sort()).flatMap(([x, y]) => {
      const [a, b] = [together(set, x), together(set, y)];
      const pairs = bestMatching(a, b, points);
      const alone = (parts: readonly Part[], others: readonly Part[]) =>
        parts
          .filter((part) => !pairs.some((pair) => pair.a === part || pair.b === part))
          .map((part) => others.some(({ role }) => role === part.role));
      const unpaired = new Set([...alone(a, b), ...alone(b, a)]);
      const count = (coder: string): number => set.filter((each) => each.coder === coder).length;
      const bearings = [x, y].map((coder) =>
        unique(
          set
            .filter((each) => each.coder === coder)
            .flatMap(({ bearing }) => (bearing === undefined ? [] : [bearing])),
        ).sort(),
      );
      const kinds = [
        unpaired.has(false) && 'part-missing',
        pairs.some((pair) => pair.a.role !== pair.b.role) && 'part-role',
        bearings.every((each) => each.length > 0) &&
          JSON.stringify(bearings[0]) !== JSON.stringify(bearings[1]) &&
          'bearing',
        (unpaired.has(true) || count(x) !== count(y)) && 'tied-otherwise',
      ];
      return kinds
        .filter((kind) => kind !== false)
        .map((kind) => ({
          kind,
          sketches: set.filter(({ coder }) => coder === x || coder === y).map(({ id }) => id),
          coders: [x, y],
        }));
    }),
  );

  return {
    groups: compared.map(({ group, missing, kinds, splitOf }) => ({
      id: name(group),
      spans: group.spans.map(({ id }) => id),
      kinds: kinds.map(([kind]) => kind),
      missing,
      hull: [group.start, group.end],
      shared: [
        Math.max(...group.spans.map(({ start }) => start)),
        Math.min(...group.spans.map(({ end }) => end)),
      ],
      ...(splitOf === undefined ? {} : { splitOf: name(splitOf) }),
    })),
    disagreements: [
      ...compared.flatMap(({ group, kinds }) =>
        kinds
          .filter(([kind]) => !['agree', 'role-elsewhere', 'unsure'].includes(kind))
          .map(([kind, named]) => ({ kind, group: name(group), coders: named })),
      ),
      ...differences,
    ],
    proposed: proposed.map(({ group, from, ...run }) => ({
      ...run,
      group: name(group),
      from: from.map(({ id }) => id),
    })),
    candidates: [...fromSketches, ...fromCloseness],
  };
}

/** A coder's spans in order, those that are the same as one, and which one each id means. */
function ownSpans({ id: coder, spans }: CoderInput): {
  readonly spans: Span[];
  readonly byId: ReadonlyMap<string, Span>;
} {
  const same = Map.groupBy(spans, ({ start, end, label }) => `${start} ${end} ${label}`);
  const byId = new Map<string, Span>();
  for (const all of same.values()) {
    const id = all.map((span) => span.id).sort()[0] ?? '';
    const unsure = all.every((span) => span.unsure === true);
    const kept = { ...(all[0] as SpanInput), id, unsure, coder };
    for (const span of all) byId.set(span.id, kept);
  }
  return { spans: sortedBy(unique(byId.values()), spanKeys), byId };
}

function toPart(part: PartInput, byId: ReadonlyMap<string, Span>): Part {
  if ('inferred' in part) return { role: part.role, spans: [], words: part.inferred };
  const spans = unique(part.spans.map((id) => byId.get(id) as Span));
  return { role: part.role, spans: sortedBy(spans, spanKeys), words: null };
}
