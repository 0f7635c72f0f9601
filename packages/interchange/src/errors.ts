/** Why a file could not be written. Stable: the server switches on it. */
export type InterchangeErrorCode =
  | 'interchange/no-sheet'
  | 'interchange/no-columns'
  | 'interchange/uneven-row'
  | 'interchange/too-many-sheets'
  | 'interchange/too-many-columns'
  | 'interchange/too-many-rows'
  | 'interchange/cell-too-long'
  | 'interchange/too-large'
  | 'interchange/not-a-number'
  | 'interchange/half-a-character'
  | 'interchange/too-many-files'
  | 'interchange/bad-date';

/**
 * The one error that writing throws: nothing is cut or left out instead. Its message is a sentence
 * that says where, by numbers; it never holds what stands in a cell.
 */
export class InterchangeError extends Error {
  readonly code: InterchangeErrorCode;

  constructor(code: InterchangeErrorCode, message: string) {
    super(message);
    this.name = 'InterchangeError';
    this.code = code;
  }
}
