import { CLOSE } from '@triad/collab';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { HostLimits } from '../src/documents/index.ts';
import { until } from './documents-support/condition.ts';
import type { DocumentServer } from './documents-support/document-server.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
} from './documents-support/document-server.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { connectRaw, connectTunnel, updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

/*
 * Readers that stop reading. More than lies in the buffers of a line between two ends is needed for
 * anything to wait at the server, so the documents are of some megabytes.
 */

const MIB = 1024 * 1024;

/** A layer of so many megabytes, which `ada` may write and the others may read. */
async function makeLong(mebibytes: number, limits: Partial<HostLimits>) {
  const server = await startDocumentServer({ limits: { updateBytesBurst: 64 * MIB, ...limits } });
  signIn(server.gate, 'ada', 'ben', 'cara', 'dora');
  const { name, head } = await makeLayer(server, 'ada');
  for (const account of ['ben', 'cara', 'dora']) server.gate.allow(account, name, { write: false });
  const writer = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 2 * mebibytes },
    (_, index) => () => spansOf(doc).set(`s${index}`, 'x'.repeat(MIB / 2)),
  );
  for (const update of updatesOf(doc, ...acts)) writer.update(update);
  await until('all is on disk', () => writer.acknowledged.at(-1) === acts.length);
  return { server, name, head, doc, writer };
}

/** Asks for the whole and reads nothing more. */
async function askAndStop(server: DocumentServer, path: string, session: string) {
  const client = await connectRaw(server, path, { session });
  await client.ready();
  client.step1();
  client.socket.pause();
  return client;
}

/** Reads a little at a time. */
function readSlowly(socket: WebSocket): () => void {
  socket.pause();
  const timer = setInterval(() => {
    socket.resume();
    setImmediate(() => socket.pause());
  }, 20);
  return () => {
    clearInterval(timer);
    socket.resume();
  };
}

async function addOne(writer: RawClient, doc: Y.Doc): Promise<void> {
  const before = writer.acknowledged.at(-1) ?? 0;
  for (const update of updatesOf(doc, () => spansOf(doc).set('more', before))) {
    writer.update(update);
  }
  await until('it is acknowledged', () => (writer.acknowledged.at(-1) ?? 0) > before);
}

function spansRead(client: RawClient): number {
  const doc = new Y.Doc();
  for (const update of [...client.step2s, ...client.updates]) Y.applyUpdate(doc, update);
  return spansOf(doc).size;
}

test('readers that stop cost what their account may have, and nobody waits', async () => {
  const pieceBytes = 32 * 1024;
  const limits = { answersBytesPerAccount: 30 * MIB, answersBytes: 60 * MIB, pieceBytes };
  const { server, head, doc, writer } = await makeLong(14, limits);
  const slow = await Promise.all(
    Array.from({ length: 12 }, () => askAndStop(server, pathOf(head), 'ben')),
  );
  await until('what may be sent is', () => server.host.stats().unreadBytes > 15 * MIB);
  await addOne(writer, doc);
  const reader = await connectRaw(server, pathOf(head), { session: 'cara' });
  reader.step1();
  await until('another account is answered', () => reader.step2s.length === 1);
  expect(spansRead(reader)).toBe(29);
  expect(server.host.stats().unreadBytes).toBeLessThan(30 * MIB);
  // A piece of each at most is on the line; the rest is the document itself.
  expect(server.unsentBytes()).toBeLessThan(slow.length * 2 * pieceBytes);

  // Each has its turn once those before it have read theirs.
  for (const { socket } of slow) socket.resume();
  await until('all are answered', () => slow.every(({ step2s }) => step2s.length === 1));
  expect(slow.map(({ ended }) => ended)).toEqual(slow.map(() => null));
  expect(server.host.stats().unreadBytes).toBe(0);
});

test('of all accounts together no more is sent at once than answersBytes', async () => {
  const limits = { answersBytes: 15 * MIB };
  const { server, head } = await makeLong(14, limits);
  const first = await askAndStop(server, pathOf(head), 'ben');
  await until('it is being answered', () => server.host.stats().unreadBytes > 0);
  const second = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'cara' });
  await second.ready();
  second.step1();
  second.step2(Uint8Array.of(0, 0));
  await until('what it asked is dealt with', () => second.acknowledged.length === 1);
  expect(second.step2s.map(({ length }) => length)).toEqual([]);
  first.socket.terminate();
  await until('the second has its turn', () => second.step2s.length === 1);
  expect(first.step2s.map(({ length }) => length)).toEqual([]);
});

