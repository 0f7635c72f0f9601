import type { TextRange } from '@triad/realist';
import * as Y from 'yjs';
import type { AnchorPlace } from './anchors.ts';
import { locateAnchor } from './anchors.ts';
import type { CommentAnswer } from './api/answers.ts';
import type { TextIndex } from './text-index.ts';
import { turnsFrom, turnsIn } from './text-index.ts';
import { TEXT_FIELD } from './transcript-schema.ts';

/**
 * Where the words stand that a comment is about; `untold` where a comment has no words of its own to
 * be known by, and its turn was edited.
 */
export type CommentPlace = AnchorPlace | { readonly kind: 'untold' };

/** As spans are placed [CO4]; null for a comment that is about no words. */
export function locateComment(
  doc: Y.Doc,
  index: TextIndex,
  target: CommentAnswer['target'],
): CommentPlace | null {
  if (target.kind === 'turn') {
    const range = turnsFrom(index, target.turn);
    return range === null ? { kind: 'lost', proposal: null } : placed(range);
  }
  if (target.kind !== 'passage') return null;
  if (target.anchor !== undefined) return locateAnchor(doc, index, target.anchor);
  const at = index.turns.findIndex(({ id }) => id === target.turn);
  const turn = index.turns[at];
  if (turn === undefined || !isAsImported(doc, at)) return { kind: 'untold' };
  const startUtf16 = turn.startUtf16 + target.startUtf16;
  const endUtf16 = turn.startUtf16 + target.endUtf16;
  const fits = startUtf16 < endUtf16 && endUtf16 <= turn.endUtf16;
  return fits ? placed({ startUtf16, endUtf16 }) : { kind: 'untold' };
}

function placed(range: TextRange): AnchorPlace {
  return { kind: 'placed', range, by: 'position' };
}

/**
 * Whether nothing in a turn was changed since the text was written: all of it is of the client that
 * wrote the text, and nothing of it was deleted.
 */
function isAsImported(doc: Y.Doc, turn: number): boolean {
  const writer = writerOf(doc.getXmlFragment(TEXT_FIELD));
  const element = turnsIn(doc)[turn];
  return writer !== null && element !== undefined && isWhollyBy(element, writer);
}

/** Who wrote into the empty document; whatever else was put in since stands beside something. */
function writerOf(fragment: Y.XmlFragment): number | null {
  for (let item = fragment._start; item !== null; item = item.right) {
    if (item.origin === null && item.rightOrigin === null) return item.id.client;
  }
  return null;
}

function isWhollyBy(
  type: Pick<Y.AbstractType<never>, '_item' | '_map' | '_start'>,
  client: number,
): boolean {
  const isBy = (item: Y.Item): boolean => !item.deleted && item.id.client === client;
  if (type._item === null || !isBy(type._item)) return false;
  for (const item of type._map.values()) if (!isBy(item) || item.left !== null) return false;
  for (let item = type._start; item !== null; item = item.right) {
    if (!isBy(item)) return false;
    if (item.content instanceof Y.ContentType && !isWhollyBy(item.content.type, client)) {
      return false;
    }
  }
  return true;
}
