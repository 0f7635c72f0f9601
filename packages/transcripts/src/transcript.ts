/** What an importer makes of one file. Everything a preview or the command line shows of it. */
export type Transcript = {
  /** From front matter, a title line of the file, or null where the file names none. */
  readonly title: string | null;
  readonly format: TranscriptFormat;
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly turns: readonly Turn[];
  /** Words of the file that are in no turn, in file order: nothing is dropped unseen, and a preview can show or take back each. */
  readonly leftOut: readonly LeftOut[];
  /**
   * The file as the importer sees it, decoded, in Unicode NFC, none with a line end: the lines of a text file; of a .docx
   * its paragraphs (each line break in one begins another line) and the rows of its tables, cells joined by U+0009, in
   * reading order, then its notes and comments. Numbers of lines, from 1, point in here. Bounded by `IMPORT_LIMITS`.
   */
  readonly sourceLines: readonly string[];
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
  /** First and last line (from 1) of `sourceLines` that this turn came from; null for turns that come from no file. */
  readonly source: { readonly firstLine: number; readonly lastLine: number } | null;
};

/** Something a person should know about an import that went through. */
export type Warning = {
  /** Stable, e.g. `vtt/bad-time`. */
  readonly code: string;
  /** One sentence: what, where, what to do. Never a participant's words. */
  readonly message: string;
  /** Line of `sourceLines`, from 1; null where it concerns the file as a whole. */
  readonly line: number | null;
};

/** A piece of the file that is nobody's words in the conversation. */
export type LeftOut = {
  readonly kind: LeftOutKind;
  /** As the file has it (Unicode NFC), mark-up included; lines joined by U+000A. */
  readonly text: string;
  /** First line of `sourceLines`, from 1, that it came from. */
  readonly line: number | null;
  /** The last. */
  readonly lastLine: number | null;
  /** Index of the turn that it stands before, or the number of turns where it stands after the last. */
  readonly beforeTurn: number;
  /**
   * Where the turn before it goes on behind it: the offset in that turn's text, in UTF-16 units, where it stood. Null
   * where it stood between two turns.
   */
  readonly withinUtf16: number | null;
};

export type LeftOutKind =
  /** Front matter, or the head of a caption file. */
  | 'front-matter'
  /** What stands before the first speaker: title page, dates, lists of those present, an unlabelled opening. */
  | 'preamble'
  | 'heading'
  /** A line wholly in brackets, in proceedings that give each speaker a line of their own. */
  | 'interjection'
  /** A label without words, such as a chapter mark. */
  | 'mark'
  /** NOTE, STYLE and REGION blocks, HTML comments, Word comments; who made the transcript; captions shown twice. */
  | 'comment'
  /** Footnotes and endnotes. */
  | 'note'
  /** The name of a cue. */
  | 'cue-name'
  /** Header row, or a column that is neither time, speaker nor words. */
  | 'table';
