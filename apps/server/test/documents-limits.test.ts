import type { DocumentName } from '@triad/collab';
import {
  CLOSE,
  indexText,
  LIMITS,
  MESSAGE_QUERY_AWARENESS,
  OBJECTIONS,
  writeTranscript,
} from '@triad/collab';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
} from './documents-support/document-server.ts';
import { connectRaw, connectTunnel, updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

/* Limits of what one client, and one account, may take of the server. docs/operating.md lists them all. */

test('more sockets than an account may have are refused with 4530, others are let in', async () => {
  const server = await startDocumentServer({ limits: { socketsPerAccount: 3 } });
  signIn(server.gate, 'ada', 'ben');
  server.gate.sessions.set('ada elsewhere', 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  server.gate.allow('ben', name, { write: false });
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const channels = [1, 2, 3, 4].map(() => tunnel.open(pathOf(head)));
  const raw = await connectRaw(server, pathOf(head), { session: 'ada' });
  const elsewhere = await connectRaw(server, pathOf(head), { session: 'ada elsewhere' });
  // The documents of a tunnel are one socket.
  await Promise.all([...channels, raw, elsewhere].map((client) => client.ready()));
  for (const session of ['ada', 'ada elsewhere']) {
    const refused = await connectRaw(server, pathOf(head), { session });
    expect(await refused.end()).toBe(CLOSE.tooManySockets.code);
    const another = await connectTunnel(server, { session });
    await until('it is refused', () => another.ended() !== null);
    expect(another.ended()).toBe(CLOSE.tooManySockets.code);
  }
  const other = await connectRaw(server, pathOf(head), { session: 'ben' });
  await other.ready();
  expect([raw.ended, elsewhere.ended, tunnel.ended(), other.ended]).toEqual([
    null,
    null,
    null,
    null,
  ]);

  // One that ends makes room, and one that was refused took none.
  raw.socket.terminate();
  await until('the server knows', () => server.host.stats().connections === 6);
  const next = await connectRaw(server, pathOf(head), { session: 'ada' });
  await next.ready();
  expect(next.ended).toBeNull();
});

test('more sockets than the server may have are refused with 4530', async () => {
  const server = await startDocumentServer({ limits: { sockets: 2 } });
  signIn(server.gate, 'ada', 'ben');
  const { name, head } = await makeLayer(server, 'ada');
  server.gate.allow('ben', name, { write: false });
  const first = await connectRaw(server, pathOf(head), { session: 'ada' });
  const second = await connectRaw(server, pathOf(head), { session: 'ben' });
  await Promise.all([first.ready(), second.ready()]);
  const third = await connectRaw(server, pathOf(head), { session: 'ada' });
  expect(await third.end()).toBe(CLOSE.tooManySockets.code);
  first.socket.terminate();
  await until('the server knows', () => server.host.stats().connections === 1);
  const next = await connectRaw(server, pathOf(head), { session: 'ada' });
  await next.ready();
  expect(next.ended).toBeNull();
});

test('a document of more structs than its limit takes no more, and stays readable', async () => {
  const server = await startDocumentServer({ limits: { documentStructs: 50 } });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const acts = (doc: Y.Doc) =>
    Array.from({ length: 80 }, (_, index) => () => spansOf(doc).set(`s${index}`, index));
  const doc = new Y.Doc();
  for (const update of updatesOf(doc, ...acts(doc))) client.update(update);
  expect(await client.end()).toBe(CLOSE.tooLarge.code);
  const stored = client.acknowledged.at(-1) ?? 0;
  expect(stored).toBeGreaterThanOrEqual(10);
  expect(stored).toBeLessThanOrEqual(50);
  expect(await server.host.summarise(name)).toMatchObject({ spans: stored });
});

test('a text takes nothing that makes it longer than its limit, and everything else', async () => {
  const server = await startDocumentServer({ limits: { textUtf16: 100 } });
  signIn(server.gate, 'ada');
  const name = { kind: 'transcript', transcript: randomUUID() } as const;
  const doc = new Y.Doc();
  const turn = { id: 't', speaker: 's1', start: null, end: null, paragraphs: ['x'.repeat(90)] };
  writeTranscript(doc, [turn]);
  const head = await server.host.create(name, Y.encodeStateAsUpdate(doc));
  server.gate.allow('ada', name);
  const words = ((doc.getXmlFragment('text').get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(
    0,
  ) as Y.XmlText;
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  await client.ready();
  const [fills, swaps, shrinks, refills, tooLong] = updatesOf(
    doc,
    () => words.insert(0, 'y'.repeat(10)),
    // Longer for a moment within one act, and not after it.
    () =>
      doc.transact(() => {
        words.insert(0, 'z'.repeat(40));
        words.delete(40, 40);
      }),
    () => words.delete(0, 30),
    () => words.insert(0, 'w'.repeat(30)),
    () => words.insert(0, 'v'),
  );
  for (const update of [fills, swaps, shrinks, refills]) if (update) client.update(update);
  await until('all is on disk', () => client.acknowledged.at(-1) === 4);
  if (tooLong !== undefined) client.update(tooLong);
  expect(await client.end()).toBe(CLOSE.textTooLong.code);
  // Also once it was read anew, and a repeated deletion makes no room.
  await until('nobody is connected', () => server.host.stats().connections === 0);
  const again = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  await again.ready();
  if (shrinks !== undefined) again.update(shrinks);
  if (tooLong !== undefined) again.update(tooLong);
  expect(await again.end()).toBe(CLOSE.textTooLong.code);
  const stored = new Y.Doc();
  Y.applyUpdate(stored, (await server.host.copy(name)).bytes);
  expect(indexText(stored).text).toHaveLength(100);
});

test('more bytes than the bucket holds end with 4529, what came before is kept', async () => {
  const limits = { updateBytesPerSecond: 1, updateBytesBurst: 5_000 };
  const server = await startDocumentServer({ limits });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 10 },
    (_, index) => () => spansOf(doc).set(`s${index}`, 'x'.repeat(1_000)),
  );
  for (const update of updatesOf(doc, ...acts)) client.update(update);
  expect(await client.end()).toBe(CLOSE.tooMany.code);
  expect(client.acknowledged.at(-1)).toBe(4);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 4 });
});

