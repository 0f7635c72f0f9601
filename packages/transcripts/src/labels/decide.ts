import type { SourceLine } from '../source-line.ts';
import {
  bodyOf,
  couldBeSpeaker,
  groupLabels,
  headsNoSpeech,
  shareSpoken,
  type LabelGroup,
} from './groups.ts';
import { headerEnd } from './header.ts';
import { labelShape, readsAsSpeech } from './label-shape.ts';
import { decideByLayout } from './layout.ts';
import type { Candidate, LabelForm, LineReading } from './parse-label.ts';
import { admitSingletons } from './singletons.ts';
import { isQuestionMark } from './vocabulary.ts';

/** Who begins to speak at which line. */
export type LabelDecision = {
  /** By index of line; null where the line goes on with the turn before it. */
  readonly labels: readonly (Candidate | null)[];
  /** Lines that are labels without any words: chapter marks. */
  readonly marks: ReadonlySet<number>;
  /** Label lines stand above the words, as in proceedings. */
  readonly ownLines: boolean;
  /** The file names nobody; bold questions and plain answers were told apart. */
  readonly boldQuestions: boolean;
  /** Lines that begin like a label but were read as words. */
  readonly doubtful: readonly number[];
  /** Lines that only their layout makes labels, and that stand once: taken as speakers, to be looked at. */
  readonly once: readonly number[];
  /** Lines that begin with the name of a speaker but, unlike all others, have no time; read as words. */
  readonly untimed: readonly number[];
  /** What becomes of the words before the first label. */
  readonly opening: 'out' | 'kept';
};

const PRIMARY: ReadonlySet<LabelForm> = new Set<LabelForm>([
  'voice',
  'nick',
  'timed',
  'inline',
  'own',
]);

/**
 * Decides for the whole file which beginnings of lines name a speaker. What recurs in one form and is worded like a name,
 * a code or a role is taken; what stands once is taken only where it looks like those (singletons.ts). Layout alone (bold,
 * a line of its own, a dash) counts only where no label has a colon or a time (layout.ts).
 */
export function decideLabels(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
  context: { readonly cues: boolean; readonly mentioned: string },
): LabelDecision {
  const primary = readings.map((reading, index) => primaryOf(lines, readings, reading, index));
  const header = headerEnd(lines, primary);
  const usable = primary.map((candidate, index) =>
    index < header && candidate?.form !== 'voice' && candidate?.form !== 'nick' ? null : candidate,
  );
  const groups = groupLabels(lines, readings, (index) => usable[index] ?? null);
  dropInlineTags(groups, lines);
  const established = establish(groups, lines, context.cues);
  const accepted = admitSingletons(groups, established, lines, usable, readings, context);
  const layout = accepted.size === 0 ? decideByLayout(lines, readings) : null;
  if (layout !== null) {
    return weighOpening(
      { ...layout, marks: new Set(), untimed: [], opening: 'out' },
      lines,
      context.cues,
    );
  }
  const { kept, untimed } = dropUntimed(usable, accepted, lines);
  const decision = bareRoles(settle(lines, kept, readings, groups, accepted, context.cues));
  return weighOpening({ ...decision, untimed }, lines, context.cues);
}

/**
 * `<Interviewer> words`: where all labels stand in angle brackets and one of them names a role, the brackets only set the
 * labels off. In a chat they mark who writes, beside those who speak, and stay.
 */
function bareRoles(decision: LabelDecision): LabelDecision {
  const all = decision.labels.filter((label) => label !== null);
  const inner = (label: string): string => label.slice(1, -1);
  if (!all.every(({ form }) => form === 'nick')) return decision;
  if (!all.some(({ label }) => labelShape(inner(label)).role)) return decision;
  const labels = decision.labels.map((label) =>
    label === null ? null : { ...label, label: inner(label.label) },
  );
  return { ...decision, labels };
}

/** In a file that gives every speaker a time, this share of labels has one. */
const TIMED_THROUGHOUT = 0.9;
const LEAST_TIMED = 20;

/**
 * Where the file times its labels throughout, a name and colon without a time breaks the convention: it may be a speaker
 * whom the transcriber forgot to time, or a name that is only mentioned. It stays in the words, and the person is asked.
 */
function dropUntimed(
  usable: readonly (Candidate | null)[],
  accepted: ReadonlySet<string>,
  lines: readonly SourceLine[],
): { readonly kept: readonly (Candidate | null)[]; readonly untimed: readonly number[] } {
  const isLabel = (candidate: Candidate | null): candidate is Candidate =>
    candidate !== null && accepted.has(candidate.label);
  const all = usable.filter(isLabel);
  const timed = all.filter((candidate) => candidate.form === 'timed').length;
  if (timed < LEAST_TIMED || timed < all.length * TIMED_THROUGHOUT) {
    return { kept: usable, untimed: [] };
  }
  const untimed: number[] = [];
  const kept = usable.map((candidate, index) => {
    if (!isLabel(candidate) || (candidate.form !== 'own' && candidate.form !== 'inline'))
      return candidate;
    if (lines[index]?.join !== 'wrap') untimed.push(index);
    return null;
  });
  return { kept, untimed };
}

