import type { Act, Route, RouteName } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import type { Express, Request, Response } from 'express';
import { readSessionCookie } from '../accounts/session-cookie.ts';
import { findSession } from '../accounts/sessions.ts';
import type { SignedIn } from '../accounts/sessions.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refusal.ts';
import { readBody } from './bodies.ts';
import { findThings } from './find-things.ts';
import type { OriginCheck } from './origins.ts';
import { ROUTE_LIMITS } from './rate-limits.ts';
import type { RateLimiter } from './rate-limits.ts';
import { COUNTED_HEADER } from './passed-on.ts';
import type { FileAnswer, Handlers, Things } from './route-types.ts';

export type RouteOptions = {
  readonly secure: boolean;
  readonly isOwnOrigin: OriginCheck;
  readonly rateLimiter: RateLimiter;
  /** Passes on what is at home with another server; null where there is none, or it was passed on already. */
  readonly passOn: PassOn | null;
  /** Requests come from another server, which has counted them. */
  readonly isPeer: boolean;
};

/** What of requests goes to other servers. */
export type PassOn = {
  /** Of what the path names; true: it was passed on and answered. */
  byPath(request: Request, response: Response): Promise<boolean>;
  /** Of what a token in the body stands for. */
  byToken(name: RouteName, request: Request, response: Response): Promise<boolean>;
};

/**
 * Mounts exactly the routes of the contract. The order is the same for each: limits, session,
 * origin, rules, body, handler. A body is read only from who may send one.
 */
export function mountRoutes(
  app: Express,
  context: Context,
  handlers: Handlers,
  options: RouteOptions,
): void {
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const route: Route = ROUTES[name];
    const method = route.method.toLowerCase() as Lowercase<Route['method']>;
    app[method](route.path, async (request: Request, response: Response) => {
      response.setHeader('Cache-Control', 'no-store');
      const { passOn, isPeer, rateLimiter } = options;
      // By whom people reach, before anything is read for it.
      if (!isPeer) await rateLimiter.count('general', addressOf(request));
      if (await passOn?.byPath(request, response)) return;
      const signedIn = await identify(context, request, options.secure);
      if (route.method !== 'GET' && !options.isOwnOrigin(request)) {
        throw refuse('request/foreign-origin', context.origin());
      }
      const { me, things } = await decide(context, route, signedIn, request);
      const isCounted = isPeer && request.headers[COUNTED_HEADER] === '1';
      for (const [limit, by] of isCounted ? [] : (ROUTE_LIMITS[name] ?? [])) {
        const key = by === 'address' ? addressOf(request) : (signedIn?.account.id ?? '');
        await rateLimiter.count(limit, key);
      }
      const body = await readBody(route, request, response);
      if (await passOn?.byToken(name, request, response)) return;
      // The table's type ties each handler to its route; here they are one kind of thing.
      const handle = handlers[name] as (call: unknown) => Promise<unknown>;
      send(response, name, await handle({ signedIn, me, things, body, request, response }));
    });
  }
}

/** The sender's address, for counting only. */
export function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}

async function identify(
  context: Context,
  request: Request,
  secure: boolean,
): Promise<SignedIn | null> {
  const token = readSessionCookie(request.headers.cookie, secure);
  return token === null ? null : findSession(context, token);
}

async function decide(
  context: Context,
  route: Route,
  signedIn: SignedIn | null,
  request: Request,
): Promise<{ readonly me: unknown; readonly things: Partial<Things> }> {
  if (route.needs === 'anyone') return { me: null, things: {} };
  if (signedIn === null) throw refuse('session/needed');
  if (route.needs === 'account') return { me: null, things: {} };
  const act: Act = route.needs;
  return findThings(context.tables, signedIn, act, request.params as Record<string, string>);
}

function send(response: Response, name: RouteName, answer: unknown): void {
  if (answer === null) {
    response.status(204).end();
  } else if (FILES.has(name)) {
    sendFile(response, answer as FileAnswer);
  } else {
    response.status(CREATES.has(name) ? 201 : 200).json(answer);
  }
}

/** Answered with a file to be saved. */
const FILES: ReadonlySet<RouteName> = new Set<RouteName>([
  'readOriginal',
  'exportAgreement',
  'exportSignOffs',
]);

const CREATES: ReadonlySet<RouteName> = new Set<RouteName>([
  'setup',
  'createProject',
  'createDemo',
  'createInvite',
  'createParticipant',
  'importTranscript',
  'createComment',
  'createFlag',
  'decide',
  'answerDecision',
  'tieSketches',
  'createCmoc',
  'proposeCmoc',
  'createReviewLink',
  'openRound',
  'redact',
]);

/** To be saved, never shown: whatever the file is, the browser does not interpret it. */
function sendFile(response: Response, { fileName, bytes }: FileAnswer): void {
  const plain = fileName.replace(/[^\w.() -]/g, '_');
  const coded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader(
    'Content-Disposition',
    `attachment; filename="${plain}"; filename*=UTF-8''${coded}`,
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Length', bytes.byteLength);
  response.end(bytes);
}
