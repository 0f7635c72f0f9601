import { indexText, writeTranscript } from '@triad/collab';
import type { TurnContent } from '@triad/collab';
import * as Y from 'yjs';
import type { ComposedTranscript, TextCounts } from './job-messages.ts';

/** The first content of a transcript's document, and its words. Pure; run on the thread for jobs. */
export function composeTranscript(turns: readonly TurnContent[]): ComposedTranscript {
  const doc = new Y.Doc();
  writeTranscript(doc, turns);
  const update = Y.encodeStateAsUpdate(doc);
  const { words } = countsOf(doc);
  doc.destroy();
  return { update, words };
}

/** The turns and words of a transcript's document, from its whole state (a Yjs update, v1). */
export function countText(state: Uint8Array): TextCounts {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const counts = countsOf(doc);
  doc.destroy();
  return counts;
}

/** Words by the rules of Unicode, so that scripts without spaces are counted too. */
function countsOf(doc: Y.Doc): TextCounts {
  const { text, turns } = indexText(doc);
  const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
  let words = 0;
  for (const line of text.split('\n')) {
    for (const { isWordLike } of segmenter.segment(line)) {
      if (isWordLike === true) words += 1;
    }
  }
  return { turns: turns.length, words };
}
