import type { Store } from '@triad/storage';
import { StorageError } from '@triad/storage';
import { CLOSE } from '@triad/collab';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
  withLog,
} from './documents-support/document-server.ts';
import { connectRaw, updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

/** A store whose appends and readings wait, or fail, while a test says so. */
function holding() {
  const state = { held: Promise.resolve(), failing: false, appends: 0 };
  const wrap = (store: Store): Store =>
    withLog(store, (log) => ({
      append: async (...call) => {
        state.appends += 1;
        const { held } = state;
        if (state.failing) throw new StorageError('storage/unavailable', 'the disk is full');
        const key = await log.append(...call);
        await held;
        return key;
      },
      read: async (document) => {
        if (state.failing) throw new StorageError('storage/unavailable', 'the disk is full');
        await state.held;
        return log.read(document);
      },
    }));
  return { state, wrap };
}

test('counted are SyncStep2 and updates in order, those that add nothing too', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const logged = () => server.store.log.extent(`${head.name}@${head.generation}`);
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const doc = new Y.Doc();
  const spans = spansOf(doc);
  const [set = new Uint8Array(), remove = new Uint8Array()] = updatesOf(
    doc,
    () => spans.set('a', 1),
    () => spans.delete('a'),
  );
  ada.step1();
  ada.step2(Uint8Array.of(0, 0));
  await until('the empty one is counted', () => ada.acknowledged.at(-1) === 1);
  expect(await logged()).toMatchObject({ entries: 0 });
  ada.update(set);
  ada.update(remove);
  await until('both are counted', () => ada.acknowledged.at(-1) === 3);
  expect(await logged()).toMatchObject({ entries: 2 });
  // The whole delete set, as at every reconnect, and both updates once more.
  ada.step2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)));
  ada.update(set);
  ada.update(remove);
  await until('all are counted', () => ada.acknowledged.at(-1) === 6);
  expect(await logged()).toMatchObject({ entries: 2 });
  expect(ada.acknowledged).toEqual([...ada.acknowledged].sort((a, b) => a - b));
});

test('a delete set that adds something is stored', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const doc = new Y.Doc();
  spansOf(doc).set('a', 1);
  const first = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  first.step2(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => first.acknowledged.at(-1) === 1);
  spansOf(doc).delete('a');
  const second = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  second.step2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)));
  await until('it is on disk', () => second.acknowledged.at(-1) === 1);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 0 });
});

test('who did not ask is sent no acknowledgement', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  const doc = new Y.Doc();
  for (const update of updatesOf(doc, () => spansOf(doc).set('a', 1))) ada.update(update);
  await until('it is stored', async () => (await server.host.summarise(name)).spans === 1);
  ada.step1();
  await until('it is answered', () => ada.step2s.length === 1);
  expect(ada.acknowledged).toEqual([]);
});

test('structs that come before what they build on are stored and become whole', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const doc = new Y.Doc();
  const spans = spansOf(doc);
  const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = updatesOf(
    doc,
    () => spans.set('a', 1),
    () => spans.set('b', 1),
    () => spans.set('c', 1),
  );
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  ada.update(third);
  await until('it is on disk', () => ada.acknowledged.at(-1) === 1);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 0 });
  const joiner = await connectRaw(server, pathOf(head), { session: 'ada' });
  joiner.step1();
  await until('it is answered', () => joiner.step2s.length === 1);
  ada.update(third);
  ada.update(first);
  ada.update(second);
  await until('all are counted', () => ada.acknowledged.at(-1) === 4);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 3 });
  const copy = new Y.Doc();
  for (const update of [...joiner.step2s, ...joiner.updates]) Y.applyUpdate(copy, update);
  expect(spansOf(copy).toJSON()).toEqual({ a: 1, b: 1, c: 1 });
});

test('an update is relayed, answered and acknowledged only after its commit', async () => {
  const { state, wrap } = holding();
  const server = await startDocumentServer({ wrap });
  signIn(server.gate, 'ada', 'ben');
  const { name, head } = await makeLayer(server, 'ada');
  server.gate.allow('ben', name, { write: false });
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  ben.step1();
  await until('ben is answered', () => ben.step2s.length === 1);
  const { promise, resolve } = Promise.withResolvers<void>();
  state.held = promise;
  const doc = new Y.Doc();
  const [update = new Uint8Array()] = updatesOf(doc, () => spansOf(doc).set('a', 1));
  ada.update(update);
  await until('it is being written', () => state.appends === 1);
  // The same from another tab adds nothing, and yet is not on disk before the first is.
  const tab = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  tab.update(update);
  ben.step1();
  tab.step1();
  await until('both are answered', () => ben.step2s.length === 2 && tab.step2s.length === 1);
  expect(state.appends).toBe(1);
  expect([...ben.step2s, ...tab.step2s]).toEqual(Array(3).fill(Uint8Array.of(0, 0)));
  expect([...ben.updates, ...ada.acknowledged, ...tab.acknowledged]).toEqual([]);
  resolve();
  await until('ben has it', () => ben.updates.length === 1);
  await until('both are acknowledged', () =>
    [ada, tab].every(({ acknowledged }) => acknowledged.at(-1) === 1),
  );
  expect(ben.updates).toEqual([update]);
  expect(ada.updates).toEqual([]);
});

