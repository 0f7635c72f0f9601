import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { takeLease } from '../src/annotator/lease.ts';

const PATIENT = { timeout: 15_000 };

let server: Server | null = null;

/** A server whose leases hold for `holdsMs`; `renew` answers each renewal, with a status. */
async function leasing(
  holdsMs: number,
  renew: () => Promise<number> | number,
  code = 'transcripts/lease-over',
) {
  const heard: string[] = [];
  server = createServer((request, response) => {
    heard.push(request.method ?? '');
    const body = JSON.stringify({ id: 'lease-1', expiresAt: '', holdsMs });
    void Promise.resolve(request.method === 'PUT' ? renew() : 200).then((status) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(status === 200 ? body : JSON.stringify({ error: { code, message: 'Over.' } })),
    );
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => real(base + path, init));
  return heard;
}

afterEach(() => {
  vi.unstubAllGlobals();
  server?.closeAllConnections();
  server?.close();
  server = null;
});

test('a lease is renewed while it is held, and given back once', async () => {
  const heard = await leasing(2_000, () => 200);
  let overs = 0;
  const lease = await takeLease('t', () => (overs += 1));
  await vi.waitUntil(() => heard.filter((method) => method === 'PUT').length >= 2, PATIENT);
  await lease.release();
  expect([lease.id, heard[0], heard.at(-1), overs]).toEqual(['lease-1', 'POST', 'DELETE', 0]);
});

test('a lease that the server refuses to renew is over, and said so once', async () => {
  const heard = await leasing(100, () => 409);
  const ends: string[] = [];
  await takeLease('t', (why) => ends.push(why));
  await vi.waitUntil(() => ends.length > 0, PATIENT);
  expect([ends, heard]).toEqual([['over'], ['POST', 'PUT']]);
});

test('a lease that its own lead took elsewhere says so', async () => {
  await leasing(60_000, () => 409, 'transcripts/lease-elsewhere');
  const lease = await takeLease('t', () => undefined);
  expect(await lease.why()).toBe('elsewhere');
});

test('a page that is left gives its lease back', async () => {
  const heard = await leasing(60_000, () => 200);
  const lease = await takeLease('t', () => undefined);
  lease.leave();
  await vi.waitUntil(() => heard.length > 1, PATIENT);
  expect(heard).toEqual(['POST', 'DELETE']);
});

test('renewals that are not answered do not keep a lease', async () => {
  const asked = performance.now();
  await leasing(200, () => new Promise<number>(() => undefined));
  let overAt = 0;
  await takeLease('t', () => (overAt = performance.now()));
  await vi.waitUntil(() => overAt > 0, PATIENT);
  // It holds from when it was asked for, so it is over no earlier, whatever was sent meanwhile.
  expect(overAt - asked).toBeGreaterThanOrEqual(200);
});
