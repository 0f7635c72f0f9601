import type { Random } from '../support/random.ts';

/* An interview that never was: the lengths of real talk, in words that mean nothing together. */

export type InterviewTurn = {
  readonly speaker: 'interviewer' | 'participant';
  readonly startSeconds: number;
  readonly paragraphs: readonly string[];
};

/** Of the words spoken in an interview most are short, and a few say what it is about. */
const SMALL =
  'I and the to a it you of that was in so they we know but is not just my like for have on at with be this because as when do were me if or what there about them really would then had from up all out get your no can one been think yeah';
const PLAIN =
  'people going things said time really something always could went never actually week before started after home school family around back place talk feel felt better anything everybody sometimes nothing different together morning probably working through without another thought wanted asked happened';
const LONG =
  'appointment confidence medication neighbourhood volunteering relationship counsellor information responsibility independent transport afterwards comfortable conversation encouragement opportunity particularly expectations understanding prescription';
const WORDS = [SMALL, PLAIN, LONG].map((words) => words.split(' '));

/** Seconds that a word takes to say, about. */
const WORD_SECONDS = 0.4;

/** Exactly so many words in exactly so many turns, taken by two people by turns. */
export function makeInterview(random: Random, turns: number, words: number): InterviewTurn[] {
  const isQuestion = (turn: number): boolean => turn % 2 === 0;
  const drawn = Array.from({ length: turns }, (_, turn) =>
    isQuestion(turn) ? random.whole(5, 40) : random.whole(15, 210),
  );
  const scale = words / drawn.reduce((sum, length) => sum + length, 0);
  const lengths = drawn.map((length) => Math.max(1, Math.floor(length * scale)));
  let missing = words - lengths.reduce((sum, length) => sum + length, 0);
  for (let turn = 0; missing > 0; turn = (turn + 1) % turns, missing -= 1) {
    lengths[turn] = (lengths[turn] ?? 0) + 1;
  }
  let spoken = 0;
  return lengths.map((length, turn) => {
    const startSeconds = Math.round(spoken * WORD_SECONDS * 10) / 10;
    spoken += length;
    return {
      speaker: isQuestion(turn) ? 'interviewer' : 'participant',
      startSeconds,
      paragraphs: paragraphsOf(random, length),
    };
  });
}

function paragraphsOf(random: Random, words: number): string[] {
  if (words < 120 || random.chance(0.4)) return [sentencesOf(random, words)];
  const first = random.whole(40, words - 40);
  return [sentencesOf(random, first), sentencesOf(random, words - first)];
}

function sentencesOf(random: Random, words: number): string {
  const sentences: string[] = [];
  for (let left = words; left > 0;) {
    const length = Math.min(left, random.whole(4, 26));
    left -= length;
    const spoken = Array.from({ length }, () => wordOf(random));
    for (let at = 5; at < length - 2; at += random.whole(5, 11)) spoken[at] += ',';
    const sentence = spoken.join(' ');
    sentences.push(
      `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${random.chance(0.1) ? '?' : '.'}`,
    );
  }
  return sentences.join(' ');
}

function wordOf(random: Random): string {
  const share = random.next();
  return random.pick(WORDS[share < 0.58 ? 0 : share < 0.93 ? 1 : 2] ?? []);
}
