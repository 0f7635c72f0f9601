import type { ApiError as ErrorBody } from '@triad/collab';
import { say } from '../messages.ts';

/**
 * A refusal of the server, or no answer at all. `code` is stable and for the program; `message`
 * is a sentence for the person.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** HTTP status; 0 where the server was not reached. */
  readonly status: number;
  /** Where in the body, for `request/invalid`. */
  readonly path: string | null;

  constructor(status: number, code: string, message: string, path: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.path = path;
  }
}

/** The error of an answer that is not a success; never fails itself. */
export function errorOf(status: number, text: string): ApiError {
  const error = parseError(text);
  if (error !== null) return new ApiError(status, error.code, error.message, error.path ?? null);
  if (status === 413) return new ApiError(status, 'request/too-large', say.errors.tooLarge);
  if (status === 429) return new ApiError(status, 'request/too-many', say.errors.tooMany);
  if (status === 502 || status === 503 || status === 504) return unreachable();
  return new ApiError(status, 'server/unreadable', say.errors.unreadable(status));
}

export function unreachable(): ApiError {
  return new ApiError(0, 'network/unreachable', say.errors.unreachable);
}

/** The sentence to show for anything that was thrown; never a stack or a name of a class. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : say.errors.unexpected;
}

function parseError(text: string): ErrorBody['error'] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('error' in value)) return null;
    const error = (value as { readonly error: unknown }).error;
    if (typeof error !== 'object' || error === null) return null;
    const { code, message, path } = error as Readonly<Record<string, unknown>>;
    if (typeof code !== 'string' || typeof message !== 'string') return null;
    return typeof path === 'string' ? { code, message, path } : { code, message };
  } catch {
    return null;
  }
}
