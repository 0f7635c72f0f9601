import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { requestId } from './request-id.ts';

/**
 * One line an API request: which route, how it ended, how long it took. The route's pattern stands
 * for the path, and no query, body, header or address is ever written.
 */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startMs = performance.now();
    response.once('finish', () => {
      const route: unknown = request.route;
      const path =
        typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : null;
      if (path === null) return;
      log.info(
        {
          request: requestId(request),
          route: `${request.method} ${path}`,
          status: response.statusCode,
          ms: Math.round(performance.now() - startMs),
        },
        'request',
      );
    });
    next();
  };
}
