/**
 * Where the document server tells the operator what went wrong: ids, codes and counts, never a
 * participant's words. A pino logger fits.
 */
export type HostLog = {
  debug?(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
};

/** The sentence of whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
