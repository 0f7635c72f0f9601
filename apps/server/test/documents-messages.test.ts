import { CLOSE } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
} from './documents-support/document-server.ts';
import { connectRaw, connectTunnel, syncFrame, updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

const broken: readonly { readonly name: string; readonly frame: Uint8Array }[] = [
  { name: 'nothing', frame: new Uint8Array(0) },
  { name: 'an unknown type', frame: Uint8Array.of(9, 1, 2) },
  { name: 'an acknowledgement', frame: Uint8Array.of(110, 1) },
  { name: 'an unknown sync step', frame: Uint8Array.of(0, 7, 0) },
  { name: 'a truncated update', frame: Uint8Array.of(0, 2, 200, 1, 5) },
  { name: 'bytes after the end of a message', frame: Uint8Array.of(0, 2, 2, 0, 0, 1) },
  { name: 'bytes after the end of an update', frame: syncFrame(2, Uint8Array.of(0, 0, 1)) },
  { name: 'a state vector that ends too soon', frame: syncFrame(0, Uint8Array.of(5, 1)) },
  { name: 'awareness that ends too soon', frame: Uint8Array.of(1, 5, 1) },
  {
    name: 'an item that builds on itself',
    frame: syncFrame(2, Uint8Array.of(1, 1, 9, 0, 0x84, 9, 0, 1, 97, 0)),
  },
  { name: 'a deletion without length', frame: syncFrame(2, Uint8Array.of(0, 1, 9, 1, 0, 0)) },
  { name: 'a struct without length', frame: syncFrame(2, Uint8Array.of(1, 1, 9, 0, 0, 0, 0)) },
];

test.for(broken)('$name ends the connection with 4400', async ({ frame }) => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  client.send(frame);
  expect(await client.end()).toBe(CLOSE.malformed.code);
  expect(client.acknowledged).toEqual([]);
});

test('text instead of bytes ends the connection with 4400', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head), { session: 'ada' });
  client.socket.send('text');
  expect(await client.end()).toBe(CLOSE.malformed.code);
});

test('formatting and subdocuments in a layer are refused', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const formatted = new Y.Doc();
  const nested = new Y.Doc();
  const updates = [
    ...updatesOf(formatted, () => formatted.getText('t').insert(0, 'a', { bold: true })),
    ...updatesOf(nested, () => nested.getMap('spans').set('a', new Y.Doc())),
  ];
  expect(updates).toHaveLength(2);
  for (const update of updates) {
    const client = await connectRaw(server, pathOf(head), { session: 'ada' });
    client.update(update);
    expect(await client.end()).toBe(CLOSE.malformed.code);
  }
});

test('messages before a broken one are stored and acknowledged', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  for (const update of updatesOf(doc, () => spansOf(doc).set('a', 1))) client.update(update);
  client.send(Uint8Array.of(9));
  expect(await client.end()).toBe(CLOSE.malformed.code);
  expect(client.acknowledged).toEqual([1]);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 1 });
});

test('a message over the limit ends with 4413, however much', async () => {
  const server = await startDocumentServer({ limits: { messageBytes: 1_000 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const channel = tunnel.open(pathOf(head));
  const neighbour = tunnel.open(pathOf(head));
  await Promise.all([channel.ready(), neighbour.ready()]);
  channel.send(new Uint8Array(1_001));
  expect(await channel.end()).toBe(CLOSE.tooLarge.code);
  expect(neighbour.ended).toBeNull();
  for (const size of [1_001, 3_000, 100_000]) {
    const client = await connectRaw(server, pathOf(head), { session: 'ada' });
    client.send(new Uint8Array(size));
    expect(await client.end()).toBe(CLOSE.tooLarge.code);
  }
});

test('a document over its limit takes no more, and stays readable', async () => {
  const server = await startDocumentServer({ limits: { documentBytes: 2_000 } });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 10 },
    (_, index) => () => spansOf(doc).set(`s${index}`, 'x'.repeat(300)),
  );
  for (const update of updatesOf(doc, ...acts)) client.update(update);
  expect(await client.end()).toBe(CLOSE.tooLarge.code);
  const stored = client.acknowledged.at(-1) ?? 0;
  expect(stored).toBeGreaterThan(3);
  expect(await server.host.summarise(name)).toMatchObject({ spans: stored });
  const again = await connectRaw(server, pathOf(head), { session: 'ada' });
  again.step1();
  await until('it is answered', () => again.step2s.length === 1);
});

test('overwriting one value never fills a document', async () => {
  const server = await startDocumentServer({ limits: { documentBytes: 20_000 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 300 },
    (_, index) => () => spansOf(doc).set('same', String(index).padEnd(300)),
  );
  for (const [index, update] of updatesOf(doc, ...acts).entries()) {
    client.update(update);
    if (index % 20 === 19) {
      await until('these are on disk', () => client.acknowledged.at(-1) === index + 1);
    }
  }
  expect(client.acknowledged.at(-1)).toBe(300);
});

test('more messages than the bucket holds end with 4529', async () => {
  const server = await startDocumentServer({ limits: { updatesPerSecond: 1, updatesBurst: 5 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  for (let index = 0; index < 8; index += 1) client.step2(Uint8Array.of(0, 0));
  expect(await client.end()).toBe(CLOSE.tooMany.code);
  expect(client.acknowledged.at(-1)).toBe(5);
});

test('more questions than the bucket holds end with 4529', async () => {
  const server = await startDocumentServer({ limits: { requestsPerSecond: 1, requestsBurst: 5 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head), { session: 'ada' });
  for (let index = 0; index < 8; index += 1) client.step1();
  expect(await client.end()).toBe(CLOSE.tooMany.code);
});

test('a slow reader is dropped with 4508 or cut, and nobody waits for it', async () => {
  const server = await startDocumentServer({ limits: { outgoingBytes: 200_000, closeMs: 100 } });
  signIn(server.gate, 'ada', 'ben');
  const { name, head } = await makeLayer(server, 'ada');
  server.gate.allow('ben', name, { write: false });
  const slow = await connectRaw(server, pathOf(head), { session: 'ben' });
  slow.step1();
  await until('it is answered', () => slow.step2s.length === 1);
  slow.socket.pause();
  const writer = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => writer.update(update));
  let sent = 0;
  await until('the slow reader is gone', () => {
    if (server.host.stats().connections === 1) return true;
    sent += 1;
    spansOf(doc).set(`s${sent}`, 'x'.repeat(200_000));
    return false;
  });
  await until('all is on disk', () => writer.acknowledged.at(-1) === sent);
  slow.socket.resume();
  expect([CLOSE.slow.code, 1006]).toContain(await slow.end());
});

test('a line that answers no ping is cut', async () => {
  const server = await startDocumentServer({ limits: { pingMs: 20 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const alive = await connectRaw(server, pathOf(head), { session: 'ada' });
  const dead = await connectRaw(server, pathOf(head), { session: 'ada' });
  await Promise.all([alive.ready(), dead.ready()]);
  dead.socket.pause();
  await until('it is gone', () => server.host.stats().connections === 1);
  expect(alive.ended).toBeNull();
});

test('a client that outruns the disk is no longer read, and loses nothing', async () => {
  const server = await startDocumentServer({ limits: { incomingMessages: 5 } });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const client = tunnel.open(pathOf(head, { ack: '1' }));
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 100 },
    (_, index) => () => spansOf(doc).set(`s${index}`, index),
  );
  for (const update of updatesOf(doc, ...acts)) client.update(update);
  await until('all is on disk', () => client.acknowledged.at(-1) === 100);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 100 });
});
