import type { DocumentName } from '@triad/collab';
import { CLOSE, DOCUMENT_SCHEMA } from '@triad/collab';
import type { Store } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_COLLECTIONS, logName } from '../src/documents/heads.ts';
import { sweepDocuments } from '../src/documents/index.ts';
import { until } from './documents-support/condition.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
  temporaryFolder,
  TestGate,
  withLog,
} from './documents-support/document-server.ts';
import { connectProvider, synced } from './documents-support/provider.ts';
import { connectRaw, updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

function spans(count: number): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let index = 0; index < count; index += 1) spansOf(doc).set(`s${index}`, index);
  });
  return Y.encodeStateAsUpdate(doc);
}

function layerName(transcript: string = randomUUID()): DocumentName {
  return { kind: 'layer', transcript, round: randomUUID(), member: randomUUID() };
}

test('a document is made with its content, once', async () => {
  const { host } = await startDocumentServer();
  const name = layerName();
  expect(await host.describe(name)).toBeNull();
  const head = await host.create(name, spans(3));
  expect(head).toMatchObject({ schema: DOCUMENT_SCHEMA.layer });
  expect(await host.describe(name)).toEqual(head);
  expect(await host.summarise(name)).toEqual({ spans: 3, sketches: 0 });
  await expect(host.create(name, spans(1))).rejects.toMatchObject({ code: 'documents/exists' });
  expect(await host.ensure(name)).toMatchObject(head);
  expect(await host.summarise(name)).toMatchObject({ spans: 3 });
});

test('a first content that is no update is refused and leaves nothing', async () => {
  const { host, store } = await startDocumentServer();
  const name = layerName();
  await expect(host.create(name, Uint8Array.of(7, 7))).rejects.toMatchObject({
    code: 'documents/malformed',
  });
  expect(await host.describe(name)).toBeNull();
  expect(await store.log.documents('')).toEqual([]);
});

test('many who ensure one document get the same', async () => {
  const { host } = await startDocumentServer();
  const name = layerName();
  const heads = await Promise.all(Array.from({ length: 20 }, () => host.ensure(name)));
  expect(new Set(heads.map(({ generation }) => generation)).size).toBe(1);
});

test('who ensures a document that others ensure and remove gets one', async () => {
  const { host } = await startDocumentServer();
  const name = layerName();
  await Promise.all(
    Array.from({ length: 90 }, (_, turn) =>
      turn % 3 === 2 ? host.remove(name) : host.ensure(name),
    ),
  );
  await host.ensure(name);
  expect(await host.describe(name)).not.toBeNull();
});

test('layers of a transcript are those that were begun', async () => {
  const { host } = await startDocumentServer();
  const transcript = randomUUID();
  const names = [layerName(transcript), layerName(transcript)];
  await host.ensure(layerName());
  await host.create({ kind: 'transcript', transcript }, null);
  for (const name of names) await host.ensure(name);
  const layers = await host.layers(transcript);
  expect(layers.map(({ document }) => document)).toEqual(expect.arrayContaining(names));
  expect(layers).toHaveLength(2);
});

test('a removed document ends its connections with 4404 and is gone for good', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  ada.update(spans(2));
  await until('it is on disk', () => ada.acknowledged.at(-1) === 1);
  ada.update(spans(1));
  await server.host.remove(name);
  expect(await ada.end()).toBe(CLOSE.unknown.code);
  expect(await server.host.describe(name)).toBeNull();
  expect(await server.store.log.documents('')).toEqual([]);
  expect(server.host.stats()).toMatchObject({ connections: 0, documents: 0 });
  const again = await server.host.ensure(name);
  expect(again.generation).not.toBe(head.generation);
  const stale = await connectRaw(server, pathOf(head), { session: 'ada' });
  expect(await stale.end()).toBe(CLOSE.generation.code);
});

test('a replaced document ends its connections with 4410, and holds what was sent before', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  ada.update(spans(2));
  await until('it is on disk', () => ada.acknowledged.at(-1) === 1);
  const next = await server.host.replace(name, 'redaction', (present, content) => {
    expect(present).toEqual(head);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, content);
    spansOf(doc).set('more', 1);
    return { content: Y.encodeStateAsUpdate(doc), schema: present.schema };
  });
  expect(await ada.end()).toBe(CLOSE.generation.code);
  expect(next.generation).not.toBe(head.generation);
  expect(next.madeFrom).toEqual({ generation: head.generation, cause: 'redaction' });
  expect(await server.host.describe(name)).toEqual(next);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 3 });
  expect(await server.store.log.documents('')).toEqual([`${next.name}@${next.generation}`]);
  const stale = await connectRaw(server, pathOf(head), { session: 'ada' });
  expect(await stale.end()).toBe(CLOSE.generation.code);
});

