import { isDeepStrictEqual } from 'node:util';
import { collectionsOf, openTables } from '../data/tables.ts';
import { refuse } from '../refusal.ts';
import type { KeyHead } from '../sealing/key-copier.ts';
import { readBelongs } from '../sealing/open-keyring.ts';
import { copyStore } from './copy-store.ts';
import { digestOf } from './digest.ts';
import type { Digest } from './digest.ts';
import type { StoreEnd } from './store-end.ts';
import { MIGRATION_COLLECTION, readMark, removeMark, setMark, UNFINISHED } from './unfinished.ts';

/**
 * Copies a store with its key store into another that is empty, or is such a copy cut off, and
 * compares the two. The copy bears a mark until it was compared, with which no server serves it; it
 * goes by the id of what it is a copy of. Where the keys are in the target (`keysAreThere`) they are
 * left as they are. Refuses with `migrate/…`, and with `sealing/…` where the key store is not that of
 * the data; rejects with the stores' errors. Nothing of `from` is changed.
 */
export async function migrate(from: StoreEnd, to: StoreEnd, keysAreThere = false): Promise<Digest> {
  const collections = collectionsOf(await openTables(from.store.records));
  const head = await checkSource(from, keysAreThere ? to : from);
  await openTables(to.store.records);
  const copied = keysAreThere ? null : head;
  await prepareTarget(to, copied, keysAreThere);
  if (copied !== null) {
    await to.keys.make(copied);
    for await (const key of from.keys.keys()) await to.keys.add(key);
  }
  await copyStore(from.store, to, collections);
  await to.loader.takeId(from.id);
  const there = await digestOf(from.store, copied === null ? null : from.keys, collections);
  const here = await digestOf(to.store, copied === null ? null : to.keys, collections);
  if (!isDeepStrictEqual(there, here)) throw refuse('migrate/differs', to.name);
  await removeMark(to.store.records);
  return here;
}

/** The head of the key store that goes with the data, looked for at the other end; null where nothing was ever sealed. */
async function checkSource(
  { name, store, loader }: StoreEnd,
  { keys, refusals }: StoreEnd,
): Promise<KeyHead | null> {
  if (await loader.isEmpty()) throw refuse('migrate/no-data', name);
  if ((await readMark(store.records)) !== null) throw refuse('migrate/from-unfinished', name);
  const belongsTo = await readBelongs(store.records);
  if (belongsTo === null) return null;
  const head = await keys.head();
  if (head === null) throw refusals.missing();
  if (head.id !== belongsTo) throw refusals.other();
  return head;
}

/** Marks the target, and clears what an earlier run left there: that alone, and nothing of anybody else. */
async function prepareTarget(
  to: StoreEnd,
  head: KeyHead | null,
  keysAreThere: boolean,
): Promise<void> {
  const { records } = to.store;
  const [mark, there] = [await readMark(records), await to.keys.head()];
  if (mark === null && !(await to.loader.isEmpty())) throw refuse('migrate/not-empty', to.name);
  if (!keysAreThere && there !== null) {
    if (there.id !== mark?.keyStore) throw refuse('migrate/keys-not-empty', to.name);
    await to.keys.clear();
  }
  await setMark(records, { keyStore: head?.id ?? null });
  if (mark !== null) await to.loader.clearBut(MIGRATION_COLLECTION.name, UNFINISHED);
}
