import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { shareEvents } from '../src/cluster/share-events.ts';
import type { EventServer } from '../src/events/event-server.ts';
import { until } from './documents-support/condition.ts';

test('a server that ends while Redis has not answered ends without an error of its own', async () => {
  const refused: unknown[] = [];
  const note = (reason: unknown): void => void refused.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  let open = 0;
  let came = 0;
  const silent = createServer((socket) => {
    came += 1;
    open += 1;
    socket.on('error', () => undefined).on('close', () => (open -= 1));
    socket.resume();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;

  const io = new Server();
  const events: Pick<EventServer, 'shareBy' | 'startOver'> = {
    shareBy: (adapter) => void io.adapter(adapter),
    startOver: () => undefined,
  };
  // What waits for Redis is asked for when the first name space is made.
  io.of('/');
  const link = shareEvents(
    `redis://127.0.0.1:${port}`,
    'silent',
    events as EventServer,
    pino({ level: 'silent' }),
  );
  await until('both lines are there', () => came === 2);
  link.close();
  await until('both are closed', () => open === 0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(refused).toEqual([]);
});
