import { MESSAGES } from './messages.ts';
import type { MessageCode, MessageParameters } from './messages.ts';

/** Something that a person asked for and does not get, with the sentence that says why. */
export class Refusal extends Error {
  readonly code: MessageCode;
  /** For `request/invalid`: where in the body. */
  readonly path: string | null;

  constructor(code: MessageCode, message: string, path: string | null = null) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.path = path;
  }
}

/** To be thrown: `throw refuse('transcripts/too-many', 2000)`. */
export function refuse<Code extends MessageCode>(
  code: Code,
  ...parameters: MessageParameters<Code>
): Refusal {
  const sentence = MESSAGES[code] as (...given: MessageParameters<Code>) => string;
  return new Refusal(code, sentence(...parameters));
}
