import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';

const IDS = new WeakMap<Request, string>();

/** Gives every request an id, said in the answer and in the log, and in the message of a fault. */
export function giveRequestId(): RequestHandler {
  return (request, response, next) => {
    const id = randomUUID().slice(0, 13);
    IDS.set(request, id);
    response.setHeader('X-Request-Id', id);
    next();
  };
}

export function requestId(request: Request): string {
  return IDS.get(request) ?? 'none';
}
