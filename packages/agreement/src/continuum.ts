/** A coder's span of one label: positions of the text, half-open, from 0. */
export type CodedSpan = { readonly start: number; readonly end: number; readonly label: string };

/** Who has coded a text, with what; a coder who looked and marked nothing is there with no spans. */
export type Continuum = {
  /** Positions of the text. */
  readonly length: number;
  /** Labels to report on, used or not; spans of others are left out. Absent: those that occur. */
  readonly labels?: readonly string[];
  readonly coders: readonly { readonly id: string; readonly spans: readonly CodedSpan[] }[];
};

/** A run of positions, half-open. */
export type Run = { readonly start: number; readonly end: number };

/** Runs of positions, in order: each from its place in `starts` to its place in `ends`. */
export type Runs = { readonly starts: Float64Array; readonly ends: Float64Array };

/** A continuum in order: what every measure is counted from. */
export type Codings = {
  readonly length: number;
  readonly labels: readonly string[];
  /** The coders' ids. */
  readonly coders: readonly string[];
  /** By label, then coder: spans as they were made, less exact duplicates. */
  readonly spans: readonly (readonly Runs[])[];
  /**
   * By label, then coder: units, in which spans without length are dropped, those that share a position
   * merged, and those that only touch stay two.
   */
  readonly units: readonly (readonly Runs[])[];
};

/** Puts spans in order, by label and coder. */
export function codingsOf({ length, labels: given, coders }: Continuum): Codings {
  const labels =
    given === undefined
      ? [...new Set(coders.flatMap(({ spans }) => spans.map(({ label }) => label)))].sort()
      : [...new Set(given)];
  const byCoder = coders.map((coder) => {
    const own = new Map<string, CodedSpan[]>(labels.map((label) => [label, []]));
    for (const span of coder.spans) own.get(span.label)?.push(span);
    return own;
  });
  const spans = labels.map((label) => byCoder.map((own) => inOrder(own.get(label) ?? [])));
  return {
    length,
    labels,
    coders: coders.map(({ id }) => id),
    spans,
    units: spans.map((own) => own.map(merged)),
  };
}

function inOrder(spans: readonly CodedSpan[]): Runs {
  const ordered = spans.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const once = ordered.filter(({ start, end }, at) => {
    const before = ordered[at - 1];
    return before === undefined || before.start !== start || before.end !== end;
  });
  return {
    starts: Float64Array.from(once, ({ start }) => start),
    ends: Float64Array.from(once, ({ end }) => end),
  };
}

function merged({ starts, ends }: Runs): Runs {
  const [newStarts, newEnds] = [new Float64Array(starts.length), new Float64Array(starts.length)];
  let many = 0;
  for (const [at, start] of starts.entries()) {
    const end = ends[at] ?? 0;
    if (end === start) continue;
    const last = newEnds[many - 1] ?? 0;
    if (many > 0 && start < last) newEnds[many - 1] = Math.max(last, end);
    else {
      newStarts[many] = start;
      newEnds[many] = end;
      many += 1;
    }
  }
  return { starts: newStarts.subarray(0, many), ends: newEnds.subarray(0, many) };
}

/** Lengths of runs, one after the other. */
export function lengthsOf({ starts, ends }: Runs): Float64Array {
  return ends.map((end, at) => end - (starts[at] ?? 0));
}

/** Calls with every two runs, one of each list, that share positions, and how many. Neither list overlaps itself. */
export function forEachMeeting(
  first: Runs,
  second: Runs,
  meet: (a: number, b: number, shared: number) => void,
): void {
  let [a, b] = [0, 0];
  while (a < first.starts.length && b < second.starts.length) {
    const [endA, endB] = [first.ends[a] ?? 0, second.ends[b] ?? 0];
    const shared = Math.min(endA, endB) - Math.max(first.starts[a] ?? 0, second.starts[b] ?? 0);
    if (shared > 0) meet(a, b, shared);
    if (endA <= endB) a += 1;
    else b += 1;
  }
}
