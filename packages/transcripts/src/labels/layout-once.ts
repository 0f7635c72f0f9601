import type { SourceLine } from '../source-line.ts';
import { bodyOf, couldBeSpeaker, type LabelGroup } from './groups.ts';
import type { Candidate, LabelForm, LineReading } from './parse-label.ts';

/** Fewer recurring labels are no pattern that a single one could follow. */
const LEAST_PATTERN = 6;
/** Where this share of the labels is laid out in one way, so is every label. */
const THROUGHOUT = 0.9;

type Singles = {
  /** Indices of lines whose label is taken. */
  readonly taken: readonly number[];
  /** Those of them that only their layout speaks for. */
  readonly unsure: readonly number[];
  /** Indices of lines that may be labels, and were not taken. */
  readonly doubtful: readonly number[];
};

/**
 * Who speaks once, in a file whose labels only the layout shows: taken where the line is laid out as all labels that
 * recur are and worded like a name; where the layout is not quite theirs the person is asked.
 */
export function admitOnce(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
  candidates: readonly (Candidate | null)[],
  groups: ReadonlyMap<string, LabelGroup>,
  accepted: ReadonlySet<string>,
  form: LabelForm,
): Singles {
  const at = candidates.flatMap((candidate, index) =>
    candidate !== null && accepted.has(candidate.label) ? [index] : [],
  );
  const first = at[0] ?? 0;
  const usual = new Map<string, number>();
  for (const index of at) {
    const layout = layoutAt(lines, candidates, index);
    usual.set(layout, (usual.get(layout) ?? 0) + 1);
  }
  // With blank lines all over, a short paragraph of a long turn looks like a name above its words.
  const apart =
    at.filter((index) => lines[index + 1]?.join !== 'paragraph').length >= at.length * THROUGHOUT ||
    hasShortTurns(at);
  const strong = at.filter((index) => candidates[index]?.strong === true).length;
  const taken: number[] = [];
  const unsure: number[] = [];
  const doubtful: number[] = [];
  for (const group of groups.values()) {
    if (accepted.has(group.label)) continue;
    const { shape } = group;
    const certain = shape.role || shape.group || (shape.code && /\d/u.test(group.label));
    if (!couldBeSpeaker(shape) || shape.runsOn || shape.words > 4) continue;
    if (!certain && (group.at.length > 1 || at.length < LEAST_PATTERN || form === 'dot')) continue;
    if (shape.caseless && !certain && group.label.length > 12) continue;
    for (const index of group.at) {
      const candidate = candidates[index];
      if (candidate === null || candidate === undefined || index <= first) continue;
      if (strong >= at.length * THROUGHOUT && !candidate.strong) continue;
      if (!hasWords(lines, readings, candidates, accepted, index)) continue;
      const same = usual.get(layoutAt(lines, candidates, index)) ?? 0;
      const fits = same >= at.length * THROUGHOUT && (apart || certain || form !== 'bare');
      // `Coffee - and then we left`: behind a dash or bold words names are not told from other beginnings.
      const isShown = form === 'bare' || form === 'tab';
      if (fits && (certain || isShown)) {
        taken.push(index);
        if (!certain) unsure.push(index);
      } else if (form === 'bare' && lines[index]?.join === 'paragraph' && same > 0) {
        doubtful.push(index);
      }
    }
  }
  const ascending = (indices: number[]): number[] => indices.toSorted((a, b) => a - b);
  return { taken, unsure: ascending(unsure), doubtful: ascending(doubtful) };
}

/** Between most labels stands a single line of words. */
function hasShortTurns(at: readonly number[]): boolean {
  const short = at.filter((index, nth) => (at[nth + 1] ?? index + 2) - index === 2).length;
  return short >= at.length * 0.8;
}

/** How a label hangs on the line before it, and its words on it. */
function layoutAt(
  lines: readonly SourceLine[],
  candidates: readonly (Candidate | null)[],
  index: number,
): string {
  const line = lines[index];
  const candidate = candidates[index];
  if (line === undefined || candidate === null || candidate === undefined) return '';
  return bodyOf(line, candidate) === '' ? `${line.join}>${lines[index + 1]?.join}` : line.join;
}

function hasWords(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
  candidates: readonly (Candidate | null)[],
  accepted: ReadonlySet<string>,
  index: number,
): boolean {
  const line = lines[index];
  const candidate = candidates[index];
  if (line === undefined || candidate === null || candidate === undefined) return false;
  if (bodyOf(line, candidate) !== '') return true;
  const isLabel = (at: number): boolean => {
    const other = candidates[at] ?? null;
    return other !== null && accepted.has(other.label);
  };
  const next = lines[index + 1];
  if (next === undefined || next.heading || isLabel(index + 1) || isLabel(index - 1)) return false;
  return readings[index + 1]?.stamp === null;
}
