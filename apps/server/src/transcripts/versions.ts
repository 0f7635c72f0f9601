import { createHash } from 'node:crypto';
import type { TurnContent } from '@triad/collab';
import type { TextCounts, TextVersion } from './job-messages.ts';

const FORM = 1;

/** A text as its history keeps it: the same bytes for the same turns. */
export function makeVersion(turns: readonly TurnContent[]): TextVersion {
  const bytes = encode(turns);
  return { ...countTurns(turns), bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Words by the rules of Unicode, so that scripts without spaces are counted too. */
export function countTurns(turns: readonly TurnContent[]): TextCounts {
  const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
  let words = 0;
  for (const { paragraphs } of turns) {
    for (const paragraph of paragraphs) {
      for (const { isWordLike } of segmenter.segment(paragraph)) {
        if (isWordLike === true) words += 1;
      }
    }
  }
  return { turns: turns.length, words };
}

function encode(turns: readonly TurnContent[]): Uint8Array {
  const fields = turns.map(({ id, speaker, start, end, paragraphs }) => ({
    id,
    speaker,
    start,
    end,
    paragraphs,
  }));
  return Buffer.from(JSON.stringify({ form: FORM, turns: fields }));
}

/** Throws for what {@link makeVersion} of this version did not write. */
export function decodeVersion(bytes: Uint8Array): readonly TurnContent[] {
  const { form, turns } = JSON.parse(Buffer.from(bytes).toString()) as {
    readonly form: number;
    readonly turns: readonly TurnContent[];
  };
  if (form !== FORM) throw new Error(`a version of a text has the form ${form}`);
  return turns;
}