/** Shares of a file's words that may stand before its first label. */
const OPENING_OUT = 0.2;
const OPENING_KEPT = 0.5;

/**
 * What stands before the first label: a title page and a few words of introduction are left out; a longer opening is
 * kept as turns of nobody; and where most of the file is a talk, `Q` and `A` after it name nobody and do not divide it.
 */
function weighOpening(
  decision: LabelDecision,
  lines: readonly SourceLine[],
  cues: boolean,
): LabelDecision {
  const first = decision.labels.findIndex((label) => label !== null);
  if (first <= 0 || cues) return decision;
  let before = 0;
  let after = 0;
  lines.forEach((line, index) => {
    if (index >= first) after += line.text.length;
    else if (!line.heading && readsAsSpeech(line.text)) before += line.text.length;
  });
  const share = before / (before + after);
  if (share <= OPENING_OUT) return decision;
  const names = decision.labels.flatMap((label) => (label === null ? [] : [label.label]));
  if (share <= OPENING_KEPT || !names.every(isQuestionMark))
    return { ...decision, opening: 'kept' };
  const doubtful = decision.labels.flatMap((label, index) => (label === null ? [] : [index]));
  return {
    ...decision,
    labels: lines.map(() => null),
    ownLines: false,
    boldQuestions: false,
    doubtful,
    once: [],
  };
}

/** `<laugh>` at the beginning of a line is a tag, not a name, where the same stands in the middle of lines too. */
function dropInlineTags(groups: Map<string, LabelGroup>, lines: readonly SourceLine[]): void {
  const nicks = [...groups.values()].filter((group) => group.forms.has('nick'));
  if (nicks.length === 0) return;
  const inner = new Set<string>();
  for (const line of lines) {
    if (!line.text.includes('<', 1)) continue;
    for (const found of line.text.matchAll(/(?<=[\p{L}\p{N}.,;:?!…] ?)<[^<>\s]{1,41}>/gu))
      inner.add(found[0]);
  }
  for (const group of nicks) if (inner.has(group.label)) groups.delete(group.label);
}

/** The reading of a line by colon, time or voice; a bare name beside a line that is a time stamp counts as timed. */
function primaryOf(
  lines: readonly SourceLine[],
  readings: readonly LineReading[],
  reading: LineReading,
  index: number,
): Candidate | null {
  if (lines[index]?.heading === true) return null;
  const first = reading.candidates.find((candidate) => PRIMARY.has(candidate.form));
  if (first !== undefined) return first;
  const bare = reading.candidates.find((candidate) => candidate.form === 'bare');
  if (bare === undefined) return null;
  const below = readings[index + 1]?.stamp ?? null;
  const stamp = below ?? readings[index - 1]?.stamp ?? null;
  const wordsAt = below === null ? index + 1 : index + 2;
  const hasWords = wordsAt < lines.length && readings[wordsAt]?.stamp === null;
  if (stamp === null || !hasWords) return null;
  return { ...bare, form: 'timed', start: stamp.start, end: stamp.end };
}

/** Labels that recur and are worded and laid out like speakers. */
function establish(
  groups: ReadonlyMap<string, LabelGroup>,
  lines: readonly SourceLine[],
  cues: boolean,
): Set<string> {
  const recurring = [...groups.values()].filter(
    (group) => group.at.length >= 2 && group.shape.possible,
  );
  const voices = [...groups.values()].filter((group) => (group.forms.get('voice') ?? 0) > 0);
  if (voices.length > 0) return new Set(voices.map((group) => group.label));
  const usualLower = shareOfLower(recurring);
  const usualSpoken = shareSpoken(recurring);
  const blocks = blockCount(lines, []);
  const good = recurring.filter(
    (group) =>
      score(group, usualLower, group.at.length / Math.max(1, blocks)) >= 3 &&
      !headsNoSpeech(group, usualSpoken),
  );
  const labelled = good.reduce((sum, group) => sum + group.at.length, 0);
  const coverage = labelled / Math.max(1, blockCount(lines, good));
  const firm = good.some((group) => group.shape.role || isFirm(group));
  if (!firm && coverage < (cues ? 0.01 : 0.06)) return new Set();
  const [only] = good;
  if (good.length === 1 && only !== undefined && !firm && !standsAlone(only, coverage, cues))
    return new Set();
  return new Set(good.map((group) => group.label));
}

/** One label and no other: the one side of an interview that is named, or a word that happens to recur. */
function standsAlone(group: LabelGroup, coverage: number, cues: boolean): boolean {
  const n = group.at.length;
  if (n >= 3 && (group.shape.code || cues)) return true;
  if (group.lowerBodies > n * 0.5 && coverage < 0.8) return false;
  return n >= 4 ? coverage >= 0.2 : coverage >= 0.5;
}

