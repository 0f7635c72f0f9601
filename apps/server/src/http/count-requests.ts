import { ROUTES } from '@triad/collab';
import type { RouteName } from '@triad/collab';
import type { RequestHandler } from 'express';
import type { Meter } from '../metrics/meter.ts';

const NAMES = new Map<string, RouteName>(
  Object.entries(ROUTES).map(([name, { method, path }]) => [
    `${method} ${path}`,
    name as RouteName,
  ]),
);

/** Counts every answer by the name of its route, never by its path. */
export function countRequests(meter: Meter): RequestHandler {
  return (request, response, next) => {
    response.once('finish', () => {
      const route = request.route as { readonly path?: unknown } | undefined;
      const name = NAMES.get(`${request.method} ${String(route?.path)}`) ?? 'other';
      meter.request(name, request.method, response.statusCode);
    });
    next();
  };
}
