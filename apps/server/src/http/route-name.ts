import { ROUTES } from '@triad/collab';
import type { RouteName } from '@triad/collab';
import type { Request } from 'express';

/** A route as a log or a metric may name it: a path would have ids in it. */
export type NamedRoute = { readonly name: RouteName; readonly pattern: string };

const NAMED = new Map<string, NamedRoute>(
  (Object.keys(ROUTES) as RouteName[]).map((name) => {
    const pattern = `${ROUTES[name].method} ${ROUTES[name].path}`;
    return [pattern, { name, pattern }];
  }),
);

/** Null of all beside the API. To be asked when the request was answered. */
export function routeOf(request: Request): NamedRoute | null {
  const route = request.route as { readonly path?: unknown } | undefined;
  return NAMED.get(`${request.method} ${String(route?.path)}`) ?? null;
}
