import type { IncomingMessage } from 'node:http';

/* What servers say to one another of a request that one passes on to the other. */

/** It was counted, and its limits with it, by who passed it on. */
export const COUNTED_HEADER = 'x-triad-counted';
/** Nothing of it was done: the server is stopping. */
export const STOPPING_HEADER = 'x-triad-stopping';

/** Who sent it, by whoever passed it on before and by the connection. */
export function forwardedFor({ headers, socket }: IncomingMessage): string {
  const before = headers['x-forwarded-for'];
  const sender = socket.remoteAddress ?? 'unknown';
  return before === undefined ? sender : `${String(before)}, ${sender}`;
}
