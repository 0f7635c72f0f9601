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

/**
 * The speaker who most likely asks: by the wording of the label, by how many of their turns hold a question, and by
 * saying less than the others. Null where nobody stands out, or where nobody else speaks. A suggestion, to be confirmed.
 */
export function guessInterviewer(turns: readonly Turn[]): string | null {
  const asked = new Map<string, number>();
  for (const turn of turns) {
    if (turn.speaker === null || !/[?？؟;](?:["'”’»)\]]|\s|$)/u.test(turn.text.replace(/;/gu, ' ')))
      continue;
    asked.set(turn.speaker, (asked.get(turn.speaker) ?? 0) + 1);
  }
  const speakers = listSpeakers(turns).flatMap((each) =>
    each.speaker === null ? [] : [{ ...each, speaker: each.speaker }],
  );
  if (speakers.length < 2) return null;
  const words = speakers.reduce((sum, each) => sum + each.words, 0);
  const totalAsked = [...asked.values()].reduce((sum, n) => sum + n, 0);
  const ranked = speakers
    .map((each) => {
      const questions = asked.get(each.speaker) ?? 0;
      const label = ASKS.test(each.speaker) ? 3 : ANSWERS.test(each.speaker) ? -1.5 : 0;
      const share = totalAsked === 0 ? 0 : questions / totalAsked;
      const brief = words === 0 ? 0 : 0.5 - each.words / words;
      // Somebody who says two sentences in a crowd is no interviewer, however short.
      const present = Math.min(1, each.turns / (turns.length * 0.15));
      return {
        speaker: each.speaker,
        score: label + (share * 1.5 + questions / each.turns + brief) * present,
      };
    })
    .toSorted((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (best === undefined || next === undefined) return null;
  return best.score >= 0.9 && best.score - next.score >= 0.3 ? best.speaker : null;
}

function countWords(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}
