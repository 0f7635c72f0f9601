import { ROUTES } from '@triad/collab';
import type { ApiError, RouteName } from '@triad/collab';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeHandlers } from '../src/http/handlers.ts';
import { makeOriginCheck } from '../src/http/origins.ts';
import { Client, importShort, makeFolder, newProject, setUp, startServer } from './http-harness.ts';

test('every answer carries headers that let only own scripts run', async () => {
  const server = await startServer();
  const { headers } = await new Client(server.address).call('readSession');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port}`);
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{13}$/);
});

test('a change that comes from another site is refused, whatever it is', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const unsafe = (Object.keys(ROUTES) as RouteName[]).filter(
    (name) => ROUTES[name].method !== 'GET',
  );
  for (const name of unsafe) {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${server.port + 1}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const { error } = await lead.call(name, {}, undefined, headers);
      expect([name, error.code]).toEqual([name, 'request/foreign-origin']);
    }
  }
  const own = { origin: server.address, 'sec-fetch-site': 'same-origin' };
  expect((await lead.call('createProject', {}, { title: 'x' }, own)).status).toBe(201);
});

test('a set origin is the only own one', () => {
  const check = makeOriginCheck('https://triad.example.org');
  const ask = (headers: object) => check({ headers } as Parameters<typeof check>[0]);
  expect(ask({ origin: 'https://triad.example.org', host: 'inside:4321' })).toBe(true);
  expect(ask({ origin: 'http://inside:4321', host: 'inside:4321' })).toBe(false);
  expect(ask({ host: 'inside:4321' })).toBe(true);
});

test('every route has a handler and every handler a route', () => {
  const names = Object.keys(makeHandlers({} as never, {} as never));
  expect(names.sort()).toEqual(Object.keys(ROUTES).sort());
});

test('an address of the API that is not there says so as JSON', async () => {
  const server = await startServer({ web: await makeFolder() });
  for (const path of ['/api/nothing', '/api', '/api/projects/x/y/z']) {
    const response = await fetch(server.address + path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'request/no-route' } });
  }
});

test('bodies are bounded and must be JSON', async () => {
  const lead = await setUp(await startServer());
  const big = await lead.call('createProject', {}, { title: 'x'.repeat(300_000) });
  expect([big.status, big.error.code]).toEqual([413, 'request/too-large']);
  expect(big.error.message).toContain('256 kB');
  const form = await lead.call(
    'createProject',
    {},
    { title: 'x' },
    { 'content-type': 'text/plain' },
  );
  expect(form.error.code).toBe('request/not-json');
  const broken = await fetch(`${lead.address}/api/projects`, {
    method: 'POST',
    headers: { cookie: lead.cookie ?? '', 'content-type': 'application/json' },
    body: '{"title":',
  });
  expect([broken.status, ((await broken.json()) as ApiError).error.code]).toEqual([
    400,
    'request/not-json',
  ]);
  const missing = await lead.call('createProject', {}, {});
  expect(missing.error).toMatchObject({ code: 'request/invalid', path: 'title' });
});

test('the web app: hashed files for ever, the page anew, any page at any address', async () => {
  const web = await makeFolder();
  await mkdir(join(web, 'assets'));
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Triad</title>');
  await writeFile(join(web, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(join(web, '.triad-build.json'), '{}');
  const server = await startServer({ web });
  const get = (path: string, accept = 'text/html') =>
    fetch(server.address + path, { headers: { accept } });
  for (const path of ['/', '/setup', '/projects/1/transcripts/2']) {
    const page = await get(path);
    expect(await page.text()).toContain('<title>Triad');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  }
  const script = await get('/assets/index-abc123.js', '*/*');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await get('/assets/gone.js', '*/*')).status).toBe(404);
  expect(await (await get('/..%2f..%2f..%2fetc/passwd')).text()).not.toContain('root:');
  expect((await get('/.triad-build.json')).status).toBe(404);
  expect((await get('/', 'application/json')).status).toBe(404);
  expect((await fetch(server.address, { method: 'POST' })).status).toBe(404);
});

test('without a built web app the page says what to do', async () => {
  const server = await startServer({ web: join(await makeFolder(), 'nothing') });
  const answer = await fetch(server.address, { headers: { accept: 'text/html' } });
  expect(answer.status).toBe(503);
  expect(((await answer.json()) as ApiError).error.message).toContain('pnpm build');
});

test('an upgrade to an unknown path is ended', async () => {
  const server = await startServer();
  for (const path of ['/', '/socket.io/', '/collab-x', '/api/session', '/events']) {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
        );
      });
      socket.on('data', () => reject(new Error(`${path} was answered`)));
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
    });
  }
});

test('a fault tells a reference and nothing else', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  // The disk loses the document behind the server's back.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(server.folder, 'triad.sqlite'));
  database.exec("delete from records where collection = 'documents'");
  database.close();
  const { status, error, headers } = await lead.call('readTranscript', { transcript });
  expect([status, error.code]).toEqual([500, 'server/failed']);
  expect(error.message).toContain(headers.get('x-request-id'));
  expect(error.message).not.toMatch(/at |\.ts|Error/);
});
