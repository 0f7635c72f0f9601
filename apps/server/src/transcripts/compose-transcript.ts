import { createHash } from 'node:crypto';
import { indexText, readTurns, writeTranscript } from '@triad/collab';
import type { TextIndex, TurnContent } from '@triad/collab';
import * as Y from 'yjs';
import type { ComposedTranscript, TextCounts, TextVersion } from './job-messages.ts';
import { encodeVersion } from './version-bytes.ts';

/** The first content of a transcript's document, and its words. Pure; run on the thread for jobs. */
export function composeTranscript(turns: readonly TurnContent[]): ComposedTranscript {
  const doc = new Y.Doc();
  writeTranscript(doc, turns);
  const update = Y.encodeStateAsUpdate(doc);
  const { words } = countsOf(indexText(doc));
  doc.destroy();
  return { update, words };
}

/** What the history keeps of a transcript's document, from its whole state (a Yjs update, v1). */
export function versionOf(state: Uint8Array): TextVersion {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const index = indexText(doc);
  doc.destroy();
  const bytes = encodeVersion(readTurns(index));
  return { ...countsOf(index), bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Words by the rules of Unicode, so that scripts without spaces are counted too. */
export function countsOf({ text, turns }: TextIndex): TextCounts {
  const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
  let words = 0;
  for (const line of text.split('\n')) {
    for (const { isWordLike } of segmenter.segment(line)) {
      if (isWordLike === true) words += 1;
    }
  }
  return { turns: turns.length, words };
}
