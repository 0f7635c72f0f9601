import type { ChangedEvent, WatchAnswer } from '@triad/collab';
import { EVENTS_PATH } from '@triad/collab';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../documents-support/condition.ts';
import type { Client } from '../http-harness.ts';

/** The socket of project events, by its bare frames. */
export type EventWire = {
  /** Whatever came, but for pings, which come by the clock. */
  readonly frames: readonly string[];
  /** The events in them. */
  heard(): readonly ChangedEvent[];
  watch(project: string): Promise<WatchAnswer>;
  isClosed(): boolean;
};

/* Packets of engine.io 4 and, in its messages, of socket.io 5. */
const PING = '2';
const PONG = '3';
const CONNECT = '40';
const EVENT = '42';
const ANSWER = '43';

export async function openEventWire(client: Client): Promise<EventWire> {
  const address = client.address.replace(/^http/, 'ws');
  const socket = new WebSocket(`${address}${EVENTS_PATH}?EIO=4&transport=websocket`, {
    headers: client.cookie === null ? {} : { cookie: client.cookie },
  });
  const frames: string[] = [];
  let watches = 0;
  socket.on('message', (data: Buffer) => {
    const frame = data.toString('latin1');
    if (frame === PING) socket.send(PONG);
    else frames.push(frame);
  });
  socket.on('open', () => socket.send(CONNECT));
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  await until('the socket is connected', () => frames.some((frame) => frame.startsWith(CONNECT)));
  return {
    frames,
    heard: () =>
      frames.flatMap((frame) => {
        if (!frame.startsWith(EVENT)) return [];
        const [name, event] = JSON.parse(frame.slice(EVENT.length)) as [string, ChangedEvent];
        return name === 'changed' ? [event] : [];
      }),
    isClosed: () => socket.readyState === WebSocket.CLOSED,
    async watch(project) {
      const answer = `${ANSWER}${watches}`;
      socket.send(`${EVENT}${watches}${JSON.stringify(['watch', { project }])}`);
      watches += 1;
      const find = () => frames.find((frame) => frame.startsWith(answer));
      await until('it watches', () => find() !== undefined);
      const [result] = JSON.parse(find()?.slice(answer.length) ?? '[]') as [WatchAnswer];
      return result;
    },
  };
}
