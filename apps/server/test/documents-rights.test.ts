import type { DocumentName } from '@triad/collab';
import { CLOSE, formatDocumentName } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import type { DocumentServer } from './documents-support/document-server.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
  TestGate,
} from './documents-support/document-server.ts';
import { connectProvider, givenUp, synced } from './documents-support/provider.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { connectRaw, connectTunnel, updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';

type Way = 'socket' | 'tunnel';
const WAYS: readonly Way[] = ['socket', 'tunnel'];

async function connect(
  server: DocumentServer,
  way: Way,
  path: string,
  session: string,
): Promise<RawClient> {
  if (way === 'socket') return connectRaw(server, path, { session });
  const client = (await connectTunnel(server, { session })).open(path);
  await client.ready();
  return client;
}

/** Ada's layer with one span, which Ben may read. */
async function layerOfAda(server: DocumentServer) {
  signIn(server.gate, 'ada', 'ben');
  const layer = await makeLayer(server, 'ada');
  server.gate.allow('ben', layer.name, { write: false });
  const doc = new Y.Doc();
  const ada = await connectRaw(server, pathOf(layer.head, { ack: '1' }), { session: 'ada' });
  for (const update of updatesOf(doc, () => spansOf(doc).set('a', 1))) ada.update(update);
  await until('it is on disk', () => ada.acknowledged.at(-1) === 1);
  return { ...layer, doc, ada };
}

function spanUpdate(): Uint8Array {
  const forged = new Y.Doc();
  spansOf(forged).set('forged', 1);
  return Y.encodeStateAsUpdate(forged);
}

test.for(WAYS)('a reader who writes another layer by %s is closed with 4403', async (way) => {
  const server = await startDocumentServer();
  const { name, head, doc, ada } = await layerOfAda(server);
  const before = await server.store.log.read(`${head.name}@${head.generation}`);
  const [deletion = new Uint8Array()] = updatesOf(doc, () => spansOf(doc).delete('a'));
  for (const act of [
    (client: RawClient) => client.update(spanUpdate()),
    (client: RawClient) => client.step2(spanUpdate()),
    (client: RawClient) => client.update(deletion),
    (client: RawClient) => client.step2(deletion),
  ]) {
    const client = await connect(server, way, pathOf(head, { ack: '1' }), 'ben');
    act(client);
    expect(await client.end()).toBe(CLOSE.forbidden.code);
    expect(client.acknowledged).toEqual([]);
  }
  expect(await server.store.log.read(`${head.name}@${head.generation}`)).toEqual(before);
  expect(ada.updates).toEqual([]);
  expect(await server.host.summarise(name)).toMatchObject({ spans: 1 });
});

test.for(WAYS)('a name forged by %s opens nothing', async (way) => {
  const server = await startDocumentServer();
  const { head } = await layerOfAda(server);
  signIn(server.gate, 'eve');
  for (const forged of [head.name, head.name.toUpperCase(), `${head.name}/`, `${head.name}%00`]) {
    const client = await connect(server, way, pathOf({ ...head, name: forged }), 'eve');
    client.update(spanUpdate());
    expect(await client.end()).toBe(CLOSE.unknown.code);
    expect(client.frames).toEqual([]);
  }
});

test('a reader may send what adds nothing, and it is counted', async () => {
  const server = await startDocumentServer();
  const { head, doc } = await layerOfAda(server);
  const ben = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ben' });
  ben.step1();
  ben.step2(Uint8Array.of(0, 0));
  ben.step2(Y.encodeStateAsUpdate(doc));
  await until('both are counted', () => ben.acknowledged.at(-1) === 2);
  expect(ben.ended).toBeNull();
});

