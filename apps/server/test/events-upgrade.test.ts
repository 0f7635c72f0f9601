import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSqlite } from '@triad/storage';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { beginSession } from '../src/accounts/sessions.ts';
import { openTables } from '../src/data/tables.ts';
import type { DocumentHost } from '../src/documents/index.ts';
import { makeEventServer } from '../src/events/event-server.ts';
import { routeUpgrades } from '../src/route-upgrades.ts';
import { until } from './documents-support/condition.ts';
import { makeFolder } from './http-harness.ts';

/** Longer than the second after which socket.io ends upgrades of others where it is let. */
const SLOW_MS = 1_300;

test('a document that takes long to admit is not cut off by the events', async () => {
  const store = await openSqlite({ folder: await makeFolder() });
  const tables = await openTables(store.records);
  const clock = () => new Date();
  const account = await tables.accounts.insert(crypto.randomUUID(), {
    name: 'Ann',
    email: 'ann@example.org',
    password: null,
    preferences: {},
    demo: false,
    createdAt: clock().toISOString(),
  });
  const { token } = await beginSession({ tables, clock }, account);
  const events = makeEventServer({ tables, clock, secure: false, isOwnOrigin: () => true });
  const http = createServer();
  events.attach(http);
  const sockets = new WebSocketServer({ noServer: true });
  const documents = {
    handleUpgrade(request, socket, head) {
      if (!(request.url ?? '').startsWith('/collab/')) return false;
      setTimeout(() => {
        sockets.handleUpgrade(request, socket, head, (client) => client.send('admitted'));
      }, SLOW_MS);
      return true;
    },
  } satisfies Pick<DocumentHost, 'handleUpgrade'>;
  routeUpgrades(http, { documents: documents as unknown as DocumentHost });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  onTestFinished(async () => {
    await events.close();
    sockets.close();
    http.closeAllConnections();
    http.close();
    await store.close();
  });

  const slow = new WebSocket(`ws://127.0.0.1:${port}/collab/x`);
  const admitted = new Promise<string>((resolve, reject) => {
    slow.once('message', (data) => resolve(String(data as Buffer)));
    slow.once('error', reject);
    slow.once('close', () => reject(new Error('cut off')));
  });
  const tab = io(`http://127.0.0.1:${port}`, {
    path: '/events/',
    transports: ['websocket'],
    extraHeaders: { cookie: `triad=${token}` },
  });
  await until('the events are there meanwhile', () => tab.connected);
  expect(await admitted).toBe('admitted');
  tab.disconnect();
  slow.terminate();
});
