import { writeTranscript } from '@triad/collab';
import * as Y from 'yjs';

/** A transcript's document of these turns, each by its paragraphs; their ids are t0, t1 and so on. */
export function documentOf(...turns: readonly (readonly string[])[]): Y.Doc {
  const doc = new Y.Doc();
  writeTranscript(
    doc,
    turns.map((paragraphs, at) => ({
      id: `t${at}`,
      speaker: 's1',
      start: null,
      end: null,
      paragraphs,
    })),
  );
  return doc;
}
