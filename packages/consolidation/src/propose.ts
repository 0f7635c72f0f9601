import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import { ConsolidationError } from './errors.ts';
import type { Groups, Run, SpanGroup } from './groups.ts';
import type { Strategy } from './strategy.ts';
import type { CodedText, MarkedSpan } from './text.ts';

/** A span that a strategy proposes for a group, and the spans that it came from. */
export type Proposal = Run & {
  readonly label: Role;
  readonly group: SpanGroup;
  readonly from: readonly MarkedSpan[];
};

/**
 * Section 4: the proposed spans, in order. Throws {@link ConsolidationError} for a coder who is not there.
 *
 * @param agreed the groups of kind `agree`
 */
export function proposeSpans(
  strategy: Strategy,
  text: CodedText,
  groups: Groups,
  agreed: ReadonlySet<SpanGroup>,
): readonly Proposal[] {
  return proposalsBy(strategy, text, groups, agreed).toSorted(
    (a, b) =>
      a.start - b.start ||
      a.end - b.end ||
      compareRoles(a.label, b.label) ||
      a.group.at - b.group.at,
  );
}

function proposalsBy(
  strategy: Strategy,
  { coders, spans }: CodedText,
  groups: Groups,
  agreed: ReadonlySet<SpanGroup>,
): readonly Proposal[] {
  const ofSeveral = groups.all.filter((group) => group.spans.length > 1);
  switch (strategy.kind) {
    case 'all':
      return [...agreed].map((group) => over(group.shared, group));
    case 'majority':
      return carriedBy(Math.floor(coders.length / 2) + 1, groups.all);
    case 'at-least':
      return carriedBy(strategy.count, groups.all);
    case 'union':
      return ofSeveral.map((group) => over(group.hull, group));
    case 'intersection':
      return ofSeveral.map((group) => over(group.shared, group));
    case 'coder': {
      const coder = coders.indexOf(strategy.id);
      if (coder === -1) {
        throw new ConsolidationError('The strategy names a coder who is not in the input.');
      }
      return spans
        .filter((span) => span.coder === coder)
        .map((span) => {
          const { start, end, label } = span;
          return { start, end, label, group: groups.of(span), from: [span] };
        });
    }
  }
}

function over({ start, end }: Run, group: SpanGroup): Proposal {
  return { start, end, label: group.label, group, from: group.spans };
}

/** Where `count` spans or more carry the label: the run that as many of these and of the undecided ones cover. */
function carriedBy(count: number, groups: readonly SpanGroup[]): readonly Proposal[] {
  return groups.flatMap((group) => {
    const { spans, label } = group;
    const from = spans.filter((span) => span.label === label || span.label === 'undecided');
    const isTied = label === 'undecided' && from.length < spans.length;
    const carrying = from.filter((span) => span.label === label);
    if (isTied || carrying.length < count) return [];
    // All share a position, so what so many of them cover is one run.
    const starts = from.map((span) => span.start).sort((a, b) => a - b);
    const ends = from.map((span) => span.end).sort((a, b) => b - a);
    const [start = 0, end = 0] = [starts[count - 1], ends[count - 1]];
    return [{ start, end, label, group, from }];
  });
}
