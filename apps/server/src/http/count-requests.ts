import type { RequestHandler } from 'express';
import type { Meter } from '../metrics/meter.ts';
import { routeOf } from './route-name.ts';

/** Counts every answer by the name of its route, never by its path. */
export function countRequests(meter: Meter): RequestHandler {
  return (request, response, next) => {
    response.once('finish', () => {
      meter.request(routeOf(request)?.name ?? 'other', request.method, response.statusCode);
    });
    next();
  };
}
