import type { PreviewAnswer, TurnContent } from '@triad/collab';
import type { Sheet } from '@triad/interchange';
import type { RedactionResult, RedactionWork } from '../redaction/redaction-work.ts';
import type { TableFormat, TextVersion } from './job-messages.ts';

/** Work that takes long enough to be kept off the server's thread. */
export type Jobs = {
  /** Reads a file; nothing of it is kept. Refuses with `preview/…` or the importer's own sentence. */
  preview(name: string, bytes: Uint8Array): Promise<PreviewAnswer>;
  /** Makes the first content of a transcript's document (a Yjs update, v1) and counts its words. */
  compose(
    turns: readonly TurnContent[],
  ): Promise<{ readonly update: Uint8Array; readonly words: number }>;
  /** Makes of a transcript's document, given its whole state (a Yjs update, v1), what its history keeps, and counts it. */
  version(state: Uint8Array): Promise<TextVersion>;
  /** A step of a redaction. */
  redact(work: RedactionWork): Promise<RedactionResult>;
  /** Tables as one file: a workbook, or an archive of a CSV each, dated `at`. */
  write(as: TableFormat, sheets: readonly Sheet[], at: string): Promise<Uint8Array>;
  close(): Promise<void>;
};
