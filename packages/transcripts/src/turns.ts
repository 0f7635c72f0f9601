import type { Turn } from './transcript.ts';

/*
 * Pure changes to turns, for the preview of an import. Nothing here needs Node or a parser: the browser imports it alone.
 */

export type {
  Transcript,
  Turn,
  Warning,
  LeftOut,
  LeftOutKind,
  TranscriptFormat,
} from './transcript.ts';

/** A speaker of a transcript, with what a person needs to recognise them. */
export type SpeakerSummary = {
  /** Null for turns without a speaker. */
  readonly speaker: string | null;
  readonly turns: number;
  /** Runs of characters that are not white space. */
  readonly words: number;
  /** Index of their first turn. */
  readonly firstTurn: number;
};

/** Every speaker, in the order in which they first speak. */
export function listSpeakers(turns: readonly Turn[]): SpeakerSummary[] {
  const found = new Map<string | null, { turns: number; words: number; firstTurn: number }>();
  turns.forEach((turn, index) => {
    let entry = found.get(turn.speaker);
    if (entry === undefined) {
      entry = { turns: 0, words: 0, firstTurn: index };
      found.set(turn.speaker, entry);
    }
    entry.turns += 1;
    entry.words += countWords(turn.text);
  });
  return [...found].map(([speaker, entry]) => ({ speaker, ...entry }));
}

/** The same turns with one label changed. Neighbours of one name stay apart; `mergeSpeakers` joins them. */
export function renameSpeaker(
  turns: readonly Turn[],
  from: string | null,
  to: string | null,
): Turn[] {
  const speaker = to === null || to.trim() === '' ? null : to.trim();
  return turns.map((turn) => (turn.speaker === from ? { ...turn, speaker } : turn));
}

/** All of `from` become `into`, and neighbouring turns of that speaker one turn. */
export function mergeSpeakers(
  turns: readonly Turn[],
  from: readonly (string | null)[],
  into: string,
): Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const next = from.includes(turn.speaker) ? { ...turn, speaker: into } : turn;
    const last = merged.at(-1);
    if (last !== undefined && next.speaker === into && last.speaker === into)
      merged[merged.length - 1] = joinTurns(last, next);
    else merged.push(next);
  }
  return merged;
}

/**
 * Splits a turn before the UTF-16 unit at the offset; white space around the cut goes. The first half keeps the start, the
 * second the end. Null where one half would be empty, or where the offset lies within a surrogate pair.
 */
export function splitTurn(turn: Turn, offsetUtf16: number): readonly [Turn, Turn] | null {
  const before = turn.text.charCodeAt(offsetUtf16 - 1);
  const after = turn.text.charCodeAt(offsetUtf16);
  if (before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff) return null;
  const head = turn.text.slice(0, Math.max(0, offsetUtf16)).trimEnd();
  const tail = turn.text.slice(Math.max(0, offsetUtf16)).trimStart();
  if (head === '' || tail === '') return null;
  return [
    { ...turn, text: head, end: null },
    { ...turn, text: tail, start: null },
  ];
}

/** One turn of two neighbours: texts joined by U+000A, speaker of the first (or of the second, where it has none). */
export function joinTurns(first: Turn, second: Turn): Turn {
  return {
    speaker: first.speaker ?? second.speaker,
    start: first.start ?? second.start,
    end: second.end ?? first.end,
    text: `${first.text}\n${second.text}`,
    source: joinSources(first.source, second.source),
  };
}

function joinSources(first: Turn['source'], second: Turn['source']): Turn['source'] {
  if (first === null || second === null) return first ?? second;
  return {
    firstLine: Math.min(first.firstLine, second.firstLine),
    lastLine: Math.max(first.lastLine, second.lastLine),
  };
}

