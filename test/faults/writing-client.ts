import { MESSAGE_ACKNOWLEDGEMENT, MESSAGE_SYNC } from '@triad/collab';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

/** Updates that a client has under way at most. */
const WINDOW = 16;

/** How long acknowledgements are waited for; a traced server on a busy machine takes two seconds. */
const PATIENCE_MS = 20_000;

/** What a client sent in one connection, and what it was told. */
export type Written = {
  /** Keys of the spans, in the order of the counted messages that carried them. */
  readonly keys: readonly string[];
  readonly acknowledged: () => number;
  /**
   * Resolves when so many are acknowledged. Rejects, and says how far it came, when the connection
   * ends before or twenty seconds pass.
   */
  reach(count: number): Promise<void>;
  /** Resolves when the connection is over. */
  readonly over: Promise<void>;
  close(): void;
};

/** Writes spans into a document for as long as the connection lasts, `most` at most. */
export async function keepWriting(
  url: string,
  label: string,
  options: { readonly most?: number; readonly window?: number } = {},
): Promise<Written> {
  const { most = Number.POSITIVE_INFINITY, window = WINDOW } = options;
  const socket = new WebSocket(url);
  socket.on('error', () => undefined);
  let end: string | null = null;
  const over = once(socket, 'close').then(([code, reason]) => {
    end = `${String(code)} ${String(reason)}`;
  });
  const doc = new Y.Doc();
  const keys: string[] = [];
  let acknowledged = 0;
  const fill = (): void => {
    while (keys.length < most && keys.length - acknowledged < window) {
      const key = `${label}-${keys.length}`;
      keys.push(key);
      doc.getMap('spans').set(key, { role: 'C', quote: 'x'.repeat(100) });
    }
  };
  doc.on('update', (update: Uint8Array) => socket.send(sync(2, update)));
  socket.on('message', (data) => {
    if (!(data instanceof Buffer) || data[0] !== MESSAGE_ACKNOWLEDGEMENT) return;
    acknowledged = readCount(data);
    fill();
  });
  const reach = async (count: number): Promise<void> => {
    const endMs = performance.now() + PATIENCE_MS;
    const reached = (): boolean => acknowledged >= count;
    while (!reached()) {
      const far = `${acknowledged} of ${keys.length} sent were acknowledged, ${count} awaited`;
      if (end !== null) throw new Error(`the server closed with ${end}: ${far}`);
      if (performance.now() > endMs) throw new Error(`the server fell silent: ${far}`);
      await pause(5);
    }
  };
  await once(socket, 'open');
  fill();
  return { keys, acknowledged: () => acknowledged, reach, over, close: () => socket.close() };
}

/** The spans that a document holds for whoever opens it now. */
export async function readSpans(url: string): Promise<ReadonlySet<string>> {
  const socket = new WebSocket(url);
  const doc = new Y.Doc();
  await once(socket, 'open');
  const answer = new Promise<void>((resolve, reject) => {
    socket.on('close', (code) => reject(new Error(`the server closed with ${code}`)));
    socket.on('message', (data) => {
      if (!(data instanceof Buffer) || data[0] !== MESSAGE_SYNC || data[1] !== 1) return;
      Y.applyUpdate(doc, payloadOf(data));
      resolve();
    });
  });
  socket.send(sync(0, Uint8Array.of(0)));
  await answer;
  socket.close();
  return new Set(doc.getMap('spans').keys());
}

function sync(step: number, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(MESSAGE_SYNC, step), varUint(payload.length), payload]);
}

function varUint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 | (rest % 128));
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function readVarUint(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let index = at; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return { value, end: index + 1 };
  }
  throw new Error('a number that does not end');
}

function readCount(frame: Uint8Array): number {
  return readVarUint(frame, 1).value;
}

function payloadOf(frame: Uint8Array): Uint8Array {
  const { value, end } = readVarUint(frame, 2);
  return frame.subarray(end, end + value);
}
