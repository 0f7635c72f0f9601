import type { Role } from '@triad/realist';
import type { Mark, PlacedSpan } from './marks.ts';

/** What the panel's list lets through; null lets all through. */
export type ListFilter = {
  readonly roles: ReadonlySet<Role> | null;
  readonly member: string | null;
  readonly words: string;
};

/** Spans in the order of the text that the filter lets through. Words match without regard to case. */
export function listSpans(marks: readonly Mark[], filter: ListFilter): readonly PlacedSpan[] {
  const words = filter.words.trim().toLocaleLowerCase();
  const listed: PlacedSpan[] = [];
  for (const mark of marks) {
    if (filter.roles !== null && !filter.roles.has(mark.role)) continue;
    for (const placed of mark.spans) {
      if (filter.member !== null && placed.member !== filter.member) continue;
      if (words !== '' && !placed.span.anchor.quote.toLocaleLowerCase().includes(words)) continue;
      listed.push(placed);
    }
  }
  return listed;
}
