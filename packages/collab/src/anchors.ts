import type { Anchor, CharacterId, TextRange } from '@triad/realist';
import { CONTEXT_UTF16 } from '@triad/realist';
import * as Y from 'yjs';
import {
  contextBest,
  contextFits,
  CONTEXT_NEEDED_UTF16,
  contextMatch,
  contextSum,
  LONG_QUOTE_UTF16,
  sameLetters,
} from './anchor-context.ts';
import { mostProposedUtf16, placeNow } from './anchor-proposal.ts';
import { findQuote, proposeQuote } from './anchor-search.ts';
import { cameOf, paragraphAt, turnAt } from './text-index.ts';
import type { TextIndex } from './text-index.ts';
import { standsWhole } from './word-edges.ts';

/**
 * Where the words of an anchor stand.
 *
 * - `placed`: on the same words, by their position or, in their turn, by the quote.
 * - `lost`: not found where they were marked; `proposal` is where they may be, for a person to judge.
 */
export type AnchorPlace =
  | { readonly kind: 'placed'; readonly range: TextRange; readonly by: 'position' | 'quote' }
  | { readonly kind: 'lost'; readonly proposal: TextRange | null };

/**
 * The anchor of a range of the text, by the index of the same state of the document. Start is
 * bound to the first character and end to the last, so what is typed at either edge stays outside.
 *
 * Null for an empty range and for one that begins or ends on a break between paragraphs: callers
 * trim first (see {@link trimRange}).
 */
export function makeAnchor(index: TextIndex, range: TextRange): Anchor | null {
  const { startUtf16, endUtf16 } = range;
  if (startUtf16 >= endUtf16) return null;
  const start = characterIdAt(index, startUtf16);
  const end = characterIdAt(index, endUtf16 - 1);
  if (start === null || end === null) return null;
  return {
    start,
    end,
    turn: index.turns[turnAt(index, startUtf16)]?.id ?? '',
    quote: index.text.slice(startUtf16, endUtf16),
    before: index.text.slice(Math.max(0, startUtf16 - CONTEXT_UTF16), startUtf16),
    after: index.text.slice(endUtf16, endUtf16 + CONTEXT_UTF16),
  };
}

/** Where an anchor's words were found, and how. */
export type FoundAnchor = { readonly range: TextRange; readonly by: 'position' | 'quote' };

/**
 * Where an anchor's words stand now. Its position counts only where the text equals the quote, white
 * space aside, and no longer word was made of it, in the anchor's turn or one that came of it, and, for a
 * short quote, where the text beside it is what stood there. Else the anchor follows its words within
 * these turns, if exactly one place fits. Everything else is lost, and for the person to decide.
 */
export function locateAnchor(doc: Y.Doc, index: TextIndex, anchor: Anchor): AnchorPlace {
  const found = findAnchor(doc, index, anchor);
  if (found !== null) return { kind: 'placed', ...found };
  return { kind: 'lost', proposal: proposeFor(index, positionOf(doc, index, anchor), anchor) };
}

/** As {@link locateAnchor}, without the search for a proposal; null where the words are lost. */
export function findAnchor(doc: Y.Doc, index: TextIndex, anchor: Anchor): FoundAnchor | null {
  const range = positionOf(doc, index, anchor);
  if (range !== null && isOfTurn(index, range, anchor) && holdsQuote(index, range, anchor)) {
    const isLong = anchor.quote.length >= LONG_QUOTE_UTF16;
    if (isLong || contextFits(index.text, range, anchor)) {
      return { range, by: 'position' };
    }
  }
  const found = findQuote(index, anchor, {
    isOpen: (turn) => cameOf(index, turn, anchor.turn),
    stoodApart: (place) => stoodApart(doc, index, anchor, place),
  });
  return found === null ? null : { range: found, by: 'quote' };
}

/** So much of a quote's words must be left where it stood, for it to stand on what is there now. */
const LEFT_OF_QUOTE = 0.5;

/**
 * Where an anchor stands of which nobody can say any more what it should stand on, as in a copy of a closed
 * round: as {@link findAnchor} says; else on what is between the same characters in its turn now, where most
 * of its words are left, so that a word that is corrected takes no mark away. Null where it has no place.
 */
