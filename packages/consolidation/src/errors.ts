/**
 * The one error of this package: an input or a strategy that is refused. Its message is one sentence
 * that says what is off and where, by places in the input; it holds no id and no words of it.
 */
export class ConsolidationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConsolidationError';
  }
}