test('a replacement that fails leaves the document as it was', async () => {
  const { host, store } = await startDocumentServer();
  const name = layerName();
  const head = await host.create(name, spans(3));
  const failed = host.replace(name, 'migration', () => {
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await host.describe(name)).toEqual(head);
  expect(await host.summarise(name)).toMatchObject({ spans: 3 });
  expect(await store.log.documents('')).toHaveLength(1);
  await expect(
    host.replace(layerName(), 'redaction', () => ({ content: spans(1), schema: 2 })),
  ).rejects.toMatchObject({ code: 'documents/unknown' });
});

test('who comes while a document is replaced or removed never writes into what is gone', async () => {
  for (const act of ['replace', 'remove'] as const) {
    const server = await startDocumentServer();
    signIn(server.gate, 'ada');
    const { name, head } = await makeLayer(server, 'ada');
    const waits = Promise.withResolvers<void>();
    let asked = 0;
    server.gate.opening = () => {
      asked += 1;
      return waits.promise;
    };
    const coming = connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
    await until('it is about to be loaded', () => asked === 1);
    if (act === 'remove') await server.host.remove(name);
    else
      await server.host.replace(name, 'redaction', ({ schema }, content) => ({
        content,
        schema,
      }));
    waits.resolve();
    const ada = await coming;
    expect(await ada.end()).toBe((act === 'remove' ? CLOSE.unknown : CLOSE.generation).code);
  }
});

test('what a crash left of a document half made is swept away', async () => {
  const { host, store } = await startDocumentServer();
  const kept = layerName();
  await host.create(kept, spans(1));
  await store.log.append(`theory/${randomUUID()}@${randomUUID()}`, spans(1), '');
  expect(await sweepDocuments(store)).toBe(1);
  expect(await host.summarise(kept)).toMatchObject({ spans: 1 });
  expect(await sweepDocuments(store)).toBe(0);
});

test('a document without connections leaves memory, and comes back', async () => {
  const server = await startDocumentServer({ limits: { idleMs: 20 } });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = connectProvider(server, head, 'ada');
  await synced(ada);
  for (let index = 0; index < 40; index += 1) spansOf(ada.doc).set(`s${index}`, index);
  await until('all is stored', async () => (await server.host.summarise(name)).spans === 40);
  ada.provider.disconnect();
  await until('it is unloaded', () => server.host.stats().documents === 0);
  expect(server.host.stats()).toMatchObject({
    sockets: 0,
    connections: 0,
    documents: 0,
    bytes: 0,
    waitingBytes: 0,
    unreadBytes: 0,
  });
  // Merged as it left, because the next load is then cheaper.
  expect(await server.store.log.extent(`${head.name}@${head.generation}`)).toMatchObject({
    entries: 1,
  });
  expect(await server.host.summarise(name)).toEqual({ spans: 40, sketches: 0 });
  ada.provider.connect();
  await synced(ada);
  expect(server.host.stats().documents).toBe(1);
});

test('a server that stops leaves its documents merged and counted', async () => {
  const folder = await temporaryFolder();
  const server = await startDocumentServer({ folder });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from({ length: 40 }, (_, n) => () => spansOf(doc).set(`s${n}`, n));
  for (const update of updatesOf(doc, ...acts)) ada.update(update);
  await until('all is on disk', () => ada.acknowledged.at(-1) === 40);
  await server.stop();
  const store = await openSqlite({ folder });
  await store.records.define(DOCUMENT_COLLECTIONS);
  const { entries, lastKey } = await store.log.extent(logName(head));
  expect(entries).toBe(1);
  const record = await store.records.get('documents', head.name);
  expect(JSON.parse(record?.body ?? '')).toMatchObject({
    counted: { key: lastKey, spans: 40, sketches: 0 },
  });
  await store.close();
});

test('what was counted of a layer is told without reading it, until it changes', async () => {
  const folder = await temporaryFolder();
  const name = layerName();
  const gate = new TestGate();
  signIn(gate, 'ada');
  gate.allow('ada', name);
  const reads: string[] = [];
  const wrap = (store: Store) =>
    withLog(store, (log) => ({
      read: (document) => {
        reads.push(document);
        return log.read(document);
      },
    }));
  const first = await startDocumentServer({ folder, gate });
  const head = await first.host.create(name, spans(30));
  expect(await first.host.summarise(name)).toEqual({ spans: 30, sketches: 0 });
  await first.stop();

  const second = await startDocumentServer({ folder, gate, wrap });
  for (let time = 0; time < 3; time += 1) {
    expect(await second.host.summarise(name)).toEqual({ spans: 30, sketches: 0 });
  }
  expect(reads).toEqual([]);
  const ada = connectProvider(second, head, 'ada');
  await synced(ada);
  expect(await second.host.summarise(name)).toEqual({ spans: 30, sketches: 0 });
  spansOf(ada.doc).set('another', 1);
  await until('it is counted', async () => (await second.host.summarise(name)).spans === 31);
  await second.stop();

  const third = await startDocumentServer({ folder, gate, wrap });
  reads.length = 0;
  expect(await third.host.summarise(name)).toEqual({ spans: 31, sketches: 0 });
  expect(reads).toHaveLength(1);
  await third.stop();

  // Another whole is in its place, and nobody said what that holds: a crash came between the two.
  const store = await openSqlite({ folder });
  const keys = (await store.log.read(logName(head))).map(({ key }) => key);
  await store.log.compact(logName(head), spans(7), '', keys);
  await store.close();
  const last = await startDocumentServer({ folder, gate, wrap });
  expect(await last.host.summarise(name)).toEqual({ spans: 7, sketches: 0 });
});

test('a document stays while its last append is not on disk', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let held = 0;
  const server = await startDocumentServer({
    limits: { idleMs: 5 },
    wrap: (store) =>
      withLog(store, (log) => ({
        append: async (...call) => {
          held += 1;
          await promise;
          return log.append(...call);
        },
      })),
  });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  ada.update(spans(1));
  await until('it is being written', () => held === 1);
  ada.socket.terminate();
  await until('nobody is connected', () => server.host.stats().connections === 0);
  // Another document, of which nothing is being written, comes and goes meanwhile.
  signIn(server.gate, 'ben');
  const other = await makeLayer(server, 'ben');
  const ben = await connectRaw(server, pathOf(other.head), { session: 'ben' });
  await ben.ready();
  ben.socket.terminate();
  await until('the other is unloaded', () => server.host.stats().documents === 1);
  resolve();
  await until('it is unloaded', () => server.host.stats().documents === 0);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 1 });
});

