import { Agent, request as httpRequest } from 'node:http';
import type {
  ClientRequest,
  IncomingMessage,
  OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { faultOf } from '../http/errors.ts';
import { COUNTED_HEADER, forwardedFor, STOPPING_HEADER } from '../http/passed-on.ts';
import { refuse } from '../refusal.ts';
import type { Elsewhere, HomesHere } from './homes.ts';

/** Passes requests on to the server that what they are about is at home with. */
export type RequestForwarder = {
  /**
   * `body`: what was read of it already; null where nothing was, and it is passed on as it comes. True: it was
   * answered. False: that server is gone, this one is in its place, and nothing of the request was read.
   */
  forward(
    request: IncomingMessage,
    response: ServerResponse,
    project: string,
    to: Elsewhere,
    body?: Buffer | null,
  ): Promise<boolean>;
  /** How many were passed on since the start. */
  count(): number;
  close(): void;
};

/** A connection to each server for so many requests at once; others wait. */
const MOST_AT_ONCE = 256;
/** How long a server that does not answer is tried, until its projects are at home elsewhere; in ms. */
const TRIED_MS = 9_000;
const AGAIN_MS = 250;
/** As long as the server itself gives a request. */
const SLOWEST_MS = 600_000;

/** These can be passed on once more where nothing was done. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);
/** Of one connection, and not to be passed on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  COUNTED_HEADER,
]);

export function makeRequestForwarder(
  homes: Pick<HomesHere, 'find' | 'forget'>,
  log: Logger,
): RequestForwarder {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  let passed = 0;

  async function forward(
    request: IncomingMessage,
    response: ServerResponse,
    project: string,
    to: Elsewhere,
    body: Buffer | null = null,
  ): Promise<boolean> {
    const endMs = performance.now() + TRIED_MS;
    passed += 1;
    let home: Elsewhere | null = to;
    for (;;) {
      if (home === null) return false;
      const onward = await connect(request, home, body !== null);
      if (onward !== null && (await pass(request, response, onward, body))) return true;
      // Nothing of the request counts yet: its server is gone, and another takes its place.
      if (performance.now() > endMs || response.destroyed) throw refuse('server/elsewhere');
      await delay(AGAIN_MS);
      homes.forget(project);
      home = await homes.find(project);
    }
  }

  /** Null where there is nobody. */
  function connect(
    request: IncomingMessage,
    { origin }: Elsewhere,
    isCounted: boolean,
  ): Promise<ClientRequest | null> {
    const { hostname, port } = new URL(origin);
    const onward = httpRequest({
      agent,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method: request.method,
      path: request.url,
      headers: headersOf(request, isCounted),
      timeout: SLOWEST_MS,
    });
    onward.on('timeout', () => onward.destroy(new Error('no answer in time')));
    return new Promise((resolve) => {
      onward.once('error', () => resolve(null));
      onward.once('socket', (socket) => {
        if (socket.connecting) socket.once('connect', () => resolve(onward));
        else resolve(onward);
      });
    });
  }

  /** False where it was not answered, or put off, and may be passed on again: nothing was changed. */
  function pass(
    request: IncomingMessage,
    response: ServerResponse,
    onward: ClientRequest,
    body: Buffer | null,
  ): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const gone = (): void => {
        onward.destroy();
        resolve(true);
      };
      response.once('close', gone);
      onward.on('error', (error) => {
        response.off('close', gone);
        if (response.headersSent) {
          response.destroy();
          resolve(true);
        } else if (request.method === 'GET' || request.method === 'HEAD') resolve(false);
        else {
          log.warn(faultOf(error), 'a request that was passed on was not answered');
          reject(refuse('server/elsewhere'));
        }
      });
      onward.once('response', (answer) => {
        if (answer.headers[STOPPING_HEADER] === '1' && BODILESS.has(request.method ?? '')) {
          response.off('close', gone);
          answer.resume();
          resolve(false);
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answeredHeaders(answer, response));
        answer.pipe(response);
        answer.once('error', () => response.destroy());
        answer.once('end', () => resolve(true));
      });
      if (body === null) request.pipe(onward);
      else onward.end(body);
    });
  }

  return { forward, count: () => passed, close: () => agent.destroy() };
}

function headersOf(request: IncomingMessage, isCounted: boolean): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!HOP_BY_HOP.has(name)) headers[name] = value;
  }
  if (isCounted) {
    headers[COUNTED_HEADER] = '1';
    delete headers['content-length'];
  } else if (request.headers['transfer-encoding'] !== undefined) {
    headers['transfer-encoding'] = 'chunked';
  }
  headers['x-forwarded-for'] = forwardedFor(request);
  return headers;
}

/**
 * What this server says to all it answers stays, since it is reached under another address; but the
 * request goes by the id under which it is in the log of whoever answered it.
 */
function answeredHeaders(answer: IncomingMessage, response: ServerResponse): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    const isOurs = response.hasHeader(name) && name !== 'x-request-id';
    if (!HOP_BY_HOP.has(name) && !isOurs) headers[name] = value;
  }
  return headers;
}
