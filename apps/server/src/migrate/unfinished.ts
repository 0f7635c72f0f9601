import type { Collection, RecordStore } from '@triad/storage';
import { refuse } from '../refusal.ts';

/*
 * A copy of a store bears a mark from before its first write until all of it was compared: whatever
 * cuts it off, nobody takes a half for the whole, and nobody takes data of somebody for a half.
 */

/** To be declared with all other collections when the store is opened. */
export const MIGRATION_COLLECTION: Collection = { name: 'migration', indexes: {} };
/** The record that is there while the store is being copied to. */
export const UNFINISHED = 'unfinished';

/** What a copy that is under way, or was cut off, says of itself. */
export type Mark = {
  /** Id of the key store that is copied with it; null where there is none. */
  readonly keyStore: string | null;
};

/** Refuses with `migrate/unfinished` where the data are a copy that was cut off. */
export async function refuseUnfinished(records: RecordStore): Promise<void> {
  if ((await readMark(records)) !== null) throw refuse('migrate/unfinished');
}

/** Null where the data are whole. */
export async function readMark(records: RecordStore): Promise<Mark | null> {
  const record = await records.get(MIGRATION_COLLECTION.name, UNFINISHED);
  return record === null ? null : (JSON.parse(record.body) as Mark);
}

/** Sets the mark, or changes what one says that is there. */
export async function setMark(records: RecordStore, mark: Mark): Promise<void> {
  const body = JSON.stringify(mark);
  const there = await records.get(MIGRATION_COLLECTION.name, UNFINISHED);
  if (there !== null) await records.update(MIGRATION_COLLECTION.name, { ...there, body });
  else await records.insert(MIGRATION_COLLECTION.name, { id: UNFINISHED, body, keys: {} });
}

export async function removeMark(records: RecordStore): Promise<void> {
  await records.remove(MIGRATION_COLLECTION.name, UNFINISHED);
}
