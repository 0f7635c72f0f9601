import {
  indexText,
  locateAnchor,
  placesTakenOut,
  readSpan,
  replaceWords,
  wordFinder,
  wordsTakenOut,
} from '@triad/collab';
import type { TextIndex } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { isUuid } from '@triad/realist';
import type * as Y from 'yjs';

/**
 * Gives work that was made on an earlier text without the words that were taken out of it since. This
 * page still knows which these are: it holds the earlier text, and the present one says which of its
 * characters went.
 */
export type WithoutWords = {
  /** Any value of a layer. */
  readonly value: (value: unknown) => unknown;
  /** The words of the earlier text at a place of it. */
  readonly words: (range: TextRange) => string;
};

const GONE = '[…]';

export function withoutWords(before: Y.Doc, after: Y.Doc): WithoutWords {
  const index = indexText(before);
  const places = placesTakenOut({ doc: before, index }, after);
  const finders = wordsTakenOut(before, after)
    .map((words) => wordFinder(words))
    .filter((finder) => finder !== null);
  const clean = (text: string): string =>
    isUuid(text)
      ? text
      : finders.reduce<string>((left, finder) => replaceWords(finder, left, GONE), text);
  const words = (range: TextRange): string => clean(splice(index, places, range));
  return {
    words,
    value(value) {
      const span = spanIn(value);
      if (span === null) return cleanAll(value, clean);
      const { anchor, ...rest } = span;
      const place = locateAnchor(before, index, anchor);
      // What stands beside a quote ends anywhere, also within a name.
      const quote = place.kind === 'placed' ? words(place.range) : clean(anchor.quote);
      return {
        ...rest,
        anchor: { turn: anchor.turn, start: anchor.start, end: anchor.end, quote },
      };
    },
  };
}

/** Where nobody can tell what was taken out: nothing that could hold it. */
export const WITHOUT_ANY_WORDS: WithoutWords = {
  words: () => GONE,
  value: (value) => cleanAll(value, (text) => (isUuid(text) || isPlain(text) ? text : GONE)),
};

/** Ids, instants and the short names of roles and kinds. */
function isPlain(text: string): boolean {
  return /^(?:[A-Z]|undecided|quoted|inferred|span|sketch|part|memo)$|^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(
    text,
  );
}

function spanIn(value: unknown) {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' ? readSpan(value.id, value) : null;
}

function cleanAll(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((part) => cleanAll(part, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, cleanAll(part, clean)]),
  );
}

function splice({ text }: TextIndex, places: readonly TextRange[], range: TextRange): string {
  let at = range.startUtf16;
  let spliced = '';
  for (const { startUtf16, endUtf16 } of places) {
    if (endUtf16 <= at || startUtf16 >= range.endUtf16) continue;
    spliced += text.slice(at, Math.max(at, startUtf16)) + GONE;
    at = endUtf16;
  }
  return spliced + text.slice(at, Math.max(at, range.endUtf16));
}