function isFirm(group: LabelGroup): boolean {
  return (
    (group.forms.get('timed') ?? 0) >= 2 ||
    group.strong >= 2 ||
    (group.forms.get('nick') ?? 0) >= 2 ||
    (group.forms.get('own') ?? 0) >= 3
  );
}

function score(group: LabelGroup, usualLower: number, share: number): number {
  const { shape } = group;
  const n = group.at.length;
  const form = (name: LabelForm): number => group.forms.get(name) ?? 0;
  // `CC` may be a call sign; `Note` is one thing only.
  const mayBeCode = shape.code && group.label.length <= 3 && n >= 3;
  if (shape.meta && !mayBeCode && form('timed') < 2 && group.strong < 2) return 0;
  let sum = shape.role
    ? 3
    : shape.code || (shape.name && !shape.caseless)
      ? 2
      : shape.name
        ? 1.5
        : 0;
  sum += Math.min(3, Math.log2(n));
  if (form('timed') >= 2 || form('nick') >= 2) sum += 2;
  if (group.strong >= 2) sum += 1.5;
  if (form('own') >= 2) sum += 0.5;
  if (!shape.role && form('inline') > 0 && group.lowerBodies > n * 0.6 && usualLower < 0.4)
    sum -= 2;
  if (form('inline') > 0 && shape.words > 4) sum -= shape.words - 4;
  // `jane:` and `john:` in small letters, but not a phrase that recurs now and then.
  if (!couldBeSpeaker(shape)) sum += share >= 0.15 && shape.words <= 2 ? 1 : -1;
  return sum;
}

function shareOfLower(groups: readonly LabelGroup[]): number {
  const total = groups.reduce((sum, group) => sum + group.at.length, 0);
  const lower = groups.reduce((sum, group) => sum + group.lowerBodies, 0);
  return total === 0 ? 0 : lower / total;
}

/** Paragraphs, and labelled lines within them. */
function blockCount(lines: readonly SourceLine[], groups: readonly LabelGroup[]): number {
  const paragraphs = lines.filter((line) => line.join === 'paragraph' && !line.heading).length;
  const inner = groups
    .flatMap((group) => group.at)
    .filter((index) => lines[index]?.join !== 'paragraph').length;
  return paragraphs + inner;
}

/** Lays the accepted labels over the lines, and takes back those that never have words. */
function settle(
  lines: readonly SourceLine[],
  usable: readonly (Candidate | null)[],
  readings: readonly LineReading[],
  groups: ReadonlyMap<string, LabelGroup>,
  accepted: ReadonlySet<string>,
  cues: boolean,
): LabelDecision {
  const labels = usable.map((candidate) =>
    candidate !== null && accepted.has(candidate.label) ? candidate : null,
  );
  const spoken = new Set<string>();
  let open: string | null = null;
  lines.forEach((line, index) => {
    const label = labels[index] ?? null;
    if (label !== null) {
      open = label.label;
      if (bodyOf(line, label) !== '') spoken.add(label.label);
    } else if (open !== null && readings[index]?.stamp === null && !line.heading) {
      spoken.add(open);
    }
  });
  const marks = new Set<number>();
  labels.forEach((label, index) => {
    if (label !== null && label.form !== 'voice' && !spoken.has(label.label)) {
      labels[index] = null;
      marks.add(index);
    }
  });
  const own = labels.filter((label) => label?.form === 'own' || label?.form === 'bare').length;
  const all = labels.filter((label) => label !== null).length;
  const first = labels.findIndex((label) => label !== null);
  const maybe = cues || first < 0 ? [] : doubtfulLines(lines, usable, labels, groups, first);
  const doubtful = maybe.filter((index) => !marks.has(index));
  return {
    labels,
    marks,
    ownLines: own > all / 2,
    boldQuestions: false,
    doubtful,
    once: [],
    untimed: [],
    opening: 'out',
  };
}

/** Lines within the conversation that begin as a label would, worded like a name, but that nothing else speaks for. */
function doubtfulLines(
  lines: readonly SourceLine[],
  usable: readonly (Candidate | null)[],
  labels: readonly (Candidate | null)[],
  groups: ReadonlyMap<string, LabelGroup>,
  first: number,
): number[] {
  const found: number[] = [];
  usable.forEach((candidate, index) => {
    const line = lines[index];
    if (
      index <= first ||
      candidate === null ||
      line === undefined ||
      labels[index] !== null ||
      line.join === 'wrap'
    )
      return;
    const shape = groups.get(candidate.label)?.shape;
    if (shape === undefined || !shape.possible || shape.words > 3 || /^[([]/u.test(line.text))
      return;
    if (shape.runsOn || shape.caseless || !(shape.name || shape.code || shape.role)) return;
    if (
      candidate.form === 'inline' ||
      (candidate.form === 'timed' &&
        (candidate.bodyFromUtf16 >= line.text.length || readsAsSpeech(bodyOf(line, candidate))))
    )
      found.push(index);
  });
  return found;
}
