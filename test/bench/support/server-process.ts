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
};

const { metricsPort, ...order } = JSON.parse(process.argv[2] ?? '{}') as ServerOrder;
const server = await createServer({
  ...order,
  log: makeLog(process.env['TRIAD_LOG'] ?? 'silent'),
  metrics: metricsPort === undefined ? null : { host: '127.0.0.1', port: metricsPort },
  onFailure: () => process.exit(1),
});
serveParent(server.address, () => server.close().then(() => process.exit(0)));
