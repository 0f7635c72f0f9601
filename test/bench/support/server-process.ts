import { parseServerKey } from '../../../apps/server/src/sealing/server-key.ts';
import { createServer } from '../../../apps/server/src/serve.ts';
import { makeLog } from '../../../apps/server/src/settings.ts';
import { serveParent } from './serve-parent.ts';

/*
 * The whole server in a process of its own, as in earnest. Told by its one argument, as JSON. Its log,
 * if any, goes to standard error.
 */

export type ServerOrder = {
  readonly dataFolder: string;
  readonly web: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Where metrics are to be read, on loopback; default: nowhere. */
  readonly metricsPort?: number;
  /** Its data are in the database that this connection string names; default: in the data folder. */
  readonly mongodb?: string;
  /** Shares them with others, which reach it on this port of loopback. */
  readonly shared?: { readonly redis: string; readonly peerPort: number };
  /** In base64; default: the one in its file. */
  readonly key?: string;
};

const { metricsPort, mongodb, shared, key, ...order } = JSON.parse(
  process.argv[2] ?? '{}',
) as ServerOrder;
const server = await createServer({
  ...order,
  ...(mongodb === undefined ? {} : { store: { kind: 'mongodb', uri: () => mongodb } }),
  cluster:
    shared === undefined
      ? null
      : { redis: () => shared.redis, peer: { host: '127.0.0.1', port: shared.peerPort } },
  serverKey: key === undefined ? null : parseServerKey(key, 'TRIAD_KEY'),
  log: makeLog(process.env['TRIAD_LOG'] ?? 'silent'),
  metrics: metricsPort === undefined ? null : { host: '127.0.0.1', port: metricsPort },
  onFailure: () => process.exit(1),
});
serveParent(server.address, () => server.close().then(() => process.exit(0)));
