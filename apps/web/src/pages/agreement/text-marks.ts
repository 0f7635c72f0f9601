import type { ComparedSpan } from '@triad/collab';
import type { Role, TextRange } from '@triad/realist';
import { compareRoles } from '@triad/realist';

/** Equal spans of one role are one mark, with all its coders; it has one lane for its whole length. */
export type TextMark = TextRange & {
  readonly role: Role;
  readonly lane: number;
  readonly spans: readonly ComparedSpan[];
};

/** A stretch of a paragraph on which the same marks lie. */
export type Segment = TextRange & {
  readonly marks: readonly TextMark[];
  /** Marks that begin with it. */
  readonly begins: readonly TextMark[];
};

/** Lanes by start, then longest, the first that is free: as the annotator gives them on loading. */
export function layMarks(spans: readonly ComparedSpan[]): readonly TextMark[] {
  const together = Map.groupBy(
    spans,
    ({ startUtf16, endUtf16, role }) => `${startUtf16}:${endUtf16}:${role}`,
  );
  const sorted = [...together.values()].toSorted(([a], [b]) =>
    a === undefined || b === undefined
      ? 0
      : a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16 || compareRoles(a.role, b.role),
  );
  const ends: number[] = [];
  return sorted.flatMap((ofMark) => {
    const [first] = ofMark;
    if (first === undefined) return [];
    const { startUtf16, endUtf16, role } = first;
    const free = ends.findIndex((end) => end <= startUtf16);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = endUtf16;
    return [{ startUtf16, endUtf16, role, lane, spans: ofMark }];
  });
}

/** For each of the turns, in their order, what lies in it; marks and turns in the order of the text. */
export function marksByTurn<Range extends TextRange>(
  marks: readonly Range[],
  turns: readonly TextRange[],
): readonly (readonly Range[])[] {
  const found: Range[][] = turns.map(() => []);
  let first = 0;
  for (const mark of marks) {
    while ((turns[first]?.endUtf16 ?? Infinity) <= mark.startUtf16) first += 1;
    for (let at = first; (turns[at]?.startUtf16 ?? Infinity) < mark.endUtf16; at += 1) {
      found[at]?.push(mark);
    }
  }
  return found;
}

/** Cuts a range wherever a mark begins or ends, or one of `cuts` lies. */
export function segmentsOf(
  range: TextRange,
  marks: readonly TextMark[],
  cuts: readonly number[] = [],
): readonly Segment[] {
  const within = marks.filter(
    (mark) => mark.startUtf16 < range.endUtf16 && mark.endUtf16 > range.startUtf16,
  );
  const edges = [
    range.startUtf16,
    range.endUtf16,
    ...within.flatMap(({ startUtf16, endUtf16 }) => [startUtf16, endUtf16]),
    ...cuts,
  ].filter((edge) => edge >= range.startUtf16 && edge <= range.endUtf16);
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  return sorted.slice(1).map((endUtf16, i) => {
    const startUtf16 = sorted[i] ?? endUtf16;
    const here = within.filter(
      (mark) => mark.startUtf16 <= startUtf16 && mark.endUtf16 >= endUtf16,
    );
    return {
      startUtf16,
      endUtf16,
      marks: here,
      begins: here.filter((mark) => mark.startUtf16 === startUtf16),
    };
  });
}
