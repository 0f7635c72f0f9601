import type { Continuum, Run } from './continuum.ts';

/**
 * Cuts a text into passages that can be drawn like texts: a passage is a run of turns, or of other
 * blocks, as short as can be with no coder's span across its borders; so no span is cut, and none is
 * torn from those it meets. What stands between two blocks goes with the one before. Every coder has
 * seen every passage.
 * @param blocks in order, without overlaps
 */
export function passagesOf(
  { coders, length, ...rest }: Continuum,
  blocks: readonly Run[],
): readonly Continuum[] {
  const all = coders
    .flatMap(({ spans }) => spans)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const borders: number[] = [0];
  let [next, reach] = [0, 0];
  for (const { start } of blocks) {
    for (; next < all.length && (all[next]?.start ?? 0) < start; next += 1) {
      reach = Math.max(reach, all[next]?.end ?? 0);
    }
    if (start > (borders.at(-1) ?? 0) && reach <= start) borders.push(start);
  }
  const parts = coders.map(({ id, spans }) => ({
    id,
    byPassage: Map.groupBy(spans, ({ start }) =>
      borders.findLastIndex((border) => border <= start),
    ),
  }));
  return borders.map((from, at) => ({
    ...rest,
    length: (borders[at + 1] ?? length) - from,
    coders: parts.map(({ id, byPassage }) => ({
      id,
      spans: (byPassage.get(at) ?? []).map(({ start, end, label }) => ({
        start: start - from,
        end: end - from,
        label,
      })),
    })),
  }));
}
