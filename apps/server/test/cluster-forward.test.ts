import { freePort } from '@triad/storage/test-server';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { makeRequestForwarder } from '../src/cluster/forward-request.ts';
import type { Elsewhere } from '../src/cluster/homes.ts';
import { STOPPING_HEADER } from '../src/http/passed-on.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that passes all on: to where its project is said to be at home at first, and then; null: here. */
function passing(first: string, then: string | null): Promise<string> {
  const home = (origin: string): Elsewhere => ({ server: origin, origin });
  const homes = {
    find: () => Promise.resolve(then === null ? null : home(then)),
    forget: () => undefined,
  };
  const forwarder = makeRequestForwarder(homes, pino({ level: 'silent' }));
  onTestFinished(() => forwarder.close());
  return serve((request, response) => {
    void forwarder.forward(request, response, 'project', home(first)).then((isAnswered) => {
      if (isAnswered) return;
      request.on('data', (chunk: Buffer) => response.write(chunk));
      request.on('end', () => response.end(' here'));
    });
  });
}

const post = (address: string) => fetch(address, { method: 'POST', body: 'said' });

test('where its server is gone and this one takes its place, a request is answered here', async () => {
  const address = await passing(`http://127.0.0.1:${await freePort()}`, null);
  expect(await (await post(address)).text()).toBe('said here');
});

test('where its server is gone, the next one is given the request whole', async () => {
  const next = await serve((request, response) => request.pipe(response));
  const address = await passing(`http://127.0.0.1:${await freePort()}`, next);
  expect(await (await post(address)).text()).toBe('said');
});

test('a server that stops has done nothing: what has no body goes to the next', async () => {
  const stopping = await serve((_request, response) => {
    response.writeHead(503, { [STOPPING_HEADER]: '1' }).end('stopping');
  });
  const next = await serve((_request, response) => response.end('next'));
  const address = await passing(stopping, next);
  expect(await (await fetch(address)).text()).toBe('next');
  expect((await post(address)).status).toBe(503);
});
