import {
  COLLAB_PATH,
  DOCUMENT_SCHEMA,
  encodeTunnelFrame,
  EVENTS_PATH,
  LIMITS,
  TUNNEL_PATH,
} from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Random } from '../../bench/support/random.ts';

/** Who attacks, and what they may open. */
export type Attacker = {
  readonly origin: string;
  readonly cookie: string;
  readonly documents: readonly DocumentAnswer[];
  readonly project: string;
  readonly transcript: string;
};

/** Sockets of documents, tunnels and events that are attacked at once, one after the other in each lane. */
const LANES = 6;
const FRAMES_EACH = 60;
/** The limit on requests is by address, and everybody here has the same: some of it is left to others. */
const REQUESTS = 60;
/** Lines that say half of something and then nothing. */
const HALVES = 30;

/**
 * A member who sends what no client of ours does: garbage, and what was recorded, cut short, with bits
 * turned over, again and again, or too long; over every way in. Resolves when it is over.
 */
export async function attack(attacker: Attacker, random: Random, lengthMs: number): Promise<void> {
  const over = AbortSignal.timeout(lengthMs);
  const halves = Array.from({ length: HALVES }, () => sayHalf(attacker, random));
  await Promise.all([
    ...Array.from({ length: LANES }, async () => {
      while (!over.aborted) await attackSocket(attacker, random, over);
    }),
    attackRequests(attacker, random, over),
  ]);
  for (const half of halves) half.destroy();
}

async function attackSocket(attacker: Attacker, random: Random, over: AbortSignal): Promise<void> {
  const way = random.pick(['document', 'document', 'tunnel', 'tunnel', 'events'] as const);
  const path =
    way === 'document'
      ? pathOf(random.pick(attacker.documents))
      : way === 'tunnel'
        ? TUNNEL_PATH
        : `${EVENTS_PATH}?EIO=4&transport=websocket`;
  const socket = new WebSocket(attacker.origin.replace('http', 'ws') + path, {
    headers: { cookie: attacker.cookie },
  });
  const recorded: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => void recorded.push(Buffer.from(data)));
  for (let waited = 0; socket.readyState === WebSocket.CONNECTING && waited < 100; waited += 1) {
    await pause(20);
  }
  let channel = 0;
  for (let n = 0; n < FRAMES_EACH && !over.aborted; n += 1) {
    if (socket.readyState !== WebSocket.OPEN) break;
    if (way === 'tunnel' && random.chance(0.3)) {
      channel = random.chance(0.9) ? channel + 1 : random.whole(0, 2 ** 31);
      const open = pathOf(random.pick(attacker.documents));
      const wrong = open.slice(0, random.whole(0, open.length));
      const path = random.chance(0.7) ? open : wrong;
      socket.send(encodeTunnelFrame({ channel, operation: 'open', path }));
    }
    const frame = badFrame(recorded, random);
    const data = encodeTunnelFrame({
      channel: Math.max(1, channel),
      operation: 'data',
      data: frame,
    });
    if (random.chance(0.1)) socket.send(frame.toString('latin1'));
    else socket.send(way === 'tunnel' && random.chance(0.7) ? data : frame);
    if (random.chance(0.1)) socket.send(frame.subarray(0, 5), { fin: false });
    await pause(random.whole(0, 10));
  }
  socket.terminate();
}

/** Something that is no message, or one that should not come. */
function badFrame(recorded: readonly Buffer[], random: Random): Buffer {
  const known = recorded.length === 0 ? Buffer.from([0, 0, 1, 0]) : random.pick(recorded);
  switch (random.whole(1, 9)) {
    case 1:
      return bytes(random.whole(0, 300), random);
    case 2:
      // A sync message, an awareness message, with garbage inside.
      return Buffer.concat([
        Buffer.from([random.whole(0, 1), random.whole(0, 3)]),
        bytes(80, random),
      ]);
    case 3:
      return known.subarray(0, random.whole(0, known.length));
    case 4: {
      const turned = Buffer.from(known);
      if (turned.length > 0) turned[random.whole(0, turned.length - 1)] = random.whole(0, 255);
      return turned;
    }
    case 5:
      return random.chance(0.2) ? Buffer.alloc(LIMITS.messageBytes + 1, 2) : known;
    case 6:
      return random.chance(0.05) ? Buffer.alloc(4 * LIMITS.messageBytes + 1, 2) : known;
    case 7:
      // A length that is longer than anything.
      return Buffer.from([0, 2, 255, 255, 255, 255, 255, 255, 127, 1, 2, 3]);
    case 8:
      return Buffer.concat([known, known]);
    default:
      return known;
  }
}

async function attackRequests(
  { origin, cookie, project, transcript }: Attacker,
  random: Random,
  over: AbortSignal,
): Promise<void> {
  const paths = [
    '/api/projects',
    `/api/projects/${project}/participants`,
    `/api/transcripts/${transcript}/comments`,
    `/api/projects/${project}/transcripts`,
    `/api/projects/${project}%00/transcripts`,
    `/api/transcripts/${'x'.repeat(3_000)}`,
    `${EVENTS_PATH}?EIO=4&transport=polling`,
  ];
  for (let n = 0; n < REQUESTS && !over.aborted; n += 1) {
    const body = random.pick([
      '',
      '{',
      'null',
      '[]',
      `${'['.repeat(20_000)}`,
      JSON.stringify({ text: 'x'.repeat(300_000) }),
      '{"__proto__":{"roles":["lead"]}}',
      bytes(200, random).toString('latin1'),
    ]);
    await fetch(origin + random.pick(paths), {
      method: random.pick(['POST', 'POST', 'PATCH', 'PUT', 'DELETE']),
      headers: {
        cookie,
        'content-type': random.pick([
          'application/json',
          'text/plain',
          'multipart/form-data; boundary=x',
          'application/octet-stream',
        ]),
      },
      body,
      signal: AbortSignal.timeout(5_000),
    }).then(
      (response) => response.arrayBuffer(),
      () => null,
    );
    await pause(random.whole(0, 20));
  }
}

/** A line that is left in the middle of a request, of its body, of an upgrade, or of a frame. */
function sayHalf({ origin, cookie, documents }: Attacker, random: Random) {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  const head = `Host: x\r\nCookie: ${cookie}\r\n`;
  const upgrade =
    `GET ${pathOf(random.pick(documents))} HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  const said = random.pick([
    'GET /api/projects HTTP/1.1\r\nHost: x\r\nX-',
    `POST /api/projects HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 90000\r\n\r\n{"ti`,
    `POST /api/projects HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nffffff\r\nabc`,
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`,
    '\u0016\u0003\u0001\u0002\u0000 no TLS here',
    upgrade,
    upgrade.slice(0, -30),
  ]);
  socket.write(said, 'latin1');
  // The head of a frame of a megabyte, and little of it.
  if (said === upgrade) {
    socket.write(Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x0f, 0, 0, 1, 2, 3, 4, 5, 6]));
  }
  return socket;
}

function pathOf({ name, kind, generation }: DocumentAnswer): string {
  return `${COLLAB_PATH}/${name}?generation=${generation}&schema=${DOCUMENT_SCHEMA[kind]}&ack=1`;
}

function bytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => random.whole(0, 255)));
}
