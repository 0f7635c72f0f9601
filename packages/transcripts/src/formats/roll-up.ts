import { count, countWere, type Notes } from '../notes.ts';
import type { SourceLine } from '../source-line.ts';

/** From this share of cues that begin with the end of the cue before, captions roll up; below the other, they do not. */
const CERTAIN = 0.9;
const DOUBTFUL = 0.4;
/** Fewer cues show nothing: people repeat themselves. */
const LEAST_CUES = 6;

/**
 * Captions that roll up show each line again under, or before, the next. Where nearly every cue does so, each line is
 * kept once, with the time when it was first shown, and the repetitions are left out; where many do, only a warning is
 * given. Where the file itself times its words (`timed`), as recognisers do, fewer cues are enough to be sure.
 */
export function unrollCaptions(
  lines: readonly SourceLine[],
  timed: boolean,
  notes: Notes,
): readonly SourceLine[] {
  const cues = cuesOf(lines);
  let rolled = 0;
  let several = false;
  const repeated = cues.map((cue, index) => {
    const before = cues[index - 1];
    const n = before === undefined ? 0 : overlap(before, cue);
    if (n > 0) rolled += 1;
    // A cue that shows an old line and a new one: what only repeats words has none.
    if (n > 0 && n < cue.length) several = true;
    return n;
  });
  const pairs = cues.length - 1;
  if (pairs < (timed ? 2 : LEAST_CUES - 1) || !several || rolled < pairs * DOUBTFUL) return lines;
  const first = cues[repeated.findIndex((n) => n > 0)]?.[0]?.line ?? null;
  if (rolled < pairs * CERTAIN) {
    notes.warn(
      'captions/roll-up',
      `${count(rolled, 'cue')} of ${cues.length} begin with words of the cue before; if the captions roll up, the words stand here twice. Export them without rolling up and import that.`,
      first,
    );
    return lines;
  }
  const kept: SourceLine[] = [];
  const keptBefore: number[] = [];
  const again: { readonly line: SourceLine; readonly order: number }[] = [];
  cues.forEach((cue, index) => {
    const n = repeated[index] ?? 0;
    cue.forEach((line, at) => {
      keptBefore.push(kept.length);
      if (at >= n) {
        kept.push(at === n ? { ...line, join: 'paragraph' } : line);
        return;
      }
      again.push({ line, order: kept.length });
    });
  });
  notes.reorder((order) => keptBefore[order] ?? kept.length);
  for (const { line, order } of again) notes.leave('comment', line.text, line.line, order);
  notes.warn(
    'captions/roll-up',
    `The captions roll up, each line shown again in the next cue: ${countWere(again.length, 'repeated line')} left out and each line kept once.`,
    first,
  );
  return kept;
}

function cuesOf(lines: readonly SourceLine[]): SourceLine[][] {
  const cues: SourceLine[][] = [];
  for (const line of lines) {
    const open = cues.at(-1);
    if (open === undefined || line.join === 'paragraph') cues.push([line]);
    else open.push(line);
  }
  return cues;
}

/** How many lines end one cue and begin the next. Cues have few lines; more than a screen holds are not compared. */
function overlap(before: readonly SourceLine[], cue: readonly SourceLine[]): number {
  for (let n = Math.min(before.length, cue.length, 4); n > 0; n -= 1) {
    const from = before.length - n;
    const same = cue.slice(0, n).every((line, at) => {
      const other = before[from + at];
      return other !== undefined && other.text === line.text && other.voice === line.voice;
    });
    if (same) return n;
  }
  return 0;
}
