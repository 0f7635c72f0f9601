import { isGroupLabel, isMetaLabel, isParticle, isRoleWord } from './vocabulary.ts';

/** What the wording of a would-be label says for and against it. */
export type LabelShape = {
  /** False: no one is called so. */
  readonly possible: boolean;
  /** `P1`, `#13`, `INT`, `AA`, `SPEAKER_00`. */
  readonly code: boolean;
  /** Holds a word such as interviewer, moderator, participant. */
  readonly role: boolean;
  /** Title, Date, Present and the like. */
  readonly meta: boolean;
  /** Every word of its head (before a comma or bracket) begins as names do. */
  readonly name: boolean;
  /** Says that several speak, or somebody unknown: `All`, `Several voices`, `Unknown`. */
  readonly group: boolean;
  /** Goes on behind a comma in small letters, as sentences do: `Well, people said`. */
  readonly runsOn: boolean;
  /** Written in a script without capitals. */
  readonly caseless: boolean;
  readonly words: number;
};

const MAX_LABEL_UTF16 = 110;
const IMPOSSIBLE: LabelShape = {
  possible: false,
  code: false,
  role: false,
  meta: false,
  name: false,
  group: false,
  runsOn: false,
  caseless: false,
  words: 0,
};
const CASED = /[\p{Lu}\p{Ll}\p{Lt}]/u;
const SENTENCE_SIGN = /[?!;…¿¡。？！؟\n\t=|{}\\@<>“”„«»]|\.\.\.|:\/\//u;

export function labelShape(label: string): LabelShape {
  if (label.length > MAX_LABEL_UTF16 || label === '') return IMPOSSIBLE;
  if (/^<[^<>]+>$/u.test(label)) return { ...IMPOSSIBLE, possible: true, code: true, words: 1 };
  if (SENTENCE_SIGN.test(label) || !/[\p{L}\p{N}]/u.test(label) || /[,(–—-]$/u.test(label))
    return IMPOSSIBLE;
  if (!isBalanced(label)) return IMPOSSIBLE;
  // Numbers alone name no one, unless marked as pseudonyms are: `#13`.
  if (/^[\d\s.,:/()-]+$/u.test(label)) return IMPOSSIBLE;
  const head = label.split(/[,(/[]| [-–—] /u)[0]?.trim() ?? '';
  const words = head.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0 || words.length > 8 || hasSentenceEnd(words)) return IMPOSSIBLE;
  const tail = label.slice(label.indexOf(head) + head.length);
  if (endsSentence(tail)) return IMPOSSIBLE;
  const bare = words
    .map((word) => word.replace(/[\d#._'’"“”:]+/gu, ' ').trim())
    .filter((word) => word !== '');
  const caseless = !CASED.test(head);
  const hasLetter = /\p{L}/u.test(head);
  const code =
    (/^#?\p{Lu}{1,4}[\s._-]?\d{0,4}$/u.test(head) ||
      /^#\s?\p{L}{0,3}\d{1,5}$/u.test(head) ||
      /^\p{L}{1,12}[\s._-]?\d{1,4}[a-z]?$/u.test(head) ||
      /^\p{Lu}[\p{Lu}\d_-]+$/u.test(head)) &&
    !caselessWord(head);
  const name =
    words.length <= 6 &&
    !(caseless && hasLetter && words.length > 5) &&
    words.every(
      (word, index) =>
        beginsAsName(word) ||
        (index > 0 && isParticle(word)) ||
        (words.length > 1 && isParticle(word)),
    ) &&
    words.some(beginsAsName);
  const role = (bare.length <= 2 || name) && bare.some((word) => roleIn(word, bare.length === 1));
  return {
    possible: true,
    code,
    role,
    meta: isMetaLabel(head),
    name,
    group: isGroupLabel(head),
    runsOn:
      /^\s*,\s*\p{Ll}[\p{L}'’-]*\s+\p{L}/u.test(tail) &&
      !tail
        .slice(1)
        .split(/\s+/u)
        .some((word) => isRoleWord(word, false)),
    caseless: caseless && hasLetter,
    words: words.length,
  };
}

function isBalanced(label: string): boolean {
  const count = (sign: string): number => label.split(sign).length;
  return count('(') === count(')') && count('[') === count(']');
}

function roleIn(word: string, alone: boolean): boolean {
  if (isRoleWord(word, alone)) return true;
  return (
    word.includes('-') &&
    word.split('-').some((piece) => piece.length > 2 && isRoleWord(piece, false))
  );
}

function caselessWord(head: string): boolean {
  return /\p{Lo}/u.test(head) && !/\d/.test(head);
}

/** A full stop inside a label is fine after an abbreviation or an initial, and ends a sentence after anything else. */
function hasSentenceEnd(words: readonly string[]): boolean {
  return words.some((word, index) => {
    if (!word.endsWith('.') || index === words.length - 1) return false;
    const stem = word.slice(0, -1);
    return stem.length > 5 || (stem.length > 3 && /^\p{Ll}/u.test(stem));
  });
}

/** `fine. People`: a full stop between a word in small letters and a capital, which no title's abbreviation is. */
function endsSentence(tail: string): boolean {
  for (const found of tail.matchAll(/(?<!\p{L})(\p{Ll}{2,})\. +(?=\p{Lu})/gu))
    if (
      !/^(?:dr|mr|mrs|ms|prof|st|jr|sr|hon|dept|univ|med|phil|habil|dipl|ing|rer|nat|vs)$/u.test(
        found[1] ?? '',
      )
    )
      return true;
  return false;
}

function beginsAsName(word: string): boolean {
  // `O'Brien`, `d'Angelo`, `al-Masri`, `deGrasse`, `#13`, `2`, `היו"ר`.
  return (
    /^["'#(]*(?:\p{Lu}|\p{Lt}|\p{Lo}|\p{N})/u.test(word) ||
    /^(?:[dl]['’]|al-|mc|de)\p{Lu}/u.test(word)
  );
}

/** Whether what follows a label, or stands as a paragraph, reads as words spoken rather than as an entry of a form. */
export function readsAsSpeech(body: string): boolean {
  const text = body.trim();
  if (text === '') return false;
  if (/[.?!…。？！؟][\s"'”’»)\]」』]*$/u.test(text)) return true;
  if (text.length > 300) return true;
  const words = text.split(/\s+/u).length;
  return words >= 12 || (/[。，、？！]/u.test(text) && text.length >= 15);
}