export function placeOfCopy(
  doc: Y.Doc,
  index: TextIndex,
  anchor: Anchor,
): { readonly range: TextRange; readonly isCorrected: boolean } | null {
  const found = findAnchor(doc, index, anchor);
  if (found !== null) return { range: found.range, isCorrected: false };
  const range = positionOf(doc, index, anchor);
  const there = range === null ? null : trimRange(index.text, range);
  if (there === null || !isOfTurn(index, there, anchor)) return null;
  const { startUtf16, endUtf16 } = there;
  if (endUtf16 - startUtf16 > mostProposedUtf16(anchor)) return null;
  const left = new Map<string, number>();
  for (const word of wordsOf(index.text.slice(startUtf16, endUtf16))) {
    left.set(word, (left.get(word) ?? 0) + 1);
  }
  const words = wordsOf(anchor.quote);
  const kept = words.filter((word) => {
    const times = left.get(word) ?? 0;
    left.set(word, times - 1);
    return times > 0;
  });
  return kept.length >= LEFT_OF_QUOTE * words.length ? { range: there, isCorrected: true } : null;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** As {@link locateAnchor}, the range alone; null where the words are lost. */
export function resolveAnchor(doc: Y.Doc, index: TextIndex, anchor: Anchor): TextRange | null {
  return findAnchor(doc, index, anchor)?.range ?? null;
}

/** Cuts white space and breaks from both ends; null where nothing is left. */
export function trimRange(text: string, range: TextRange): TextRange | null {
  let { startUtf16, endUtf16 } = range;
  while (startUtf16 < endUtf16 && isSpace(text, startUtf16)) startUtf16 += 1;
  while (endUtf16 > startUtf16 && isSpace(text, endUtf16 - 1)) endUtf16 -= 1;
  return startUtf16 < endUtf16 ? { startUtf16, endUtf16 } : null;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function isOfTurn(index: TextIndex, { startUtf16 }: TextRange, anchor: Anchor): boolean {
  return cameOf(index, turnAt(index, startUtf16), anchor.turn);
}

function holdsQuote({ text }: TextIndex, range: TextRange, anchor: Anchor): boolean {
  const { startUtf16, endUtf16 } = range;
  const { quote } = anchor;
  const isSame = endUtf16 - startUtf16 === quote.length && text.startsWith(quote, startUtf16);
  if (!isSame && !sameLetters(text.slice(startUtf16, endUtf16), quote)) return false;
  return standsWhole(text, range, anchor);
}

/** So much of what stood beside the words, on both sides together, tells that they were deleted here. */
const DELETED_UTF16 = 20;

/**
 * Whether a place has other words than the anchor's: these were deleted where more of what stood beside
 * them stands still than stands beside the place. Of two like pieces side by side y-prosemirror may
 * delete the other one than the person did, so what borders on the deletion is never counted as apart.
 */
function stoodApart(doc: Y.Doc, index: TextIndex, anchor: Anchor, place: TextRange): boolean {
  const gone = offsetOf(doc, index, anchor.start, 0);
  if (gone === null) return false;
  const { startUtf16, endUtf16 } = place;
  const between = index.text.slice(Math.min(gone, endUtf16), Math.max(gone, startUtf16));
  if ((startUtf16 <= gone && gone <= endUtf16) || between.trim() === '') return false;
  const left = contextMatch(index.text, { startUtf16: gone, endUtf16: gone }, anchor);
  // Written in their place at one stroke, with other words: so y-prosemirror does where both sides change.
  const isStroke =
    endUtf16 <= gone
      ? left.before < CONTEXT_NEEDED_UTF16 && isOneStroke(doc, index, startUtf16, gone, 'end')
      : left.after < CONTEXT_NEEDED_UTF16 && isOneStroke(doc, index, gone, endUtf16, 'start');
  if (isStroke) return false;
  // With all of that on one side it is the very place: something was typed between it and the other side.
  if (contextBest(index.text, place, anchor) >= DELETED_UTF16) return false;
  const sum = left.before + left.after;
  return sum >= DELETED_UTF16 && sum > contextSum(index.text, place, anchor);
}

/**
 * Whether all of this range was written in one run that begins where it starts, or is over where it
 * ends: what stood beside the words when they were deleted belongs to their own run, or to another.
 */
function isOneStroke(
  doc: Y.Doc,
  index: TextIndex,
  startUtf16: number,
  endUtf16: number,
  edge: 'start' | 'end',
): boolean {
  const first = characterIdAt(index, startUtf16);
  const last = characterIdAt(index, endUtf16 - 1);
  if (first === null || last === null || first[0] !== last[0]) return false;
  if (last[1] - first[1] !== endUtf16 - 1 - startUtf16) return false;
  const next: CharacterId = edge === 'start' ? first : [last[0], last[1] + 1];
  return !followsItsOwn(itemOf(doc, next), next);
}

/** Whether a character was written right behind the one with the id before its own. */
function followsItsOwn(item: Y.Item | null, [client, clock]: CharacterId): boolean {
  if (item === null) return false;
  if (item.id.clock < clock) return true;
  return item.origin?.client === client && item.origin.clock === clock - 1;
}

/** What stands now where the words stood comes first: most often a word of it was corrected. */
function proposeFor(index: TextIndex, range: TextRange | null, anchor: Anchor): TextRange | null {
  const there = range === null ? null : trimRange(index.text, placeNow(index, range, anchor));
  if (there !== null && isOfTurn(index, there, anchor)) {
    if (there.endUtf16 - there.startUtf16 <= mostProposedUtf16(anchor)) return there;
  }
  return proposeQuote(index, anchor);
}

/**
 * What stands between two characters of a document now, both included; a point where they are deleted, and
 * null where it cannot be told any more.
 */
export function rangeBetween(
  doc: Y.Doc,
  index: TextIndex,
  ends: Pick<Anchor, 'start' | 'end'>,
): TextRange | null {
  return positionOf(doc, index, ends);
}

/** A point where nothing is left between the ends; null where one cannot be told any more, or they crossed. */
function positionOf(
  doc: Y.Doc,
  index: TextIndex,
  anchor: Pick<Anchor, 'start' | 'end'>,
): TextRange | null {
  const startUtf16 = offsetOf(doc, index, anchor.start, 0);
  const endUtf16 = offsetOf(doc, index, anchor.end, 1);
  if (startUtf16 === null || endUtf16 === null || startUtf16 > endUtf16) return null;
  return { startUtf16, endUtf16 };
}

function characterIdAt(index: TextIndex, offsetUtf16: number): CharacterId | null {
  const paragraph = index.paragraphs[paragraphAt(index, offsetUtf16)];
  if (paragraph === undefined || offsetUtf16 >= paragraph.endUtf16) return null;
  for (const text of paragraph.texts) {
    let at = index.startOf.get(text) ?? 0;
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      if (offsetUtf16 < at + item.length) return [item.id.client, item.id.clock + offsetUtf16 - at];
      at += item.length;
    }
  }
  return null;
}

/**
 * Offset of a character, plus `past` (0 before it, 1 after it). A deleted character gives the point
 * where it stood, so a span that was cut into shrinks; the quote tells.
 */
function offsetOf(doc: Y.Doc, index: TextIndex, id: CharacterId, past: 0 | 1): number | null {
  const item = itemOf(doc, id);
  if (item === null) return null;
  const parent = item.parent;
  if (!(parent instanceof Y.AbstractType)) return null;
  const start = index.startOf.get(parent);
  if (start === undefined) return null;
  let at = start;
  for (let left = parent._start; left !== null && left !== item; left = left.right) {
    if (!left.deleted && left.countable) at += left.length;
  }
  return item.deleted ? at : at + (id[1] - item.id.clock) + past;
}

/** Null where the character is not there, or is gone without a trace. */
function itemOf(doc: Y.Doc, [client, clock]: CharacterId): Y.Item | null {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || clock >= Y.getState(doc.store, client)) return null;
  const item = structs[Y.findIndexSS(structs, clock)];
  return item instanceof Y.Item ? item : null;
}
