/**
 * Where a span stands in a transcript's text, in a form that survives corrections of the text.
 *
 * `start` names the first character of the span and `end` its last, each as the id of a character
 * of the transcript's Y.Doc (`[client, clock]`): words typed at either edge stay outside. The quote
 * and what stands around it tell whether that position still leads to the same words.
 */
export type Anchor = {
  /** Y.Doc id of the first character of the span. */
  readonly start: CharacterId;
  /** Y.Doc id of the last character of the span. */
  readonly end: CharacterId;
  /** The turn in which the span begins, for re-anchoring within the turn. */
  readonly turn: string;
  /** The marked words, exactly; paragraphs joined by U+000A. */
  readonly quote: string;
  /** Up to {@link CONTEXT_UTF16} UTF-16 units of the text before the span. */
  readonly before: string;
  /** Up to {@link CONTEXT_UTF16} UTF-16 units of the text after the span. */
  readonly after: string;
};

/** Yjs client and clock of one character. */
export type CharacterId = readonly [client: number, clock: number];

/** How many UTF-16 units of surrounding text an anchor carries on either side. */
export const CONTEXT_UTF16 = 24;
