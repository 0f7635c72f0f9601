/** Why something is no input. Stable: callers may switch on it. */
export type InputErrorCode = 'agreement/malformed' | 'agreement/too-large';

/** What `readAgreementInput` throws; its message is one sentence for a person, without labels or words of a text. */
export class InputError extends Error {
  readonly code: InputErrorCode;

  constructor(code: InputErrorCode, message: string) {
    super(message);
    this.name = 'InputError';
    this.code = code;
  }
}
