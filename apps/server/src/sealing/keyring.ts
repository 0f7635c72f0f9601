import { randomBytes } from 'node:crypto';
import { DataKey } from './data-key.ts';
import { SealingError } from './errors.ts';
import { keyName } from './key-store.ts';
import type { KeyState, KeyStore } from './key-store.ts';
import { KEY_BYTES } from './wrapped-key.ts';
import type { Wrapping } from './wrapped-key.ts';

/** What acts need: a key is made before anything of a transcript is stored, and destroyed with it. */
export type TranscriptKeys = Pick<
  Keyring,
  'make' | 'destroy' | 'newest' | 'renewFrom' | 'retire' | 'state' | 'forget'
>;

/** Keys in memory, of each kind of asking. */
const KEPT_MOST = 10_000;

/** The keys of transcripts, opened as they are needed. */
export class Keyring {
  readonly #store: KeyStore;
  readonly #wrapping: Wrapping;
  readonly #open = new Map<string, Promise<DataKey>>();
  readonly #current = new Map<string, Promise<DataKey>>();

  constructor(store: KeyStore, wrapping: Wrapping) {
    this.#store = store;
    this.#wrapping = wrapping;
  }

  /** A secret for this purpose, the same on every server that shares the keys; base64url of 32 bytes. */
  tokenFor(purpose: string): string {
    return this.#wrapping.tokenFor(purpose);
  }

  /** Makes the first key of a transcript; it is on disk when this resolves. Rejects if there was one. */
  async make(transcript: string): Promise<void> {
    if ((await this.#store.list(transcript)).length > 0) {
      throw new Error(`the transcript ${transcript} has a key already`);
    }
    await this.renew(transcript);
  }

  /** Makes the first key of a transcript that never had one. */
  async ensure(transcript: string): Promise<void> {
    if ((await this.#store.list(transcript)).length === 0) await this.renew(transcript);
  }

  /** Makes a new key, with which the transcript's words are sealed from now on; older ones still open. */
  async renew(transcript: string): Promise<void> {
    const last = (await this.#store.list(transcript)).at(-1)?.name.split('/')[1] ?? 0;
    const name = keyName(transcript, Number(last) + 1);
    const secret = randomBytes(KEY_BYTES);
    await this.#store.add(name, this.#wrapping.wrap(name, secret));
    const key = Promise.resolve(new DataKey(name, secret));
    keep(this.#open, name, key);
    keep(this.#current, transcript, key);
  }

  /**
   * The key with which the transcript's words are sealed. Rejects with `sealing/no-key` or
   * `sealing/destroyed`. Whoever asks first is told first.
   */
  sealing(transcript: string): Promise<DataKey> {
    return once(this.#current, transcript, async () => {
      const keys = await this.#store.list(transcript);
      const newest = keys.findLast(({ state }) => state === 'kept') ?? keys.at(-1);
      return this.opening(newest?.name ?? keyName(transcript, 1));
    });
  }

  /** The key of this name. Rejects with `sealing/no-key`, `sealing/destroyed` or `sealing/damaged`. */
  opening(name: string): Promise<DataKey> {
    return once(this.#open, name, async () => {
      const wrapped = await this.#store.read(name);
      if (wrapped !== null) return new DataKey(name, this.#wrapping.unwrap(name, wrapped));
      throw (await this.state(name)) === 'destroyed'
        ? new SealingError('sealing/destroyed', `the key ${name} was destroyed`)
        : new SealingError('sealing/no-key', `the key ${name} is not in the key store`);
    });
  }

  /** Null where the key store does not know the key. */
  async state(name: string): Promise<KeyState | null> {
    const [transcript = ''] = name.split('/');
    const keys = await this.#store.list(transcript);
    return keys.find((key) => key.name === name)?.state ?? null;
  }

  /** Name of the key with which the transcript's words are sealed now. */
  async newest(transcript: string): Promise<string> {
    return (await this.sealing(transcript)).name;
  }

  /** Makes a new key, unless there is one after this already; may be done again after a crash. */
  async renewFrom(transcript: string, name: string): Promise<void> {
    if ((await this.newest(transcript)) === name) await this.renew(transcript);
  }

  /** Destroys this key of a transcript and those before it, in memory and for good on disk. */
  async retire(transcript: string, name: string): Promise<void> {
    if ((await this.newest(transcript)) === name) throw new Error(`${name} is in use`);
    for (const { name: older } of await this.#store.list(transcript)) {
      await this.#destroyOne(older);
      if (older === name) return;
    }
  }

  /** Destroys all keys of a transcript, in memory and for good on disk; may be done again after a crash. */
  async destroy(transcript: string): Promise<void> {
    this.#current.delete(transcript);
    for (const { name } of await this.#store.list(transcript)) {
      await this.#destroyOne(name);
    }
    this.#current.delete(transcript);
  }

  /** Forgets what is in memory of a transcript's keys: another server may have made or destroyed some. */
  async forget(transcript: string): Promise<void> {
    this.#current.delete(transcript);
    for (const [name, opening] of this.#open) {
      if (!name.startsWith(`${transcript}/`)) continue;
      this.#open.delete(name);
      const key = await opening.catch(() => null);
      key?.destroy();
    }
  }

  async #destroyOne(name: string): Promise<void> {
    await this.#store.destroy(name);
    const key = await this.#open.get(name)?.catch(() => null);
    this.#open.delete(name);
    key?.destroy();
  }
}

/** A failure is not kept. */
function once(
  kept: Map<string, Promise<DataKey>>,
  name: string,
  load: () => Promise<DataKey>,
): Promise<DataKey> {
  const before = kept.get(name);
  if (before !== undefined) return before;
  const key = load();
  keep(kept, name, key);
  key.catch(() => {
    if (kept.get(name) === key) kept.delete(name);
  });
  return key;
}

function keep(kept: Map<string, Promise<DataKey>>, name: string, key: Promise<DataKey>): void {
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MOST && oldest !== undefined) kept.delete(oldest);
  kept.set(name, key);
}
