import type { SourceLine } from '../source-line.ts';
import { labelShape, readsAsSpeech, type LabelShape } from './label-shape.ts';
import type { Candidate, LabelForm, LineReading } from './parse-label.ts';

/** All lines of a file that begin with the same would-be label. */
export type LabelGroup = {
  readonly label: string;
  readonly shape: LabelShape;
  /** Indices of lines, ascending; lines broken in mid-sentence are not counted. */
  readonly at: number[];
  readonly forms: Map<LabelForm, number>;
  strong: number;
  /** How many of them are a label and a time, and nothing else. */
  timedAlone: number;
  /** How many of them go on in small letters. */
  lowerBodies: number;
  /** How many of those on a line of their own are followed by what reads as speech. */
  spoken: number;
};

/** Groups the chosen candidates of lines by label. */
export function groupLabels(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
  choose: (index: number) => Candidate | null,
): Map<string, LabelGroup> {
  const groups = new Map<string, LabelGroup>();
  readings.forEach((_, index) => {
    const candidate = choose(index);
    const line = lines[index];
    if (candidate === null || line === undefined) return;
    if (line.join === 'wrap' && isMidSentence(lines[index - 1]?.text ?? '', candidate)) return;
    let group = groups.get(candidate.label);
    if (group === undefined) {
      const shape = labelShape(candidate.label);
      group = {
        label: candidate.label,
        shape,
        at: [],
        forms: new Map(),
        strong: 0,
        timedAlone: 0,
        lowerBodies: 0,
        spoken: 0,
      };
      groups.set(candidate.label, group);
    }
    group.at.push(index);
    group.forms.set(candidate.form, (group.forms.get(candidate.form) ?? 0) + 1);
    if (candidate.strong) group.strong += 1;
    if (candidate.form === 'timed' && candidate.bodyFromUtf16 >= line.text.length)
      group.timedAlone += 1;
    if (candidate.form === 'own' && readsAsSpeech(lines[index + 1]?.text ?? '')) group.spoken += 1;
    if (/^\p{Ll}/u.test(bodyOf(line, candidate))) group.lowerBodies += 1;
  });
  return groups;
}

/** Whether a line that wrapping may have begun goes on with a sentence, so that a colon in it says little. */
function isMidSentence(previous: string, candidate: Candidate): boolean {
  if (candidate.form === 'timed' || candidate.form === 'voice') return false;
  return !/[.?!…。？！؟"”’»)\]]$/u.test(previous);
}

export function bodyOf(line: SourceLine, candidate: Candidate): string {
  return line.text.slice(candidate.bodyFromUtf16);
}

/** Share of labels on lines of their own that are followed by speech, over all groups; null where such lines are few. */
export function shareSpoken(groups: readonly LabelGroup[]): number | null {
  const own = groups.reduce((sum, group) => sum + (group.forms.get('own') ?? 0), 0);
  const spoken = groups.reduce((sum, group) => sum + group.spoken, 0);
  return own < 4 ? null : spoken / own;
}

/** Whether a group heads lists where its like head speech: `Rapporteurs:`, not `Mr. Smith:`. */
export function headsNoSpeech(group: LabelGroup, usual: number | null): boolean {
  const own = group.forms.get('own') ?? 0;
  return usual !== null && usual >= 0.7 && own * 2 > group.at.length && group.spoken < own * 0.4;
}

/** Whether the wording could name somebody: as names, codes and roles are written. */
export function couldBeSpeaker(shape: LabelShape): boolean {
  return shape.possible && !shape.meta && (shape.name || shape.code || shape.role || shape.group);
}
