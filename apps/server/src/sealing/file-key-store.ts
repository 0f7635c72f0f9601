import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isUuid } from '@triad/realist';
import { refuse } from '../refusal.ts';
import { flushFolder, overwriteInPlace, UNFINISHED, writeDurably } from './durable-files.ts';
import { keyName } from './key-store.ts';
import type { KeyState, KeyStore, NamedKey } from './key-store.ts';

/*
 * One small file a key, `keys/<transcript>.<number>.key`. A key is destroyed by overwriting its
 * file in place and then calling it `.destroyed`: a crash between the two leaves zeros, which no
 * server's key unwraps.
 */

const FORM = 1;
export const HEAD_FILE = 'store.json';
export const KEYS_FOLDER = 'keys';
export const KEY_FILE =
  /^(?<transcript>[0-9a-f-]{36})\.(?<number>[1-9]\d{0,8})\.(?<kind>key|destroyed)$/;

type Head = { readonly form: number; readonly id: string; readonly check: string };

/**
 * Null where the folder holds none. Refuses with `sealing/store-unreadable` or `sealing/store-newer`.
 * To look into one that a server may have open, not a file of it is changed (`isOwn` false).
 */
export async function openFileKeyStore(folder: string, isOwn: boolean): Promise<KeyStore | null> {
  const path = join(folder, HEAD_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const head = readHead(text, path);
  const keys = join(folder, KEYS_FOLDER);
  return new FileKeyStore(head, keys, await readKeys(keys, path, isOwn), isOwn);
}

/**
 * Makes an empty one, whole or not at all; `makeCheck` gives its check from its id, which is a new one
 * unless it is to be a copy.
 */
export async function makeFileKeyStore(
  folder: string,
  makeCheck: (id: string) => Uint8Array,
  id: string = randomUUID(),
): Promise<KeyStore> {
  const keys = join(folder, KEYS_FOLDER);
  await mkdir(keys, { recursive: true, mode: 0o700 });
  await flushFolder(folder);
  await flushFolder(dirname(folder));
  const check = Buffer.from(makeCheck(id)).toString('base64');
  const head: Head = { form: FORM, id, check };
  await writeDurably(join(folder, HEAD_FILE), `${JSON.stringify(head)}\n`);
  return new FileKeyStore(head, keys, new Map(), true);
}

type Keys = Map<string, Map<number, KeyState>>;

class FileKeyStore implements KeyStore {
  readonly id: string;
  readonly check: Uint8Array;
  readonly #folder: string;
  readonly #keys: Keys;
  readonly #isOwn: boolean;
  /** Whoever else wants the same key gone waits for the one who began. */
  readonly #destroying = new Map<string, Promise<void>>();

  constructor({ id, check }: Head, folder: string, keys: Keys, isOwn: boolean) {
    this.id = id;
    this.check = Buffer.from(check, 'base64');
    this.#folder = folder;
    this.#keys = keys;
    this.#isOwn = isOwn;
  }

  async isEmpty(): Promise<boolean> {
    return this.#keys.size === 0;
  }

  async list(transcript: string): Promise<readonly NamedKey[]> {
    return [...(this.#keys.get(transcript) ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([number, state]) => ({ name: keyName(transcript, number), state }));
  }

  async read(name: string): Promise<Uint8Array | null> {
    const { transcript, number } = parse(name);
    if (this.#keys.get(transcript)?.get(number) !== 'kept') return null;
    const wrapped = await readFile(this.#path(name, 'key')).catch((error: unknown) => {
      // Destroyed since it was looked up.
      if (this.#keys.get(transcript)?.get(number) === 'destroyed') return null;
      throw error;
    });
    if (wrapped === null) return null;
    if (wrapped.some((byte) => byte !== 0)) return wrapped;
    // A crash came before its name could tell that it was destroyed.
    if (this.#isOwn) await this.destroy(name);
    else this.#keys.get(transcript)?.set(number, 'destroyed');
    return null;
  }

  async add(name: string, wrapped: Uint8Array): Promise<void> {
    const { transcript, number } = parse(name);
    const keys = this.#keys.get(transcript) ?? new Map<number, KeyState>();
    if (keys.has(number)) throw new Error(`the key ${name} was given already`);
    this.#keys.set(transcript, keys.set(number, 'kept'));
    try {
      await writeDurably(this.#path(name, 'key'), wrapped);
    } catch (error) {
      keys.delete(number);
      throw error;
    }
  }

  destroy(name: string): Promise<void> {
    const begun = this.#destroying.get(name);
    if (begun !== undefined) return begun;
    const mine = this.#destroy(name).finally(() => this.#destroying.delete(name));
    this.#destroying.set(name, mine);
    return mine;
  }

  async #destroy(name: string): Promise<void> {
    const { transcript, number } = parse(name);
    if (this.#keys.get(transcript)?.get(number) !== 'kept') return;
    const path = this.#path(name, 'key');
    await overwriteInPlace(path);
    this.#keys.get(transcript)?.set(number, 'destroyed');
    await rename(path, this.#path(name, 'destroyed'));
    await flushFolder(this.#folder);
  }

  #path(name: string, kind: 'key' | 'destroyed'): string {
    const { transcript, number } = parse(name);
    return join(this.#folder, `${transcript}.${number}.${kind}`);
  }
}

function parse(name: string): { readonly transcript: string; readonly number: number } {
  const [transcript = '', number = ''] = name.split('/');
  if (!isUuid(transcript) || !/^[1-9]\d{0,8}$/.test(number)) {
    throw new Error(`${name} is no name of a key`);
  }
  return { transcript, number: Number(number) };
}

function readHead(text: string, path: string): Head {
  let head: Partial<Head> | null = null;
  try {
    head = JSON.parse(text) as Partial<Head> | null;
  } catch {
    // Told below, with whatever else is not as it should be.
  }
  if (typeof head?.form === 'number' && head.form > FORM) throw refuse('sealing/store-newer', path);
  const { id, check } = head ?? {};
  if (!isUuid(id) || typeof check !== 'string') throw refuse('sealing/store-unreadable', path);
  return { form: FORM, id, check };
}

async function readKeys(folder: string, path: string, isOwn: boolean): Promise<Keys> {
  const keys: Keys = new Map();
  const files = await readdir(folder).catch(() => {
    throw refuse('sealing/store-unreadable', path);
  });
  for (const file of files) {
    // Left by a crash: nothing was sealed with it, since its key was not added yet.
    if (isOwn && file.endsWith(UNFINISHED)) {
      await overwriteInPlace(join(folder, file));
      await rm(join(folder, file));
    }
    const { transcript = '', number, kind } = KEY_FILE.exec(file)?.groups ?? {};
    if (number === undefined) continue;
    const states = keys.get(transcript) ?? new Map<number, KeyState>();
    const state = kind === 'key' ? 'kept' : 'destroyed';
    keys.set(transcript, states.set(Number(number), state));
  }
  return keys;
}
