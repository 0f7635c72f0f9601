import type { DocumentName, MadeFrom } from '@triad/collab';
import { CLOSE, DOCUMENT_SCHEMA, formatDocumentName, parseDocumentName } from '@triad/collab';
import type { Store } from '@triad/storage';
import type { IncomingMessage } from 'node:http';
import { Admission } from './admission.ts';
import { Answers } from './answers.ts';
import { ChangeFeed } from './change-feed.ts';
import type { Connection } from './connection.ts';
import { Door } from './door.ts';
import type { Elsewhere } from './elsewhere.ts';
import { DocumentError } from './errors.ts';
import { Folder } from './folder.ts';
import { Heads, logName } from './heads.ts';
import type { DocumentCopy, DocumentHead, DocumentHost, Gate, Replacement } from './host.ts';
import { HOST_LIMITS } from './host-limits.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';
import { makeLocks } from '../locks.ts';
import { Migrator } from './migrator.ts';
import type { ResidentDocument } from './resident-document.ts';
import { Residents } from './residents.ts';
import { Summaries } from './summaries.ts';
import { DocumentTally } from './tally.ts';
import { Unread } from './unread.ts';
import { checkUpdate, EMPTY_UPDATE } from './update.ts';

export type DocumentHostOptions = {
  /** {@link DOCUMENT_COLLECTIONS} must be defined in it. */
  readonly store: Store;
  readonly gate: Gate;
  readonly log: HostLog;
  /** Told of what the store failed a document with. */
  readonly storeFailed?: (error: unknown) => void;
  /** Whether an `Origin` header is the server's own; one that is absent is not asked about. */
  readonly isOwnOrigin: (origin: string, request: IncomingMessage) => boolean;
  /** Where several servers share the documents: which serves what. */
  readonly elsewhere?: Elsewhere;
  readonly limits?: Partial<HostLimits>;
};

const EMPTY_COPY: DocumentCopy = {
  bytes: EMPTY_UPDATE,
  schema: DOCUMENT_SCHEMA.layer,
  state: '',
  summary: { spans: 0, sketches: 0 },
};

