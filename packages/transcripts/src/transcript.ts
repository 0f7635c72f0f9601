/** What an importer makes of one file. Everything a preview or the command line shows of it. */
export type Transcript = {
  /** From front matter, a title line of the file, or null where the file names none. */
  readonly title: string | null;
  readonly format: TranscriptFormat;
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly turns: readonly Turn[];
  readonly warnings: readonly Warning[];
};

export type TranscriptFormat = 'docx' | 'txt' | 'md' | 'vtt' | 'srt';

/** A run of words by one speaker. */
export type Turn = {
  /** The label as the file writes it, without its colon or mark-up; null where none was found. */
  readonly speaker: string | null;
  /** Seconds from the start of the recording; null where the file gives none. */
  readonly start: number | null;
  /** Seconds; null where the file gives no end. */
  readonly end: number | null;
  /** The words; paragraphs joined by U+000A. Never empty, never with a carriage return or NUL. */
  readonly text: string;
  /** First and last line (from 1) of the source that this turn came from, where lines exist: the preview lays both side by side. */
  readonly source: { readonly firstLine: number; readonly lastLine: number } | null;
};

/** Something a person should know about an import that went through. */
export type Warning = {
  /** Stable, e.g. `vtt/bad-time`. */
  readonly code: string;
  /** One sentence: what, where, what to do. Never a participant's words. */
  readonly message: string;
  /** Line in the source, from 1, where there is one. */
  readonly line: number | null;
};
