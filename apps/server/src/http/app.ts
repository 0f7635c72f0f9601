import express from 'express';
import type { Express, RequestHandler } from 'express';
import type { Context } from '../context.ts';
import type { Meter } from '../metrics/meter.ts';
import { refuse } from '../refusal.ts';
import { countRequests } from './count-requests.ts';
import type { Draining } from './draining.ts';
import { answerErrors } from './errors.ts';
import { makeHandlers } from './handlers.ts';
import { logRequests } from './log-requests.ts';
import { mountRoutes } from './mount-routes.ts';
import type { RouteOptions } from './mount-routes.ts';
import { mountProbes } from './probes.ts';
import type { Readiness } from './readiness.ts';
import { giveRequestId } from './request-id.ts';

export type AppOptions = RouteOptions & {
  /** How many proxies stand before the server: whose word counts for a sender's address. */
  readonly proxies: number;
  /** Headers of every answer; see security-headers.ts. */
  readonly headers: RequestHandler;
  readonly readiness: Readiness;
  readonly draining: Draining;
  readonly meter: Meter;
  /** Everything beside the API: the web app. */
  readonly web: RequestHandler | null;
};

/** The Express application: headers, probes, API, web app, errors. */
export function makeApp(context: Context, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.proxies);
  app.set('query parser', 'simple');
  app.use(giveRequestId());
  app.use(options.headers);
  // Before the log, which would hold little else.
  mountProbes(app, options.readiness);
  app.use(logRequests(context.log));
  app.use(countRequests(options.meter));
  app.use(options.draining.guard);
  mountRoutes(app, context, makeHandlers(context, options), options);
  if (options.web !== null) app.use(options.web);
  app.use((_request, _response, next) => next(refuse('request/no-route')));
  app.use(answerErrors(context.log, options.meter));
  return app;
}
