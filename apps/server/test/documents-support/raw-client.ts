import type { Objection } from '@triad/collab';
import {
  decodeTunnelFrame,
  encodeTunnelFrame,
  MESSAGE_ACKNOWLEDGEMENT,
  MESSAGE_AWARENESS,
  MESSAGE_OBJECTION,
  MESSAGE_SYNC,
  readObjection,
} from '@triad/collab';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type * as Y from 'yjs';
import { until } from './condition.ts';

export type Ended = { readonly code: number; readonly reason: string };

/** A client that says exactly what a test wants, over a socket of its own or a channel. */
export class RawClient {
  readonly frames: Uint8Array[] = [];
  ended: Ended | null = null;
  readonly #send: (frame: Uint8Array) => void;

  constructor(send: (frame: Uint8Array) => void) {
    this.#send = send;
  }

  send(frame: Uint8Array): void {
    this.#send(frame);
  }

  step1(stateVector: Uint8Array = Uint8Array.of(0)): void {
    this.send(syncFrame(0, stateVector));
  }

  step2(update: Uint8Array): void {
    this.send(syncFrame(1, update));
  }

  update(update: Uint8Array): void {
    this.send(syncFrame(2, update));
  }

  awareness(clientId: number, clock: number, state: unknown): void {
    this.send(awarenessFrame(clientId, clock, state));
  }

  /** Counts of all acknowledgements so far. */
  get acknowledged(): readonly number[] {
    return this.#payloads(MESSAGE_ACKNOWLEDGEMENT).map((decoder) => decoding.readVarUint(decoder));
  }

  /** Of all that was dropped and told so far. */
  get objections(): readonly Objection[] {
    return this.#payloads(MESSAGE_OBJECTION).map((decoder) => readObjection(decoder));
  }

  get updates(): readonly Uint8Array[] {
    return this.#syncs(2);
  }

  get step2s(): readonly Uint8Array[] {
    return this.#syncs(1);
  }

  get step1s(): readonly Uint8Array[] {
    return this.#syncs(0);
  }

  /** Every awareness entry so far, in order. */
  get presence(): readonly {
    readonly id: number;
    readonly clock: number;
    readonly state: unknown;
  }[] {
    return this.#payloads(MESSAGE_AWARENESS).flatMap((decoder) => {
      const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
      return Array.from({ length: decoding.readVarUint(inner) }, () => ({
        id: decoding.readVarUint(inner),
        clock: decoding.readVarUint(inner),
        state: JSON.parse(decoding.readVarString(inner)) as unknown,
      }));
    });
  }

  /** Resolves with the code with which the server ended it. */
  async end(): Promise<number> {
    await until('the server ends the connection', () => this.ended !== null);
    return this.ended?.code ?? 0;
  }

  /** Resolves when the server is ready to hear it. */
  async ready(): Promise<void> {
    await until('the server begins to sync', () => this.step1s.length > 0 || this.ended !== null);
  }

  #syncs(step: number): readonly Uint8Array[] {
    return this.#payloads(MESSAGE_SYNC)
      .filter((decoder) => decoding.readVarUint(decoder) === step)
      .map((decoder) => decoding.readVarUint8Array(decoder));
  }

  #payloads(type: number): readonly decoding.Decoder[] {
    return this.frames
      .map((frame) => decoding.createDecoder(frame))
      .filter((decoder) => decoding.readVarUint(decoder) === type);
  }
}

export type RawOptions = {
  readonly origin?: string;
  readonly session?: string;
  /** The whole header, in the place of `session`. */
  readonly cookie?: string;
};

function openSocket(url: string, options: RawOptions): WebSocket {
  const socket = new WebSocket(url, {
    headers: {
      ...(options.session === undefined ? {} : { cookie: `session=${options.session}` }),
      ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    },
  });
  socket.binaryType = 'arraybuffer';
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  return socket;
}

/** One document on a socket of its own; `socket` is there for tests of the line itself. */
export async function connectRaw(
  server: { readonly origin: string },
  path: string,
  options: RawOptions = {},
): Promise<RawClient & { readonly socket: WebSocket }> {
  const socket = openSocket(server.origin + path, options);
  const client = new RawClient((frame) => socket.send(frame));
  listen(socket, (bytes) => client.frames.push(bytes));
  socket.on('close', (code, reason) => {
    client.ended = { code, reason: reason.toString() };
  });
  await until('the handshake is over', () => socket.readyState !== WebSocket.CONNECTING);
  return Object.assign(client, { socket });
}

export type RawTunnel = {
  readonly socket: WebSocket;
  /** Whatever came over it, as it came. */
  readonly frames: readonly Uint8Array[];
  /** Opens the next channel. */
  open(path: string, channel?: number): RawClient;
  readonly ended: () => number | null;
  readonly pongs: () => number;
};

/** A tunnel of raw clients. */
export async function connectTunnel(
  server: { readonly origin: string },
  options: RawOptions = {},
): Promise<RawTunnel> {
  const socket = openSocket(`${server.origin}/tunnel`, options);
  const clients = new Map<number, RawClient>();
  const frames: Uint8Array[] = [];
  let last = 0;
  let ended: number | null = null;
  let pongs = 0;
  listen(socket, (bytes) => {
    frames.push(bytes);
    const frame = decodeTunnelFrame(bytes);
    if (frame === null) return;
    if (frame.operation === 'pong') pongs += 1;
    const client = clients.get(frame.channel);
    if (frame.operation === 'data') client?.frames.push(frame.data);
    if (frame.operation === 'closed' && client !== undefined) client.ended = frame;
  });
  socket.on('close', (code) => {
    ended = code;
  });
  await until('the handshake is over', () => socket.readyState !== WebSocket.CONNECTING);
  return {
    socket,
    frames,
    open(path, channel = last + 1) {
      last = channel;
      const client = new RawClient((data) =>
        socket.send(encodeTunnelFrame({ channel, operation: 'data', data })),
      );
      clients.set(channel, client);
      socket.send(encodeTunnelFrame({ channel, operation: 'open', path }));
      return client;
    },
    ended: () => ended,
    pongs: () => pongs,
  };
}

function listen(socket: WebSocket, hear: (bytes: Uint8Array) => void): void {
  socket.on('message', (data) => {
    if (data instanceof ArrayBuffer) hear(new Uint8Array(data));
  });
}

export function syncFrame(step: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export function awarenessFrame(clientId: number, clock: number, state: unknown): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, 1);
  encoding.writeVarUint(inner, clientId);
  encoding.writeVarUint(inner, clock);
  encoding.writeVarString(inner, JSON.stringify(state));
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
}

/** The updates that these acts make of a document, one each. */
export function updatesOf(doc: Y.Doc, ...acts: readonly (() => void)[]): readonly Uint8Array[] {
  const updates: Uint8Array[] = [];
  const keep = (update: Uint8Array): void => void updates.push(update);
  doc.on('update', keep);
  for (const act of acts) act();
  doc.off('update', keep);
  return updates;
}
