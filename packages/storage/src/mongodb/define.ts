import { StorageError } from '../errors.ts';
import { MAX_PAGE } from '../port.ts';
import type { Collection } from '../port.ts';
import type { Collections, IndexesDocument, RecordDocument } from './collections.ts';
import { isDuplicate, isRefusal } from './failures.ts';
import { recordsAfter, tokenOf } from './names.ts';
import { planIndexes, slotField } from './slots.ts';
import type { IndexPlan } from './slots.ts';

/** By collection and index the slot of its values; only of those that are unique. */
export type SlotsInForce = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Brings what is kept of the collections to what is declared [ST11]. Values are put in their slots
 * first and the declaration is written last, so one that is refused has changed nothing that anybody
 * can see. Of servers that declare at once each may do the whole work; they come to the same.
 */
export async function defineCollections(
  store: Collections,
  collections: readonly Collection[],
): Promise<SlotsInForce> {
  for (;;) {
    const kept = new Map<string, IndexesDocument>();
    for await (const document of store.indexes.find()) kept.set(document._id, document);
    const plans = collections.map((collection) => ({
      collection: collection.name,
      plan: planIndexes(collection, kept.get(collection.name)?.i ?? []),
      version: kept.get(collection.name)?.v ?? 0,
    }));
    await makeSlotIndexes(
      store,
      plans.map(({ plan }) => plan),
    );
    for (const { collection, plan } of plans)
      for (const made of plan.madeUnique) await fillSlot(store, collection, made);
    let done = true;
    for (const { collection, plan, version } of plans)
      if (plan.changed && !(await keep(store, collection, plan, version))) done = false;
    if (done) return new Map(plans.map(({ collection, plan }) => [collection, inForce(plan)]));
  }
}

function inForce({ indexes }: IndexPlan): ReadonlyMap<string, number> {
  return new Map(indexes.flatMap(({ n, u, s }) => (u && s !== null ? [[n, s] as const] : [])));
}

async function makeSlotIndexes(store: Collections, plans: readonly IndexPlan[]): Promise<void> {
  const slots = plans.flatMap(({ indexes }) => indexes.map(({ s }) => s ?? -1));
  const count = Math.max(-1, ...slots) + 1;
  for (let slot = 0; slot < count; slot += 1) {
    await store.records.createIndex({ [slotField(slot)]: 1 }, { unique: true, sparse: true });
  }
}

async function fillSlot(
  store: Collections,
  collection: string,
  { index, slot }: { readonly index: string; readonly slot: number },
): Promise<void> {
  const field = slotField(slot);
  const seen = new Set<string>();
  const missing: RecordDocument[] = [];
  for await (const record of recordsOf(store, collection)) {
    const value = record.k.find(({ n }) => n === index)?.v;
    if (value === undefined) continue;
    if (seen.has(value)) throw shared(collection, index);
    seen.add(value);
    if (record[field] === undefined) missing.push(record);
  }
  for (const { _id, v, k } of missing) {
    const token = tokenOf(collection, index, k.find(({ n }) => n === index)?.v ?? '');
    try {
      // One that was updated meanwhile has another version, and was checked by the update.
      await store.records.updateOne({ _id, v }, { $set: { [field]: token } });
    } catch (error) {
      if (isDuplicate(error)) throw shared(collection, index);
      if (!isRefusal(error)) throw error;
      const holder = await store.records.findOne({ [field]: token, _id: { $ne: _id } });
      throw holder === null ? error : shared(collection, index);
    }
  }
}

async function* recordsOf(store: Collections, collection: string): AsyncGenerator<RecordDocument> {
  yield* store.records
    .find({ _id: recordsAfter(collection, '') })
    .project<RecordDocument>({ b: 0 })
    .sort({ _id: 1 })
    .batchSize(MAX_PAGE);
}

async function keep(
  { indexes }: Collections,
  collection: string,
  plan: IndexPlan,
  version: number,
): Promise<boolean> {
  const next = { v: version + 1, i: [...plan.indexes] };
  if (version > 0) {
    const { matchedCount } = await indexes.updateOne(
      { _id: collection, v: version },
      { $set: next },
    );
    return matchedCount === 1;
  }
  try {
    await indexes.insertOne({ _id: collection, ...next });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function shared(collection: string, index: string): StorageError {
  return new StorageError(
    'storage/not-unique',
    `the index '${index}' of '${collection}' cannot be unique: records share a value`,
  );
}
