import type { DifferenceKind, PlaceCounts, SketchDifference } from '@triad/collab';
import { SKETCH_DIFFERENCES } from '@triad/collab';

/** How many of a kind there are. */
export function countOf({ kinds, sketches }: PlaceCounts, kind: DifferenceKind): number {
  return isOfSketches(kind) ? sketches[kind] : kinds[kind];
}

function isOfSketches(kind: DifferenceKind): kind is SketchDifference {
  return SKETCH_DIFFERENCES.some((one) => one === kind);
}
