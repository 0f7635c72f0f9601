import type { PreviewAnswer, TurnContent } from '@triad/collab';

/* What passes between the server's thread and the thread for jobs. */

export type JobWork =
  | { readonly kind: 'preview'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'compose'; readonly turns: readonly TurnContent[] };

export type JobRequest = { readonly id: number; readonly work: JobWork };

export type ComposedTranscript = { readonly update: Uint8Array; readonly words: number };

export type JobReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly result: PreviewAnswer | ComposedTranscript;
    }
  /** The importer's own code and sentence. */
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly code: string;
      readonly message: string;
    }
  /** A fault: its kind alone, since a message could quote the file. */
  | { readonly kind: 'failed'; readonly id: number; readonly fault: string };
