/** Acts of several writes: each is hidden until its last, and the next start ends what a crash left. */
export type LongAct =
  | 'import'
  | 'transcript removal'
  | 'project removal'
  | 'compaction'
  | 'closing of a round'
  | 'migration'
  | 'redaction';

type DebugLog = { debug?(fields: Readonly<Record<string, unknown>>, message: string): void };

/** What the log says of an act, for whoever looks for what a crash has cut. */
export const ACT_BEGINS = 'an act of several writes begins';
export const ACT_ENDS = 'an act of several writes ends';

/** Does it between two lines in the log, for debugging; `id` is of what it is about. */
export async function longAct<T>(
  log: DebugLog,
  act: LongAct,
  id: string,
  work: () => Promise<T>,
): Promise<T> {
  log.debug?.({ act, id }, ACT_BEGINS);
  try {
    return await work();
  } finally {
    log.debug?.({ act, id }, ACT_ENDS);
  }
}