/** Words for the one who asks, as labels have them in several languages. Letters after them do not count: `Interviewer 1`. */
const ASKS =
  /^(?:interviewer(?:in)?s?|interv?|int|iv|ir|i|moderators?(?:in)?|mod|facilitator|researcher|q|question|entrevistador[ae]?|moderadora?|pregunta|frage|enquêt(?:eur|rice)|intervieweu(?:r|se)|animat(?:eur|rice)|intervistat(?:ore|rice)|domanda|pergunta|vraag|intervjuare|haastattelija|badacz(?:ka)?|pytanie|интервьюер|модератор|вопрос|görüşmeci|soru|问|問|访谈者|訪談者|采访者|主持人|记者|記者|インタビュアー|司会|면접자|질문|מראיינ?ת?|שאלה|الباحثة?|سؤال|المذيع)(?![\p{L}\p{M}])/iu;
const ANSWERS =
  /^(?:interviewee|participant|respondent|informant|p\d|r\d|#\d|befragte|entrevistad[oa]$|participante|enquêté)/iu;

/** Of all turns that have a speaker, the least share of one who could be the interviewer by how they speak. */
const LEAST_PRESENT = 0.15;
/** How much larger a share of their turns must end in a question than of any other's. */
const LEAST_LEAD = 0.1;
/** Where it is as clear as this, they may even speak at greater length than those whom they ask. */
const CLEAR_LEAD = 0.35;
const LEAST_QUESTIONS = 2;

/**
 * The speaker who most likely asks. The wording of a label decides (`Interviewer`, `Q`); else it is who ends more of
 * their turns in a question than anybody else, and says less in a turn than those whom they ask. Who speaks first counts
 * for nothing, and where the two signs disagree, or nobody stands out, it is null. A suggestion, to be confirmed.
 */
export function guessInterviewer(turns: readonly Turn[]): string | null {
  const speakers = listSpeakers(turns).flatMap((each) =>
    each.speaker === null ? [] : [{ ...each, speaker: each.speaker }],
  );
  if (speakers.length < 2) return null;
  const asked = new Map<string, number>();
  for (const { speaker, text } of turns) {
    if (speaker !== null && endsInQuestion(text)) asked.set(speaker, (asked.get(speaker) ?? 0) + 1);
  }
  const called = speakers.filter(({ speaker }) => ASKS.test(speaker));
  const [first, second] = called.toSorted((a, b) => b.turns - a.turns);
  if (first !== undefined) {
    return second === undefined || first.turns >= second.turns * 2 ? first.speaker : null;
  }
  const named = speakers.reduce((sum, each) => sum + each.turns, 0);
  const ranked = speakers
    .filter((each) => each.turns >= Math.max(2, named * LEAST_PRESENT))
    .map((each) => {
      const questions = asked.get(each.speaker) ?? 0;
      return { ...each, questions, share: questions / each.turns };
    })
    .toSorted((a, b) => b.share - a.share);
  const best = ranked.find(({ speaker }) => !ANSWERS.test(speaker));
  if (best === undefined || best.questions < LEAST_QUESTIONS) return null;
  const others = speakers.filter(({ speaker }) => speaker !== best.speaker);
  const sum = (of: (each: (typeof others)[number]) => number): number =>
    others.reduce((total, each) => total + of(each), 0);
  const pooled = sum(({ speaker }) => asked.get(speaker) ?? 0) / sum((each) => each.turns);
  const nearest = ranked.find(({ speaker }) => speaker !== best.speaker)?.share ?? 0;
  const lead = best.share - Math.max(pooled, nearest);
  const isBriefer = best.words / best.turns < sum((each) => each.words) / sum((each) => each.turns);
  return lead >= CLEAR_LEAD || (lead >= LEAST_LEAD && isBriefer) ? best.speaker : null;
}

/** The last sentence is a question, whatever closes it; a Greek question mark is a semicolon. */
function endsInQuestion(text: string): boolean {
  const end = text.slice(-200).replace(/(?:[\s"'”’»)\]*_]|[([][^()[\]]{0,40}[)\]]\.?)+$/u, '');
  return /[?？؟⸮]$/u.test(end) || /\p{Script=Greek}[^;.!]*[;\u037e]$/u.test(end);
}

/** Runs of characters that are no white space; counted without making strings of them, since a text may have a million. */
export function countWords(text: string): number {
  let words = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const isWhite = isWhiteSpace(text.charCodeAt(at));
    if (!isWhite && !inWord) words += 1;
    inWord = !isWhite;
  }
  return words;
}

/** As `\s` has it. */
function isWhiteSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
