import type { IncomingMessage } from 'node:http';

/** Who sent it, by whoever passed it on before and by the connection. */
export function forwardedFor({ headers, socket }: IncomingMessage): string {
  const before = headers['x-forwarded-for'];
  const sender = socket.remoteAddress ?? 'unknown';
  return before === undefined ? sender : `${String(before)}, ${sender}`;
}
