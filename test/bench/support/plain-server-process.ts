import { setupWSConnection } from '@y/websocket-server/utils';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { ServerReady } from './server-process.ts';

/*
 * `@y/websocket-server` in a process of its own, put together as its own command does, with the
 * `ws` that Triad has. It stores nothing. Says where it listens, and ends with its standard input.
 */

const http = createServer();
const sockets = new WebSocketServer({ server: http });
sockets.on('connection', (socket, request) => setupWSConnection(socket, request));
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  const ready: ServerReady = { address: `http://127.0.0.1:${port}` };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
});
