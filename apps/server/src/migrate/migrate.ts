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
 * compares the two. The copy bears a mark until it was compared, with which no server serves it.
 * Refuses with `migrate/…`, and with `sealing/…` where the key store is not that of the data; rejects
 * with the stores' errors. Nothing of `from` is changed.
 */
export async function migrate(from: StoreEnd, to: StoreEnd): Promise<Digest> {
  const collections = collectionsOf(await openTables(from.store.records));
  const head = await checkSource(from);
  await openTables(to.store.records);
  await prepareTarget(to, head);
  if (head !== null) {
    await to.keys.make(head);
    for await (const key of from.keys.keys()) await to.keys.add(key);
  }
  await copyStore(from.store, to, collections);
  const there = await digestOf(from.store, head === null ? null : from.keys, collections);
  const copied = await digestOf(to.store, to.keys, collections);
  if (!isDeepStrictEqual(there, copied)) throw refuse('migrate/differs', to.name);
  await removeMark(to.store.records);
  return copied;
}

/** The head of the key store that goes with the data; null where nothing was ever sealed. */
async function checkSource({ name, store, loader, keys, refusals }: StoreEnd) {
  if (await loader.isEmpty()) throw refuse('migrate/no-data', name);
  if ((await readMark(store.records)) !== null) throw refuse('migrate/from-unfinished', name);
  const belongsTo = await readBelongs(store.records);
  const head = await keys.head();
  if (belongsTo === null) return null;
  if (head === null) throw refusals.missing();
  if (head.id !== belongsTo) throw refusals.other();
  return head;
}

/** Marks the target, and clears what an earlier run left there: that alone, and nothing of anybody else. */
async function prepareTarget(to: StoreEnd, head: KeyHead | null): Promise<void> {
  const { records } = to.store;
  const [mark, there] = [await readMark(records), await to.keys.head()];
  if (mark === null && !(await to.loader.isEmpty())) throw refuse('migrate/not-empty', to.name);
  if (there !== null && there.id !== mark?.keyStore)
    throw refuse('migrate/keys-not-empty', to.name);
  if (there !== null) await to.keys.clear();
  await setMark(records, { keyStore: head?.id ?? null });
  if (mark !== null) await to.loader.clearBut(MIGRATION_COLLECTION.name, UNFINISHED);
}
