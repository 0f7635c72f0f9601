import type { DocumentName } from '@triad/collab';
import type { SqliteOptions } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import { createServer } from 'node:http';
import {
  createDocumentHost,
  DOCUMENT_COLLECTIONS,
  sweepDocuments,
} from '../../apps/server/src/documents/index.ts';

/*
 * A server of documents in a process of its own, for tests that kill or trace it. Told by its one
 * argument, as JSON; everybody may write every document. Says where it listens in one line of JSON
 * on standard output; ends in order on SIGTERM.
 */

export type ServerOrder = {
  readonly store: Omit<SqliteOptions, 'onFailure'>;
  readonly documents: readonly DocumentName[];
};

export type ServerReady = {
  readonly pid: number;
  readonly port: number;
  /** Path of each document ordered, with generation and schema. */
  readonly paths: readonly string[];
};

const order = JSON.parse(process.argv[2] ?? '{}') as ServerOrder;
const store = await openSqlite(order.store);
await store.records.define(DOCUMENT_COLLECTIONS);
await sweepDocuments(store);
const note = (fields: object, message: string): void => {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
};
const host = createDocumentHost({
  store,
  gate: {
    identify: async () => ({ account: 'anyone', session: 'any' }),
    access: async () => ({ project: 'p', member: 'm', read: true, write: true, presence: false }),
    opening: () => Promise.resolve(),
  },
  log: { warn: note, error: note },
  isOwnOrigin: () => false,
  limits: { updatesPerSecond: 10_000, updatesBurst: 100_000 },
});
const http = createServer();
http.on('upgrade', (request, socket, head) => {
  if (!host.handleUpgrade(request, socket, head)) socket.destroy();
});
const heads = await Promise.all(order.documents.map((name) => host.ensure(name)));
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  const ready: ServerReady = {
    pid: process.pid,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    paths: heads.map(
      ({ name, generation, schema }) =>
        `/collab/${name}?generation=${generation}&schema=${schema}&ack=1`,
    ),
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
});
process.once('SIGTERM', () => {
  void host
    .close()
    .then(() => store.close())
    .then(() => process.exit(0));
});
