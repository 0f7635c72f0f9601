import { listSpeakers, type SpeakerSummary } from './turns.ts';
import type { LabelDecision } from './labels/decide.ts';
import { count, nameLines, type Notes } from './notes.ts';
import type { ParsedSource } from './source-line.ts';
import type { Turn } from './transcript.ts';

const LONG_PARAGRAPH_UTF16 = 20_000;
const MANY_SPEAKERS = 60;
const WORDS_A_TURN = 1200;

/** Says what a person should look at before they trust the turns. */
export function tellDoubts(
  turns: readonly Turn[],
  source: ParsedSource,
  decision: LabelDecision,
  notes: Notes,
): void {
  const all = listSpeakers(turns);
  const speakers = all.filter((each) => each.speaker !== null);
  const words = all.reduce((sum, each) => sum + each.words, 0);
  if (speakers.length === 0) {
    notes.warn(
      'transcript/no-speakers',
      `No speakers were found; each ${source.cues ? 'cue' : 'paragraph'} is a turn of its own. If there are speakers, write their names with a colon before their words and import the file again.`,
    );
  }
  tellLookalikes(turns, all, notes);
  if (decision.boldQuestions)
    notes.warn(
      'transcript/bold-questions',
      'The file names nobody: bold paragraphs were taken as questions and plain ones as answers. Check them and give the two sides their names.',
    );
  if (speakers.length > MANY_SPEAKERS)
    notes.warn(
      'transcript/many-speakers',
      `${speakers.length} speakers were found, which is too many to be true for one conversation; check what was taken for a label.`,
    );
  const long = source.lines.find((line) => line.text.length > LONG_PARAGRAPH_UTF16);
  if (long !== undefined)
    notes.warn(
      'transcript/long-paragraph',
      'A paragraph is very long; perhaps its line breaks were lost. Check whether several turns stand in it.',
      long.line,
    );
  if (speakers.length > 0 && words > 1500 && words > turns.length * WORDS_A_TURN) {
    notes.warn(
      'transcript/few-turns',
      `Only ${count(turns.length, 'turn')} were found in ${words} words; perhaps several turns stand on one line. Check the file’s line breaks.`,
    );
  }
  if (decision.untimed.length > 0) {
    const lines = decision.untimed.flatMap((index) => source.lines[index]?.line ?? []);
    const place =
      lines.length === 0
        ? 'Some paragraphs'
        : `${nameLines(lines)[0]?.toUpperCase()}${nameLines(lines).slice(1)}`;
    notes.warn(
      'transcript/untimed-label',
      `${place} begin with the name of a speaker but, unlike all other labels of the file, without a time; they were read as words of the turn above. Where they speak, split the turn there and name them.`,
      lines[0] ?? null,
    );
  }
  if (decision.opening === 'kept') {
    notes.warn(
      'transcript/opening',
      'A good part of the text stands before the first label; it was kept as turns without a speaker. Give them names, or delete what nobody says.',
    );
  }
  if (decision.once.length > 0) {
    const lines = decision.once.flatMap((index) => source.lines[index]?.line ?? []);
    notes.warn(
      'transcript/label-once',
      `${count(decision.once.length, 'label')} (${nameLines(lines)}) ${decision.once.length === 1 ? 'stands' : 'stand'} in the file once and ${decision.once.length === 1 ? 'was' : 'were'} taken for a speaker by layout alone. If nobody is called so, join the turn with the one above.`,
      lines[0] ?? null,
    );
  }
  if (decision.doubtful.length > 0) {
    const lines = decision.doubtful.flatMap((index) => source.lines[index]?.line ?? []);
    const place = lines.length === 0 ? '' : ` (${nameLines(lines)})`;
    notes.warn(
      'transcript/doubtful-label',
      `${count(decision.doubtful.length, 'paragraph')}${place} begin as a label would, but were read as words. If one is a speaker, split the turn there and name them.`,
      lines[0] ?? null,
    );
  }
}

/** `INTERVIEWER` and `Interviewer` are two speakers until a person says that they are one. Their lines are named, not they. */
function tellLookalikes(
  turns: readonly Turn[],
  speakers: readonly SpeakerSummary[],
  notes: Notes,
): void {
  const seen = new Map<string, SpeakerSummary[]>();
  for (const each of speakers) {
    if (each.speaker === null) continue;
    const key = each.speaker
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s.:_-]+/gu, ' ')
      .trim();
    const alike = seen.get(key);
    if (alike === undefined) seen.set(key, [each]);
    else alike.push(each);
  }
  const doubled = [...seen.values()].filter((alike) => alike.length > 1).flat();
  if (doubled.length === 0) return;
  const lines = doubled
    .flatMap(({ firstTurn }) => turns[firstTurn]?.source?.firstLine ?? [])
    .toSorted((a, b) => a - b);
  notes.warn(
    'transcript/labels-alike',
    `${doubled.length} labels (first on ${nameLines(lines)}) differ only in capitals or spacing and were kept as speakers of their own. Where they are the same person, merge them.`,
    lines[0] ?? null,
  );
}
