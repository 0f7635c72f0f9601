import type { Context } from '../context.ts';
import type { TextStamp } from './stamp.ts';

/** Texts whose state is remembered; of more it is read again. */
const MOST_KEPT = 5_000;

/** In which state a transcript's text is now. It is read only where its log is not as it was. */
export type TextStates = {
  now(transcript: string): Promise<TextStamp>;
  /** What was read for another reason. */
  note(transcript: string, stamp: TextStamp): void;
};

export function makeTextStates({ documents }: Pick<Context, 'documents'>): TextStates {
  const known = new Map<string, TextStamp>();

  function note(transcript: string, stamp: TextStamp): void {
    if (known.size >= MOST_KEPT) known.clear();
    known.set(transcript, stamp);
  }

  return {
    note,
    async now(transcript) {
      const name = { kind: 'transcript', transcript } as const;
      const mark = await documents.mark(name);
      const before = known.get(transcript);
      if (before?.mark === mark) return before;
      const stamp = { mark, state: (await documents.copy(name)).state };
      note(transcript, stamp);
      return stamp;
    },
  };
}
