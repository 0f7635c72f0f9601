import { parseDocumentName } from '@triad/collab';
import type { SqliteCopy } from '@triad/storage';
import { fold } from '../documents/fold.ts';
import { DOCUMENT_COLLECTION, logName, readHead } from '../documents/heads.ts';
import { SealingError } from '../sealing/errors.ts';
import type { KeyHome } from '../sealing/key-home.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { BELONGS, readKeyring, SEALING_COLLECTION } from '../sealing/open-keyring.ts';
import { aboutBlob } from '../sealing/seal-blobs.ts';
import { aboutLog } from '../sealing/seal-log.ts';
import { aboutRecord, readSealed } from '../sealing/seal-records.ts';
import type { ServerKey } from '../sealing/server-key.ts';
import { SEALED_RECORDS } from '../sealing/what-is-sealed.ts';

/** What of a backup the keys open. */
export type OpenedSealed = {
  readonly documents: number;
  readonly records: number;
  readonly blobs: number;
  /** Of transcripts that were deleted or redacted since: their key was destroyed. */
  readonly destroyed: number;
  /** Names of what should open and does not, at most 100. */
  readonly closed: readonly string[];
};

const MOST_NAMED = 100;

/**
 * Opens all that is sealed in a copy of the store, one document, record or blob in memory at a time,
 * and applies the documents as the server does. Null where nothing was ever sealed. Refuses with
 * `sealing/…` where the keys are not there, or are those of other data.
 */
export async function openSealed(
  copy: SqliteCopy,
  keysFolder: string,
  serverKey: ServerKey | null,
  home?: KeyHome,
): Promise<OpenedSealed | null> {
  const belongs = [...copy.records(SEALING_COLLECTION.name)].find(({ id }) => id === BELONGS);
  if (belongs === undefined) return null;
  const keyring = await readKeyring(belongs.body, keysFolder, serverKey, home);
  const opened = { documents: 0, records: 0, blobs: 0, destroyed: 0 };
  const closed: string[] = [];
  for (const { kind, name, open } of sealedThings(copy, keyring)) {
    if (closed.length === MOST_NAMED) break;
    try {
      await open();
      opened[kind] += 1;
    } catch (error) {
      if (error instanceof SealingError && error.code === 'sealing/destroyed')
        opened.destroyed += 1;
      else closed.push(name);
    }
  }
  return { ...opened, closed };
}

type SealedThing = {
  readonly kind: 'documents' | 'records' | 'blobs';
  readonly name: string;
  readonly open: () => Promise<unknown>;
};

function* sealedThings(copy: SqliteCopy, keyring: Keyring): Generator<SealedThing> {
  for (const record of copy.records(DOCUMENT_COLLECTION)) {
    const head = readHead(record);
    const log = logName(head);
    const entries = [...copy.entries(log)];
    const kind = parseDocumentName(head.name)?.kind;
    if (kind === undefined || entries.every(({ keyName }) => keyName === '')) continue;
    yield {
      kind: 'documents',
      name: head.name,
      open: async () => {
        const updates: Uint8Array[] = [];
        for (const { keyName, bytes } of entries) {
          const key = keyName === '' ? null : await keyring.opening(keyName);
          updates.push(key === null ? bytes : key.open(aboutLog(log), bytes));
        }
        return fold(updates, kind, head.schema);
      },
    };
  }
  for (const collection of Object.keys(SEALED_RECORDS)) {
    for (const { id, body } of copy.records(collection)) {
      const sealed = readSealed(body);
      if (sealed === null) continue;
      const open = async () =>
        (await keyring.opening(sealed.keyName)).open(aboutRecord(collection, id), sealed.bytes);
      yield { kind: 'records', name: `${collection}/${id}`, open };
    }
  }
  for (const { id, bytes, keyName } of copy.blobs()) {
    if (keyName === '') continue;
    const open = async () => (await keyring.opening(keyName)).open(aboutBlob(id), bytes);
    yield { kind: 'blobs', name: id, open };
  }
}