test('a store that fails ends the connections with 4503, and nothing is counted', async () => {
  const { state, wrap } = holding();
  const server = await startDocumentServer({ wrap });
  signIn(server.gate, 'ada');
  const { name, head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  const tab = await connectRaw(server, pathOf(head), { session: 'ada' });
  await Promise.all([ada.ready(), tab.ready()]);
  const doc = new Y.Doc();
  const [update = new Uint8Array()] = updatesOf(doc, () => spansOf(doc).set('a', 1));
  state.failing = true;
  ada.update(update);
  expect(await ada.end()).toBe(CLOSE.unavailable.code);
  expect(await tab.end()).toBe(CLOSE.unavailable.code);
  expect(ada.acknowledged).toEqual([]);
  expect(server.host.stats()).toMatchObject({ connections: 0, documents: 0, bytes: 0 });
  const refused = await connectRaw(server, pathOf(head), { session: 'ada' });
  expect(await refused.end()).toBe(CLOSE.unavailable.code);
  state.failing = false;
  const again = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  again.step2(update);
  await until('it is on disk', () => again.acknowledged.at(-1) === 1);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 1 });
});

test('closing waits for what was received, acknowledges it and ends with 4504', async () => {
  const { state, wrap } = holding();
  const server = await startDocumentServer({ wrap });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const ada = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
  await ada.ready();
  const { promise, resolve } = Promise.withResolvers<void>();
  state.held = promise;
  const doc = new Y.Doc();
  const acts = [1, 2, 3].map((index) => () => spansOf(doc).set(`s${index}`, index));
  for (const update of updatesOf(doc, ...acts)) ada.update(update);
  await until('all are being written', () => state.appends === 3);
  const closed = server.host.close();
  resolve();
  await closed;
  expect(await ada.end()).toBe(CLOSE.restarting.code);
  expect(ada.acknowledged.at(-1)).toBe(3);
  const late = await connectRaw(server, pathOf(head), { session: 'ada' });
  expect(await late.end()).toBe(CLOSE.restarting.code);
});

test('any order and repetition of updates ends in the same document', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const edit = fc.record({
    doc: fc.nat(1),
    key: fc.nat(4),
    act: fc.constantFrom('set' as const, 'delete' as const, 'text' as const, 'merge' as const),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { maxLength: 25 }),
      fc.infiniteStream(fc.nat()),
      async (edits, order) => {
        const { head } = await makeLayer(server, 'ada');
        const docs = [new Y.Doc(), new Y.Doc()];
        const updates: Uint8Array[] = [];
        for (const doc of docs) {
          doc.on('update', (update: Uint8Array, origin: unknown) => {
            if (origin !== 'merge') updates.push(update);
          });
        }
        for (const { doc: index, key, act } of edits) {
          const doc = docs[index] ?? new Y.Doc();
          const other = docs[1 - index] ?? new Y.Doc();
          if (act === 'set') doc.getMap('spans').set(`k${key}`, updates.length);
          else if (act === 'delete') doc.getMap('spans').delete(`k${key}`);
          else if (act === 'text') doc.getText('t').insert(0, `${key}`);
          else Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'merge');
        }
        const expected = new Y.Doc();
        for (const doc of docs) Y.applyUpdate(expected, Y.encodeStateAsUpdate(doc));
        const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
        const early = await connectRaw(server, pathOf(head), { session: 'ada' });
        early.step1();
        const sent = [...updates, ...updates.filter((_, index) => index % 3 === 0)];
        const shuffled = sent
          .map((update) => ({ update, at: order.next().value }))
          .sort((a, b) => a.at - b.at);
        for (const { update } of shuffled) client.update(update);
        if (shuffled.length > 0) {
          await until('all is counted', () => client.acknowledged.at(-1) === shuffled.length);
        }
        const late = await connectRaw(server, pathOf(head), { session: 'ada' });
        late.step1();
        early.step1(Y.encodeStateVector(expected));
        await until(
          'both are answered',
          () => late.step2s.length === 1 && early.step2s.length === 2,
        );
        for (const client of [early, late]) {
          const copy = new Y.Doc();
          for (const update of [...client.step2s, ...client.updates]) Y.applyUpdate(copy, update);
          expect(copy.getMap('spans').toJSON()).toEqual(expected.getMap('spans').toJSON());
          expect(copy.getText('t').toString()).toBe(expected.getText('t').toString());
          expect(copy.store.pendingStructs).toBeNull();
        }
        for (const { socket } of [client, early, late]) socket.terminate();
      },
    ),
    { numRuns: 25 },
  );
}, 20_000);
