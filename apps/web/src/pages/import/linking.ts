import type { Turn } from '@triad/transcripts/turns';
import type { LeftOutPiece } from './left-out.ts';

/*
 * Which lines of the source a turn came from, and the way back: what the two sides of the preview
 * scroll by. Positions are fractional: 3.5 is halfway down the fourth item, counted from 0.
 */

type Sourced = Pick<Turn, 'source'>;

/**
 * First and one past the last line of each turn, from 0. A turn without a source takes the place
 * where the one before it ended; later turns never begin before earlier ones.
 */
export function lineRanges(turns: readonly Sourced[]): readonly (readonly [number, number])[] {
  let reached = 0;
  return turns.map(({ source }) => {
    const first = Math.max(source === null ? reached : source.firstLine - 1, 0);
    const end = Math.max(source === null ? first : source.lastLine, first);
    reached = Math.max(reached, first);
    return [reached, Math.max(end, reached)];
  });
}

/**
 * The turns as items of the preview, each with what was left out before it: the lines of an item
 * begin where the first of those pieces does, so that both sides scroll through them together.
 */
export function itemSources(
  turns: readonly Sourced[],
  leftOut: readonly Pick<LeftOutPiece, 'beforeTurn' | 'lines'>[],
): readonly Sourced[] {
  const firstAt = new Map<number, number>();
  for (const { beforeTurn, lines } of leftOut) {
    if (lines === null) continue;
    firstAt.set(beforeTurn, Math.min(firstAt.get(beforeTurn) ?? Infinity, lines.firstLine));
  }
  return turns.map((turn, index) => {
    const first = firstAt.get(index);
    return turn.source === null || first === undefined || first >= turn.source.firstLine
      ? turn
      : { source: { firstLine: first, lastLine: turn.source.lastLine } };
  });
}

/** The position among the lines that stands for a position among the turns. */
export function lineAt(ranges: readonly (readonly [number, number])[], position: number): number {
  const index = Math.min(Math.max(Math.floor(position), 0), ranges.length - 1);
  const range = ranges[index];
  if (range === undefined) return 0;
  const next = ranges[index + 1]?.[0] ?? range[1];
  const share = Math.min(Math.max(position - index, 0), 1);
  return range[0] + share * (Math.max(next, range[0]) - range[0]);
}

/** The inverse of {@link lineAt}: lines between turns belong to the turn before them. */
export function positionAt(ranges: readonly (readonly [number, number])[], line: number): number {
  const index = turnAtLine(ranges, line);
  if (index === null) return 0;
  const first = ranges[index]?.[0] ?? 0;
  const next = ranges[index + 1]?.[0] ?? ranges[index]?.[1] ?? first;
  return next > first ? index + Math.min((line - first) / (next - first), 1) : index;
}

/** Index of the last turn that begins at or before a line (from 0); null before the first. */
export function turnAtLine(
  ranges: readonly (readonly [number, number])[],
  line: number,
): number | null {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[0] ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return null;
  /* Of several that begin on one line (split turns), the first. */
  let index = low - 1;
  while (index > 0 && ranges[index - 1]?.[0] === ranges[index]?.[0]) index -= 1;
  return index;
}