test('deletions that each peer makes by itself are not taken for writing', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada', 'ben');
  const { name, head } = await makeLayer(server, 'ada');
  server.gate.allow('ben', name, { write: false });
  // Two tabs of one member set one key at the same time: merging deletes one of the two values.
  const tabs = [new Y.Doc(), new Y.Doc()];
  for (const [index, tab] of tabs.entries()) {
    const client = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ada' });
    for (const update of updatesOf(tab, () => tab.getMap('memoTexts').set('a', index))) {
      client.update(update);
    }
    await until('it is on disk', () => client.acknowledged.length > 0);
  }
  const merged = new Y.Doc();
  for (const tab of tabs) Y.applyUpdate(merged, Y.encodeStateAsUpdate(tab));
  expect(Y.createDeleteSetFromStructStore(merged.store).clients.size).toBe(1);
  const ben = await connectRaw(server, pathOf(head, { ack: '1' }), { session: 'ben' });
  ben.step2(Y.encodeStateAsUpdate(merged));
  await until('it is counted', () => ben.acknowledged.at(-1) === 1);
  expect(ben.ended).toBeNull();
});

test('a provider of a reader syncs, and gives up once it writes', async () => {
  const server = await startDocumentServer();
  const { head } = await layerOfAda(server);
  const ben = connectProvider(server, head, 'ben');
  await synced(ben);
  expect(spansOf(ben.doc).size).toBe(1);
  const ended = givenUp(ben);
  spansOf(ben.doc).set('b', 1);
  expect(await ended).toMatchObject({ code: CLOSE.forbidden.code });
});

test('rights taken away end open connections, and those still opening', async () => {
  const server = await startDocumentServer();
  const { name, head, ada } = await layerOfAda(server);
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  const tunnel = await connectTunnel(server, { session: 'ben' });
  const channel = tunnel.open(pathOf(head));
  await Promise.all([ben.ready(), channel.ready()]);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.gate.wait = promise;
  const opening = tunnel.open(pathOf(head));
  await until('it is being opened', () => server.host.stats().connections === 4);
  server.gate.rights.clear();
  server.gate.allow('ada', name);
  const rechecked = server.host.recheck('ben');
  resolve();
  await rechecked;
  expect(await ben.end()).toBe(CLOSE.forbidden.code);
  expect(await channel.end()).toBe(CLOSE.forbidden.code);
  expect([CLOSE.forbidden.code, CLOSE.unknown.code]).toContain(await opening.end());
  expect(tunnel.ended()).toBeNull();
  expect(ada.ended).toBeNull();
});

test('a right to write that ends is felt at the next message', async () => {
  const server = await startDocumentServer();
  const { name, head, ada } = await layerOfAda(server);
  server.gate.allow('ada', name, { write: false });
  await server.host.recheck('ada');
  expect(ada.ended).toBeNull();
  ada.update(spanUpdate());
  expect(await ada.end()).toBe(CLOSE.forbidden.code);
  expect(await server.store.log.extent(`${head.name}@${head.generation}`)).toMatchObject({
    entries: 1,
  });
});

test('an answer about rights that comes late does not undo a later one', async () => {
  class SlowGate extends TestGate {
    override async access(identity: { readonly account: string }, name: DocumentName) {
      const known = this.rights.get(`${identity.account} ${formatDocumentName(name)}`);
      await this.wait;
      return known ?? null;
    }
  }
  const gate = new SlowGate();
  const server = await startDocumentServer({ gate });
  const { name, ada } = await layerOfAda(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.wait = promise;
  const slow = server.host.recheck('ada');
  gate.wait = Promise.resolve();
  gate.allow('ada', name, { write: false });
  await server.host.recheck('ada');
  resolve();
  await slow;
  ada.update(spanUpdate());
  expect(await ada.end()).toBe(CLOSE.forbidden.code);
});

test('a session that ends takes its sockets and tunnels with it', async () => {
  const server = await startDocumentServer();
  const { head, ada } = await layerOfAda(server);
  const tunnel = await connectTunnel(server, { session: 'ben' });
  await tunnel.open(pathOf(head)).ready();
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  await ben.ready();
  server.host.endSession('ben');
  expect(await ben.end()).toBe(CLOSE.signedOut.code);
  await until('the tunnel is closed', () => tunnel.ended() === CLOSE.signedOut.code);
  await until('ada alone is left', () => server.host.stats().connections === 1);
  expect(ada.ended).toBeNull();
});

test('a session that ends while its socket is being identified is turned away', async () => {
  const server = await startDocumentServer();
  const { head } = await layerOfAda(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.gate.wait = promise;
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  server.host.endSession('ben');
  resolve();
  expect(await ben.end()).toBe(CLOSE.signedOut.code);
});
