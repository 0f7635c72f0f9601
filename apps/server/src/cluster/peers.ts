import { request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { faultOf } from '../http/errors.ts';
import type { Beat } from './beat.ts';

/*
 * What servers tell one another straight, since it must not be lost with Redis: that somebody may hear or
 * see no more, and that a project has something unfinished. Of ids alone.
 */

export const peerMessage = z.discriminatedUnion('kind', [
  /** A sign-in session is over. */
  z.strictObject({ kind: z.literal('session-ended'), session: z.string().max(200) }),
  z.strictObject({
    kind: z.enum(['membership-ended', 'roles-changed']),
    project: z.uuid(),
    account: z.uuid(),
  }),
  z.strictObject({ kind: z.literal('project-ended'), project: z.uuid() }),
  /** Keys of a transcript were destroyed, or one was made: what is in memory of them is not true any more. */
  z.strictObject({ kind: z.literal('keys-changed'), transcript: z.uuid() }),
  /** It is at home there, and something of it waits for that. */
  z.strictObject({ kind: z.literal('wake'), project: z.string().max(200) }),
]);
export type PeerMessage = z.infer<typeof peerMessage>;

export const PEER_PATH = '/peer';
const MOST_BYTES = 4_096;
const ANSWER_MS = 2_000;
const AGAIN_MS = 500;
/** Far longer than it takes until one that does not answer counts as dead: one that answers no is left. */
const TOLD_MS = 30_000;

export type Peers = {
  /**
   * Tells every other server that is there. Resolves when all have done it, or count as dead: then
   * nobody is connected to them any more. Rejects where one is there and does not do it for half a minute.
   */
  tell(message: PeerMessage): Promise<void>;
  /** The same to one. */
  tellOne(server: string, message: PeerMessage): Promise<void>;
};

export function makePeers(beat: Beat, log: Logger): Peers {
  async function tellOne(server: string, message: PeerMessage): Promise<void> {
    const endMs = performance.now() + TOLD_MS;
    for (;;) {
      // One that does not answer is struck out after a while, and told nothing more.
      const entry = beat.servers().find(({ id }) => id === server);
      if (entry === undefined || !beat.isFresh()) return;
      try {
        await post(entry.address, message);
        return;
      } catch (error) {
        log.warn({ server, ...faultOf(error) }, 'another server was not reached');
        if (performance.now() > endMs) throw error;
        await delay(AGAIN_MS);
      }
    }
  }

  return {
    tellOne,
    async tell(message) {
      const others = await beat.look().catch(() => beat.servers());
      await Promise.all(
        others.filter(({ id }) => id !== beat.id).map(({ id }) => tellOne(id, message)),
      );
    },
  };
}

function post(origin: string, message: PeerMessage): Promise<void> {
  const body = JSON.stringify(message);
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      new URL(PEER_PATH, origin),
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
        timeout: ANSWER_MS,
        agent: false,
      },
      (response) => {
        response.resume();
        if (response.statusCode === 204) response.once('end', resolve);
        else reject(new Error(`the other server answered ${response.statusCode}`));
      },
    );
    asked.once('timeout', () => asked.destroy(new Error('the other server did not answer')));
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Answers what another server tells; false where the request is something else. */
export function hearPeer(
  request: IncomingMessage,
  response: ServerResponse,
  hear: (message: PeerMessage) => Promise<void>,
): boolean {
  if (request.url !== PEER_PATH) return false;
  void read(request)
    .then((text) => peerMessage.parse(JSON.parse(text)))
    .then(hear)
    .then(
      () => response.writeHead(204).end(),
      () => response.writeHead(400).end(),
    );
  return true;
}

async function read(request: IncomingMessage): Promise<string> {
  if (request.method !== 'POST') throw new Error('not told');
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BYTES) throw new Error('too long');
  }
  return text;
}
