import type { DocumentLog, LogEntry } from '@triad/storage';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Keyring } from './keyring.ts';
import { transcriptOf } from './what-is-sealed.ts';

/** What is opened before others have their turn. */
const AT_ONCE_ENTRIES = 500;
const AT_ONCE_BYTES = 2 * 1024 * 1024;

/**
 * The same log, in which the entries of a transcript's documents are sealed with the transcript's
 * newest key; whoever writes gives no key's name, and what is read is open. Entries without a key's
 * name were written before there were keys, and open as they stand. Besides what the store rejects
 * with, calls reject with the codes of errors.ts.
 */
export function sealLog(log: DocumentLog, keys: () => Keyring): DocumentLog {
  async function read(document: string): Promise<readonly LogEntry[]> {
    const entries = await log.read(document);
    if (entries.every(({ keyName }) => keyName === '')) return entries;
    const about = aboutLog(document);
    const opened: LogEntry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      opened.push(entry.keyName === '' ? entry : await open(about, entry));
      bytes += entry.bytes.length;
      if (opened.length % AT_ONCE_ENTRIES === 0 || bytes > AT_ONCE_BYTES) {
        bytes = 0;
        await nextTurn();
      }
    }
    return opened;
  }

  async function open(about: string, { key, bytes, keyName }: LogEntry): Promise<LogEntry> {
    const opening = await keys().opening(keyName);
    return { key, bytes: opening.open(about, bytes), keyName: '' };
  }

  return {
    async append(document, bytes, keyName) {
      const transcript = transcriptOf(document);
      if (transcript === null) return log.append(document, bytes, keyName);
      // The caller's from the moment of the call, while the key may still be on its way.
      const own = new Uint8Array(bytes);
      const key = await keys().sealing(transcript);
      return log.append(document, key.seal(aboutLog(document), own), key.name);
    },
    async compact(document, merged, keyName, replaced) {
      const transcript = transcriptOf(document);
      if (transcript === null) return log.compact(document, merged, keyName, replaced);
      const own = new Uint8Array(merged);
      const key = await keys().sealing(transcript);
      return log.compact(document, key.seal(aboutLog(document), own), key.name, replaced);
    },
    read,
    extent: (document) => log.extent(document),
    documents: (prefix, page) => log.documents(prefix, page),
    remove: (document) => log.remove(document),
  };
}

/** With its generation: what is sealed opens in no other document, nor in another generation of it. */
export function aboutLog(document: string): string {
  return `document ${document}`;
}
