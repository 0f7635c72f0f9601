/** `kept`, or `destroyed`: its name is remembered, its bytes are nowhere. */
export type KeyState = 'kept' | 'destroyed';

export type NamedKey = { readonly name: string; readonly state: KeyState };

/**
 * Where wrapped data keys are kept: apart from the data, so that no copy of the data holds them.
 * A key's name is `<transcript>/<number>`. Nothing is known here of how keys are wrapped.
 */
export interface KeyStore {
  /** A UUID; stands in the data too, which says to which key store they belong. */
  readonly id: string;
  /** Made with the store: what only the right server's key unwraps, under the name `check`. */
  readonly check: Uint8Array;
  /** Whether no key was ever added. */
  isEmpty(): Promise<boolean>;
  /** All keys that the transcript ever had, the newest last. */
  list(transcript: string): Promise<readonly NamedKey[]>;
  /** Null where it is not there, or destroyed. */
  read(name: string): Promise<Uint8Array | null>;
  /** Resolves when it is on disk. A name is given once. */
  add(name: string, wrapped: Uint8Array): Promise<void>;
  /** Resolves when its bytes are overwritten, on disk; may be done again after a crash. */
  destroy(name: string): Promise<void>;
}

/** `number` counts a transcript's keys from 1. */
export function keyName(transcript: string, number: number): string {
  return `${transcript}/${number}`;
}
