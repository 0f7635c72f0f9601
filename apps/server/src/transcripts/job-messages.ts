import type { PreviewAnswer, TurnContent } from '@triad/collab';
import type { Sheet } from '@triad/interchange';
import type { RedactionResult, RedactionWork } from '../redaction/redaction-work.ts';

/* What passes between the server's thread and the thread for jobs. */

export type JobWork =
  | { readonly kind: 'preview'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'compose'; readonly turns: readonly TurnContent[] }
  | { readonly kind: 'version'; readonly state: Uint8Array }
  | {
      readonly kind: 'tables';
      readonly as: TableFormat;
      readonly sheets: readonly Sheet[];
      readonly at: string;
    }
  | { readonly kind: 'redaction'; readonly work: RedactionWork };

export type TableFormat = 'xlsx' | 'csv';

export type ComposedTranscript = { readonly update: Uint8Array; readonly words: number };

export type TextCounts = { readonly turns: number; readonly words: number };

/** A text to be kept: its turns as bytes, their SHA-256 in hex, and what they count. */
export type TextVersion = TextCounts & { readonly bytes: Uint8Array; readonly sha256: string };

export type JobResult =
  | PreviewAnswer
  | ComposedTranscript
  | TextVersion
  | RedactionResult
  | Uint8Array;
