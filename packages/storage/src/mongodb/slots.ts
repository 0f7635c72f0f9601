import type { Collection } from '../port.ts';
import type { KeptIndex } from './collections.ts';

/*
 * How a value is unique [ST9] without a transaction. A record is one document, and its unique values
 * stand in it, in fields `u0`, `u1` … with a unique sparse index each, so that MongoDB refuses the
 * one write that would break the rule, and that write is the whole change: nothing to take back
 * [ST4], no second document that a crash could leave behind. Every unique index of a collection of
 * the port has a slot of its own, and keeps it for ever; indexes of different collections share
 * slots, since a value stands there with the names of its collection and index. Null takes no slot.
 *
 * A value in a slot is always one that its record has: each update writes all fields anew. So what
 * an index that is unique no more left in a slot hinders nobody, and an index that becomes unique
 * may be filled in piece by piece and given up half-way.
 */

export function slotField(slot: number): `u${number}` {
  return `u${slot}`;
}

export type IndexPlan = {
  /** What is to be kept of the collection. */
  readonly indexes: readonly KeptIndex[];
  readonly changed: boolean;
  /** Indexes whose values must be put in their slots before the declaration holds. */
  readonly madeUnique: readonly { readonly index: string; readonly slot: number }[];
};

/** What a declaration makes of what is kept; indexes that it does not name stay as they are. */
export function planIndexes(collection: Collection, kept: readonly KeptIndex[]): IndexPlan {
  const indexes = new Map(kept.map((index) => [index.n, index]));
  const madeUnique: { readonly index: string; readonly slot: number }[] = [];
  let changed = false;
  for (const name of Object.keys(collection.indexes).toSorted()) {
    const unique = collection.indexes[name]?.unique === true;
    const before = indexes.get(name);
    if (before !== undefined && before.u === unique) continue;
    changed = true;
    const slot = before?.s ?? (unique ? freeSlot(indexes.values()) : null);
    indexes.set(name, { n: name, u: unique, s: slot });
    if (unique && slot !== null) madeUnique.push({ index: name, slot });
  }
  return { indexes: [...indexes.values()], changed, madeUnique };
}

function freeSlot(indexes: Iterable<KeptIndex>): number {
  const taken = new Set(Array.from(indexes, ({ s }) => s));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}
