import type { Context } from '../context.ts';
import type { TextStamp } from './stamp.ts';

/** Texts whose state is remembered; of more it is read again. */
const MOST_KEPT = 5_000;

/**
 * In which state a transcript's text is now. It is read only where its log is as it was neither when it
 * was read last nor when what is kept of it was worked out.
 */
export type TextStates = {
  now(transcript: string, kept?: TextStamp): Promise<TextStamp>;
};

export function makeTextStates({ documents }: Pick<Context, 'documents'>): TextStates {
  const known = new Map<string, TextStamp>();

  return {
    async now(transcript, kept) {
      const name = { kind: 'transcript', transcript } as const;
      const mark = await documents.mark(name);
      for (const before of [known.get(transcript), kept]) if (before?.mark === mark) return before;
      const stamp = { mark, state: (await documents.copy(name)).state };
      if (known.size >= MOST_KEPT) known.clear();
      known.set(transcript, stamp);
      return stamp;
    },
  };
}
