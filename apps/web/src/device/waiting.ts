import type { CopyRecord } from './database.ts';

/** Whether edits in a copy wait for the server. */
export function isWaiting({ waiting }: Pick<CopyRecord, 'waiting'>): boolean {
  return Object.keys(waiting).length > 0;
}
