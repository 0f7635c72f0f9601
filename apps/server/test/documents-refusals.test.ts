import { CLOSE, isFinalClose } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import type { DocumentServer } from './documents-support/document-server.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
} from './documents-support/document-server.ts';
import { connectProvider, givenUp } from './documents-support/provider.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { connectRaw, connectTunnel } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

async function start(): Promise<
  DocumentServer & {
    readonly layer: Awaited<ReturnType<typeof makeLayer>>;
  }
> {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada', 'ben');
  return Object.assign(server, { layer: await makeLayer(server, 'ada') });
}

/** The same client once on a socket of its own and once in a tunnel. */
async function bothWays(
  server: DocumentServer,
  path: string,
  session: string,
): Promise<readonly RawClient[]> {
  const tunnel = await connectTunnel(server, { session });
  return [await connectRaw(server, path, { session }), tunnel.open(path)];
}

const refusals: readonly {
  readonly name: string;
  readonly code: number;
  readonly path: (server: Awaited<ReturnType<typeof start>>) => string;
}[] = [
  {
    name: 'a name that is none',
    code: CLOSE.unknown.code,
    path: () => '/collab/nothing?generation=a&schema=1',
  },
  {
    name: 'a name with a broken escape',
    code: CLOSE.unknown.code,
    path: () => '/collab/layer/%E0%A4%A?generation=a&schema=1',
  },
  {
    name: 'a document of which the account is no member',
    code: CLOSE.unknown.code,
    path: () => `/collab/theory/${randomUUID()}?generation=a&schema=1`,
  },
  {
    name: 'a document that was never made',
    code: CLOSE.unknown.code,
    path: (server) => {
      const name = { kind: 'theory', project: randomUUID() } as const;
      server.gate.allow('ada', name);
      return `/collab/theory/${name.project}?generation=a&schema=1`;
    },
  },
  {
    name: 'a document that may not be read',
    code: CLOSE.forbidden.code,
    path: (server) => {
      server.gate.allow('ada', server.layer.name, { read: false });
      return pathOf(server.layer.head);
    },
  },
  {
    name: 'an account that is not the session’s',
    code: CLOSE.signedOut.code,
    path: ({ layer }) => `${pathOf(layer.head)}&account=ben`,
  },
  {
    name: 'another generation',
    code: CLOSE.generation.code,
    path: ({ layer }) => pathOf({ ...layer.head, generation: randomUUID() }),
  },
  {
    name: 'no generation',
    code: CLOSE.generation.code,
    path: ({ layer }) => `/collab/${layer.head.name}?schema=${layer.head.schema}`,
  },
  {
    name: 'another schema',
    code: CLOSE.schema.code,
    path: ({ layer }) => pathOf({ ...layer.head, schema: 1 }),
  },
  {
    name: 'no schema',
    code: CLOSE.schema.code,
    path: ({ layer }) => `/collab/${layer.head.name}?generation=${layer.head.generation}`,
  },
];

test.for(refusals)('$name is refused with $code before any sync', async ({ code, path }) => {
  const server = await start();
  for (const client of await bothWays(server, path(server), 'ada')) {
    expect(await client.end()).toBe(code);
    expect(isFinalClose(code)).toBe(true);
    expect(client.frames).toEqual([]);
  }
  expect(server.host.stats()).toMatchObject({ connections: 0, documents: 0 });
});

