import type { DocumentName } from '@triad/collab';
import { CLOSE, NOOP_FRAME } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { until } from './documents-support/condition.ts';
import type { DocumentServer } from './documents-support/document-server.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
} from './documents-support/document-server.ts';
import { connectProvider, synced } from './documents-support/provider.ts';
import { connectRaw, connectTunnel } from './documents-support/raw-client.ts';

async function transcript(server: DocumentServer, ...accounts: readonly string[]) {
  signIn(server.gate, ...accounts);
  const name: DocumentName = { kind: 'transcript', transcript: randomUUID() };
  for (const account of accounts) server.gate.allow(account, name);
  return server.host.create(name, null);
}

const reading = { reading: [0, 100], selection: null };

test('a state is passed on with the member of its connection', async () => {
  const server = await startDocumentServer();
  const head = await transcript(server, 'ada', 'ben');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  await Promise.all([ada.ready(), ben.ready()]);
  ada.awareness(7, 1, { ...reading, member: 'member-of-ben' });
  await until('ben sees ada', () => ben.presence.length > 0);
  expect(ben.presence[0]).toMatchObject({
    id: 7,
    state: { ...reading, member: 'member-of-ada' },
  });
  expect(ada.presence).toEqual([]);
});

test('states that do not fit are dropped, the connection stays', async () => {
  const server = await startDocumentServer();
  const head = await transcript(server, 'ada', 'ben');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  for (const state of [
    {},
    'words',
    5,
    [],
    { ...reading, extra: 1 },
    { ...reading, reading: [-1, 2] },
  ]) {
    ada.awareness(7, 1, state);
  }
  ada.awareness(7, 2, { ...reading, reading: [0, 1], padding: 'x'.repeat(600) });
  ada.awareness(7, 3, reading);
  await until('ben sees ada', () => ben.presence.length > 0);
  expect(ben.presence).toHaveLength(1);
  expect(ada.ended).toBeNull();
});

test("another's client id cannot be taken, moved or removed", async () => {
  const server = await startDocumentServer();
  const head = await transcript(server, 'ada', 'eve', 'ben');
  const [ada, eve, ben] = await Promise.all(
    ['ada', 'eve', 'ben'].map((session) => connectRaw(server, pathOf(head), { session })),
  );
  if (ada === undefined || eve === undefined || ben === undefined) throw new Error('no clients');
  ada.awareness(7, 1, reading);
  await until('ben sees ada', () => ben.presence.length === 1);
  // The first id that eve announces is not hers to have.
  eve.awareness(7, 99, { ...reading, selection: [1, 2] });
  eve.awareness(7, 99, null);
  // Then her own, and ada's again.
  eve.awareness(8, 1, reading);
  eve.awareness(7, 100, null);
  await until('ben sees eve', () => ben.presence.some(({ id }) => id === 8));
  const late = await connectRaw(server, pathOf(head), { session: 'ben' });
  await until('a joiner sees both', () => late.presence.length === 2);
  expect(late.presence).toContainEqual({
    id: 7,
    clock: expect.any(Number),
    state: { ...reading, member: 'member-of-ada' },
  });
  expect(ben.presence.filter(({ id }) => id === 7)).toHaveLength(1);
  // Not even in the moment after ada left.
  ada.socket.close();
  await until('ada is gone', () =>
    ben.presence.some(({ id, state }) => id === 7 && state === null),
  );
  const other = await connectRaw(server, pathOf(head), { session: 'eve' });
  other.awareness(7, 1, reading);
  other.awareness(9, 1, reading);
  await until('eve is there twice', () => ben.presence.some(({ id }) => id === 9));
  expect(ben.presence.at(-1)).toMatchObject({ id: 9 });
  expect(ben.presence.filter(({ id }) => id === 7)).toHaveLength(2);
});

test('who comes back with the same clock is seen at once', async () => {
  const server = await startDocumentServer();
  const head = await transcript(server, 'ada', 'ben');
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  for (const round of [1, 2, 3]) {
    const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
    ada.awareness(7, 4, reading);
    await until('ben sees ada', () => ben.presence.length === round * 2 - 1);
    ada.socket.terminate();
    await until('ben sees ada gone', () => ben.presence.length === round * 2);
  }
  const clocks = ben.presence.map(({ clock }) => clock);
  expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b));
});

test('a joiner and a query get all states at once', async () => {
  const server = await startDocumentServer({ limits: { presenceFlushMs: 20 } });
  const head = await transcript(server, 'ada', 'ben');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  ada.awareness(7, 1, reading);
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  ben.awareness(8, 1, reading);
  await until('ben sees ada', () => ben.presence.length > 0);
  await until('ada sees ben', () => ada.presence.length > 0);
  const before = ben.presence.length;
  ben.send(Uint8Array.of(3));
  await until('ben is told again', () => ben.presence.length > before);
  expect(new Set(ben.presence.map(({ id }) => id))).toEqual(new Set([7]));
});

