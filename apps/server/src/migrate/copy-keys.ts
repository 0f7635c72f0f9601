import { refuse } from '../refusal.ts';
import type { KeyCopier } from '../sealing/key-copier.ts';

/** A key store, with what to call it in sentences. */
export type KeysEnd = { readonly name: string; readonly keys: KeyCopier };

/**
 * Copies a key store alone into a place that has none, and compares the two: so that it is kept apart
 * from the data, or taken to where a backup is restored. Resolves with the number of keys. Refuses with
 * `migrate/no-keys`, `migrate/keys-not-empty` and `migrate/differs`.
 */
export async function copyKeys(from: KeysEnd, to: KeysEnd): Promise<number> {
  const head = await from.keys.head();
  if (head === null) throw refuse('migrate/no-keys', from.name);
  if ((await to.keys.head()) !== null) throw refuse('migrate/keys-not-empty', to.name);
  await to.keys.make(head);
  for await (const key of from.keys.keys()) await to.keys.add(key);
  const [there, copied] = [await contents(from.keys), await contents(to.keys)];
  if (there.join() !== copied.join()) {
    // Made here just now: so that it can be done again.
    await to.keys.clear();
    throw refuse('migrate/differs', to.name);
  }
  return copied.length;
}

async function contents(keys: KeyCopier): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, bytes } of keys.keys()) {
    found.push(`${name} ${bytes === null ? 'destroyed' : Buffer.from(bytes).toString('base64')}`);
  }
  return found;
}
