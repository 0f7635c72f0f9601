import { afterEach, beforeEach } from 'vitest';
import { StorageError } from '../errors.ts';
import type { Store } from '../port.ts';

/** One empty store of the adapter under test. */
export type StoreUnderTest = {
  readonly store: Store;
  /** Closes the store and opens it again on the same data, as after a restart. */
  reopen(): Promise<Store>;
  /** Closes what is open and deletes the data. */
  dispose(): Promise<void>;
};

export type MakeStore = () => Promise<StoreUnderTest>;

/** The store of the running test; `store` is the latest after a reopening. */
export type Fixture = { readonly store: Store; reopen(): Promise<Store> };

/** Gives each test of the surrounding `describe` an empty store of its own. */
export function useStore(makeStore: MakeStore): Fixture {
  let made: StoreUnderTest | null = null;
  let current: Store | null = null;
  beforeEach(async () => {
    made = await makeStore();
    current = made.store;
  });
  afterEach(async () => {
    await made?.dispose();
    made = null;
    current = null;
  });
  return {
    get store(): Store {
      if (current === null) throw new Error('no test is running');
      return current;
    },
    async reopen(): Promise<Store> {
      if (made === null) throw new Error('no test is running');
      current = await made.reopen();
      return current;
    },
  };
}

/** The code with which the store refused, or what else happened; a refusal must come with a sentence. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'not refused';
  } catch (error) {
    if (!(error instanceof StorageError)) return `not a StorageError: ${String(error)}`;
    return /\S \S/.test(error.message) ? error.code : `${error.code} without a sentence`;
  }
}

/** The text of bytes, and back: entries of tests are readable when a test fails. */
export const toBytes = (words: string): Uint8Array => new TextEncoder().encode(words);
export const toWords = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Names that a careless store confuses: with one another, with patterns, with paths or with numbers. */
export const awkwardNames: readonly string[] = [
  'a',
  'A',
  'a/b',
  'a/b/',
  'a//b',
  '../a',
  '.',
  '$where',
  'a.b',
  'a b',
  ' a',
  'a ',
  'a%',
  'a_b',
  'a*',
  "a'b",
  'a"b',
  'a\\b',
  'a\nb',
  '1',
  '01',
  '1e0',
  'null',
  '__proto__',
  'constructor',
  '\u00e9',
  'e\u0301',
  'ß',
  'ss',
  '\u202eabc',
  '日本語',
  'مقابلة',
  '\uffee',
  '\u{1f642}',
  'x'.repeat(1024),
];

/** Ascending by code point, said independently of any adapter. */
export function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  const at = left.findIndex((point, index) => point !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
}
