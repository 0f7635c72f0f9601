import * as Y from 'yjs';
import type { TextIndex } from './text-index.ts';
import { TEXT_FIELD } from './transcript-schema.ts';

/** One turn as it goes into, and comes out of, a transcript's document. */
export type TurnContent = {
  readonly id: string;
  /** Key of a speaker in the transcript's record; empty where none was found. */
  readonly speaker: string;
  /** Seconds, or null. */
  readonly start: number | null;
  readonly end: number | null;
  readonly paragraphs: readonly string[];
};

/** The turns of a text as they are now. */
export function readTurns({ text, turns, paragraphs }: TextIndex): readonly TurnContent[] {
  return turns.map((turn, at) => ({
    id: turn.id,
    speaker: turn.speaker,
    start: turn.startSeconds,
    end: turn.endSeconds,
    paragraphs: paragraphs
      .slice(turn.firstParagraph, turns[at + 1]?.firstParagraph ?? paragraphs.length)
      .map(({ startUtf16, endUtf16 }) => text.slice(startUtf16, endUtf16)),
  }));
}

/** Writes the turns into an empty document, in one transaction. Throws if it holds text already. */
export function writeTranscript(doc: Y.Doc, turns: readonly TurnContent[]): void {
  const fragment = doc.getXmlFragment(TEXT_FIELD);
  if (fragment.length > 0) throw new Error('transcript document already holds a text');
  doc.transact(() => {
    fragment.insert(
      0,
      turns.map((turn) => {
        const element = new Y.XmlElement<{ [key: string]: string | number }>('turn');
        element.setAttribute('id', turn.id);
        element.setAttribute('speaker', turn.speaker);
        if (turn.start !== null) element.setAttribute('start', turn.start);
        if (turn.end !== null) element.setAttribute('end', turn.end);
        element.insert(
          0,
          turn.paragraphs.map((text) => {
            const paragraph = new Y.XmlElement('paragraph');
            if (text.length > 0) paragraph.insert(0, [new Y.XmlText(text)]);
            return paragraph;
          }),
        );
        return element as unknown as Y.XmlElement;
      }),
    );
  });
}
