import type { Refusal } from '../refusal.ts';
import type { KeyStore } from './key-store.ts';

/**
 * Where the key store of some data is: a folder of its own, or a collection beside the data. It
 * knows what to tell the operator where something is wrong with it.
 */
export type KeyHome = {
  /** Null where there is none. Refuses where it cannot be read. */
  open(): Promise<KeyStore | null>;
  /** Makes an empty one; `makeCheck` gives its check from its id. Resolves with the one that is there then. */
  make(makeCheck: (id: string) => Uint8Array): Promise<KeyStore>;
  /** Refuses a key store that holds keys where the data belong to none. */
  refuseLostData(store: KeyStore): Promise<void>;
  readonly refusals: KeyRefusals;
  /** What to do with the keys, before anything is sealed with them; `source` says where the server's key is. */
  notice(source: string): string;
};

export type KeyRefusals = {
  /** The data belong to a key store, and there is none. */
  missing(): Refusal;
  /** It is that of other data. */
  other(): Refusal;
  noServerKey(): Refusal;
  wrongServerKey(source: string): Refusal;
  /** It does not know the keys of so many transcripts, of which one is named. */
  lacking(count: number, first: string): Refusal;
};
