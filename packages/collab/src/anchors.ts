import type { Anchor, CharacterId, TextRange } from '@triad/realist';
import { CONTEXT_UTF16 } from '@triad/realist';
import * as Y from 'yjs';
import { paragraphAt, turnAt } from './text-index.ts';
import type { TextIndex } from './text-index.ts';

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

/**
 * Where an anchor's words stand now, or null where its position no longer leads to its quote. A
 * position counts only where the text equals the quote; anything else is shown to the person as
 * 'words not found' and never silently put on other words.
 */
export function resolveAnchor(doc: Y.Doc, index: TextIndex, anchor: Anchor): TextRange | null {
  const startUtf16 = offsetOf(doc, index, anchor.start, 0);
  const endUtf16 = offsetOf(doc, index, anchor.end, 1);
  if (startUtf16 === null || endUtf16 === null || startUtf16 >= endUtf16) return null;
  if (endUtf16 - startUtf16 !== anchor.quote.length) return null;
  if (!index.text.startsWith(anchor.quote, startUtf16)) return null;
  return { startUtf16, endUtf16 };
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
function offsetOf(
  doc: Y.Doc,
  index: TextIndex,
  [client, clock]: CharacterId,
  past: 0 | 1,
): number | null {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || clock >= Y.getState(doc.store, client)) return null;
  const item = structs[Y.findIndexSS(structs, clock)];
  if (!(item instanceof Y.Item)) return null;
  const parent = item.parent;
  if (!(parent instanceof Y.AbstractType)) return null;
  const start = index.startOf.get(parent);
  if (start === undefined) return null;
  let at = start;
  for (let left = parent._start; left !== null && left !== item; left = left.right) {
    if (!left.deleted && left.countable) at += left.length;
  }
  return item.deleted ? at : at + (clock - item.id.clock) + past;
}
