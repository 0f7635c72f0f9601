import type { DocumentName } from '@triad/collab';
import { DOCUMENT_SCHEMA, formatDocumentName, parseDocumentName } from '@triad/collab';
import type { Collection, Store, StoredRecord } from '@triad/storage';
import { StorageError } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import { DocumentError } from './errors.ts';
import type { DocumentHead } from './host.ts';

/** To be declared with all other collections when the store is opened. */
export const DOCUMENT_COLLECTIONS: readonly Collection[] = [
  { name: 'documents', indexes: { transcript: { unique: false } } },
];

const COLLECTION = 'documents';

/** The name under which a document's log stands: another generation is another log. */
export function logName(head: DocumentHead): string {
  return `${head.name}@${head.generation}`;
}

/**
 * Records that say which documents there are. A document's content is written first and its record
 * last, and on removal the record goes first: what a record names is whole.
 */
export class Heads {
  readonly #store: Store;
  /** Logs of documents being made, whose records are not there yet. */
  readonly #creating = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  async get(name: DocumentName): Promise<DocumentHead | null> {
    const record = await this.#store.records.get(COLLECTION, formatDocumentName(name));
    return record === null ? null : readHead(record);
  }

  /** Rejects with `documents/exists`. */
  async create(name: DocumentName, content: Uint8Array | null): Promise<DocumentHead> {
    const head: DocumentHead = {
      name: formatDocumentName(name),
      generation: randomUUID(),
      schema: DOCUMENT_SCHEMA[name.kind],
    };
    const log = logName(head);
    this.#creating.add(log);
    try {
      if (content !== null) await this.#store.log.append(log, content, '');
      await this.#store.records.insert(COLLECTION, {
        id: head.name,
        body: JSON.stringify({ generation: head.generation, schema: head.schema }),
        keys: { transcript: name.kind === 'layer' ? name.transcript : null },
      });
      return head;
    } catch (error) {
      if (content !== null) await this.#store.log.remove(log).catch(() => undefined);
      if (error instanceof StorageError && error.code === 'storage/exists') {
        throw new DocumentError('documents/exists', `${head.name} is there already.`);
      }
      throw error;
    } finally {
      this.#creating.delete(log);
    }
  }

  async layers(
    transcript: string,
  ): Promise<readonly (DocumentHead & { readonly document: DocumentName })[]> {
    const found: (DocumentHead & { readonly document: DocumentName })[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.records.find(
        COLLECTION,
        { index: 'transcript', value: transcript },
        after === undefined ? { limit: PAGE } : { after, limit: PAGE },
      );
      for (const record of page) {
        const document = parseDocumentName(record.id);
        if (document !== null) found.push({ ...readHead(record), document });
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE || after === undefined) return found;
    }
  }

  async remove(head: DocumentHead): Promise<void> {
    await this.#store.records.remove(COLLECTION, head.name);
    await this.#store.log.remove(logName(head));
  }

  /**
   * Deletes logs that no record names: what a crash left of a document that was being made or
   * removed. Resolves with their number.
   */
  async sweep(): Promise<number> {
    let swept = 0;
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.log.documents(
        '',
        after === undefined ? { limit: PAGE } : { after, limit: PAGE },
      );
      for (const log of page) {
        const at = log.lastIndexOf('@');
        const name = at < 0 ? null : parseDocumentName(log.slice(0, at));
        if (name === null || this.#creating.has(log)) continue;
        const head = await this.get(name);
        if (head !== null && logName(head) === log) continue;
        // Asked again after the reading: it may have been begun meanwhile.
        if (this.#creating.has(log)) continue;
        await this.#store.log.remove(log);
        swept += 1;
      }
      after = page.at(-1);
      if (page.length < PAGE || after === undefined) return swept;
    }
  }
}

const PAGE = 1_000;

function readHead(record: StoredRecord): DocumentHead {
  const body: unknown = JSON.parse(record.body);
  if (typeof body !== 'object' || body === null) throw new Error(`broken record of ${record.id}`);
  const { generation, schema } = body as Readonly<Record<string, unknown>>;
  if (typeof generation !== 'string' || typeof schema !== 'number') {
    throw new Error(`broken record of ${record.id}`);
  }
  return { name: record.id, generation, schema };
}
