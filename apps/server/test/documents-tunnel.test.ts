import { CLOSE } from '@triad/collab';
import { encodeTunnelFrame } from '@triad/collab';
import { expect, test } from 'vitest';
import { until } from './documents-support/condition.ts';
import {
  makeLayer,
  pathOf,
  signIn,
  startDocumentServer,
} from './documents-support/document-server.ts';
import { connectProvider, givenUp, synced } from './documents-support/provider.ts';
import { connectTunnel } from './documents-support/raw-client.ts';
import { tunnelClass } from './documents-support/tunnel-socket.ts';
import { spansOf } from './documents-support/spans.ts';

test('forty documents sync over one socket, and one that is refused ends alone', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const layers = await Promise.all(Array.from({ length: 40 }, () => makeLayer(server, 'ada')));
  const [refused] = layers;
  if (refused === undefined) throw new Error('no layers');
  server.gate.allow('ada', refused.name, { read: false });
  const [one, two] = [1, 2].map(() => tunnelClass(`${server.origin}/tunnel`, 'ada'));
  if (one === undefined || two === undefined) throw new Error('no tunnels');
  const left = layers.map(({ head }) => connectProvider(server, head, 'ada', one));
  const right = layers.map(({ head }) => connectProvider(server, head, 'ada', two));
  const ended = await Promise.all([left[0], right[0]].map((client) => client && givenUp(client)));
  expect(ended).toEqual([CLOSE.forbidden, CLOSE.forbidden]);
  await Promise.all([...left.slice(1), ...right.slice(1)].map(synced));
  expect([one.opened(), two.opened()]).toEqual([1, 1]);
  for (const [index, { doc }] of left.slice(1).entries()) spansOf(doc).set('a', index);
  await until('each came to its own document', () =>
    right.slice(1).every(({ doc }, index) => spansOf(doc).get('a') === index),
  );
  expect(server.host.stats()).toMatchObject({ connections: 78, documents: 39 });
});

test('documents come back over one socket after a restart', async () => {
  const first = await startDocumentServer();
  signIn(first.gate, 'ada');
  const layers = await Promise.all(Array.from({ length: 5 }, () => makeLayer(first, 'ada')));
  const tunnel = tunnelClass(`${first.origin}/tunnel`, 'ada');
  const clients = layers.map(({ head }) => connectProvider(first, head, 'ada', tunnel));
  await Promise.all(clients.map(synced));
  const [{ name }] = layers as [(typeof layers)[0], ...typeof layers];
  for (const { provider } of clients) provider.disconnect();
  const [offline] = clients;
  if (offline === undefined) throw new Error('no client');
  spansOf(offline.doc).set('offline', 1);
  for (const { provider } of clients) provider.connect();
  await Promise.all(clients.map(synced));
  await until('what was made offline is stored', async () => {
    return (await first.host.summarise(name)).spans === 1;
  });
  expect(tunnel.opened()).toBe(1);
});

test('a channel number is used once, ascending, or the socket ends', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  for (const channel of [3, 2, 0]) {
    const tunnel = await connectTunnel(server, { session: 'ada' });
    await tunnel.open(pathOf(head), 3).ready();
    tunnel.open(pathOf(head), channel);
    await until('the socket is closed', () => tunnel.ended() !== null);
    expect(tunnel.ended()).toBe(CLOSE.malformed.code);
  }
  await until('nothing is left', () => server.host.stats().connections === 0);
});

test('bytes that are no frame end the socket with 4400', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const tunnel = await connectTunnel(server, { session: 'ada' });
  tunnel.socket.send(Uint8Array.of(1, 99));
  await until('the socket is closed', () => tunnel.ended() !== null);
  expect(tunnel.ended()).toBe(CLOSE.malformed.code);
});

test('a ping is answered, late data of a closed channel is ignored', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const channel = tunnel.open(pathOf(head));
  await channel.ready();
  tunnel.socket.send(
    encodeTunnelFrame({ channel: 1, operation: 'closed', code: 1000, reason: '' }),
  );
  channel.send(Uint8Array.of(9));
  tunnel.socket.send(encodeTunnelFrame({ channel: 0, operation: 'ping' }));
  await until('the ping is answered', () => tunnel.pongs() === 1);
  expect(tunnel.ended()).toBeNull();
  expect(server.host.stats().connections).toBe(0);
});

test('more channels than a tunnel may have are refused with 4529', async () => {
  const server = await startDocumentServer({ limits: { channels: 3 } });
  signIn(server.gate, 'ada');
  const { head } = await makeLayer(server, 'ada');
  const tunnel = await connectTunnel(server, { session: 'ada' });
  const channels = Array.from({ length: 4 }, () => tunnel.open(pathOf(head)));
  expect(await channels[3]?.end()).toBe(CLOSE.tooMany.code);
  await Promise.all(channels.slice(0, 3).map((channel) => channel.ready()));
  expect(tunnel.ended()).toBeNull();
});
