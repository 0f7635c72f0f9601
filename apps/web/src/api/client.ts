import type { Route, RouteAnswers, RouteName, SessionAnswer } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import { ApiError, errorOf, unreachable } from './api-error.ts';
import { say } from '../messages.ts';
import { noteReached } from './reach.ts';
import { noteAccount } from './who.ts';

type Routes = typeof ROUTES;

/** Routes with a JSON body or none; files go by {@link ./upload.ts}. */
export type JsonRouteName = {
  [N in RouteName]: N extends 'readOriginal' | 'exportAgreement' | 'exportSignOffs'
    ? never
    : Routes[N]['body'] extends Schema | null
      ? N
      : never;
}[RouteName];

/** What a zod schema shows of itself to the type checker; the library itself is not needed here. */
type Schema<Input = unknown> = { readonly _zod: { readonly input: Input } };

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The ids that a route's path names, e.g. `{ project }`. */
export type ParamsOf<N extends RouteName> = Readonly<Record<NamesIn<Routes[N]['path']>, string>>;
export type BodyOf<N extends RouteName> =
  Routes[N]['body'] extends Schema<infer Input> ? Input : null;
type CallArguments<N extends RouteName> =
  BodyOf<N> extends null
    ? [params: ParamsOf<N>, query?: Query]
    : [params: ParamsOf<N>, body: BodyOf<N>];

/** What stands behind the `?` of an address. */
type Query = Readonly<Record<string, string>>;

/**
 * Calls a route of the HTTP API. `call('createProject', {}, { title })` answers the project. What is
 * given to a route without a body goes into its address, behind the `?`.
 * Throws an {@link ApiError} whose message can be shown as it stands.
 */
export async function call<N extends JsonRouteName>(
  name: N,
  ...[params, given]: CallArguments<N>
): Promise<RouteAnswers[N]> {
  const route: Route = ROUTES[name];
  const [body, query] = route.body === null ? [undefined, given as Query | undefined] : [given];
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  let text: string;
  try {
    response = await fetch(fillPath(route.path, params, query), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch {
    noteReached(false);
    throw unreachable();
  }
  const error = response.ok ? null : errorOf(response.status, text);
  noteReached(error?.status !== 0);
  if (error !== null) throw error;
  const answer = readJson(response.status, text) as RouteAnswers[N];
  if (name === 'readSession') noteAccount((answer as SessionAnswer).account?.id ?? null);
  return answer;
}

/** As {@link call}, for a page that is being left: the request goes out all the same, and nobody hears the answer. */
export function callLeaving<N extends JsonRouteName>(
  name: BodyOf<N> extends null ? N : never,
  params: ParamsOf<N>,
): void {
  const { method, path } = ROUTES[name];
  fetch(fillPath(path, params), { method, credentials: 'same-origin', keepalive: true }).catch(
    () => undefined,
  );
}

/** Puts ids into a path. Throws where one is missing: that is a fault of the program. */
export function fillPath(
  path: string,
  params: Readonly<Record<string, string>>,
  query: Query = {},
): string {
  const asked = new URLSearchParams(query).toString();
  const filled = path.replace(/:([a-zA-Z]+)/g, (_whole, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`no value for :${name} in ${path}`);
    return encodeURIComponent(value);
  });
  return asked === '' ? filled : `${filled}?${asked}`;
}

/** The JSON of a successful answer; null for an empty one. */
export function readJson(status: number, text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(status, 'server/unreadable', say.errors.unreadable(status));
  }
}
