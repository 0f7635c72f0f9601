import type { RecordStore } from '@triad/storage';
import { eachRecord } from '@triad/storage';
import type { KeyRefusals } from './key-home.ts';
import type { Keyring } from './keyring.ts';
import { readSealed } from './seal-records.ts';

/**
 * Looks whether every transcript's key is in the key store; to be asked before anything is opened.
 * Refuses as `refusals` say where the key store does not know some: it is older than the
 * data. Resolves with the transcripts whose key was destroyed: what is left of them can never be
 * read again, and a removal that a crash cut short, or a restored backup, left it there.
 */
export async function findDestroyed(
  bare: RecordStore,
  keyring: Keyring,
  refusals: Pick<KeyRefusals, 'lacking'>,
): Promise<readonly string[]> {
  const destroyed: string[] = [];
  const lacking: string[] = [];
  for await (const { id, body } of eachRecord(bare, 'transcripts', null)) {
    const sealed = readSealed(body);
    if (sealed === null) continue;
    const state = await keyring.state(sealed.keyName);
    if (state === null) lacking.push(id);
    if (state === 'destroyed') destroyed.push(id);
  }
  const [first] = lacking;
  if (first !== undefined) throw refusals.lacking(lacking.length, first);
  return destroyed;
}
