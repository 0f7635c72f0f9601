import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { RequestHandler } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { PasswordCost } from './accounts/passwords.ts';
import { sweepSessions } from './accounts/sessions.ts';
import { addressFor, isLoopback } from './addresses.ts';
import { scheduleBackups } from './backup/schedule.ts';
import type { BackupSchedule } from './backup/schedule.ts';
import type { Clock } from './context.ts';
import { MINUTE_MS } from './context.ts';
import type { BeatTimes } from './cluster/beat.ts';
import type { ClusterChoice } from './cluster/cluster-choice.ts';
import { recheckNowAndThen } from './cluster/recheck.ts';
import { makeWays } from './cluster/ways.ts';
import type { Ways } from './cluster/ways.ts';
import { openControl } from './control.ts';
import { announceDrafts } from './cmocs/announce-cmocs.ts';
import { announceDocuments } from './events/document-events.ts';
import { makeEventServer } from './events/event-server.ts';
import type { EventServer } from './events/event-server.ts';
import { makeApp } from './http/app.ts';
import type { AppOptions } from './http/app.ts';
import { makeDraining } from './http/draining.ts';
import { faultOf } from './http/errors.ts';
import { makeOriginCheck } from './http/origins.ts';
import { makeRateLimiter, RATE_LIMITS } from './http/rate-limits.ts';
import type { RateLimits } from './http/rate-limits.ts';
import { makeReadiness } from './http/readiness.ts';
import { securityHeaders } from './http/security-headers.ts';
import { serveWebApp } from './http/web-app.ts';
import { NO_METER } from './metrics/meter.ts';
import type { MetricsAddress } from './metrics/metrics-address.ts';
import { serveMetrics } from './metrics/serve-metrics.ts';
import type { MetricsServer } from './metrics/serve-metrics.ts';
import { openContext } from './open-context.ts';
import { routeUpgrades } from './route-upgrades.ts';
import { keysBeside } from './sealing/open-keyring.ts';
import type { SealingOptions } from './sealing/open-keyring.ts';
import type { BackupSettings } from './settings.ts';
import type { StoreChoice } from './store-choice.ts';

/** The web app in the making: Vite's middleware, which brings its own headers and sockets. */
export type DevWeb = {
  attach(server: Server): Promise<RequestHandler>;
  isForeign(request: IncomingMessage): boolean;
  close(): Promise<void>;
};

export type ServerOptions = SealingOptions & {
  /** Default: SQLite, in the data folder. */
  readonly store?: StoreChoice;
  /** Null, the default: this server shares its data with no other. */
  readonly cluster?: ClusterChoice | null;
  /** How often a server that shares its data looks whether who is connected still may be. */
  readonly recheckMs?: number;
  /** How soon a server that shares its data counts as dead. */
  readonly beatTimes?: Partial<BeatTimes>;
  /** Default: loopback alone. */
  readonly host?: string;
  /** 0, the default: any free one. */
  readonly port?: number;
  /** The address in links, such as `https://triad.example.org`; default: host and port. */
  readonly origin?: string | null;
  /** Folder of the built web app, or the one in the making; null for the API alone. */
  readonly web?: string | DevWeb | null;
  /** How many proxies stand before the server. */
  readonly proxies?: number;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly rateLimits?: Partial<RateLimits>;
  readonly passwordCost?: PasswordCost;
  readonly previewTimeoutMs?: number;
  /** The backups that the server makes by itself; default: none. */
  readonly backup?: BackupSettings;
  /** Where metrics are to be read; default: nowhere. */
  readonly metrics?: MetricsAddress | null;
  /** How long a lease on a text holds from each renewal. */
  readonly leaseMs?: number;
  /** How soon a redaction that failed is tried again. */
  readonly redactionRetryMs?: number;
  /** How long requests that were begun may take once the server is told to stop. */
  readonly drainMs?: number;
  /** How often sessions that grew too old are ended, with their connections. */
  readonly sweepMs?: number;
  /** Called once if the store breaks: the process should end and be started anew. */
  readonly onFailure?: () => void;
};

