import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSE } from '@triad/collab';
import { WebSocketServer } from 'ws';
import { forwardedFor } from '../http/passed-on.ts';
import type { Elsewhere } from './homes.ts';

/** Passes whole sockets on to another server, without a look at what goes over them. */
export type SocketForwarder = {
  /** `onUnreached`: that server does not answer. */
  forward(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    to: Elsewhere,
    onUnreached: () => void,
  ): void;
  /** Takes the handshake and ends it: the client tries again. */
  putOff(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many were passed on since the start. */
  count(): number;
  close(): void;
};

const CONNECT_MS = 5_000;

export function makeSocketForwarder(mostAtOnce: number): SocketForwarder {
  const passed = new Set<Socket>();
  let counted = 0;
  const refusing = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: 1024 });

  function putOff(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    refusing.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => undefined);
      ws.close(CLOSE.unavailable.code, CLOSE.unavailable.reason);
    });
  }

  return {
    forward(request, socket, head, { origin }, onUnreached) {
      if (passed.size >= mostAtOnce) {
        putOff(request, socket, head);
        return;
      }
      const { hostname, port } = new URL(origin);
      const onward = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
      passed.add(onward);
      counted += 1;
      let isConnected = false;
      const end = (): void => {
        passed.delete(onward);
        onward.destroy();
        if (isConnected) {
          socket.destroy();
          return;
        }
        onUnreached();
        if (!socket.destroyed) putOff(request, socket, head);
      };
      const timer = setTimeout(end, CONNECT_MS);
      onward.setNoDelay(true);
      onward.once('connect', () => {
        clearTimeout(timer);
        isConnected = true;
        onward.write(headOf(request));
        if (head.length > 0) onward.write(head);
        socket.pipe(onward);
        onward.pipe(socket);
      });
      onward.once('error', end);
      onward.once('close', () => {
        clearTimeout(timer);
        if (passed.has(onward)) end();
      });
      socket.once('close', () => {
        isConnected = true;
        end();
      });
      socket.on('error', () => socket.destroy());
    },
    putOff,
    count: () => counted,
    close() {
      for (const onward of passed) onward.destroy();
    },
  };
}

/** The request as it came, with who sent it. */
function headOf(request: IncomingMessage): string {
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  const { rawHeaders } = request;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.toLowerCase() !== 'x-forwarded-for') lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  lines.push(`X-Forwarded-For: ${forwardedFor(request)}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
