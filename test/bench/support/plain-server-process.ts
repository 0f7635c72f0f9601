import { setupWSConnection } from '@y/websocket-server/utils';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveParent } from './serve-parent.ts';

/*
 * `@y/websocket-server` in a process of its own, put together as its own command does, with the
 * `ws` that Triad has. It stores nothing, or keeps LevelDB in the folder that YPERSISTENCE names.
 * Its one argument is the port.
 */

const http = createServer();
const sockets = new WebSocketServer({ server: http });
sockets.on('connection', (socket, request) => setupWSConnection(socket, request));
http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  serveParent(`http://127.0.0.1:${port}`, () => process.exit(0));
});
