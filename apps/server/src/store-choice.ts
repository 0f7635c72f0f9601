/**
 * Which store the operator chose. The connection string may hold a password, so it is behind a
 * function: whatever prints or copies a choice does not have it.
 */
export type StoreChoice =
  | { readonly kind: 'sqlite' }
  | { readonly kind: 'mongodb'; readonly uri: () => string };

export const SQLITE: StoreChoice = { kind: 'sqlite' };

/** Of a value of `TRIAD_STORE`; null for what is none. */
export function parseStoreChoice(value: string): StoreChoice | null {
  if (value === '' || value === 'sqlite') return SQLITE;
  return /^mongodb(\+srv)?:\/\/./.test(value) ? { kind: 'mongodb', uri: () => value } : null;
}
