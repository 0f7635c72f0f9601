import { checkName, checkPage, checkSize, checkText } from '../checks.ts';
import { StorageError } from '../errors.ts';
import { MAX_ENTRY_BYTES } from '../port.ts';
import type { DocumentLog, LogEntry } from '../port.ts';
import { copyOf, transferOf } from './calls.ts';
import type { Calls } from './calls.ts';
import type { PackedLog } from './protocol.ts';

/** Document logs as the port has them. */
export function makeLog(calls: Calls): DocumentLog {
  function checkEntry(document: string, bytes: Uint8Array, keyName: string): void {
    checkName('the name of a document', document);
    checkText('the name of a key', keyName);
    checkSize(`an entry of ${document}`, bytes, MAX_ENTRY_BYTES);
  }

  return {
    append: (document, bytes, keyName) =>
      calls.whole(async () => {
        checkEntry(document, bytes, keyName);
        const own = copyOf(bytes);
        return calls.write(
          { kind: 'append', document, bytes: own, keyName },
          own.byteLength,
          transferOf(own),
        );
      }),

    read: (document) =>
      calls.whole(async () => {
        checkName('the name of a document', document);
        return unpack(await calls.read({ kind: 'read', document }));
      }),

    compact: (document, merged, keyName, replaced) =>
      calls.whole(async () => {
        checkEntry(document, merged, keyName);
        if (!replaced.every((key) => Number.isSafeInteger(key) && key > 0)) {
          throw new StorageError(
            'storage/invalid',
            `a key to be replaced in ${document} is none that a log gives`,
          );
        }
        const own = copyOf(merged);
        const op = {
          kind: 'compact',
          document,
          bytes: own,
          keyName,
          replaced: [...replaced],
        } as const;
        return calls.write(op, own.byteLength + replaced.length * 8, transferOf(own));
      }),

    documents: (prefix, page) =>
      calls.whole(async () => {
        checkText('the prefix of document names', prefix);
        return calls.read({ kind: 'documents', prefix, ...checkPage(page) });
      }),

    extent: (document) =>
      calls.whole(async () => {
        checkName('the name of a document', document);
        return calls.read({ kind: 'extent', document });
      }),

    remove: (document) =>
      calls.whole(async () => {
        checkName('the name of a document', document);
        await calls.write({ kind: 'remove-log', document }, 0);
      }),
  };
}

function unpack(log: PackedLog): LogEntry[] {
  const entries: LogEntry[] = [];
  let at = 0;
  let index = 0;
  for (const [keyName, count] of log.keyNames) {
    for (let n = 0; n < count; n += 1) {
      const size = log.sizes[index] ?? 0;
      entries.push({
        key: log.keys[index] ?? 0,
        bytes: log.bytes.subarray(at, at + size),
        keyName,
      });
      at += size;
      index += 1;
    }
  }
  return entries;
}
