import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { SQLITE_FILE, StorageError } from '@triad/storage';
import type { Collection, RecordStore } from '@triad/storage';
import { Refusal, refuse } from '../refusal.ts';
import { SealingError } from './errors.ts';
import { openFileKeyStore } from './file-key-store.ts';
import { folderKeyHome } from './folder-key-home.ts';
import type { KeyHome } from './key-home.ts';
import type { KeyStore } from './key-store.ts';
import { Keyring } from './keyring.ts';
import { makeServerKey, readServerKey } from './server-key.ts';
import type { ServerKey } from './server-key.ts';
import { KEY_BYTES, Wrapping } from './wrapped-key.ts';

/** To be declared with all other collections when the store is opened. */
export const SEALING_COLLECTION: Collection = { name: 'sealing', indexes: {} };
/** The record that says to which key store the data belong. */
export const BELONGS = 'key-store';
const CHECK = 'check';

export type SealingOptions = {
  readonly dataFolder: string;
  /** Where the server's key, if it is a file, and the key store are; default: {@link keysBeside}. */
  readonly keysFolder?: string;
  /** Given by the operator; null or absent: the one in its file. */
  readonly serverKey?: ServerKey | null;
};

export type OpenKeyring = {
  readonly keyring: Keyring;
  /** Of the server's key, where that is a file. */
  readonly keysFolder: string;
  /** Where the server's key is: `TRIAD_KEY`, or the path of its file. */
  readonly keySource: string;
  /** Nothing was ever sealed with any of them. */
  readonly isFresh: boolean;
};

/** The folder of keys that goes with a data folder, unless the operator chose another. */
export function keysBeside(dataFolder: string): string {
  return `${resolve(dataFolder)}.keys`;
}

/**
 * Opens the keys that belong to these data; the first time they are made. The data say to which key
 * store they belong before anything is sealed, so a key that is missing or wrong is told from a
 * first start: it is refused (`sealing/…`, sentences for the operator), and nothing is made anew.
 * Others may open the same data meanwhile where `home` is shared; what the first of them made counts.
 */
export async function openKeyring(
  records: RecordStore,
  options: SealingOptions,
  home: KeyHome = folderKeyHome(keysFolderOf(options), true),
): Promise<OpenKeyring> {
  const keysFolder = keysFolderOf(options);
  await refuseInside(keysFolder, options.dataFolder);
  return namingFolder(keysFolder, () =>
    openAt(home, keysFolder, records, options.serverKey ?? null),
  );
}

/**
 * Refuses with `sealing/data-missing` where there are no data, but keys that were made for some: they
 * are lost or elsewhere, and what would be made anew would look like a first start.
 */
export async function refuseLostData(options: SealingOptions): Promise<void> {
  const file = join(options.dataFolder, SQLITE_FILE);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  const keysFolder = keysFolderOf(options);
  const store = await namingFolder(keysFolder, () => openFileKeyStore(keysFolder, false));
  if (store !== null && !(await store.isEmpty()))
    throw refuse('sealing/data-missing', file, keysFolder);
}

/** Where the server's key, if it is a file, and a key store of files are. */
export function keysFolderOf({ keysFolder, dataFolder }: SealingOptions): string {
  return resolve(keysFolder ?? keysBeside(dataFolder));
}

/** What the system says of the folder of keys, in a sentence that names it. */
async function namingFolder<T>(keysFolder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (error instanceof Refusal || typeof code !== 'string' || !/^E[A-Z]+$/.test(code))
      throw error;
    throw refuse('sealing/folder', keysFolder, code);
  }
}

/**
 * The keys of data that nobody serves, such as a backup's; `body` is that of the data's record
 * {@link BELONGS}. Makes nothing and refuses as {@link openKeyring} does.
 */
export async function readKeyring(
  body: string,
  keysFolder: string,
  given: ServerKey | null,
  home: KeyHome = folderKeyHome(keysFolder, false),
): Promise<Keyring> {
  const store = await findStore(belongingOf(body), home);
  if (store === null) throw home.refusals.missing();
  const found = given ?? (await readServerKey(keysFolder));
  if (found === null) throw home.refusals.noServerKey();
  return new Keyring(store, checkedWrapping(found, store, home));
}

/** Null where there is none, and the data belong to none. */
async function findStore(belongsTo: string | null, home: KeyHome): Promise<KeyStore | null> {
  const store = await home.open();
  if (store === null && belongsTo !== null) throw home.refusals.missing();
  if (store !== null && belongsTo !== null && store.id !== belongsTo) throw home.refusals.other();
  return store;
}

async function openAt(
  home: KeyHome,
  keysFolder: string,
  records: RecordStore,
  given: ServerKey | null,
): Promise<OpenKeyring> {
  const belongsTo = await readBelongs(records);
  const there = await findStore(belongsTo, home);
  if (there !== null && belongsTo === null) await home.refuseLostData(there);
  const found = given ?? (await readServerKey(keysFolder));
  if (there !== null && found === null) throw home.refusals.noServerKey();
  const key = found ?? (await makeKeyIn(keysFolder));
  const store =
    there ??
    (await home.make((id) => new Wrapping(key.bytes, id).wrap(CHECK, randomBytes(KEY_BYTES))));
  const wrapping = checkedWrapping(key, store, home);
  if (belongsTo === null) await writeBelongs(records, store.id, home);
  return {
    keyring: new Keyring(store, wrapping),
    keysFolder,
    keySource: key.source,
    isFresh: await store.isEmpty(),
  };
}

async function makeKeyIn(keysFolder: string): Promise<ServerKey> {
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  return makeServerKey(keysFolder);
}

function checkedWrapping(key: ServerKey, store: KeyStore, home: KeyHome): Wrapping {
  const wrapping = new Wrapping(key.bytes, store.id);
  try {
    wrapping.unwrap(CHECK, store.check);
    return wrapping;
  } catch (error) {
    if (error instanceof SealingError) throw home.refusals.wrongServerKey(key.source);
    throw error;
  }
}

/** Id of the key store that the data belong to; null where nothing was ever sealed. */
export async function readBelongs(records: RecordStore): Promise<string | null> {
  const record = await records.get(SEALING_COLLECTION.name, BELONGS);
  return record === null ? null : belongingOf(record.body);
}

function belongingOf(body: string): string {
  return (JSON.parse(body) as { readonly store: string }).store;
}

async function writeBelongs(records: RecordStore, store: string, home: KeyHome): Promise<void> {
  const body = JSON.stringify({ store });
  try {
    await records.insert(SEALING_COLLECTION.name, { id: BELONGS, body, keys: {} });
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'storage/exists') throw error;
    // Another server was first; it found the same key store.
    if ((await readBelongs(records)) !== store) throw home.refusals.other();
  }
}

/** A copy of the data must never hold the keys. */
export async function refuseInside(keysFolder: string, dataFolder: string): Promise<void> {
  const [keys, data] = await Promise.all([real(keysFolder), real(resolve(dataFolder))]);
  const path = relative(data, keys);
  const isInside = path === '' || !(path.startsWith('..') || isAbsolute(path));
  if (isInside) throw refuse('sealing/keys-inside', keysFolder, dataFolder);
}

/** Behind symbolic links, as far as the path is there. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await real(parent), basename(path));
  }
}
