import type { DocumentName, MadeFrom } from '@triad/collab';
import { DOCUMENT_SCHEMA, formatDocumentName, parseDocumentName } from '@triad/collab';
import type { Collection, Store, StoredRecord } from '@triad/storage';
import { eachDocument, eachRecord, StorageError } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import { DocumentError } from './errors.ts';
import type { Counted, DocumentHead, Replacement } from './host.ts';
import { sameBytes } from './update.ts';

/** To be declared with all other collections when the store is opened. */
export const DOCUMENT_COLLECTIONS: readonly Collection[] = [
  { name: 'documents', indexes: { transcript: { unique: false } } },
];

export const DOCUMENT_COLLECTION = 'documents';
const COLLECTION = DOCUMENT_COLLECTION;

/**
 * The name under which a document's log stands: that of the generation in which it was begun. A
 * restored document keeps its log, since whatever seals its entries may be bound to that name.
 */
export function logName(head: DocumentHead): string {
  return `${head.name}@${head.loggedAs ?? head.generation}`;
}

/**
 * Records that say which documents there are. A document's content is written first and its record
 * last, and on removal the record goes first: what a record names is whole.
 */
export class Heads {
  readonly #store: Store;

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
    try {
      if (content !== null) await this.#store.log.append(log, content, '');
      await this.#insert(name, head);
      return head;
    } catch (error) {
      if (content !== null) await this.#store.log.remove(log).catch(() => undefined);
      if (error instanceof StorageError && error.code === 'storage/exists') {
        throw new DocumentError('documents/exists', `${head.name} is there already.`);
      }
      throw error;
    }
  }

  /**
   * Puts a new generation in the place of this one, once its log was read back; resolves with it
   * when that is on disk. The log of the one before stays until {@link Heads.removeLog}. A crash
   * before the record changes leaves the old one, and after it the new: of the two logs one has no
   * record then, and is swept at the next start. Rejects with `storage/conflict` where another came
   * first.
   */
  async replace(
    present: DocumentHead,
    { content, schema, verify }: Replacement,
    cause: MadeFrom['cause'],
  ): Promise<DocumentHead> {
    const madeFrom: MadeFrom = { generation: present.generation, cause };
    const redactions = (present.redactions ?? 0) + (cause === 'redaction' ? 1 : 0);
    const next: DocumentHead = {
      name: present.name,
      generation: randomUUID(),
      schema,
      madeFrom,
      ...(redactions === 0 ? {} : { redactions }),
    };
    await this.#store.log.append(logName(next), content, '');
    try {
      await this.#readBack(next, content, verify);
      const record = await this.#store.records.get(COLLECTION, present.name);
      if (record === null || readHead(record).generation !== present.generation) {
        throw new StorageError('storage/conflict', `${present.name} was replaced meanwhile`);
      }
      const { name: _name, ...body } = next;
      await this.#store.records.update(COLLECTION, { ...record, body: JSON.stringify(body) });
      return next;
    } catch (error) {
      await this.removeLog(next).catch(() => undefined);
      throw error;
    }
  }

  /** Throws where the store does not give back what was written, or `verify` does. */
  async #readBack(
    head: DocumentHead,
    content: Uint8Array,
    verify: Replacement['verify'],
  ): Promise<void> {
    const [entry, ...others] = await this.#store.log.read(logName(head));
    if (entry === undefined || others.length > 0 || !sameBytes(entry.bytes, content)) {
      throw new Error('what was written is not what is read back');
    }
    await verify?.(entry.bytes);
  }

  removeLog(head: DocumentHead): Promise<void> {
    return this.#store.log.remove(logName(head));
  }

  /** Puts back the head of a document that lost it, unless there is one by now. True if it did. */
  async putBack(name: DocumentName, generation: string, schema: number): Promise<boolean> {
    try {
      await this.#insert(name, { name: formatDocumentName(name), generation, schema });
      return true;
    } catch (error) {
      if (error instanceof StorageError && error.code === 'storage/exists') return false;
      throw error;
    }
  }

  /** Keeps the counts of a layer, if it is still this generation of it; nobody may replace it meanwhile. */
  async count({ name, generation }: DocumentHead, counted: Counted): Promise<void> {
    const record = await this.#store.records.get(COLLECTION, name);
    if (record === null) return;
    const head = readHead(record);
    if (head.generation !== generation || head.counted?.key === counted.key) return;
    const { name: _name, ...body } = { ...head, counted };
    await this.#store.records.update(COLLECTION, { ...record, body: JSON.stringify(body) });
  }

  /** Of every document. */
  everyOne(): AsyncIterable<DocumentHead> {
    return this.#all(null);
  }

  async layers(
    transcript: string,
  ): Promise<readonly (DocumentHead & { readonly document: DocumentName })[]> {
    const found: (DocumentHead & { readonly document: DocumentName })[] = [];
    for await (const head of this.#all({ index: 'transcript', value: transcript })) {
      const document = parseDocumentName(head.name);
      if (document !== null) found.push({ ...head, document });
    }
    return found;
  }

  async remove(head: DocumentHead): Promise<void> {
    await this.#store.records.remove(COLLECTION, head.name);
    await this.removeLog(head);
  }

  /**
   * Gives every document another generation, so that no copy from before is ever merged into it;
   * resolves with their number. Nothing may be open.
   */
  async renew(): Promise<number> {
    let renewed = 0;
    for await (const record of this.#records(null)) {
      const head = readHead(record);
      const next: HeadBody = {
        generation: randomUUID(),
        schema: head.schema,
        loggedAs: head.loggedAs ?? head.generation,
        ...(head.redactions === undefined ? {} : { redactions: head.redactions }),
        ...(head.counted === undefined ? {} : { counted: head.counted }),
      };
      await this.#store.records.update(COLLECTION, { ...record, body: JSON.stringify(next) });
      renewed += 1;
    }
    return renewed;
  }

  /**
   * Deletes logs that no record names: what a crash left of a document that was being made or
   * removed. Nothing may be made meanwhile. Resolves with their number.
   */
  async sweep(): Promise<number> {
    const named = new Set<string>();
    for await (const head of this.#all(null)) named.add(logName(head));
    let swept = 0;
    for await (const log of eachDocument(this.#store.log, '')) {
      if (named.has(log)) continue;
      await this.#store.log.remove(log);
      swept += 1;
    }
    return swept;
  }

  #insert(name: DocumentName, head: DocumentHead): Promise<StoredRecord> {
    return this.#store.records.insert(COLLECTION, {
      id: head.name,
      body: JSON.stringify({ generation: head.generation, schema: head.schema }),
      keys: {
        transcript: name.kind === 'layer' || name.kind === 'consensus' ? name.transcript : null,
      },
    });
  }

  async *#all(where: Where) {
    for await (const record of this.#records(where)) yield readHead(record);
  }

  #records(where: Where): AsyncGenerator<StoredRecord> {
    return eachRecord(this.#store.records, COLLECTION, where);
  }
}

type Where = Parameters<typeof eachRecord>[2];

type HeadBody = Omit<DocumentHead, 'name'>;

/** Throws if the record is not one that {@link Heads} wrote. */
export function readHead(record: Pick<StoredRecord, 'id' | 'body'>): DocumentHead {
  const body: unknown = JSON.parse(record.body);
  if (typeof body !== 'object' || body === null) throw new Error(`broken record of ${record.id}`);
  const { generation, schema, loggedAs, madeFrom, redactions, counted } = body as Partial<HeadBody>;
  if (typeof generation !== 'string' || typeof schema !== 'number') {
    throw new Error(`broken record of ${record.id}`);
  }
  return {
    name: record.id,
    generation,
    schema,
    ...(typeof loggedAs === 'string' ? { loggedAs } : {}),
    ...(madeFrom === undefined ? {} : { madeFrom }),
    ...(redactions === undefined ? {} : { redactions }),
    ...(counted === undefined ? {} : { counted }),
  };
}
