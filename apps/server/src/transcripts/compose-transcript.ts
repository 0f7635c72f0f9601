import { writeTranscript } from '@triad/collab';
import type { TurnContent } from '@triad/collab';
import * as Y from 'yjs';
import type { ComposedTranscript } from './job-messages.ts';

/** The first content of a transcript's document, and its words. Pure; run on the thread for jobs. */
export function composeTranscript(turns: readonly TurnContent[]): ComposedTranscript {
  const doc = new Y.Doc();
  writeTranscript(doc, turns);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { update, words: countWords(turns) };
}

/** By the rules of Unicode, so that scripts without spaces are counted too. */
function countWords(turns: readonly TurnContent[]): number {
  const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
  let words = 0;
  for (const { paragraphs } of turns) {
    for (const paragraph of paragraphs) {
      for (const { isWordLike } of segmenter.segment(paragraph)) {
        if (isWordLike === true) words += 1;
      }
    }
  }
  return words;
}
