import type { ApiError } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { ErrorRequestHandler, Request } from 'express';
import type { Logger } from 'pino';
import type { Meter } from '../metrics/meter.ts';
import { OPERATOR_MESSAGES } from '../messages.ts';
import { Refusal, refuse } from '../refusal.ts';
import { SealingError } from '../sealing/errors.ts';
import { requestId } from './request-id.ts';
import { statusOf } from './statuses.ts';

/** How much of a refused body is still read, so that the sender gets the answer and not a reset. */
const DRAIN_BYTES = 128 * 1024 * 1024;

/** The one place that turns what was thrown into an answer. A person never sees a stack. */
export function answerErrors(log: Logger, meter: Meter): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    meter.storeError(error);
    const refusal = asRefusal(error, request, log);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body: ApiError = {
      error: {
        code: codeOf(error, refusal),
        message: refusal.message,
        ...(refusal.path === null ? {} : { path: refusal.path }),
      },
    };
    response.status(statusOf(refusal.code)).json(body);
    drain(request);
  };
}

/** What the person is told of anything that was thrown. Unexpected things are logged with a reference. */
function asRefusal(error: unknown, request: Request, log: Logger): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StorageError) {
    switch (error.code) {
      case 'storage/conflict':
        return refuse('request/stale');
      case 'storage/exists':
      case 'storage/not-unique':
        return refuse('request/exists');
      case 'storage/too-large':
        return refuse('server/too-large');
      case 'storage/full':
        log.error({ request: requestId(request), code: error.code }, OPERATOR_MESSAGES.full());
        return refuse('server/full');
      case 'storage/closed':
      case 'storage/unavailable':
      case 'storage/damaged':
        log.error({ request: requestId(request), code: error.code }, 'the store does not answer');
        return refuse('server/unavailable');
      default:
        break;
    }
  }
  // It was being removed when the request came.
  if (error instanceof SealingError && error.code === 'sealing/destroyed') {
    return refuse('rules/unknown');
  }
  if (isHttpError(error)) {
    if (error.type === 'entity.too.large') return refuse('request/too-large', error.limit ?? 0);
    if (error.type === 'entity.parse.failed') return refuse('request/not-json');
    if (error.status >= 400 && error.status < 500) return refuse('request/broken');
  }
  const reference = requestId(request);
  log.error({ request: reference, ...faultOf(error) }, 'a request failed');
  return refuse('server/failed', reference);
}

/** The importer's errors keep their own stable codes. */
function codeOf(error: unknown, refusal: Refusal): string {
  return error instanceof ImportRefusal ? error.importCode : refusal.code;
}

/** A file that cannot be imported, with the importer's code and sentence. */
export class ImportRefusal extends Refusal {
  readonly importCode: string;
  constructor(importCode: string, message: string) {
    super('preview/unreadable', message);
    this.importCode = importCode;
  }
}

/**
 * Name and places of a fault, without its message: a message may quote what it was given, and
 * nobody's words belong in a log.
 */
export function faultOf(error: unknown): { readonly fault: string; readonly at: string } {
  if (!(error instanceof Error)) return { fault: typeof error, at: '' };
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(?file:\/\/\S*?\/(apps|packages|node_modules)\//, '($1/'))
    .join(' < ');
  return { fault: `${error.name}${code}`, at };
}

type HttpError = Error & {
  readonly type: string;
  readonly status: number;
  readonly limit?: number;
};

function isHttpError(error: unknown): error is HttpError {
  return (
    error instanceof Error &&
    'type' in error &&
    typeof error.type === 'string' &&
    'status' in error &&
    typeof error.status === 'number'
  );
}

function drain(request: Request): void {
  if (request.complete || request.destroyed) return;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > DRAIN_BYTES) request.destroy();
  });
  request.resume();
}
