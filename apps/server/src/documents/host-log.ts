/**
 * Where the document server tells the operator what went wrong: ids, codes and counts, never a
 * participant's words. A pino logger fits.
 */
export type HostLog = {
  debug?(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
};

/**
 * Why something failed, for the log: the sentence of an error that was written for it, which has a code
 * of ours or is nothing but an error. Of any other its kind alone: that JSON cannot be read, say, is
 * told by the runtime with the words that stand there.
 */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? String(error.code) : '';
  const isWritten = /^[a-z-]+\/[a-z-]+$/.test(code) || error.constructor === Error;
  return isWritten ? error.message : [error.name, code].filter(Boolean).join(' ');
}