test('a document that does not open in time is put off with 4503, on either path', async () => {
  const server = await startDocumentServer({ limits: { openMs: 100 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const answers = Promise.withResolvers<void>();
  server.gate.opening = () => answers.promise;
  for (const client of await bothWays(server, pathOf(head), 'ada')) {
    expect(await client.end()).toBe(CLOSE.unavailable.code);
    expect(client.frames).toEqual([]);
  }
  answers.resolve();
  await until('nothing is left of them', () => server.host.stats().connections === 0);
});

test.for([
  { name: 'nobody', session: 'stranger', origin: undefined, code: CLOSE.signedOut.code },
  {
    name: 'a page of another site',
    session: 'ada',
    origin: 'http://other.example',
    code: CLOSE.forbidden.code,
  },
])('$name is refused with $code on either path', async ({ session, origin, code }) => {
  const server = await start();
  const options = origin === undefined ? { session } : { session, origin };
  const client = await connectRaw(server, pathOf(server.layer.head), options);
  expect(await client.end()).toBe(code);
  const tunnel = await connectTunnel(server, options);
  await until('the tunnel is closed', () => tunnel.ended() !== null);
  expect(tunnel.ended()).toBe(code);
});

test('the own origin is let in', async () => {
  const server = await start();
  const client = await connectRaw(server, pathOf(server.layer.head), {
    session: 'ada',
    origin: 'http://own.example',
  });
  await client.ready();
  expect(client.ended).toBeNull();
});

test('a provider gives up on a stale generation after one connection', async () => {
  const server = await start();
  const stale = { ...server.layer.head, generation: randomUUID() };
  const client = connectProvider(server, stale, 'ada');
  const { code } = await givenUp(client);
  expect(code).toBe(CLOSE.generation.code);
  expect(client.provider.shouldConnect).toBe(false);
  client.provider.params = {
    generation: server.layer.head.generation,
    schema: String(server.layer.head.schema),
  };
  client.provider.connect();
  await until('it syncs with the new one', () => client.provider.synced);
});

test('an identification that takes too long ends with 4503', async () => {
  const server = await startDocumentServer({ limits: { identifyMs: 30 } });
  server.gate.wait = new Promise(() => undefined);
  const client = await connectRaw(server, '/tunnel', { session: 'ada' });
  expect(await client.end()).toBe(CLOSE.unavailable.code);
});

test('what is said during a slow check is heard in order afterwards', async () => {
  const server = await start();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.gate.wait = promise;
  const client = await connectRaw(server, pathOf(server.layer.head, { ack: '1' }), {
    session: 'ada',
  });
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => client.update(update));
  client.step1();
  for (let index = 0; index < 20; index += 1) spansOf(doc).set(`s${index}`, index);
  resolve();
  await until('all are on disk', () => client.acknowledged.at(-1) === 20);
  expect(await server.host.summarise(server.layer.name)).toMatchObject({ spans: 20 });
});

test('a client that goes away during the check leaves nothing', async () => {
  const server = await start();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.gate.wait = promise;
  const client = await connectRaw(server, pathOf(server.layer.head), { session: 'ada' });
  client.socket.terminate();
  resolve();
  await until('nobody is connected', () => server.host.stats().connections === 0);
  expect(server.host.stats()).toMatchObject({ connections: 0, documents: 0 });
});

test('a crowd gets in though the store can answer only some of it in the time of one', async () => {
  // Each is asked for three things, one after the other: together twice the time that one may take.
  const server = await startDocumentServer({ limits: { openMs: 800, opensAtOnce: 4 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const gate = server.gate;
  let last = Promise.resolve();
  const queue = (): Promise<void> => (last = last.then(() => pause(10)));
  const [access, opening] = [gate.access.bind(gate), gate.opening.bind(gate)];
  gate.access = (...asked) => queue().then(() => access(...asked));
  gate.opening = () => queue().then(opening);
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const crowd = Array.from({ length: 80 }, () => tunnel.open(pathOf(head)));
  await Promise.all(crowd.map((client) => client.ready()));
  expect(crowd.filter(({ ended }) => ended !== null)).toEqual([]);
});

test('whoever waits for their turn too long is told to come again', async () => {
  const server = await startDocumentServer({ limits: { opensAtOnce: 1, turnMs: 100 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const { promise, resolve } = Promise.withResolvers<void>();
  const tunnel = await connectTunnel(server, { session: 'ada' });
  server.gate.wait = promise;
  const [first, second] = [tunnel.open(pathOf(head)), tunnel.open(pathOf(head))];
  expect(await second.end()).toBe(CLOSE.unavailable.code);
  // Nor does anybody who comes now get as far as being identified.
  const others = [await connectRaw(server, pathOf(head)), await connectRaw(server, pathOf(head))];
  expect(await others[1]?.end()).toBe(CLOSE.unavailable.code);
  resolve();
  await first.ready();
  expect(first.ended).toBeNull();
});

test('a line that breaks during the handshake is survived', async () => {
  const server = await start();
  const line = connect(server.port, '127.0.0.1');
  line.on('error', () => undefined);
  line.write(
    `GET ${pathOf(server.layer.head)} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    () => line.resetAndDestroy(),
  );
  const client = await connectRaw(server, pathOf(server.layer.head), { session: 'ada' });
  await client.ready();
  expect(client.ended).toBeNull();
});

test('another path is left to others', async () => {
  const server = await start();
  const client = await connectRaw(server, '/collaborators', { session: 'ada' });
  expect(await client.end()).toBe(1006);
});