test.each([
  { incomingBytes: 100_000 },
  { incomingBytes: Number.MAX_SAFE_INTEGER, incomingMessages: 3 },
])('a client is not read on while much of what it sent waits: %o', async (limits) => {
  // While rights are asked nothing is dealt with, so everything that is read is held.
  const server = await startDocumentServer({ limits });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const first = await connectRaw(server, pathOf(head), { session: 'ada' });
  await first.ready();
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const answered = tunnel.open(pathOf(head));
  await answered.ready();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.gate.wait = promise;
  const client = tunnel.open(pathOf(head, { ack: '1' }));
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 30 },
    (_, index) => () => spansOf(doc).set(`s${index}`, 'x'.repeat(500_000)),
  );
  for (const update of updatesOf(doc, ...acts)) client.update(update);
  // 15 MB: far more than lies in the buffers of a line between two ends.
  await until('the line is full', () => tunnel.socket.bufferedAmount > 0);
  let still = 0;
  let before = -1;
  await until('nothing is taken from it any more', () => {
    still = tunnel.socket.bufferedAmount === before ? still + 1 : 0;
    before = tunnel.socket.bufferedAmount;
    return still > 40;
  });
  expect(tunnel.socket.bufferedAmount).toBeGreaterThan(5_000_000);
  resolve();
  await until('all is on disk', () => client.acknowledged.at(-1) === 30);
  expect(client.ended).toBeNull();
});

test('presence of more than 512 bytes is dropped with a reason, of less passed on', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada', 'ben');
  const name: DocumentName = { kind: 'transcript', transcript: randomUUID() };
  for (const account of ['ada', 'ben']) server.gate.allow(account, name);
  const head = await server.host.create(name, null);
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  await Promise.all([ada.ready(), ben.ready()]);
  expect(LIMITS.presenceBytes).toBe(512);
  // The server sets the member itself, so only its size counts here.
  const state = (at: number, padding: number) => ({
    member: 'x'.repeat(padding),
    reading: [at, at],
    selection: null,
  });
  /** What ben is told when he asks, once everything that ada sent was dealt with. */
  const asked = async (): Promise<readonly unknown[]> => {
    const [hers, his] = [ada.step2s.length, ben.step2s.length];
    ada.step1();
    await until('ada is answered', () => ada.step2s.length > hers);
    ben.send(Uint8Array.of(MESSAGE_QUERY_AWARENESS));
    ben.step1();
    await until('ben is answered', () => ben.step2s.length > his);
    return ben.presence.map((entry) => entry.state);
  };
  ada.awareness(7, 1, state(1, 600));
  ada.awareness(7, 2, state(1, 700));
  expect(await asked()).toEqual([]);
  // Once is enough; who did not ask for such messages is sent none, as it would not know them.
  expect(ada.objections).toEqual([OBJECTIONS.presenceTooLarge]);
  ben.awareness(8, 1, state(1, 600));
  await asked();
  expect(ben.objections).toEqual([]);
  ada.awareness(7, 3, state(2, 400));
  expect(await asked()).toContainEqual({
    member: 'member-of-ada',
    reading: [2, 2],
    selection: null,
  });
  expect(ada.ended).toBeNull();
});
