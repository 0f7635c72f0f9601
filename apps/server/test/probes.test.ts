import { expect, test } from 'vitest';
import { makeReadiness } from '../src/http/readiness.ts';
import { makeFolder, setUp, startServer } from './http-harness.ts';

test('both probes answer whoever asks, with a word alone', async () => {
  const server = await startServer({ web: await makeFolder() });
  const lead = await setUp(server);
  for (const [path, word] of [
    ['/healthz', 'ok\n'],
    ['/readyz', 'ready\n'],
  ] as const) {
    for (const headers of [{}, { cookie: lead.cookie ?? '' }, { origin: 'https://evil.example' }]) {
      const answer = await fetch(server.address + path, { headers });
      expect([answer.status, await answer.text()]).toEqual([200, word]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const head = await fetch(server.address + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(server.address + path, { method: 'POST' })).status).toBe(404);
  }
});

test('a probe is not counted among the requests of an address', async () => {
  const general = { points: 2, seconds: 60 };
  const server = await startServer({ rateLimits: { general } });
  const ask = async (path: string) => (await fetch(server.address + path)).status;
  for (let time = 0; time < 10; time += 1) {
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200]);
  }
  expect(await ask('/api/session')).toBe(200);
  expect(await ask('/api/session')).toBe(200);
  expect(await ask('/api/session')).toBe(429);
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200]);
});

test('a store that fails, or does not answer in time, is not ready, and may be again', async () => {
  let read = (): Promise<unknown> => Promise.resolve(null);
  const readiness = makeReadiness(() => read(), 20);
  expect(await readiness.ask()).toBeNull();
  read = () => Promise.reject(new Error('nothing of this is told'));
  expect(await readiness.ask()).toBe('store');
  const hanging = Promise.withResolvers<null>();
  let reads = 0;
  read = () => {
    reads += 1;
    return hanging.promise;
  };
  expect(await Promise.all([readiness.ask(), readiness.ask()])).toEqual(['store', 'store']);
  expect(await readiness.ask()).toBe('store');
  expect(reads).toBe(1);
  hanging.resolve(null);
  await hanging.promise;
  read = () => Promise.resolve(null);
  expect(await readiness.ask()).toBeNull();
});

test('what stops or broke is not ready for good, and asks the store nothing', async () => {
  let reads = 0;
  const readiness = makeReadiness(async () => (reads += 1));
  readiness.end('stopping');
  expect(await readiness.ask()).toBe('stopping');
  readiness.end('broken');
  expect(await readiness.ask()).toBe('broken');
  readiness.end('stopping');
  expect(await readiness.ask()).toBe('broken');
  expect(reads).toBe(0);
});
