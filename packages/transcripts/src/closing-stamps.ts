import type { LabelDecision } from './labels/decide.ts';
import type { ParsedSource } from './source-line.ts';
import { trailingStamp, type Stamp } from './times.ts';

/** A file closes its turns with a time where at least this share of them has one. */
const THROUGHOUT = 0.5;
const LEAST_TURNS = 2;

export type ClosingStamps = {
  /** Whether these times say when a turn begins; else they say when it ends. */
  readonly areStarts: boolean;
  /** The stamp at the end of a line's words, where it is one and no words. */
  read(text: string): Stamp | null;
};

/**
 * How the file uses times at the end of turns. `#00:12:03-4#` and `[00:12:03]` are stamps wherever they stand there;
 * `(12:03)`, which may be a verse, and bare times only where they close turns throughout. They are ends, unless the
 * first of them is zero: nothing ends before it begins.
 */
export function closingStamps(source: ParsedSource, decision: LabelDecision): ClosingStamps {
  const { lines, cues } = source;
  const anyLabel = decision.labels.some((label) => label !== null);
  let turns = 0;
  let stamped = 0;
  let timed = 0;
  let first: Stamp | null = null;
  lines.forEach((line, index) => {
    const label = decision.labels[index] ?? null;
    if (label !== null && (label.start ?? line.start) !== null) timed += 1;
    if (line.heading || cues) return;
    const isLast = anyLabel
      ? index + 1 >= lines.length || (decision.labels[index + 1] ?? null) !== null
      : lines[index + 1]?.join !== 'wrap' && lines[index + 1]?.join !== 'soft';
    if (!isLast) return;
    turns += 1;
    const stamp = trailingStamp(line.text.slice(label?.bodyFromUtf16 ?? 0));
    if (stamp === null) return;
    stamped += 1;
    first ??= stamp;
  });
  const throughout = stamped >= LEAST_TURNS && stamped >= turns * THROUGHOUT;
  return {
    areStarts: throughout && timed === 0 && isAtZero(first),
    read: (text) => {
      const stamp = trailingStamp(text);
      if (stamp === null) return null;
      if (text[stamp.from] === '#') return stamp;
      if (cues) return null;
      return throughout || (stamp.marked && stamp.parts > 2) ? stamp : null;
    },
  };
}

function isAtZero(stamp: Stamp | null): boolean {
  return stamp !== null && stamp.end === null && stamp.start < 1;
}
