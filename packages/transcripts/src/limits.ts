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
  /** Turns of one transcript. */
  readonly turns: number;
};

/**
 * What a server of two cores answers within two seconds: eight megabytes of text are over a million words; sixteen of
 * Word's XML are some 150,000.
 */
export const IMPORT_LIMITS: ImportLimits = {
  fileBytes: 24 * 1024 * 1024,
  textBytes: 8 * 1024 * 1024,
  zipEntries: 4000,
  unpackedBytes: 16 * 1024 * 1024,
  turns: 50_000,
};
