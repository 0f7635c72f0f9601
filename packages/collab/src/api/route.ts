import type { ZodType } from 'zod';
import type { Act } from '../rules.ts';

/**
 * A route of the HTTP API.
 *
 * `needs` is who may call: anyone, a signed-in account, or a member whose roles allow the act in
 * the project that the path names (directly, or through a transcript, invite or comment).
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Express path; `:project`, `:transcript` and so on are UUIDs. */
  readonly path: string;
  readonly needs: 'anyone' | 'account' | Act;
  /** Schema of the JSON body; null for none, `file` for bytes, `multipart` for import. */
  readonly body: ZodType | null | 'file' | 'multipart';
};

export function get<const P extends string, N extends Route['needs']>(path: P, needs: N) {
  return { method: 'GET', path, needs, body: null } as const;
}
export function del<const P extends string, N extends Route['needs']>(path: P, needs: N) {
  return { method: 'DELETE', path, needs, body: null } as const;
}
export function put<const P extends string, N extends Route['needs'], B extends Route['body']>(
  path: P,
  needs: N,
  schema: B,
) {
  return { method: 'PUT', path, needs, body: schema } as const;
}
export function post<const P extends string, N extends Route['needs'], B extends Route['body']>(
  path: P,
  needs: N,
  schema: B,
) {
  return { method: 'POST', path, needs, body: schema } as const;
}
export function patch<const P extends string, N extends Route['needs'], B extends Route['body']>(
  path: P,
  needs: N,
  schema: B,
) {
  return { method: 'PATCH', path, needs, body: schema } as const;
}
