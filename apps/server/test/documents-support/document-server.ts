import type { DocumentName } from '@triad/collab';
import { formatDocumentName } from '@triad/collab';
import type { DocumentLog, Store } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type {
  DocumentAccess,
  DocumentHead,
  DocumentHost,
  Gate,
  HostLimits,
} from '../../src/documents/index.ts';
import { createDocumentHost, DOCUMENT_COLLECTIONS } from '../../src/documents/index.ts';

// Many run at the same time on few cores: a slow answer is no failure.
vi.setConfig({ testTimeout: 20_000 });

/** What the gate of a test knows; a test changes it as it goes. */
export class TestGate implements Gate {
  /** By session, which a client sends as its cookie. */
  readonly sessions = new Map<string, string>();
  /** By `account document`. */
  readonly rights = new Map<string, DocumentAccess>();
  /** While set, every answer waits for it. */
  wait: Promise<void> = Promise.resolve();

  allow(account: string, name: DocumentName, rights: Partial<DocumentAccess> = {}): void {
    this.rights.set(`${account} ${formatDocumentName(name)}`, {
      project: 'p',
      member: `member-of-${account}`,
      read: true,
      write: true,
      presence: name.kind === 'transcript',
      ...rights,
    });
  }

  async identify(request: { readonly headers: { readonly cookie?: string | undefined } }) {
    await this.wait;
    const session = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const account = this.sessions.get(session);
    return account === undefined ? null : { account, session };
  }

  async opening(): Promise<void> {
    await this.wait;
  }

  async access(identity: { readonly account: string }, name: DocumentName) {
    await this.wait;
    return this.rights.get(`${identity.account} ${formatDocumentName(name)}`) ?? null;
  }
}

export type DocumentServer = {
  readonly host: DocumentHost;
  readonly gate: TestGate;
  readonly store: Store;
  readonly port: number;
  /** `ws://127.0.0.1:<port>` */
  readonly origin: string;
  readonly warnings: string[];
  /** What the server handed to its lines and they did not take yet. */
  unsentBytes(): number;
  /** Closes host, http server and store; the data stays. */
  stop(): Promise<void>;
};

/** A folder that goes when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-documents-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A real server on port 0 with a real store; everything ends with the test. */
export async function startDocumentServer(
  options: {
    readonly folder?: string;
    readonly port?: number;
    readonly limits?: Partial<HostLimits>;
    readonly gate?: TestGate;
    readonly wrap?: (store: Store) => Store;
  } = {},
): Promise<DocumentServer> {
  const folder = options.folder ?? (await temporaryFolder());
  const opened = await openSqlite({ folder });
  await opened.records.define(DOCUMENT_COLLECTIONS);
  const store = options.wrap?.(opened) ?? opened;
  const gate = options.gate ?? new TestGate();
  const warnings: string[] = [];
  const note = (fields: object, message: string): void => {
    warnings.push(`${message} ${JSON.stringify(fields)}`);
  };
  const http = createServer();
  const lines = new Set<Socket>();
  http.on('connection', (line) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  const unsentBytes = (): number => [...lines].reduce((sum, line) => sum + line.writableLength, 0);
  const host = createDocumentHost({
    store,
    gate,
    log: { warn: note, error: note },
    isOwnOrigin: (origin) => origin === 'http://own.example',
    limits: options.limits ?? {},
  });
  http.on('upgrade', (request, socket, head) => {
    if (!host.handleUpgrade(request, socket, head)) socket.destroy();
  });
  const port = await listen(http, options.port ?? 0);
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      await host.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await store.close();
    })();
    return stopped;
  };
  onTestFinished(stop);
  return { host, gate, store, port, origin: `ws://127.0.0.1:${port}`, warnings, unsentBytes, stop };
}

/** A store in which some methods of the log are another's. */
export function withLog(store: Store, log: (log: DocumentLog) => Partial<DocumentLog>): Store {
  const own: DocumentLog = {
    append: (...call) => store.log.append(...call),
    read: (document) => store.log.read(document),
    compact: (...call) => store.log.compact(...call),
    documents: (...call) => store.log.documents(...call),
    extent: (document) => store.log.extent(document),
    remove: (document) => store.log.remove(document),
  };
  return {
    records: store.records,
    blobs: store.blobs,
    description: store.description,
    log: { ...own, ...log(own) },
    close: () => store.close(),
  };
}

/** Signs an account in; the session is its name. */
export function signIn(gate: TestGate, ...accounts: readonly string[]): void {
  for (const account of accounts) gate.sessions.set(account, account);
}

/** A layer that `account` may write, made. */
export async function makeLayer(
  server: DocumentServer,
  account: string,
): Promise<{ readonly name: DocumentName; readonly head: DocumentHead }> {
  const name: DocumentName = {
    kind: 'layer',
    transcript: randomUUID(),
    round: randomUUID(),
    member: randomUUID(),
  };
  server.gate.allow(account, name);
  return { name, head: await server.host.ensure(name) };
}

/** The path of a document as a provider asks for it. */
export function pathOf(head: DocumentHead, query: Readonly<Record<string, string>> = {}): string {
  const parameters = new URLSearchParams({
    generation: head.generation,
    schema: String(head.schema),
    ...query,
  });
  return `/collab/${head.name}?${parameters}`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}
