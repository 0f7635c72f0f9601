/** What tells one key store from another. */
export type KeyHead = { readonly id: string; readonly check: Uint8Array };

/** A key as it is kept, wrapped; null once it was destroyed, which its name outlives. */
export type WholeKey = { readonly name: string; readonly bytes: Uint8Array | null };

/** A whole key store as it is kept: to be copied without the server's key, which wraps the copy too. */
export type KeyCopier = {
  /** Null where there is none. Refuses where it cannot be read. */
  head(): Promise<KeyHead | null>;
  /** All keys, in the order of names. */
  keys(): AsyncIterable<WholeKey>;
  /** Makes an empty one where there is none. */
  make(head: KeyHead): Promise<void>;
  /** Resolves when it is on disk. */
  add(key: WholeKey): Promise<void>;
  /** Removes all of it, what tells it from others last: of a copy that was cut off. */
  clear(): Promise<void>;
};
