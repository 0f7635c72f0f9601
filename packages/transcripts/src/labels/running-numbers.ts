import { takeStrongLabel } from '../formats/strong-beginning.ts';
import { countWere, type Notes } from '../notes.ts';
import { sourceLine, type ParsedSource } from '../source-line.ts';
import { couldBeSpeaker } from './groups.ts';
import { labelShape } from './label-shape.ts';
import { readLine, type LabelForm } from './parse-label.ts';

/** `12 `, `12. `, `12) `, `(12) `, `[12] `; Markdown writes `12\.` where it means no list. */
const NUMBER = /^[([]?(\d{1,5})(?:\\?[.)\]])?\s+(?=\S)/u;
/** Shares of numbers that must follow on the one before, and of labels (or lines) that must have one. */
const RUNNING = 0.9;
const NUMBERED = 0.8;
const SET_OFF: ReadonlySet<LabelForm> = new Set<LabelForm>(['inline', 'own', 'timed']);

type Numbered = {
  readonly index: number;
  readonly value: number;
  readonly lengthUtf16: number;
  readonly label: string | null;
};

/**
 * How many UTF-16 units of each text are a running number before a label, as transcripts number their turns or lines:
 * `1. INT: words`. Null where none are: numbers that do not run (`1. Speaker`, `2. Speaker`, `1. Speaker`) tell people
 * apart, and a list among the words has labels without numbers beside it.
 */
export function runningNumbers(
  texts: readonly string[],
  labelOf: (text: string) => string | null,
): readonly number[] | null {
  const numbered = texts.flatMap((text, index): Numbered[] => {
    const found = NUMBER.exec(text);
    if (found === null) return [];
    const lengthUtf16 = found[0].length;
    const label = labelOf(text.slice(lengthUtf16));
    return [{ index, value: Number(found[1]), lengthUtf16, label }];
  });
  const labelled = numbered.filter(({ label }) => label !== null);
  const labels = new Set(labelled.map(({ label }) => label ?? ''));
  if (labels.size < 2) return null;
  const areSpeakers =
    labels.size < labelled.length ||
    [...labels].map(labelShape).every((shape) => shape.role || shape.code);
  if (!areSpeakers) return null;
  const lines = texts.slice(numbered[0]?.index).filter((text) => text !== '').length;
  const each = numbered.length >= lines * NUMBERED && areRunning(numbered);
  if (!each) {
    if (!areRunning(labelled)) return null;
    const isNumbered = new Set(numbered.map(({ index }) => index));
    const from = labelled[0]?.index ?? 0;
    const bare = texts.filter(
      (text, index) => index > from && !isNumbered.has(index) && labelOf(text) !== null,
    ).length;
    if (labelled.length < (labelled.length + bare) * NUMBERED) return null;
  }
  const lengths = texts.map(() => 0);
  for (const { index, lengthUtf16 } of each ? numbered : labelled) lengths[index] = lengthUtf16;
  return lengths;
}

/** Takes running numbers away from lines whose labels stand in the text. */
export function withoutRunningNumbers(source: ParsedSource, notes: Notes): ParsedSource {
  if (source.cues || source.lines.some((line) => line.voice !== null)) return source;
  const texts = source.lines.map((line) => (line.heading ? '' : line.text));
  const lengths = runningNumbers(texts, labelBySign);
  if (lengths === null) return source;
  tellNumbers(lengths, (index) => source.lines[index]?.line ?? null, notes);
  const lines = source.lines.map((line, index) => {
    const length = lengths[index] ?? 0;
    if (length === 0) return line;
    const text = line.text.slice(length);
    const strongUtf16 = line.strongUtf16 - length;
    return { ...line, ...(strongUtf16 > 0 ? { text, strongUtf16 } : takeStrongLabel(text)) };
  });
  return { ...source, lines };
}

/** Says how many numbers were taken away. */
export function tellNumbers(
  lengths: readonly number[],
  lineOf: (index: number) => number | null,
  notes: Notes,
): void {
  const first = lengths.findIndex((length) => length > 0);
  notes.warn(
    'transcript/running-numbers',
    `${countWere(lengths.filter((length) => length > 0).length, 'running number')} before speakers or lines left out: they count the turns or lines, and nobody says them.`,
    lineOf(first),
  );
}

/** The label that a colon or a time sets off at the beginning of a text; null where none is worded as a speaker. */
export function labelBySign(text: string): string | null {
  const { candidates } = readLine(sourceLine(text, 1, 'paragraph'), false);
  const found = candidates.find(({ form }) => SET_OFF.has(form));
  return found !== undefined && couldBeSpeaker(labelShape(found.label)) ? found.label : null;
}

function areRunning(numbered: readonly Numbered[]): boolean {
  const steps = numbered.slice(1);
  const even = steps.filter(({ value }, nth) => value === (numbered[nth]?.value ?? NaN) + 1).length;
  return even >= steps.length * RUNNING;
}