test('loads of one document at the same time share one', async () => {
  let reads = 0;
  const server = await startDocumentServer({
    wrap: (store) =>
      withLog(store, (log) => ({
        read: (document) => {
          reads += 1;
          return log.read(document);
        },
      })),
  });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const clients = Array.from({ length: 10 }, () => connectProvider(server, head, 'ada'));
  await Promise.all(clients.map(synced));
  expect(reads).toBe(1);
});

test('a layer that is listed and then opened after a start is read once', async () => {
  const folder = await temporaryFolder();
  const gate = new TestGate();
  signIn(gate, 'ada');
  const name = layerName();
  gate.allow('ada', name);
  const first = await startDocumentServer({ folder, gate });
  const head = await first.host.create(name, spans(7));
  await first.stop();
  let reads = 0;
  const server = await startDocumentServer({
    folder,
    gate,
    wrap: (store) =>
      withLog(store, (log) => ({
        read: (document) => {
          reads += 1;
          return log.read(document);
        },
      })),
  });
  expect(await server.host.summarise(name)).toEqual({ spans: 7, sketches: 0 });
  const ada = connectProvider(server, head, 'ada');
  await synced(ada);
  expect(spansOf(ada.doc).size).toBe(7);
  expect(reads).toBe(1);
});

test('a layer that was compacted is opened as it stands, and counted when somebody asks', async () => {
  const folder = await temporaryFolder();
  const gate = new TestGate();
  signIn(gate, 'ada');
  const name = layerName();
  gate.allow('ada', name);
  const limits = { compactEntries: 20 };
  const first = await startDocumentServer({ folder, gate, limits });
  const head = await first.host.ensure(name);
  const doc = new Y.Doc();
  const ben = await connectRaw(first, pathOf(head, { ack: '1' }), { session: 'ada' });
  const acts = Array.from(
    { length: 40 },
    (_, n) => () => doc.transact(() => spansOf(doc).set(`s${n % 30}`, 'x'.repeat(2_000))),
  );
  for (const update of updatesOf(doc, ...acts)) ben.update(update);
  await until('all is on disk', () => ben.acknowledged.at(-1) === 40);
  ben.socket.terminate();
  const log = `${head.name}@${head.generation}`;
  await until('it is left', () => first.host.stats().connections === 0);
  await first.stop();
  const store = await openSqlite({ folder });
  const entries = await store.log.read(log);
  const whole = Y.mergeUpdates(entries.map(({ bytes }) => bytes));
  const keys = entries.map(({ key }) => key);
  await store.log.compact(log, whole, '', keys);
  await store.close();
  const server = await startDocumentServer({ folder, gate });
  const ada = connectProvider(server, head, 'ada');
  await synced(ada);
  expect(spansOf(ada.doc).size).toBe(30);
  expect(await server.host.summarise(name)).toEqual({ spans: 30, sketches: 0 });
  spansOf(ada.doc).delete('s0');
  await until('it is counted', async () => (await server.host.summarise(name)).spans === 29);
  const { bytes, summary } = await server.host.copy(name);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, bytes);
  expect([spansOf(copy).size, summary.spans]).toEqual([29, 29]);
});

