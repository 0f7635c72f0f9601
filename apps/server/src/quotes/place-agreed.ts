import { indexText, placeOfCopy, turnAt } from '@triad/collab';
import type { Anchor } from '@triad/realist';
import * as Y from 'yjs';

/** Anchors of one transcript, whose document (a Yjs update, v1) this is. */
export type PlaceRequest = { readonly text: Uint8Array; readonly anchors: readonly Anchor[] };

/** Where words of a transcript stand, and what they are now. Offsets are UTF-16, half open. */
export type QuotePlace = {
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly turn: string;
  /** Key of a speaker in the transcript's record. */
  readonly speaker: string;
  readonly startSeconds: number | null;
};

/** In the order of the anchors; null: the words are gone from the text. */
export function placeAgreed({ text, anchors }: PlaceRequest): readonly (QuotePlace | null)[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, text);
  const index = indexText(doc);
  const places = anchors.map((anchor): QuotePlace | null => {
    const place = placeOfCopy(doc, index, anchor);
    if (place === null) return null;
    const { startUtf16: start, endUtf16: end } = place.range;
    const turn = index.turns[turnAt(index, start)];
    return {
      start,
      end,
      words: index.text.slice(start, end),
      turn: turn?.id ?? '',
      speaker: turn?.speaker ?? '',
      startSeconds: turn?.startSeconds ?? null,
    };
  });
  doc.destroy();
  return places;
}
