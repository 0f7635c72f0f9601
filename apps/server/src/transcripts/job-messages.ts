import type { PreviewAnswer, TurnContent } from '@triad/collab';

/* What passes between the server's thread and the thread for jobs. */

export type JobWork =
  | { readonly kind: 'preview'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'compose'; readonly turns: readonly TurnContent[] }
  /** Loads the importers before anybody waits for them. */
  | { readonly kind: 'warm' };

export type JobRequest = { readonly id: number; readonly work: JobWork };

export type ComposedTranscript = { readonly update: Uint8Array; readonly words: number };

/** Null of a warming. */
export type JobResult = PreviewAnswer | ComposedTranscript | null;

export type JobReply =
  | { readonly kind: 'ready' }
  /** What the job needs is loaded: its time runs from now. */
  | { readonly kind: 'began'; readonly id: number }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly result: JobResult;
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
