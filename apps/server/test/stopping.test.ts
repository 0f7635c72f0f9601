import type { ApiError } from '@triad/collab';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { Process } from './cli-runner.ts';
import { until } from './documents-support/condition.ts';
import { updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument, pathOfDocument, readDocument } from './http-documents.ts';
import {
  Client,
  importShort,
  makeFolder,
  newProject,
  PASSWORD,
  setUp,
  startServer,
  tokenOf,
} from './http-harness.ts';

/** Of a project that is being made: the server has the first half of the body, and waits. */
async function beginRequest(client: Client): Promise<{
  readonly sent: ClientRequest;
  finish(): Promise<IncomingMessage>;
}> {
  const [first, rest] = ['{"title":', '"Begun before"}'];
  const sent = request(`${client.address}/api/projects`, {
    method: 'POST',
    headers: {
      cookie: client.cookie ?? '',
      'content-type': 'application/json',
      'content-length': first.length + rest.length,
      expect: '100-continue',
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve);
    sent.on('error', reject);
  });
  answer.catch(() => undefined);
  // It says that it will take the body when the request has reached it.
  const taken = new Promise((resolve) => sent.once('continue', resolve));
  sent.flushHeaders();
  await taken;
  sent.write(first);
  return {
    sent,
    finish() {
      sent.end(rest);
      return answer;
    },
  };
}

/** The first account of a server that is a process of its own. */
async function signUp(server: {
  readonly origin: string;
  readonly setupUrl: string | null;
}): Promise<Client> {
  const client = new Client(server.origin);
  const account = { name: 'Lea', email: 'lea@example.org', password: PASSWORD };
  await client.get('setup', {}, { token: tokenOf(server.setupUrl), ...account });
  return client;
}

async function ask(address: string, path: string) {
  const answer = await fetch(address + path);
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
}

async function codeOf(address: string): Promise<number> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/tunnel`);
  return new Promise((resolve) => socket.once('close', resolve));
}

test('what runs is finished, what comes is put off, and the probes say which', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const running = await beginRequest(lead);
  const tab = listenAs(lead);
  await connected(tab);
  const ended = new Promise((resolve) => tab.socket.once('disconnect', resolve));
  const closing = server.close();

  expect(await ask(server.address, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
  expect(await ask(server.address, '/readyz')).toMatchObject({ status: 503, body: 'stopping\n' });
  const { status, body, headers } = await ask(server.address, '/api/session');
  expect([status, (JSON.parse(body) as ApiError).error.code]).toEqual([503, 'server/stopping']);
  expect([headers.get('retry-after'), headers.get('connection')]).toEqual(['1', 'close']);
  expect(await codeOf(server.address)).toBe(4504);
  expect(tab.socket.connected).toBe(true);

  const answer = await running.finish();
  expect(answer.statusCode).toBe(201);
  expect(JSON.parse(await text(answer))).toMatchObject({ title: 'Begun before' });
  await closing;
  // Not 'io server disconnect', after which a client does not come back by itself.
  expect(await ended).toBe('transport close');
  await expect(fetch(`${server.address}/healthz`)).rejects.toThrow('fetch failed');
});

test('a tab that was open while the server was started anew hears of its project again', async () => {
  const dataFolder = await makeFolder();
  const first = await startServer({ dataFolder });
  const lead = await setUp(first);
  const { id: project } = await newProject(lead);
  const tab = listenAs(lead);
  tab.socket.io.reconnection(true);
  await connected(tab);
  await first.close();
  await until('it knows that the line is over', () => !tab.socket.connected);
  await startServer({ dataFolder, port: first.port });
  await connected(tab);
  expect(await tab.watch(project)).toEqual({ ok: true });
  await importShort(lead, project);
  await until('it is told', () => tab.heard.length > 0);
});

test('a request that does not come to its end does not hold the server', async () => {
  const server = await startServer({ drainMs: 50 });
  const running = await beginRequest(await setUp(server));
  const cut = new Promise((resolve) => running.sent.once('error', resolve));
  await server.close();
  expect(await cut).toMatchObject({ code: 'ECONNRESET' });
});

test('what was sent before SIGTERM is acknowledged, or sent again and there', async () => {
  const data = await makeFolder();
  const first = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const before = await first.address();
  const lead = await signUp(before);
  const { id: project } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  const { documents } = await lead.get('readTranscript', { transcript });
  const layer = documents.find(({ kind }) => kind === 'layer');
  if (layer === undefined) throw new Error('reading begins the own layer');
  const writer = openDocument(lead, layer);
  await writer.ready();
  // Clients that hang: one does not read, one is in the middle of a request's head.
  const address = before.origin.replace('http', 'ws') + pathOfDocument(layer);
  const deaf = new WebSocket(address, { headers: { cookie: lead.cookie ?? '' } });
  deaf.on('error', () => undefined);
  await new Promise((resolve) => deaf.once('open', resolve));
  deaf.pause();
  const half = connect(Number(new URL(before.origin).port), '127.0.0.1');
  half.on('error', () => undefined);
  await new Promise((resolve) => half.once('connect', resolve));
  half.write('GET /api/session HTTP/1.1\r\nHost: x\r\n');

  const doc = new Y.Doc();
  const acts = Array.from({ length: 400 }, (_, n) => () => spansOf(doc).set(`s${n}`, n));
  const updates = updatesOf(doc, ...acts);
  for (const update of updates.slice(0, 200)) writer.update(update);
  await until('some are acknowledged', () => writer.acknowledged.length > 0);
  for (const update of updates.slice(200)) writer.update(update);
  first.child.kill('SIGTERM');
  expect(await writer.end()).toBe(4504);
  expect((await first.ended()).code).toBe(0);
  expect(first.err).toBe('');
  const acknowledged = writer.acknowledged.at(-1) ?? 0;
  expect(acknowledged).toBeGreaterThan(0);

  const second = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const back = new Client((await second.address()).origin);
  back.cookie = lead.cookie;
  const kept = spansOf(await readDocument(back, layer));
  for (let n = 0; n < acknowledged; n += 1) expect(kept.has(`s${n}`), `s${n}`).toBe(true);
  const again = openDocument(back, layer);
  await again.ready();
  again.step2(Y.encodeStateAsUpdate(doc));
  await until('it is acknowledged', () => again.acknowledged.at(-1) === 1);
  expect(spansOf(await readDocument(back, layer)).size).toBe(400);
}, 60_000);

test('told to stop while it starts, the server stops as well', async () => {
  const data = await makeFolder();
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  await until('it has begun to open its data', () => existsSync(join(data, 'triad.lock')));
  server.child.kill('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, err: '' });
}, 60_000);

test('told twice, the server ends at once', async () => {
  const data = await makeFolder();
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { origin, setupUrl } = await server.address();
  const running = await beginRequest(await signUp({ origin, setupUrl }));
  running.sent.on('error', () => undefined);
  server.child.kill('SIGTERM');
  await until('it is stopping', async () => (await ask(origin, '/readyz')).status === 503);
  server.child.kill('SIGTERM');
  expect((await server.ended()).code).toBe(1);
  const next = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  expect((await next.address()).setupUrl).toBeNull();
}, 60_000);
