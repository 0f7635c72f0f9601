/** Why a file could not be imported. Stable: the server and the interface switch on it. */
export type ImportErrorCode =
  | 'transcript/empty'
  | 'transcript/no-words'
  | 'transcript/no-text'
  | 'transcript/too-large'
  | 'transcript/too-many-turns'
  | 'transcript/binary'
  | 'transcript/encrypted'
  | 'transcript/legacy-doc'
  | 'transcript/not-word'
  | 'transcript/damaged'
  | 'transcript/zip-bomb'
  | 'transcript/unsafe-xml'
  | 'transcript/unsupported-format';

/**
 * The one error that an import throws. Its message is a sentence for a person: what is wrong with the file and what to
 * do about it. It never holds words of the file.
 */
export class ImportError extends Error {
  readonly code: ImportErrorCode;

  constructor(code: ImportErrorCode, message: string) {
    super(message);
    this.name = 'ImportError';
    this.code = code;
  }
}

/** The file has more lines, paragraphs or cues than `ImportLimits.lines`. */
export function tooManyLines(limit: number): ImportError {
  return new ImportError(
    'transcript/too-large',
    `The file has more than ${limit} lines, more than one transcript may have; split it into several files.`,
  );
}
