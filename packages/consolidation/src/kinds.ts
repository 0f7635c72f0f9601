import type { SketchSet, Uses } from './configurations.ts';
import type { Groups, SpanGroup } from './groups.ts';
import type { Match } from './match.ts';
import type { Kind } from './result.ts';
import type { Split } from './splits.ts';
import { findSplits } from './splits.ts';
import type { CodedText, MarkedSpan } from './text.ts';

/** A group and how its coders differ. */
export type ComparedGroup = {
  readonly group: SpanGroup;
  /** Coders without a span in it, in order. */
  readonly missing: readonly number[];
  /** In order, with the coders whom each names. */
  readonly kinds: readonly { readonly kind: Kind; readonly coders: readonly number[] }[];
  readonly splitOf: SpanGroup | null;
};

/** Section 3: the kinds of difference in each group. */
export function compareGroups(
  text: CodedText,
  groups: Groups,
  matches: readonly Match<MarkedSpan>[],
  configurations: readonly SketchSet[],
): readonly ComparedGroup[] {
  const splits = findSplits(text, groups, matches);
  const usesOf = Map.groupBy(
    configurations.flatMap(({ uses }) => [...uses]),
    ([group]) => group,
  );
  const everybody = [...text.coders.keys()];
  return groups.all.map((group) => {
    const split = splits.get(group) ?? null;
    const missing = everybody.filter((coder) => !group.spans.some((span) => span.coder === coder));
    const uses = (usesOf.get(group) ?? []).map(([, byCoder]) => byCoder);
    return {
      group,
      missing,
      kinds: kindsOf(group, missing, split, uses),
      splitOf: split?.splitOf ?? null,
    };
  });
}

function kindsOf(
  { spans }: SpanGroup,
  missing: readonly number[],
  split: Split | null,
  uses: readonly Uses[],
): ComparedGroup['kinds'] {
  const differ = (key: 'start' | 'end' | 'label'): boolean =>
    spans.some((span) => span[key] !== spans[0]?.[key]);
  const differInBounds = differ('start') || differ('end');
  const undecided = spans.filter(({ label }) => label === 'undecided');
  const isAgreed = missing.length + undecided.length === 0 && !differInBounds && !differ('label');
  const [here, elsewhere]: readonly [MarkedSpan[], MarkedSpan[]] = [[], []];
  for (const pair of pairsOfTwoLabels(spans)) {
    (isElsewhere(pair, uses) ? elsewhere : here).push(...pair);
  }

  const kinds: { kind: Kind; coders: readonly number[] }[] = [];
  const add = (kind: Kind, coders: readonly number[]): void => {
    if (coders.length > 0) kinds.push({ kind, coders });
  };
  if (isAgreed) add('agree', codersOf(spans));
  add('split', split === null ? [] : missing.filter((coder) => split.coders.has(coder)));
  add('missed', split === null ? missing : missing.filter((coder) => !split.coders.has(coder)));
  if (differInBounds) add('boundary', codersOf(spans));
  add('role', codersOf(here));
  add('role-elsewhere', codersOf(elsewhere));
  add('undecided', codersOf(undecided));
  add('unsure', codersOf(spans.filter(({ unsure }) => unsure)));
  return kinds;
}

/** Each once, in order. */
function codersOf(spans: readonly MarkedSpan[]): readonly number[] {
  return spans
    .map(({ coder }) => coder)
    .sort((a, b) => a - b)
    .filter((coder, place, all) => coder !== all[place - 1]);
}

/** Every two spans whose labels differ, neither undecided. */
function pairsOfTwoLabels(
  spans: readonly MarkedSpan[],
): readonly (readonly [MarkedSpan, MarkedSpan])[] {
  const pairs: (readonly [MarkedSpan, MarkedSpan])[] = [];
  const decided = spans.filter(({ label }) => label !== 'undecided');
  for (const [place, a] of decided.entries()) {
    for (const b of decided.slice(place + 1)) if (a.label !== b.label) pairs.push([a, b]);
  }
  return pairs;
}

/**
 * Section 5: two labels are no disagreement where sketches use both spans and each configuration that
 * has both gives them a role in common. A coder has one span in a group, so how they use it is how the
 * span is used.
 */
function isElsewhere([a, b]: readonly [MarkedSpan, MarkedSpan], uses: readonly Uses[]): boolean {
  return (
    uses.some((byCoder) => byCoder.has(a.coder)) &&
    uses.some((byCoder) => byCoder.has(b.coder)) &&
    uses.every((byCoder) => {
      const [ofA, ofB] = [byCoder.get(a.coder), byCoder.get(b.coder)];
      return ofA === undefined || ofB === undefined || !ofA.isDisjointFrom(ofB);
    })
  );
}
