import type { TextIndex } from '@triad/collab';
import { locateAnchor, makeAnchor, NOWHERE, trimRange } from '@triad/collab';
import type { Anchor } from '@triad/realist';
import type * as Y from 'yjs';
import type { RangeAfter } from './places.ts';

/** The text before and after, and what was done to it. */
export type Redacted = {
  readonly before: { readonly doc: Y.Doc; readonly index: TextIndex };
  readonly after: TextIndex;
  readonly moved: RangeAfter;
  readonly replacement: string;
  /** Ids of the turns in which places lie. */
  readonly turns: ReadonlySet<string>;
  /** Replaces the words in any other text. */
  readonly clean: (text: string) => string;
};

/**
 * The same anchor in the redacted text: on the same words, or on what replaced them. One whose words
 * are lost keeps its quote without the words; in a turn that was redacted it keeps none, since what
 * stood there before a correction may be the same name, misheard.
 */
export function redactAnchor(redacted: Redacted, anchor: Anchor): Anchor {
  const { before, after, moved, replacement, turns, clean } = redacted;
  const place = locateAnchor(before.doc, before.index, anchor);
  if (place.kind === 'placed') {
    const range = trimRange(after.text, moved(place.range));
    const made = range === null ? null : makeAnchor(after, range);
    if (made !== null) return made;
  }
  if (turns.has(anchor.turn))
    return { ...anchor, quote: replacement, before: NOWHERE, after: NOWHERE };
  return {
    ...anchor,
    quote: clean(anchor.quote) || replacement,
    before: clean(anchor.before),
    after: clean(anchor.after),
  };
}