/** Serves documents over the y-websocket protocol from this store. */
export function createDocumentHost(options: DocumentHostOptions): DocumentHost {
  const { store, gate, log } = options;
  const limits: HostLimits = { ...HOST_LIMITS, ...options.limits };
  const tally = new DocumentTally();
  const heads = new Heads(store);
  const folder = new Folder(log);
  const feed = new ChangeFeed(limits.changeMs, log);
  const connections = new Set<Connection>();
  const removing = new Set<string>();
  const replacing = new Set<string>();
  const written = new Set<(name: string) => void>();
  /** Counts that are being kept. */
  const counting = new Set<Promise<void>>();
  const residents = new Residents(store.log, {
    limits,
    log,
    folder,
    owner: {
      failed(document, error) {
        options.storeFailed?.(error);
        log.error(
          { document: document.head.name, reason: sentenceOf(error) },
          'a document could not be stored; its connections were ended and will come back',
        );
        residents.drop(document);
        for (const connection of readersOf(document)) connection.close(CLOSE.unavailable);
      },
      changed(document) {
        summaries.forget(document.head.name);
        feed.content(document.name);
        for (const listener of written) listener(document.head.name);
      },
      counted({ head }, counted) {
        const kept = locks(head.name, () => heads.count(head, counted))
          // They are counted anew then; that the store does not answer is told elsewhere.
          .catch(() => undefined)
          .finally(() => counting.delete(kept));
        counting.add(kept);
      },
    },
  });
  const summaries = new Summaries(store.log, folder, residents);
  /** Of what puts another in the place of a document, or removes it: one at a time for each. */
  const locks = makeLocks();
  const migrator = new Migrator(heads, folder, log, (name, make) =>
    exchange(name, 'migration', make),
  );
  const unread = new Unread(limits);
  const door = new Door({
    gate,
    limits,
    log,
    unread,
    tally,
    isOwnOrigin: options.isOwnOrigin,
    elsewhere: options.elsewhere ?? null,
    begun: (connection) => connections.add(connection),
    shared: {
      gate,
      present: (name) => migrator.present(name),
      acquire,
      residents,
      answers: new Answers(limits),
      admission: new Admission(limits.opensAtOnce),
      limits,
      log,
      tally,
      removing,
      replacing,
      over: (connection) => connections.delete(connection),
    },
  });
  let closed: Promise<void> | null = null;

  function create(name: DocumentName, content: Uint8Array | null): Promise<DocumentHead> {
    return locks(formatDocumentName(name), () => createNow(name, content));
  }

  async function createNow(name: DocumentName, content: Uint8Array | null): Promise<DocumentHead> {
    if (content !== null && checkUpdate(content, name.kind) === null) {
      throw new DocumentError(
        'documents/malformed',
        `The first content of ${formatDocumentName(name)} is no Yjs update.`,
      );
    }
    const head = await heads.create(name, content);
    feed.begun(name);
    return head;
  }

  async function ensure(name: DocumentName): Promise<DocumentHead> {
    const head = await migrator.present(name);
    if (head !== null) return head;
    return locks(
      formatDocumentName(name),
      async () => (await heads.get(name)) ?? createNow(name, null),
    );
  }

  /** Beside what replaces or removes it, so that nobody is given a generation that is gone. */
  function acquire(name: DocumentName) {
    return locks(formatDocumentName(name), async () => {
      const head = await heads.get(name);
      return head === null ? null : { head, document: await residents.acquire(name, head) };
    });
  }

  async function copy(name: DocumentName): Promise<DocumentCopy> {
    const held = await acquire(name);
    if (held === null) return EMPTY_COPY;
    const { document } = held;
    try {
      await document.quiet();
      return await document.copy();
    } finally {
      residents.left(document);
    }
  }

  async function write(name: DocumentName, bytes: Uint8Array): Promise<void> {
    const id = formatDocumentName(name);
    const update = checkUpdate(bytes, name.kind);
    if (update === null) throw new DocumentError('documents/malformed', `No update of ${id}.`);
    const held = await acquire(name);
    if (held === null) throw new DocumentError('documents/unknown', `There is no ${id}.`);
    const { document } = held;
    try {
      const sequence = document.append(update, null);
      tally.serverUpdates += 1;
      await document.quiet();
      if (document.durableSequence < sequence) throw new Error(`${id} could not be written`);
    } finally {
      residents.left(document);
    }
  }

  async function mark(name: DocumentName): Promise<string> {
    const head = await heads.get(name);
    if (head === null) return '';
    const { entries, lastKey } = await store.log.extent(logName(head));
    return `${head.generation}/${entries}/${lastKey}`;
  }

  async function replace(
    name: DocumentName,
    cause: MadeFrom['cause'],
    make: (present: DocumentHead, content: Uint8Array) => Replacement | Promise<Replacement>,
  ): Promise<DocumentHead> {
    await migrator.present(name);
    return exchange(name, cause, make);
  }

  function exchange(
    name: DocumentName,
    cause: MadeFrom['cause'],
    make: (present: DocumentHead, content: Uint8Array) => Replacement | Promise<Replacement>,
  ): Promise<DocumentHead> {
    return locks(formatDocumentName(name), () => exchangeNow(name, cause, make));
  }

  async function exchangeNow(
    name: DocumentName,
    cause: MadeFrom['cause'],
    make: (present: DocumentHead, content: Uint8Array) => Replacement | Promise<Replacement>,
  ): Promise<DocumentHead> {
    const id = formatDocumentName(name);
    const head = await heads.get(name);
    if (head === null) throw new DocumentError('documents/unknown', `There is no ${id}.`);
    replacing.add(id);
    try {
      const document = await residents.acquire(name, head);
      for (const connection of readersOf(document)) connection.finish(CLOSE.generation);
      await document.quiet();
      const { bytes } = await document.copy();
      const next = await heads.replace(head, await make(head, bytes), cause);
      document.markRemoved();
      for (const connection of readersOf(document)) connection.close(CLOSE.generation);
      residents.drop(document);
      summaries.forget(id);
      feed.content(name);
      await heads.removeLog(head);
      // Whoever counted the old one meanwhile may have found it gone.
      summaries.forget(id);
      return next;
    } finally {
      replacing.delete(id);
    }
  }

  function readersOf(document: ResidentDocument): readonly Connection[] {
    return [...connections].filter((connection) => document.readers.has(connection));
  }

  function remove(name: DocumentName): Promise<void> {
    const id = formatDocumentName(name);
    return locks(id, () => removeNow(name, id));
  }

  async function removeNow(name: DocumentName, id: string): Promise<void> {
    removing.add(id);
    try {
      const document = await residents.loaded(id);
      if (document !== null) {
        document.markRemoved();
        for (const connection of readersOf(document)) connection.close(CLOSE.unknown);
        await document.quiet();
        residents.drop(document);
      }
      const head = await heads.get(name);
      if (head !== null) await heads.remove(head);
      summaries.forget(id);
    } finally {
      removing.delete(id);
    }
  }

  /** What is opened after the start is opened sooner so. */
  async function leaveTidy(patience: AbortSignal): Promise<void> {
    for (const document of residents.all()) {
      if (!patience.aborted) await document.tidy();
    }
    await Promise.all(counting);
  }

  async function close(): Promise<void> {
    door.shut(CLOSE.restarting);
    const migrated = migrator.close();
    for (const connection of connections) connection.finish(CLOSE.restarting);
    const patience = AbortSignal.timeout(limits.openMs);
    const quiet = Promise.all([...residents.all()].map((document) => document.quiet()));
    await Promise.race([Promise.all([quiet, migrated]), aborted(patience)]);
    for (const connection of connections) connection.close(CLOSE.restarting);
    await door.end(CLOSE.restarting);
    unread.close();
    await Promise.race([leaveTidy(patience), aborted(patience)]);
    for (const document of residents.all()) residents.drop(document);
    feed.close();
    await folder.close();
  }

  return {
    handleUpgrade: (request, socket, head, isPassedOn = false) =>
      door.handleUpgrade(request, socket, head, isPassedOn),
    create,
    ensure,
    describe: (name) => migrator.present(name),
    layers: (transcript) => heads.layers(transcript),
    summarise: (name) =>
      locks(formatDocumentName(name), async () => summaries.of(name, await heads.get(name))),
    copy,
    write,
    mark,
    replace,
    sayTheSame: (kind, a, b) => folder.sayTheSame(kind, a, b),
    digest: (layer) => folder.digest(layer),
    migrateAll: () => migrator.all(),
    remove,
    async recheck(account, name) {
      const concerned = [...connections].filter(
        (connection) =>
          connection.account === account && (name === undefined || connection.concerns(name)),
      );
      await Promise.all(concerned.map((connection) => connection.recheck()));
    },
    projects: () => new Set([...connections].flatMap(({ project }) => project ?? [])),
    sessions: () => door.sessions(),
    endSession: (session) => door.endSession(session),
    onChange: (listener) => feed.listen(listener),
    onWritten(listener) {
      written.add(listener);
      return () => written.delete(listener);
    },
    forget(isConcerned) {
      const concerned = [...residents.all()].filter(({ name }) => isConcerned(name));
      for (const document of concerned) {
        for (const connection of readersOf(document)) connection.close(CLOSE.unavailable);
        document.markRemoved();
        residents.drop(document);
      }
      summaries.forgetAll(isConcerned);
    },
    warm: () => folder.warm(),
    stats() {
      let bytes = 0;
      let waitingBytes = 0;
      for (const document of residents.all()) {
        bytes += document.bytes;
        waitingBytes += document.waitingBytes;
      }
      return {
        sockets: door.sockets,
        connections: connections.size,
        documents: residents.count,
        bytes,
        waitingBytes,
        unreadBytes: unread.bytes,
        tally,
      };
    },
    shut: () => door.shut(CLOSE.restarting),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/**
 * Deletes what a crash left of documents that were being made or removed; to be called once, after
 * the collections are defined and before anything is created. Resolves with the number of logs.
 */
export function sweepDocuments(store: Store): Promise<number> {
  return new Heads(store).sweep();
}

/**
 * How many documents a newer version of the software wrote: this one would show them wrongly, and
 * had better not start. Nothing may be open.
 */
export async function countNewer(store: Store): Promise<number> {
  let newer = 0;
  for await (const head of new Heads(store).everyOne()) {
    const name = parseDocumentName(head.name);
    if (name === null || head.schema > DOCUMENT_SCHEMA[name.kind]) newer += 1;
  }
  return newer;
}

/**
 * Puts back the head of a document whose record was lost, with the generation that clients hold, so
 * that these can bring its content back. Nothing where it has a head.
 */
export function putBackHead(
  store: Store,
  name: DocumentName,
  { generation, schema }: Pick<DocumentHead, 'generation' | 'schema'>,
): Promise<boolean> {
  return new Heads(store).putBack(name, generation, schema);
}

/**
 * Gives every document another generation, as a restore does; to be called after the collections
 * are defined and before anything is opened. Resolves with their number.
 */
export function renewDocuments(store: Store): Promise<number> {
  return new Heads(store).renew();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
