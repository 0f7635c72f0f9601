import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serveParent } from './serve-parent.ts';

/*
 * `@hocuspocus/server` with its SQLite extension on a file, otherwise as it is by itself, in a process
 * of its own. Told by its one argument, as JSON, in which folder its packages stand, which are none of
 * Triad's.
 */

export type HocuspocusOrder = {
  readonly packages: string;
  readonly database: string;
  readonly port: number;
};

type Hocuspocus = {
  Server: new (options: object) => {
    listen(): Promise<unknown>;
    readonly address: { readonly port: number };
  };
};
type Extension = { SQLite: new (options: object) => object };

const order = JSON.parse(process.argv[2] ?? '{}') as HocuspocusOrder;
const load = createRequire(join(order.packages, 'package.json'));
const { Server } = load('@hocuspocus/server') as Hocuspocus;
const { SQLite } = load('@hocuspocus/extension-sqlite') as Extension;
const server = new Server({
  port: order.port,
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: order.database })],
});
await server.listen();
// Ended by SIGTERM it would store first; it has no open documents when it is told to end.
serveParent(`http://127.0.0.1:${server.address.port}`, () => process.kill(process.pid, 'SIGTERM'));
