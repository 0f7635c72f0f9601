import type { Role } from '@triad/realist';
import type { Mark, PlacedSpan } from './marks.ts';

/** What the panel's list lets through; null lets all through. */
export type ListFilter = {
  readonly roles: ReadonlySet<Role> | null;
  readonly member: string | null;
  readonly words: string;
  /** Ids of spans; null lets all through. */
  readonly only: ReadonlySet<string> | null;
};

/** Spans in the order of the text that the filter lets through; words as `foldForSearch` has them. */
export function listSpans(marks: readonly Mark[], filter: ListFilter): readonly PlacedSpan[] {
  const words = foldForSearch(filter.words);
  const listed: PlacedSpan[] = [];
  for (const mark of marks) {
    if (filter.roles !== null && !filter.roles.has(mark.role)) continue;
    for (const placed of mark.spans) {
      if (filter.member !== null && placed.member !== filter.member) continue;
      if (filter.only !== null && !filter.only.has(placed.span.id)) continue;
      if (words !== '' && !foldedQuote(placed).includes(words)) continue;
      listed.push(placed);
    }
  }
  return listed;
}

/**
 * Words as they are compared in a search: without regard to case, accents, runs of white space, and
 * to the form of quotation marks, apostrophes and dashes, which keyboards and typists have in many.
 */
export function foldForSearch(words: string): string {
  const lower = words.toLowerCase();
  const plain = /^[\x20-\x5f\x61-\x7e]*$/.test(lower) ? lower : withoutForms(lower);
  return plain.replace(/\s+/g, ' ').trim();
}

function withoutForms(words: string): string {
  return (
    words
      // Before compatibility forms are undone: they make a space and an accent of a loose accent.
      .replace(/[‘’‚‛′ʼ´`]/g, "'")
      .replace(/[“”„‟″«»]/g, '"')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
      .normalize('NFKD')
      // The marks of Latin, Greek and Cyrillic letters; those of other scripts make other letters.
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
  );
}

/** Quotes folded before, while their spans are there: each key in the search looks at all of them. */
const folded = new WeakMap<PlacedSpan['span'], string>();

function foldedQuote({ span }: PlacedSpan): string {
  let words = folded.get(span);
  if (words === undefined) {
    words = foldForSearch(span.anchor.quote);
    folded.set(span, words);
  }
  return words;
}