test('a log that outweighs its base is compacted while people write', async () => {
  const server = await startDocumentServer({ limits: { compactEntries: 20 } });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 200 },
    (_, index) => () => spansOf(doc).set(`s${index}`, index),
  );
  for (const update of updatesOf(doc, ...acts)) ada.update(update);
  await until('all is on disk', () => ada.acknowledged.at(-1) === 200);
  await until('it is compacted', async () => {
    return (await server.store.log.extent(`${head.name}@${head.generation}`)).entries < 40;
  });
  expect(await server.host.summarise(name)).toMatchObject({ spans: 200 });
  const copy = new Y.Doc();
  for (const { bytes } of await server.store.log.read(`${head.name}@${head.generation}`)) {
    Y.applyUpdate(copy, bytes);
  }
  expect(spansOf(copy).size).toBe(200);
});

test('it is, too, when a few entries outweigh it and `compactBytes`', async () => {
  const server = await startDocumentServer({ limits: { compactBytes: 30_000 } });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from(
    { length: 12 },
    (_, index) => () => spansOf(doc).set(`s${index}`, 'x'.repeat(5_000)),
  );
  const log = `${head.name}@${head.generation}`;
  const updates = updatesOf(doc, ...acts);
  for (const update of updates.slice(0, 4)) ada.update(update);
  await until('it is on disk', () => ada.acknowledged.at(-1) === 4);
  expect((await server.store.log.extent(log)).entries).toBe(4);
  for (const update of updates.slice(4)) ada.update(update);
  await until('all is on disk', () => ada.acknowledged.at(-1) === 12);
  await until('it is compacted', async () => (await server.store.log.extent(log)).entries < 12);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 12 });
});

test('what is written while a compaction runs is neither replaced nor forgotten', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const replaced: (readonly number[])[] = [];
  const server = await startDocumentServer({
    limits: { compactEntries: 9 },
    wrap: (store) =>
      withLog(store, (log) => ({
        compact: async (document, merged, keyName, keys) => {
          replaced.push(keys);
          await promise;
          return log.compact(document, merged, keyName, keys);
        },
      })),
  });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from({ length: 60 }, (_, index) => () => spansOf(doc).set(`s${index}`, index));
  const updates = updatesOf(doc, ...acts);
  for (const update of updates.slice(0, 10)) ada.update(update);
  await until('a compaction runs', () => replaced.length === 1);
  const first = [...(replaced[0] ?? [])];
  for (const update of updates.slice(10)) ada.update(update);
  await until('all is on disk', () => ada.acknowledged.at(-1) === 60);
  expect(replaced).toEqual([first]);
  resolve();
  const log = `${head.name}@${head.generation}`;
  await until('all is compacted', async () => (await server.store.log.extent(log)).entries < 10);
  const copy = new Y.Doc();
  for (const { bytes } of await server.store.log.read(log)) Y.applyUpdate(copy, bytes);
  expect(spansOf(copy).size).toBe(60);
});

test('listeners hear of layers begun and changed, at most once in each interval', async () => {
  const server = await startDocumentServer({ limits: { changeMs: 30 } });
  signIn(server.gate, 'ada');
  const heard: string[] = [];
  const stop = server.host.onChange((_, change) => heard.push(change));
  const { head } = await makeLayer(server, 'ada');
  expect(heard).toEqual(['begun']);
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const acts = Array.from({ length: 50 }, (_, index) => () => spansOf(doc).set('a', index));
  for (const update of updatesOf(doc, ...acts)) ada.update(update);
  await until('all is on disk', () => ada.acknowledged.at(-1) === 50);
  await until('the last is told of', () => heard.length >= 2);
  expect(heard.filter((change) => change === 'content').length).toBeLessThan(25);
  stop();
});

test('one bad entry in the store never closes a document', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const log = `${head.name}@${head.generation}`;
  await server.store.log.append(log, spans(2), '');
  await server.store.log.append(log, Uint8Array.of(1, 1, 9, 0, 0x84, 9, 0, 1, 97, 0), '');
  const ada = connectProvider(server, head, 'ada');
  await synced(ada);
  expect(spansOf(ada.doc).size).toBe(2);
  expect(server.warnings).toHaveLength(1);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 2 });
});
