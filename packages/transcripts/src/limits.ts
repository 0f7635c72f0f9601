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
  /** Elements of a .docx's main part. */
  readonly elements: number;
  /** Lines (or paragraphs, or cues) of a file. */
  readonly lines: number;
  /** Turns of one transcript. */
  readonly turns: number;
};

/**
 * What a server of two cores answers within two seconds. Four megabytes of text are some 700,000 words, twelve of Word's
 * XML over 100,000, 60,000 lines the captions of a working day.
 */
export const IMPORT_LIMITS: ImportLimits = {
  fileBytes: 24 * 1024 * 1024,
  textBytes: 4 * 1024 * 1024,
  zipEntries: 4000,
  unpackedBytes: 12 * 1024 * 1024,
  elements: 150_000,
  lines: 60_000,
  turns: 50_000,
};
