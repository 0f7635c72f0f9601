import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

/*
 * Load on the document server, as figures: `node measure.ts <clients> <documents> <seconds between
 * updates of one client> <seconds> <spans already there>`. The server is a process of its own with
 * the store as it ships; clients are raw sockets in this one. Every client writes at random
 * moments (Poisson), and everybody else on its document receives.
 */

const [clients = 50, documents = 10, everySeconds = 5, seconds = 15, prepared = 0] = process.argv
  .slice(2)
  .map(Number);
const SERVER = fileURLToPath(new URL('../../../../test/faults/server-process.ts', import.meta.url));
const TICKS_PER_SECOND = 100;

const folder = await mkdtemp(join(tmpdir(), 'triad-measure-'));
const names = Array.from({ length: documents }, () => ({
  kind: 'layer',
  transcript: randomUUID(),
  round: randomUUID(),
  member: randomUUID(),
}));
const child = spawn(
  process.execPath,
  [SERVER, JSON.stringify({ store: { folder }, documents: names })],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const [line] = await once(createInterface(child.stdout), 'line');
const { pid, port, paths } = JSON.parse(String(line)) as {
  readonly pid: number;
  readonly port: number;
  readonly paths: readonly string[];
};

const delivery: number[] = [];
const acknowledged: number[] = [];
const sentAt = new Map<string, number>();
let sent = 0;

async function connect(index: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${paths[index % documents] ?? ''}`);
  const doc = new Y.Doc();
  const waiting: number[] = [];
  let count = 0;
  socket.on('message', (data) => {
    if (!(data instanceof Buffer)) return;
    const now = performance.now();
    if (data[0] === 110) {
      const upTo = readVarUint(data, 1);
      for (; count < upTo; count += 1) acknowledged.push(now - (waiting.shift() ?? now));
    } else if (data[0] === 0 && data[1] === 2) {
      const text = data.toString('latin1');
      const from = text.indexOf('#');
      const at = sentAt.get(text.slice(from, text.indexOf('#', from + 1)));
      if (at !== undefined) delivery.push(now - at);
    }
  });
  doc.on('update', (update: Uint8Array) => {
    waiting.push(performance.now());
    const length = [];
    for (let rest = update.length; ; rest >>= 7) {
      if (rest < 128) {
        length.push(rest);
        break;
      }
      length.push(128 | (rest & 127));
    }
    socket.send(Buffer.concat([Uint8Array.of(0, 2, ...length), update]));
  });
  await once(socket, 'open');
  socket.send(Uint8Array.of(0, 0, 1, 0));
  return {
    socket,
    write() {
      const key = `#${index}-${sent}`;
      sent += 1;
      sentAt.set(key, performance.now());
      doc.getMap('spans').set(`${key}#`, { role: 'C', quote: 'x'.repeat(150) });
    },
    fill(spans: number) {
      doc.transact(() => {
        for (let span = 0; span < spans; span += 1) {
          doc.getMap('spans').set(`s${span}`, { role: 'C', quote: 'x'.repeat(150) });
        }
      });
    },
  };
}

const connected = await Promise.all(Array.from({ length: clients }, (_, index) => connect(index)));
if (prepared > 0) for (const client of connected.slice(0, documents)) client.fill(prepared);
for (let last = -1, now = await processorSeconds(); now - last > 0.02;) {
  await pause(1_000);
  last = now;
  now = await processorSeconds();
}
acknowledged.length = 0;
const before = await processorSeconds();
const endMs = performance.now() + seconds * 1_000;
await Promise.all(
  connected.map(async (client) => {
    for (;;) {
      await pause(-Math.log(1 - Math.random()) * everySeconds * 1_000);
      if (performance.now() > endMs) return;
      client.write();
    }
  }),
);
await pause(300);
const used = (await processorSeconds()) - before;
const expected = sent * (clients / documents - 1);
const status = await readFile(`/proc/${pid}/status`, 'utf8');
process.stdout.write(
  `${clients}/${documents}, T ${everySeconds} s, ${prepared} spans before: ${sent} updates, ` +
    `delivered ${(delivery.length / expected).toFixed(3)}; delivery ${quantiles(delivery)}; ` +
    `acknowledgement ${quantiles(acknowledged)}; processor ${((used / sent) * 1000).toFixed(2)} s ` +
    `per 1,000; RSS ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)} MB\n`,
);
for (const { socket } of connected) socket.terminate();
process.kill(pid, 'SIGTERM');
await once(child, 'exit');
await rm(folder, { recursive: true, force: true });

function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return [0.5, 0.95, 0.99]
    .map((share) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2))
    .join(' / ');
}

/** User and system time of the server so far. */
async function processorSeconds(): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function readVarUint(bytes: Uint8Array, at: number): number {
  let value = 0;
  let scale = 1;
  for (let index = at; index < bytes.length; index += 1) {
    value += ((bytes[index] ?? 0) & 127) * scale;
    scale *= 128;
    if ((bytes[index] ?? 0) < 128) break;
  }
  return value;
}