test('unmodified providers see each other come and go', async () => {
  const server = await startDocumentServer();
  const head = await transcript(server, 'ada', 'ben');
  const [ada, ben] = ['ada', 'ben'].map((session) =>
    connectProvider(server, head, session, { presence: true }),
  );
  if (ada === undefined || ben === undefined) throw new Error('no clients');
  await Promise.all([synced(ada), synced(ben)]);
  ada.provider.awareness.setLocalState(reading);
  ben.provider.awareness.setLocalState({ reading: null, selection: [3, 9] });
  const seen = () => ben.provider.awareness.getStates().get(ada.doc.clientID);
  await until('ben sees ada', () => seen() !== undefined);
  expect(seen()).toEqual({ ...reading, member: 'member-of-ada' });
  await until('ada sees ben', () => ada.provider.awareness.getStates().has(ben.doc.clientID));
  expect(ada.provider.awareness.getLocalState()).toEqual(reading);
  ada.provider.disconnect();
  await until('ben sees ada gone', () => seen() === undefined);
  ada.provider.connect();
  await until('ben sees ada again', () => seen() !== undefined);
});

test('who says nothing for `presenceStaleMs` is not told to those who join', async () => {
  const server = await startDocumentServer({ limits: { presenceStaleMs: 1_000 } });
  const head = await transcript(server, 'ada', 'ben');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  const watching = await connectRaw(server, pathOf(head), { session: 'ben' });
  await Promise.all([ada.ready(), watching.ready()]);
  ada.awareness(7, 1, reading);
  await until('ben sees ada', () => watching.presence.length > 0);
  /** Whom somebody sees who comes now. */
  const seen = async (): Promise<readonly number[]> => {
    const joins = await connectRaw(server, pathOf(head), { session: 'ben' });
    await joins.ready();
    joins.send(Uint8Array.of(3));
    joins.step1();
    await until('the query is answered', () => joins.step2s.length > 0);
    joins.socket.terminate();
    return joins.presence.map(({ id }) => id);
  };
  await until('nobody who joins sees her', async () => (await seen()).length === 0);
  ada.awareness(7, 2, reading);
  await until('she is seen again', async () => (await seen()).includes(7));
});

test('whoever joins is told who is there, also when the clock has jumped', async () => {
  const server = await startDocumentServer();
  const head = await transcript(server, 'ada', 'ben');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  await ada.ready();
  ada.awareness(7, 1, { ...reading, member: '' });
  // Whoever is there already is told of nobody but by a message that came before.
  const before = await connectRaw(server, pathOf(head), { session: 'ben' });
  await until('ada is there', () => before.presence.length > 0);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
  onTestFinished(() => void vi.useRealTimers());
  const ben = await connectRaw(server, pathOf(head), { session: 'ben' });
  await until('ben sees ada', () => ben.presence.length > 0);
});

test('elsewhere awareness is dropped and a query finds nobody', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const first = await connectRaw(server, pathOf(head), { session: 'ada' });
  const second = await connectRaw(server, pathOf(head), { session: 'ada' });
  await Promise.all([first.ready(), second.ready()]);
  first.awareness(7, 1, reading);
  first.send(Uint8Array.of(3));
  await until('the query is answered', () => first.frames.length === 2);
  second.send(Uint8Array.of(3));
  await until('the query is answered', () => second.frames.length === 2);
  expect(second.frames.at(-1)).toEqual(NOOP_FRAME);
});

test('presence at a rate that nobody needs ends with 4529', async () => {
  const server = await startDocumentServer({ limits: { requestsPerSecond: 1, requestsBurst: 5 } });
  const head = await transcript(server, 'ada');
  const ada = await connectRaw(server, pathOf(head), { session: 'ada' });
  for (let clock = 0; clock < 8; clock += 1) ada.awareness(7, clock, reading);
  expect(await ada.end()).toBe(CLOSE.tooMany.code);
});

test('an idle socket is sent messages of no effect, a tunnel is not', async () => {
  const server = await startDocumentServer({ limits: { noopMs: 20 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const provider = connectProvider(server, head, 'ada');
  await synced(provider);
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const channel = tunnel.open(pathOf(head));
  const raw = await connectRaw(server, pathOf(head), { session: 'ada' });
  let last = provider.provider.wsLastMessageReceived;
  let heard = 0;
  await until('an idle provider has heard several', () => {
    if (provider.provider.wsLastMessageReceived > last) heard += 1;
    last = provider.provider.wsLastMessageReceived;
    return heard >= 5;
  });
  await until('a raw one too', () => raw.frames.length >= 3);
  expect(raw.frames.slice(1)).toEqual(Array(raw.frames.length - 1).fill(NOOP_FRAME));
  expect(channel.frames).toHaveLength(1);
  expect(provider.provider.awareness.getStates().size).toBe(0);
});
