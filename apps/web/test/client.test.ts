import { ROUTES } from '@triad/collab';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorOf, sentenceOf } from '../src/api/api-error.ts';
import { call, fillPath, readJson } from '../src/api/client.ts';
import { say } from '../src/messages.ts';

let server: Server | null = null;

/** A server that answers everything in one way; `fetch` finds it by path alone, as a page does. */
async function answering(status: number, body: string): Promise<readonly string[]> {
  const heard: string[] = [];
  const made = createServer((request, response) => {
    void readAll(request).then((text) => {
      heard.push(`${request.method ?? ''} ${request.url ?? ''} ${text}`.trim());
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  server = made;
  const base = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => real(base + path, init));
  return heard;
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

afterEach(() => {
  vi.unstubAllGlobals();
  server?.close();
  server = null;
});

describe('calling a route', () => {
  test('sends the body and answers what the server says', async () => {
    const heard = await answering(200, '{"id":"1","title":"T"}');
    expect(await call('createProject', {}, { title: 'T' })).toEqual({ id: '1', title: 'T' });
    expect(heard).toEqual(['POST /api/projects {"title":"T"}']);
  });

  test('fills the ids into the path and answers null for nothing', async () => {
    const heard = await answering(200, '');
    expect(await call('removeMember', { project: 'p', member: 'm/1' })).toBeNull();
    expect(heard).toEqual(['DELETE /api/projects/p/members/m%2F1']);
  });

  test('throws the sentence of a refusal', async () => {
    await answering(409, '{"error":{"code":"a/b","message":"Do this."}}');
    await expect(call('listProjects', {})).rejects.toMatchObject({
      status: 409,
      code: 'a/b',
      message: 'Do this.',
    });
  });

  test('says so where the server is not reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(call('listProjects', {})).rejects.toMatchObject({
      status: 0,
      message: say.errors.unreachable,
    });
  });
});

describe('errors', () => {
  test('a proxy’s page becomes a sentence, not a page', () => {
    expect(errorOf(502, '<html>Bad gateway</html>').message).toBe(say.errors.unreachable);
    expect(errorOf(413, '<html>').message).toBe(say.errors.tooLarge);
    expect(errorOf(500, 'x').message).toBe(say.errors.unreadable(500));
  });

  test('an error that is not the server’s shows no inside', () => {
    expect(sentenceOf(new TypeError('undefined is not a function'))).toBe(say.errors.unexpected);
  });

  test('an answer that is no JSON is an error', () => {
    expect(() => readJson(200, '<html>')).toThrow(say.errors.unreadable(200));
    expect(readJson(204, '')).toBeNull();
  });

  test('every name in the path of a route is filled whole', () => {
    for (const [route, { path }] of Object.entries(ROUTES)) {
      const names = path.split('/').flatMap((step) => (step.startsWith(':') ? step.slice(1) : []));
      const params = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
      const filled = path
        .split('/')
        .map((step) => (step.startsWith(':') ? encodeURIComponent(`<${step.slice(1)}>`) : step));
      expect([route, fillPath(path, params)]).toEqual([route, filled.join('/')]);
    }
  });

  test('a path without its id is a fault', () => {
    expect(() => fillPath('/api/projects/:project', {})).toThrow('no value for :project');
  });
});
