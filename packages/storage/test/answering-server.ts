import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { BSON } from 'mongodb';
import type { Document } from 'mongodb';

const OP_MSG = 2013;
const HEADER_BYTES = 16;

/**
 * Speaks as much of MongoDB's protocol as the driver needs to believe that it has found a server, and
 * answers each command as `answer` says: for what no real server can be brought to do in a test.
 */
export async function startAnsweringServer(
  answer: (command: Document) => Document,
): Promise<{ readonly uri: string; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        if (received.length < HEADER_BYTES) return;
        const size = received.readInt32LE(0);
        if (received.length < size) return;
        const message = received.subarray(0, size);
        received = received.subarray(size);
        reply(socket, message, answer);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    uri: `mongodb://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function reply(socket: Socket, message: Buffer, answer: (command: Document) => Document): void {
  // The first greeting comes in the form from before OP_MSG, and is answered in it.
  const isMessage = message.readInt32LE(12) === OP_MSG;
  const start = isMessage ? HEADER_BYTES + 5 : message.indexOf(0, HEADER_BYTES + 4) + 9;
  const command = BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)));
  const hello = 'hello' in command || 'ismaster' in command || 'isMaster' in command;
  const body = BSON.serialize(hello ? HELLO : { ok: 1, ...answer(command) });
  const head = Buffer.alloc(isMessage ? HEADER_BYTES + 5 : HEADER_BYTES + 20);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(isMessage ? OP_MSG : 1, 12);
  if (!isMessage) head.writeInt32LE(1, HEADER_BYTES + 16);
  socket.write(Buffer.concat([head, body]));
}

const HELLO = {
  ok: 1,
  isWritablePrimary: true,
  ismaster: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
};
