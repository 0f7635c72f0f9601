import type { ChangedEvent, ClientEvents, ServerEvents, WatchAnswer } from '@triad/collab';
import { EVENTS_PATH } from '@triad/collab';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { until } from './documents-support/condition.ts';
import type { Client } from './http-harness.ts';

export type EventClient = {
  readonly socket: Socket<ServerEvents, ClientEvents>;
  readonly heard: ChangedEvent[];
  readonly ended: Parameters<ServerEvents['ended']>[0][];
  /** How often it connected. */
  lines(): number;
  watch(project: unknown): Promise<WatchAnswer>;
};

/** A tab that hears project events, with the cookie of `client`. */
export function listenAs(
  client: Client,
  {
    transports = ['websocket'],
    headers = {},
    reconnection = false,
  }: {
    readonly transports?: readonly ('websocket' | 'polling')[];
    readonly headers?: Readonly<Record<string, string>>;
    readonly reconnection?: boolean;
  } = {},
): EventClient {
  const socket: Socket<ServerEvents, ClientEvents> = io(client.address, {
    path: EVENTS_PATH,
    transports: [...transports],
    forceNew: true,
    reconnection,
    extraHeaders: { ...(client.cookie === null ? {} : { cookie: client.cookie }), ...headers },
  });
  const heard: ChangedEvent[] = [];
  const ended: EventClient['ended'] = [];
  let lines = 0;
  socket.on('connect', () => (lines += 1));
  socket.on('changed', (event) => heard.push(event));
  socket.on('ended', (event) => ended.push(event));
  onTestFinished(() => {
    socket.disconnect();
  });
  return {
    socket,
    heard,
    ended,
    lines: () => lines,
    watch: (project) =>
      socket.timeout(5_000).emitWithAck('watch', { project } as { readonly project: string }),
  };
}

export async function connected({ socket }: EventClient): Promise<void> {
  await until('the socket is connected', () => socket.connected);
}
