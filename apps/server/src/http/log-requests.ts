import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { requestId } from './request-id.ts';
import { routeOf } from './route-name.ts';

/**
 * One line an API request: which route, how it ended, how long it took. The route's pattern stands
 * for the path, and no query, body, header or address is ever written.
 */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startMs = performance.now();
    response.once('close', () => {
      const route = routeOf(request);
      if (route === null) return;
      log.info(
        {
          request: requestId(request),
          name: route.name,
          route: route.pattern,
          status: response.statusCode,
          ms: Math.round(performance.now() - startMs),
          // Whoever asked was gone before the answer was.
          ...(response.writableFinished ? {} : { cut: true }),
        },
        'request',
      );
    });
    next();
  };
}