export type RunningServer = {
  /** Where people reach it, without a slash at its end. */
  readonly address: string;
  readonly port: number;
  /** The address of the first-run page with its token; null once there is an account. */
  readonly setupUrl: string | null;
  /** Where metrics are read; null where they are not. */
  readonly metricsAddress: string | null;
  /** What to do with the keys; null once something was sealed with them. */
  readonly keyNotice: string | null;
  /** Connections of documents and events, for metrics and tests. */
  connections(): { readonly documents: number; readonly events: number };
  /**
   * Takes nothing new, lets what was begun end, stores everything, releases the port and the folder.
   * It is bounded, but for a transcript that is being consolidated.
   */
  close(): Promise<void>;
};

/** The largest import over a slow line. */
const REQUEST_MS = 10 * MINUTE_MS;
const NO_BACKUPS: BackupSettings = { to: null, everyMs: null, keep: 0 };
const SWEEP_MS = 10 * MINUTE_MS;
/** How long requests that were begun may take once the server is told to stop. */
const DRAIN_MS = 10_000;
/** How long a line may take for what is left to send on it, when all else is over. */
const CUT_MS = 1_000;

/** The whole server, composed: store, documents, API, events and web app on one port. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const clock = options.clock ?? (() => new Date());
  const log = options.log ?? pino({ level: 'silent' });
  const setOrigin = options.origin ?? null;
  const secure = setOrigin?.startsWith('https:') ?? false;
  const isOwnOrigin = makeOriginCheck(setOrigin);
  const host = options.host ?? '127.0.0.1';
  let address = setOrigin ?? '';
  const choice = options.cluster ?? null;
  let events: EventServer | null = null;
  let ways: Ways | null = null;
  let backups: BackupSchedule | null = null;
  const draining = makeDraining();
  const readiness = makeReadiness(async () => {
    await context.tables.sessions.get('readyz');
    if (cluster?.isFresh() === false) throw new Error('it may not act now');
  });

  const { metrics: metricsAt = null } = options;
  // Loaded only where somebody reads them.
  const metrics =
    metricsAt === null
      ? null
      : (await import('./metrics/metrics.ts')).makeMetrics(
          () => ({
            documents: context.documents.stats(),
            eventSockets: eventServer.count(),
            shared:
              cluster === null || ways === null
                ? null
                : {
                    homes: cluster.homes.count(),
                    servers: cluster.servers(),
                    isRedisReady: sharing?.isReady() ?? false,
                    passedOn: ways.passedOn(),
                  },
          }),
          choice !== null,
        );
  const meter = metrics?.meter ?? NO_METER;
  const opened = await openContext({
    ...options,
    origin: () => address,
    secure,
    isOwnOrigin,
    clock,
    log,
    meter,
    backups: () => backups?.standing() ?? null,
    makeAnnounce: (tables) => (events = makeEventServer({ tables, clock, secure, isOwnOrigin })),
    onFailure() {
      readiness.end('broken');
      options.onFailure?.();
    },
  });
  const { context, cluster } = opened;
  const eventServer = present(events);
  // Loaded only where there are others.
  const sharing =
    cluster === null || choice === null
      ? null
      : (await import('./cluster/share-events.ts')).shareEvents(
          choice.redis(),
          cluster.channel,
          eventServer,
          log,
        );
  const server = createHttpServer({ requestTimeout: REQUEST_MS, headersTimeout: 20_000 });
  // Those that were upgraded too, which the server itself forgets.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let metricsServer: MetricsServer | null = null;
  try {
    await listen(server, options.port ?? 0, host);
    if (metricsAt !== null && metrics !== null) {
      metricsServer = await serveMetrics(metricsAt, metrics);
    }
  } catch (error) {
    throw await giveUp(error);
  }
  const { port } = server.address() as AddressInfo;
  if (setOrigin === null) address = addressFor(host, port);

  const web = options.web ?? null;
  const dev = web !== null && typeof web !== 'string' ? web : null;
  const limits = { ...RATE_LIMITS, ...options.rateLimits };
  const appOptions: AppOptions = {
    secure,
    isOwnOrigin,
    readiness,
    draining,
    meter,
    rateLimiter: makeRateLimiter(
      limits,
      cluster === null || sharing === null
        ? null
        : { client: sharing.commands, channel: cluster.channel },
    ),
    passOn: null,
    isPeer: false,
    proxies: options.proxies ?? 0,
    headers: dev === null ? securityHeaders(address) : (_request, _response, next) => next(),
    web: typeof web === 'string' ? serveWebApp(web) : ((await dev?.attach(server)) ?? null),
  };
  if (cluster !== null && choice !== null) {
    ways = makeWays(cluster, context, appOptions);
    try {
      await ways.listen(choice.peer);
    } catch (error) {
      throw await giveUp(error);
    }
  }
  const app = makeApp(context, { ...appOptions, passOn: ways?.passOn ?? null });
  server.on('request', app);
  eventServer.attach(server);
  routeUpgrades(server, {
    documents: context.documents,
    ...(ways === null ? {} : { passOn: ways.passOnSocket }),
    ...(dev === null ? {} : { isForeign: (request) => dev.isForeign(request) }),
  });
  const stops = [announceDocuments(context), announceDrafts(context)];
  if (cluster !== null) stops.push(recheckNowAndThen(context, eventServer, options.recheckMs));
  const { to, everyMs, keep } = options.backup ?? NO_BACKUPS;
  if (to !== null && everyMs !== null) {
    const plan = { to, everyMs, keep };
    const { dataFolder, keysFolder = keysBeside(dataFolder), serverKey = null } = options;
    const keys = { keysFolder, serverKey };
    const { storeId } = opened;
    backups = scheduleBackups({ dataFolder, storeId, keys, plan, clock, log, meter });
  }
  const control = await openControl(context, options.dataFolder);
  const sweeper = setInterval(() => {
    sweepSessions(context).catch((error: unknown) =>
      log.error(faultOf(error), 'old sessions were not swept'),
    );
  }, options.sweepMs ?? SWEEP_MS);
  sweeper.unref();
  if (!secure && !isLoopback(new URL(address).hostname)) {
    log.warn(
      'plain http: passwords and transcripts cross the network unprotected; put a proxy with https before it and set TRIAD_ORIGIN',
    );
  }
  if (metricsServer !== null) log.info({ address: metricsServer.address }, 'metrics are served');
  if (metricsAt !== null && !isLoopback(metricsAt.host)) {
    log.warn('metrics are told to whoever reaches TRIAD_METRICS; let only your own network do so');
  }
  if (choice !== null && setOrigin === null) {
    log.warn(
      'TRIAD_ORIGIN is not set: links in invitations lead to the server that made them, and not to all',
    );
  }
  log.info({ version: context.version, store: opened.store.description }, 'serving');
  // Tabs that come back after a restart open what they had at once.
  context.documents.warm();
  opened.migrate().catch((error: unknown) => {
    // Whoever opens one brings it on.
    log.error(faultOf(error), 'documents of an earlier schema were not looked for');
  });

  const token = await context.firstRun.token();
  let closing: Promise<void> | null = null;
  return {
    address,
    port,
    setupUrl: token === null ? null : `${address}/setup#${token}`,
    metricsAddress: metricsServer?.address ?? null,
    keyNotice: opened.keyNotice,
    connections: () => ({
      documents: context.documents.stats().connections,
      events: eventServer.count(),
    }),
    close: () => (closing ??= close()),
  };

  /** What was opened so far goes again: it cannot listen where it should. */
  async function giveUp(error: unknown): Promise<unknown> {
    server.close();
    await metricsServer?.close();
    sharing?.close();
    await opened.close();
    return error;
  }

  async function close(): Promise<void> {
    // The port answers to the end of this, so that a probe is told why nothing is taken.
    readiness.end('stopping');
    await cluster?.beginLeaving().catch(() => undefined);
    draining.begin();
    context.documents.shut();
    clearInterval(sweeper);
    // What runs may need everything else: it is ended first.
    const [left] = await Promise.all([
      draining.idle(options.drainMs ?? DRAIN_MS),
      backups?.close(),
      control.close(),
      dev?.close(),
    ]);
    if (left > 0) log.warn({ requests: left }, 'requests that did not end in time are cut off');
    for (const stop of stops) stop();
    await eventServer.close();
    // What was sent is on disk and acknowledged before its connection ends.
    await context.documents.close();
    const ended = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    server.closeIdleConnections();
    const cut = setTimeout(
      () => {
        for (const socket of sockets) socket.destroy();
      },
      left > 0 ? 0 : CUT_MS,
    );
    await ended;
    clearTimeout(cut);
    await metricsServer?.close();
    await ways?.close();
    sharing?.close();
    await opened.close();
    log.info('stopped');
  }
}

function present(events: EventServer | null): EventServer {
  if (events === null) throw new Error('the context was opened without events');
  return events;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
