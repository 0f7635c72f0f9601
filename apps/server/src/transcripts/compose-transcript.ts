import { indexText, readTurns, writeTranscript } from '@triad/collab';
import type { TurnContent } from '@triad/collab';
import * as Y from 'yjs';
import type { ComposedTranscript, TextVersion } from './job-messages.ts';
import { countTurns, makeVersion } from './versions.ts';

/** The first content of a transcript's document, and its words. Pure; run on the thread for jobs. */
export function composeTranscript(turns: readonly TurnContent[]): ComposedTranscript {
  const doc = new Y.Doc();
  writeTranscript(doc, turns);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { update, words: countTurns(turns).words };
}

/** What the history keeps of a transcript's document, from its whole state (a Yjs update, v1). */
export function versionOf(state: Uint8Array): TextVersion {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const turns = readTurns(indexText(doc));
  doc.destroy();
  return makeVersion(turns);
}
