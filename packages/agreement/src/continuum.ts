/** A coder's span of one label: positions of the text, half-open, from 0. */
export type CodedSpan = { readonly start: number; readonly end: number; readonly label: string };

/** Who has coded a text, with what; a coder who looked and marked nothing is there with no spans. */
export type Continuum = {
  /** Positions of the text. */
  readonly length: number;
  /** Labels to report on, used or not; absent: those that occur. */
  readonly labels?: readonly string[];
  readonly coders: readonly { readonly id: string; readonly spans: readonly CodedSpan[] }[];
};

/** A run of positions. */
export type Run = { readonly start: number; readonly end: number };

/** A run with its label; null is a gap. */
export type Segment = Run & { readonly label: string | null };

/** Labels to report on, in order. */
export function labelsOf({ labels, coders }: Continuum): readonly string[] {
  if (labels !== undefined) return labels;
  return [...new Set(coders.flatMap(({ spans }) => spans.map(({ label }) => label)))].sort();
}

/**
 * A coder's units of one label (definitions, section 0): spans without length are dropped, those that
 * share a position merged, and those that only touch stay two. In order.
 */
export function unitsOf(spans: readonly CodedSpan[], label: string): readonly Run[] {
  const own = spans
    .filter((span) => span.label === label && span.end > span.start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const units: { start: number; end: number }[] = [];
  for (const { start, end } of own) {
    const last = units.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else units.push({ start, end });
  }
  return units;
}

/** Units, none of which overlap, and the gaps between them: all of the text, in order. */
export function cutUp(
  units: readonly (Run & { readonly label: string })[],
  length: number,
): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, label } of units) {
    if (start > at) segments.push({ start: at, end: start, label: null });
    segments.push({ start, end, label });
    at = end;
  }
  if (at < length) segments.push({ start: at, end: length, label: null });
  return segments;
}

/** Calls with every two runs, one of each list, that share a position. Each list is in order, without overlaps. */
export function forEachMeeting<A extends Run, B extends Run>(
  first: readonly A[],
  second: readonly B[],
  meet: (a: A, b: B, shared: number) => void,
): void {
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [first[i], second[j]];
    if (a === undefined || b === undefined) return;
    const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
    if (shared > 0) meet(a, b, shared);
    if (a.end <= b.end) i += 1;
    else j += 1;
  }
}
