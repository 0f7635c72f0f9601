import type { AccountAnswer, CloseReason } from '@triad/collab';
import { deleteDB, openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { flagged, setFlag } from './flag.ts';

/*
 * What this browser keeps of projects that allow it, in IndexedDB. The browser encrypts none of it.
 * One account at a time is its owner: of an earlier one nothing is left but layers with work that
 * waits, sealed: nothing reads them until that account is signed in here again (sealed.ts).
 */

const NAME = 'triad-device';
/** Key of the one owner. */
export const OWNER = 'owner';
/** Key of an earlier account of which something waits here. */
export function sealedKey(account: string): string {
  return `sealed ${account}`;
}

/** Whose device this is now, and when the server was last heard, milliseconds since 1970. */
export type Owner = { readonly account: AccountAnswer; readonly contactAt: number };

/** A document on this device; what it holds stands in its entries. */
export type CopyRecord = {
  /** Names account, document, generation and schema. */
  readonly slot: string;
  readonly account: string;
  readonly name: string;
  readonly kind: 'transcript' | 'layer';
  readonly generation: string;
  readonly schema: number;
  /** How often words had been taken out of its transcript. */
  readonly redactions: number;
  readonly project: string;
  readonly transcript: string;
  /** Of its entries. */
  readonly bytes: number;
  readonly entries: number;
  /** State vector of what the server is known to have. */
  readonly confirmed: Uint8Array;
  /** How many edits each page made that the server has not said to have, by the page's own id. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
};

/** An answer of the server without which a page cannot open. */
export type AnswerRecord = {
  /** `project <id>`, `members <project>`, `transcript <id>`. */
  readonly key: string;
  readonly project: string;
  readonly value: unknown;
};

/** Work that the server will not take, until its person has it as a file or lets it go. */
export type OfferRecord = {
  readonly id: string;
  readonly account: string;
  readonly project: string;
  readonly transcript: string;
  /** Name, generation, and how often words had been taken out of the transcript. */
  readonly document: string;
  readonly generation: string;
  readonly redactions: number;
  readonly cause: 'unsent' | 'replaced' | 'redacted';
  readonly reason: CloseReason | null;
  /** UTC ISO 8601. */
  readonly at: string;
  /** The file's text, JSON. */
  readonly file: string;
};

export type DeviceSchema = DBSchema & {
  owner: { key: string; value: Owner };
  copies: { key: string; value: CopyRecord };
  entries: {
    key: number;
    value: { readonly slot: string; readonly update: Uint8Array };
    indexes: { slot: string };
  };
  answers: { key: string; value: AnswerRecord; indexes: { project: string } };
  offers: { key: string; value: OfferRecord };
};

export type DeviceDatabase = IDBPDatabase<DeviceSchema>;

/** Why there is none: the browser has no such store, or keeps it from this page. */
export class NoDevice extends Error {
  override readonly name = 'NoDevice';
}

/**
 * What makes of each version the next, from none on; how many there are is the present version. A
 * step carries on what is there: work waits in it that is nowhere else. Never change one that was
 * released, and never drop a store with copies in it. A page of an earlier version finds a later
 * database shut, and leaves it as it is.
 */
const STEPS: readonly ((database: DeviceDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('owner');
    database.createObjectStore('copies', { keyPath: 'slot' });
    database.createObjectStore('entries', { autoIncrement: true }).createIndex('slot', 'slot');
    database.createObjectStore('answers', { keyPath: 'key' }).createIndex('project', 'project');
  },
  (database) => {
    database.createObjectStore('offers', { keyPath: 'id' });
  },
];

let opened: Promise<DeviceDatabase> | null = null;

/** Opens it, and makes it where there is none; rejects with {@link NoDevice} where it cannot. */
export function openDevice(): Promise<DeviceDatabase> {
  opened ??= open().catch((error: unknown) => {
    opened = null;
    throw new NoDevice('this browser has no place for copies', { cause: error });
  });
  return opened;
}

/** The same, but null where nothing was ever kept here. */
export async function deviceIfAny(): Promise<DeviceDatabase | null> {
  if (!flagged()) return null;
  return openDevice().catch(() => null);
}

async function open(): Promise<DeviceDatabase> {
  if (!setFlag(true)) throw new NoDevice('this browser keeps nothing for this page');
  const database = await openDB<DeviceSchema>(NAME, STEPS.length, {
    upgrade(db, before) {
      for (const step of STEPS.slice(before)) step(db);
    },
    // Another page removes it, or brings a newer one.
    blocking: () => {
      opened = null;
      database.close();
    },
    terminated: () => {
      opened = null;
    },
  });
  return database;
}

/** Removes everything of its owner; resolves once nothing of that can be read any more. */
export async function removeDevice(): Promise<void> {
  const database = await deviceIfAny();
  if (database === null) return;
  const write = writeAll(database);
  const owners = write.objectStore('owner');
  const sealed = (await owners.getAllKeys()).filter((key) => key !== OWNER);
  const kept = new Set(sealed);
  const copies = await write.objectStore('copies').getAll();
  const gone = copies.filter(({ account }) => !kept.has(sealedKey(account)));
  const slots = gone.map(({ slot }) => slot);
  const offers = await write.objectStore('offers').getAll();
  const ended = offers.filter(({ account }) => !kept.has(sealedKey(account)));
  const removals = await copyRemovals(write, slots);
  await complete(write, [
    owners.delete(OWNER),
    write.objectStore('answers').clear(),
    ...removals,
    ...ended.map(({ id }) => write.objectStore('offers').delete(id)),
  ]);
  if (kept.size > 0) return;
  setFlag(false);
  opened = null;
  database.close();
  // It may wait for other pages, which let go of it when asked; nothing is in it by now.
  void deleteDB(NAME).catch(() => undefined);
}

export type DeviceWrite = ReturnType<typeof writeAll>;

/** Over every store: what happens in it is one act. */
export function writeAll(database: DeviceDatabase) {
  const stores = ['owner', 'copies', 'entries', 'answers', 'offers'] as const;
  return database.transaction(stores, 'readwrite', { durability: 'strict' });
}

/** The requests that remove copies, each with its entries. */
export async function copyRemovals(
  write: DeviceWrite,
  slots: readonly string[],
): Promise<readonly Promise<void>[]> {
  const entries = write.objectStore('entries');
  const keys = await Promise.all(slots.map((slot) => entries.index('slot').getAllKeys(slot)));
  return [
    ...slots.map((slot) => write.objectStore('copies').delete(slot)),
    ...keys.flat().map((key) => entries.delete(key)),
  ];
}

/**
 * Resolves once a transaction is complete; rejects with what ended it. Each of its requests fails
 * with it, and is heard here.
 */
export async function complete(
  transaction: { readonly done: Promise<void> },
  requests: readonly Promise<unknown>[],
): Promise<void> {
  const results = await Promise.allSettled([transaction.done, ...requests]);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
