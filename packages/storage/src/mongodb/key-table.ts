import { Binary } from 'mongodb';
import type { Collection, Db } from 'mongodb';
import { StorageError } from '../errors.ts';
import type { Calls } from './calls.ts';
import { isDuplicate } from './failures.ts';
import { bytesOf } from './pieces.ts';

/*
 * Wrapped keys in a collection of their own, `keys`, beside the data and no part of the port: what
 * reads, copies or backs up a store never meets them. Concerns are those of the database, so that a
 * key is said to be kept, or destroyed, only when a majority of disks has it so.
 */

/** What tells one table of keys from another. */
export type KeyTableHead = {
  /** Of how the table is laid out, for whoever keeps keys in it. */
  readonly form: number;
  readonly id: string;
  readonly check: Uint8Array;
};

/** A key that was destroyed keeps its name and has no bytes. */
export type TabledKey = { readonly name: string; readonly isKept: boolean };

/** A key with its bytes; null once it was destroyed. */
export type WholeKey = { readonly name: string; readonly bytes: Uint8Array | null };

/** Named bytes for a key store. Calls reject as those of the port do. */
export interface KeyTable {
  /** Null where there is none yet. */
  head(): Promise<KeyTableHead | null>;
  /** Resolves with the head that stands then: of several servers that make one the first counts. */
  makeHead(head: KeyTableHead): Promise<KeyTableHead>;
  isEmpty(): Promise<boolean>;
  /** Of all names that begin with `<owner>/`, in no order. */
  list(owner: string): Promise<readonly TabledKey[]>;
  /** Null where it is not there, or destroyed. */
  read(name: string): Promise<Uint8Array | null>;
  /** All of them in the order of names, a page at a time, behind the name `after`; empty at the end. */
  page(after: string): Promise<readonly WholeKey[]>;
  /**
   * Rejects with `storage/exists` where the name was given, also to one that was destroyed. Null
   * adds one that was destroyed elsewhere.
   */
  add(name: string, bytes: Uint8Array | null): Promise<void>;
  /** Takes the bytes away and leaves the name; does nothing where that is done, or it never was. */
  destroy(name: string): Promise<void>;
  /** Removes every key and, last, the head: of a copy that was cut off. */
  clear(): Promise<void>;
}

/** `keys`: one document a key, `<owner>/<…>`, and the head. */
type KeyDocument = {
  readonly _id: string;
  /** The wrapped key, or the check of the head; absent once it was destroyed. */
  readonly y?: Binary;
  /** Of the head. */
  readonly f?: number;
  readonly i?: string;
};

/** No key has this name: theirs have a slash. */
const HEAD = 'store';
const PAGE = 1_000;

export function makeKeyTable(calls: Calls, db: Db): KeyTable {
  const keys: Collection<KeyDocument> = db.collection('keys');

  async function findHead(): Promise<KeyTableHead | null> {
    const there = await keys.findOne({ _id: HEAD });
    if (there === null) return null;
    const { f: form, i: id, y: check } = there;
    if (form === undefined || id === undefined || check === undefined) {
      throw new StorageError('storage/damaged', 'the head of the collection keys is not whole');
    }
    return { form, id, check: bytesOf(check) };
  }

  return {
    head: () => calls.read(findHead),
    makeHead: ({ form, id, check }) =>
      calls.write(check.length, async () => {
        try {
          await keys.insertOne({ _id: HEAD, f: form, i: id, y: new Binary(check) });
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
        const stands = await findHead();
        if (stands === null) throw new StorageError('storage/unavailable', 'the keys were dropped');
        return stands;
      }),
    isEmpty: () => calls.read(async () => (await keys.findOne({ _id: { $ne: HEAD } })) === null),
    list: (owner) =>
      calls.read(async () => {
        // Nothing comes between '/' and '0'.
        const found = await keys
          .find({ _id: { $gt: `${owner}/`, $lt: `${owner}0` } }, { projection: { y: 1 } })
          .toArray();
        return found.map(({ _id: name, y }) => ({ name, isKept: y !== undefined }));
      }),
    read: (name) =>
      calls.read(async () => {
        const there = await keys.findOne({ _id: name });
        return there?.y === undefined ? null : bytesOf(there.y);
      }),
    page: (after) =>
      calls.read(async () => {
        const found = await keys
          .find({ _id: { $gt: after, $ne: HEAD } })
          .sort({ _id: 1 })
          .limit(PAGE)
          .toArray();
        return found.map(({ _id: name, y }) => ({
          name,
          bytes: y === undefined ? null : bytesOf(y),
        }));
      }),
    add: (name, bytes) =>
      calls.write(bytes?.length ?? 0, async () => {
        try {
          await keys.insertOne({ _id: name, ...(bytes === null ? {} : { y: new Binary(bytes) }) });
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          throw new StorageError('storage/exists', `the key ${name} was given already`);
        }
      }),
    destroy: (name) =>
      calls.write(0, async () => {
        // Also where nothing is left to take: the answer waits for a majority all the same.
        await keys.updateOne({ _id: name }, { $unset: { y: '' } });
      }),
    clear: () =>
      calls.write(0, async () => {
        await keys.deleteMany({ _id: { $ne: HEAD } });
        await keys.deleteOne({ _id: HEAD });
      }),
  };
}