test('a channel of a tunnel that stops waits like a socket', async () => {
  const limits = { answersBytesPerAccount: 30 * MIB };
  const { server, head, doc, writer } = await makeLong(14, limits);
  const tunnel = await connectTunnel(server, { session: 'ben' });
  const channels = Array.from({ length: 10 }, () => tunnel.open(pathOf(head)));
  await Promise.all(channels.map((channel) => channel.ready()));
  for (const channel of channels) channel.step1();
  tunnel.socket.pause();
  await until('what may be sent is', () => server.host.stats().unreadBytes > 15 * MIB);
  await addOne(writer, doc);
  expect(server.host.stats().unreadBytes).toBeLessThan(30 * MIB);
  expect(server.unsentBytes()).toBeLessThan(MIB);
  tunnel.socket.resume();
  await until('all are answered', () => channels.every(({ step2s }) => step2s.length === 1));
  expect(channels.map(spansRead)).toEqual(channels.map(() => 29));
});

test('a reader that reads nothing for stallMs is dropped, one that reads slowly stays', async () => {
  const { server, head } = await makeLong(24, { stallMs: 1_000, closeMs: 20_000 });
  const slow = await connectRaw(server, pathOf(head), { session: 'cara' });
  await slow.ready();
  slow.step1();
  const readOn = readSlowly(slow.socket);
  const stopped = await askAndStop(server, pathOf(head), 'ben');
  await until('it is dropped', () => server.host.stats().connections === 2);
  // The close overtakes all that waited.
  stopped.socket.resume();
  expect(await stopped.end()).toBe(CLOSE.slow.code);
  expect(stopped.step2s.map(({ length }) => length)).toEqual([]);
  expect(slow.ended).toBeNull();
  readOn();
  await until('the slow one has all', () => slow.step2s.length === 1);
  expect(spansRead(slow)).toBe(48);
});

test.each([
  ['unreadBytesPerAccount', ['ben', 'ben', 'ben']],
  ['unreadBytes', ['ben', 'cara', 'dora']],
] as const)('over %s the greediest is dropped with a reason', async (limit, accounts) => {
  const { server, head, doc, writer } = await makeLong(14, { [limit]: 20 * MIB });
  const clients = await Promise.all(
    accounts.map((account) => askAndStop(server, pathOf(head), account)),
  );
  await until('one is dropped', () => server.host.stats().connections < 4);
  expect(server.host.stats().unreadBytes).toBeLessThan(20 * MIB);
  await addOne(writer, doc);
  for (const { socket } of clients) socket.resume();
  await until('each is answered or dropped', () =>
    clients.every(({ ended, step2s }) => ended !== null || step2s.length === 1),
  );
  const dropped = clients.filter(({ ended }) => ended !== null);
  expect(dropped.length).toBeGreaterThan(0);
  expect(dropped.length).toBeLessThan(3);
  for (const { ended } of dropped) {
    expect(ended?.code).toBe(CLOSE.slow.code);
    expect(ended?.reason).toContain('too much waits');
  }
});

test('who asks again while an answer waits is answered once more, not each time', async () => {
  const { server, head } = await makeLong(14, {});
  const client = await askAndStop(server, pathOf(head), 'ben');
  for (let times = 0; times < 20; times += 1) client.step1();
  await until('it is being answered', () => server.host.stats().unreadBytes > 0);
  client.step1();
  expect(server.host.stats().unreadBytes).toBeLessThan(15 * MIB);
  client.socket.resume();
  await until('it is answered', () => client.step2s.length === 2);
  // What it asks now comes after all that was asked before.
  const whole: Y.Doc = new Y.Doc();
  for (const update of client.step2s) Y.applyUpdate(whole, update);
  client.step1(Y.encodeStateVector(whole));
  await until('it is answered again', () => client.step2s.length === 3);
  expect(client.step2s.map(({ length }) => length > MIB)).toEqual([true, true, false]);
});
