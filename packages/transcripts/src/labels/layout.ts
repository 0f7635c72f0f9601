import type { SourceLine } from '../source-line.ts';
import { couldBeSpeaker, groupLabels } from './groups.ts';
import { admitOnce } from './layout-once.ts';
import type { Candidate, LabelForm, LineReading } from './parse-label.ts';

/** Names for the two sides of an interview whose file names nobody. */
export const QUESTION = 'Question';
export const ANSWER = 'Answer';

type LayoutDecision = {
  readonly labels: readonly (Candidate | null)[];
  readonly ownLines: boolean;
  readonly boldQuestions: boolean;
  /** Lines like the labels, but not enough to be taken for one. */
  readonly doubtful: readonly number[];
  /** Labels that stand once, taken because they are laid out like the others. */
  readonly once: readonly number[];
};

/** Least share of paragraphs that such labels must begin, by form. */
const LEAST_COVERAGE: readonly (readonly [LabelForm, number])[] = [
  ['strong', 0.3],
  ['bare', 0.2],
  ['bracket', 0.5],
  ['tab', 0.5],
  ['dot', 0.3],
  ['dash', 0.5],
];

/** Speakers that only the layout shows: no colon, no time. Null where the file shows none. */
export function decideByLayout(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
): LayoutDecision | null {
  for (const [form, least] of LEAST_COVERAGE) {
    const found = tryForm(lines, readings, form, least);
    if (found !== null) return { ...found, ownLines: form === 'bare', boldQuestions: false };
  }
  return boldQuestions(lines);
}

function tryForm(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
  form: LabelForm,
  least: number,
): Pick<LayoutDecision, 'labels' | 'doubtful' | 'once'> | null {
  const candidates = readings.map(
    (reading) => reading.candidates.find((candidate) => candidate.form === form) ?? null,
  );
  const groups = groupLabels(lines, readings, (index) => candidates[index] ?? null);
  const likely = [...groups.values()].filter(
    (group) =>
      group.at.length >= 2 &&
      couldBeSpeaker(group.shape) &&
      group.shape.words <= (form === 'bare' ? 4 : 5),
  );
  const firm = likely.some(
    (group) => group.shape.role || group.shape.code || group.strong === group.at.length,
  );
  const total = likely.reduce((sum, group) => sum + group.at.length, 0);
  if (likely.length < 2 || total < 4) return null;
  // `[Laughter] words`, `[Music] words`: without a role or code the brackets must stand throughout.
  if (form === 'bracket' && !firm && total < readings.length * 0.8) return null;
  const blocks = lines.filter((line) => line.join !== 'wrap' && line.join !== 'soft').length;
  if (total < blocks * least) return null;
  const accepted = new Set(likely.map((group) => group.label));
  const allStrong = likely.every((group) => group.strong === group.at.length);
  if (form === 'bare' && allStrong) {
    // A bold name that stands once, laid out as the others are.
    for (const group of groups.values()) {
      const at = group.at[0] ?? 0;
      const next = candidates[at + 1] ?? null;
      if (
        group.strong === 1 &&
        group.at.length === 1 &&
        at > (likely[0]?.at[0] ?? 0) &&
        couldBeSpeaker(group.shape) &&
        group.shape.words > 1 &&
        next?.strong !== true
      )
        accepted.add(group.label);
    }
  }
  const singles = admitOnce(lines, readings, candidates, groups, accepted, form);
  for (const index of singles.taken) accepted.add(candidates[index]?.label ?? '');
  const labels = candidates.map((candidate) =>
    candidate !== null && accepted.has(candidate.label) ? candidate : null,
  );
  if (form === 'bare') {
    const first = labels.findIndex((label) => label !== null);
    const crowded = labels.some(
      (label, index) => label !== null && index > first && (labels[index - 1] ?? null) !== null,
    );
    if (crowded || (labels.at(-1) ?? null) !== null || (!firm && total < blocks * 0.33))
      return null;
  }
  return { labels, doubtful: singles.doubtful, once: singles.unsure };
}

/** Bold paragraphs, most of them questions, between plain ones. */
function boldQuestions(lines: readonly SourceLine[]): LayoutDecision | null {
  const isBold = (line: SourceLine): boolean =>
    line.strongUtf16 >= line.text.length && !line.heading;
  const bold = lines.filter(isBold);
  const plain = lines.filter((line) => !isBold(line) && !line.heading);
  const asks = bold.filter((line) => /[?？؟;]["”’»)\]]*$/u.test(line.text)).length;
  if (bold.length < 2 || asks < 2 || asks < bold.length * 0.5 || plain.length < bold.length * 0.5)
    return null;
  const firstQuestion = lines.findIndex((line) => isBold(line) && /[?？؟]/u.test(line.text));
  let open = '';
  const labels = lines.map((line, index): Candidate | null => {
    if (index < firstQuestion || line.heading) return null;
    const label = isBold(line) ? QUESTION : ANSWER;
    if (label === open) return null;
    open = label;
    return { form: 'strong', label, bodyFromUtf16: 0, start: null, end: null, strong: false };
  });
  return { labels, ownLines: false, boldQuestions: true, doubtful: [], once: [] };
}
