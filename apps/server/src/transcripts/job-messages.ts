import type { PreviewAnswer, TurnContent } from '@triad/collab';

/* What passes between the server's thread and the thread for jobs. */

export type JobWork =
  | { readonly kind: 'preview'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'compose'; readonly turns: readonly TurnContent[] }
  | { readonly kind: 'count'; readonly state: Uint8Array };

export type ComposedTranscript = { readonly update: Uint8Array; readonly words: number };

export type TextCounts = { readonly turns: number; readonly words: number };

export type JobResult = PreviewAnswer | ComposedTranscript | TextCounts;
