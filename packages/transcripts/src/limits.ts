/** Bounds of one import. All are inclusive; what exceeds one is refused with an `ImportError` that names the bound. */
export type ImportLimits = {
  /** Size of the file, in bytes. */
  readonly fileBytes: number;
  /** Size of a file of plain text (.txt, .md, .vtt, .srt), in bytes. */
  readonly textBytes: number;
  /** Entries of a .docx container. */
  readonly zipEntries: number;
  /** Unpacked size of all parts of a .docx that hold XML, in bytes. */
  readonly unpackedBytes: number;
  /** Unpacked size of those parts of a .docx that are read: its text, styles, notes and comments, in bytes. */
  readonly wordBytes: number;
  /** XML elements of these parts. */
  readonly elements: number;
  /** Lines (or paragraphs, or cues) of a file. */
  readonly lines: number;
  /** Turns of one transcript. */
  readonly turns: number;
};

/**
 * What a server of two cores answers within two seconds. Four megabytes of text are some 700,000 words, 60,000 lines
 * the captions of a working day; eight megabytes or 80,000 elements of Word's XML over 80,000 words.
 */
export const IMPORT_LIMITS: ImportLimits = {
  fileBytes: 24 * 1024 * 1024,
  textBytes: 4 * 1024 * 1024,
  zipEntries: 4000,
  unpackedBytes: 12 * 1024 * 1024,
  wordBytes: 8 * 1024 * 1024,
  elements: 80_000,
  lines: 60_000,
  turns: 50_000,
};
