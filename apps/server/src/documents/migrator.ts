import type { DocumentName } from '@triad/collab';
import { DOCUMENT_SCHEMA, parseDocumentName } from '@triad/collab';
import { StorageError } from '@triad/storage';
import { longAct } from '../long-act.ts';
import { DocumentError } from './errors.ts';
import type { Folder } from './folder.ts';
import type { Heads } from './heads.ts';
import type { DocumentHead, Replacement } from './host.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';

/** Puts a new generation in the place of a document's present one, as `DocumentHost.replace` does. */
type Replace = (
  name: DocumentName,
  make: (present: DocumentHead, content: Uint8Array) => Promise<Replacement>,
) => Promise<DocumentHead>;

/** Whether the server can read what a document of this head holds. */
export function isPresent(name: DocumentName, { schema }: DocumentHead): boolean {
  return schema === DOCUMENT_SCHEMA[name.kind];
}

/**
 * Brings documents of an earlier schema to the present one: whoever asks for one gets it migrated,
 * the rest follow after the start. One at a time. What cannot be migrated stays as it is until the
 * server is started again, and is named in the log.
 */
export class Migrator {
  readonly #heads: Heads;
  readonly #folder: Folder;
  readonly #replace: Replace;
  readonly #log: HostLog;
  readonly #running = new Map<string, Promise<DocumentHead | null>>();
  /** Generations that cannot be migrated. */
  readonly #failed = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(heads: Heads, folder: Folder, log: HostLog, replace: Replace) {
    this.#heads = heads;
    this.#folder = folder;
    this.#log = log;
    this.#replace = replace;
  }

  /** The head of a document, migrated if it can be; null where there is none. */
  async present(name: DocumentName): Promise<DocumentHead | null> {
    const head = await this.#heads.get(name);
    return head === null || !this.#isDue(name, head) ? head : this.#take(name, head);
  }

  async all(): Promise<{ readonly migrated: number; readonly failed: number }> {
    let migrated = 0;
    let failed = 0;
    for await (const head of this.#heads.everyOne()) {
      if (this.#closed) break;
      const name = parseDocumentName(head.name);
      if (name === null || !this.#isDue(name, head)) continue;
      try {
        const next = await this.#take(name, head);
        if (next === null) continue;
        if (isPresent(name, next)) migrated += 1;
        else failed += 1;
      } catch (error) {
        if (this.#closed) break;
        failed += 1;
        this.#log.warn(
          { document: head.name, reason: sentenceOf(error) },
          'a document was not migrated now; it is when somebody opens it',
        );
      }
    }
    return { migrated, failed };
  }

  /** Begins no other; resolves when the last has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  #isDue(name: DocumentName, head: DocumentHead): boolean {
    return head.schema < DOCUMENT_SCHEMA[name.kind] && !this.#failed.has(head.generation);
  }

  #take(name: DocumentName, head: DocumentHead): Promise<DocumentHead | null> {
    const running = this.#running.get(head.name);
    if (running !== undefined) return running;
    const mine = this.#last
      .then(() => this.#migrate(name, head))
      .finally(() => this.#running.delete(head.name));
    this.#last = mine.catch(() => undefined);
    this.#running.set(head.name, mine);
    return mine;
  }

  async #migrate(name: DocumentName, { name: id, schema }: DocumentHead) {
    // It may have been migrated, or removed, while others were.
    const head = await this.#heads.get(name);
    if (head === null || !this.#isDue(name, head)) return head;
    if (this.#closed) throw new Error('the server is closing');
    try {
      return await longAct(this.#log, 'migration', id, () =>
        this.#replace(name, (present, bytes) => this.#make(name, present, bytes)),
      );
    } catch (error) {
      if (error instanceof StorageError || this.#closed) throw error;
      if (error instanceof DocumentError) return this.#heads.get(name);
      this.#failed.add(head.generation);
      this.#log.error(
        { document: id, schema, reason: sentenceOf(error) },
        'a document could not be migrated; it stays as it is, and nobody can open it',
      );
      return head;
    }
  }

  async #make(
    { kind }: DocumentName,
    { schema }: DocumentHead,
    bytes: Uint8Array,
  ): Promise<Replacement> {
    const before = { schema, bytes };
    const after = await this.#folder.migrate(kind, before);
    return {
      content: after.bytes,
      schema: after.schema,
      verify: async (stored) => {
        const isSame = await this.#folder.sayTheSame(kind, before, { ...after, bytes: stored });
        if (!isSame) throw new Error('the new generation does not say what the old one says');
      },
    };
  }
}
