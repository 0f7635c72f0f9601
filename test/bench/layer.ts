import type { DocumentAnswer, RouteAnswers, RouteName } from '@triad/collab';
import { COLLAB_PATH, MESSAGE_ACKNOWLEDGEMENT, ROUTES } from '@triad/collab';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { HOST_LIMITS } from '../../apps/server/src/documents/host-limits.ts';
import { EDITS, makeLongLayer } from './study/long-layer.ts';
import { against, median, printTable, say, spread } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';
import { startServer } from './support/running-server.ts';

/*
 * A layer that has seen a hundred thousand edits: from the unmodified provider's first packet until
 * it holds the whole, at a server that was just started and so reads it from the disk, and at one
 * that has it in memory.
 */

const COLD = 7;
const WARM = 20;
const GOAL_MS = 300;

/** Entries after the folded whole: of a layer left for half a minute, and the most there may be. */
const TAILS = [0, HOST_LIMITS.compactEntries - 1] as const;

say(`layer: ${describeMachine()}`);
const rows: string[][] = [];
let slowest = 0;
for (const tail of TAILS) await withFolder((folder) => measure(folder, tail));
printTable(
  'Opened until synced, ms',
  ['entries after the whole', 'server', 'n', 'p50 / p95 / max'],
  rows,
);
say(`\n${against(`median under ${GOAL_MS} ms, from the disk`, slowest < GOAL_MS)}`);

async function measure(folder: string, tail: number): Promise<void> {
  const layer = await makeLongLayer(folder, tail);
  const kib = (bytes: number): string => `${Math.round(bytes / 1024).toLocaleString('en')} KiB`;
  say(
    `\n${EDITS.toLocaleString('en')} edits, ${layer.spans} spans left; sent ${kib(layer.sentBytes)}, stored ${kib(layer.storedBytes)}`,
  );
  const cold: number[] = [];
  const warm: number[] = [];
  let cookie = '';
  for (let start = 0; start < COLD; start += 1) {
    const server = await startServer({ dataFolder: join(folder, 'data'), web: folder });
    try {
      const call = caller(server.address, () => cookie);
      if (cookie === '') cookie = await call.signIn(layer.token);
      const { documents } = await call.get('readTranscript', { transcript: layer.transcript });
      const own = documents.find(({ name }) => name === layer.name);
      if (own === undefined) throw new Error('the layer is not listed');
      cold.push(await untilSynced(server.address, cookie, own));
      if (start > 0) continue;
      for (let again = 0; again < WARM; again += 1)
        warm.push(await untilSynced(server.address, cookie, own));
    } finally {
      await server.end();
    }
  }
  slowest = Math.max(slowest, median(cold));
  rows.push(
    [String(tail), 'just started', String(cold.length), spread(cold)],
    [String(tail), 'has it in memory', String(warm.length), spread(warm)],
  );
}

async function untilSynced(
  address: string,
  cookie: string,
  { name, generation, schema }: DocumentAnswer,
): Promise<number> {
  class Socket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(address.replace('http', 'ws') + COLLAB_PATH, name, doc, {
    WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
    params: { generation, schema: String(schema), ack: '1' },
    disableBc: true,
    connect: false,
  });
  provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = () => undefined;
  try {
    const synced = new Promise<void>((resolve, reject) => {
      provider.on('sync', (is: boolean) => is && resolve());
      provider.on('connection-error', () => reject(new Error('the layer is refused')));
    });
    const start = performance.now();
    provider.connect();
    await synced;
    return performance.now() - start;
  } finally {
    provider.destroy();
    doc.destroy();
  }
}

function caller(address: string, cookie: () => string) {
  const send = async (name: RouteName, params: Readonly<Record<string, string>>, body?: object) => {
    const { method, path } = ROUTES[name];
    const response = await fetch(
      address + path.replace(/:(\w+)/g, (_, key: string) => params[key] ?? ''),
      {
        method,
        headers: {
          cookie: cookie(),
          origin: address,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    async signIn(token: string): Promise<string> {
      const { headers } = await send('redeemSignInLink', {}, { token });
      return headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    },
    async get<N extends RouteName>(name: N, params: Readonly<Record<string, string>>) {
      return (await (await send(name, params)).json()) as RouteAnswers[N];
    },
  };
}
