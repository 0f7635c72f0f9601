import type { SpanGroup } from './groups.ts';

/** Positions between the hulls of a run, at most, and of a run that stays whole. */
export const CLOSE = 400;
const WHOLE = 1_200;

/**
 * Section 6: runs of groups (in their order) each of which begins close to the greatest end before it.
 * A long run is cut at its widest gap, and its pieces again, so that a densely coded interview does not
 * become one.
 */
export function closeRuns(groups: readonly SpanGroup[]): readonly (readonly SpanGroup[])[] {
  const runs: SpanGroup[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const group of groups) {
    if (group.hull.start - end <= CLOSE) runs.at(-1)?.push(group);
    else runs.push([group]);
    end = Math.max(end, group.hull.end);
  }
  return runs.flatMap(cutLong);
}

function cutLong(run: readonly SpanGroup[]): readonly (readonly SpanGroup[])[] {
  const whole: (readonly SpanGroup[])[] = [];
  const waiting = [run];
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    const { length, widest } = measure(piece);
    if (length > WHOLE && widest > 0) waiting.push(piece.slice(0, widest), piece.slice(widest));
    else whole.push(piece);
  }
  return whole;
}

/** The length of a run, and before which of its groups the first of its widest gaps is; 0 if none. */
function measure(run: readonly SpanGroup[]): { readonly length: number; readonly widest: number } {
  const start = run[0]?.hull.start ?? 0;
  let [end, widest, gap] = [start, 0, 0];
  for (const [place, { hull }] of run.entries()) {
    if (hull.start - end > gap) [widest, gap] = [place, hull.start - end];
    end = Math.max(end, hull.end);
  }
  return { length: end - start, widest };
}
