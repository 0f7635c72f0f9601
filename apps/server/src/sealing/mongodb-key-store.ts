import { randomUUID } from 'node:crypto';
import { isUuid } from '@triad/realist';
import type { KeyTable } from '@triad/storage';
import { refuse } from '../refusal.ts';
import type { KeyStore, NamedKey } from './key-store.ts';

/*
 * The key store in MongoDB. Nothing of it is kept in memory: another server may have added a key, or
 * destroyed one. A key is destroyed when a majority of disks has it so; what MongoDB had of it before
 * (its journal, its log of operations, freed pages) is wrapped, and opens for nobody without the
 * server's key (docs/operating.md).
 */

export const KEY_TABLE_FORM = 1;

/** Null where there is none. Refuses with `sealing/shared-newer` or `sealing/shared-unreadable`. */
export async function openMongodbKeyStore(table: KeyTable): Promise<KeyStore | null> {
  const head = await table.head();
  if (head === null) return null;
  if (head.form > KEY_TABLE_FORM) throw refuse('sealing/shared-newer');
  if (!isUuid(head.id)) throw refuse('sealing/shared-unreadable');
  return keyStoreOn(table, head);
}

/** Makes an empty one, or resolves with the one that another server made at the same moment. */
export async function makeMongodbKeyStore(
  table: KeyTable,
  makeCheck: (id: string) => Uint8Array,
): Promise<KeyStore> {
  const id = randomUUID();
  return keyStoreOn(
    table,
    await table.makeHead({ form: KEY_TABLE_FORM, id, check: makeCheck(id) }),
  );
}

function keyStoreOn(
  table: KeyTable,
  { id, check }: { readonly id: string; readonly check: Uint8Array },
): KeyStore {
  return {
    id,
    check,
    isEmpty: () => table.isEmpty(),
    async list(transcript) {
      const found = await table.list(transcript);
      return found
        .map(({ name, isKept }): NamedKey => ({ name, state: isKept ? 'kept' : 'destroyed' }))
        .sort((a, b) => numberOf(a.name) - numberOf(b.name));
    },
    read: (name) => table.read(name),
    add: (name, wrapped) => table.add(name, wrapped),
    destroy: (name) => table.destroy(name),
  };
}

function numberOf(name: string): number {
  return Number(name.split('/')[1]);
}
