import type { Route } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { ZodType } from 'zod';
import { FIELD_FAULTS } from '../messages.ts';
import { refuse } from '../refusal.ts';
import { makeTurnstile } from '../turnstile.ts';
import { fieldFault } from './field-fault.ts';
import type { FileBody, ImportParts } from './route-types.ts';

/** Bounds of the bodies of requests, beside that of one file ({@link LIMITS}). */
export const BODY_LIMITS = {
  /** A body of JSON, bytes. */
  jsonBytes: 256 * 1024,
  /** An import: the text of a long interview as JSON beside its original, bytes. */
  importBytes: 32 * 1024 * 1024,
  /** Bodies with files that are held in memory at once, and that wait unread. */
  filesAtOnce: 6,
  filesWaiting: 200,
} as const;

const readJson = express.json({ limit: BODY_LIMITS.jsonBytes, strict: true });
const readRaw = (limit: number) => express.raw({ limit, type: () => true, inflate: false });
const readFileBytes = readRaw(LIMITS.fileBytes);
const readImportBytes = readRaw(BODY_LIMITS.importBytes);

/**
 * Reads and parses the body, after it is settled that the caller may send one. A length over the
 * limit is refused at once, by its header.
 */
export async function readBody(
  route: Route,
  request: Request,
  response: Response,
): Promise<unknown> {
  if (route.body === null) return null;
  if (route.body === 'file') return oneOfFew(() => readFileBody(request, response));
  if (route.body === 'multipart') return oneOfFew(() => readImportParts(request, response));
  if (request.is('application/json') !== 'application/json') throw refuse('request/not-json');
  await run(readJson, request, response);
  return parse(route.body, request.body);
}

/** Files are held in memory while they are read: so many at once, and the rest waits unread. */
const oneOfFew = makeTurnstile(BODY_LIMITS.filesAtOnce, BODY_LIMITS.filesWaiting, () =>
  refuse('preview/busy'),
);

/** Throws `request/invalid` with the first place that is not as it should be. */
export function parse<Output>(schema: ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue === undefined ? '' : issue.path.join('.');
  const what = issue === undefined ? FIELD_FAULTS['wrong-form']() : fieldFault(issue, value);
  const refusal = refuse('request/invalid', path, what);
  throw Object.assign(refusal, { path });
}

async function readFileBody(request: Request, response: Response): Promise<FileBody> {
  const name = fileNameOf(request);
  if (Number(request.headers['content-length'] ?? 0) > LIMITS.fileBytes) {
    throw refuse('preview/too-large', LIMITS.fileBytes);
  }
  await run(readFileBytes, request, response);
  return { name, bytes: bytesOf(request) };
}

/** From `?name=` or, percent-encoded, the header `X-File-Name`; without folders. */
function fileNameOf(request: Request): string {
  const header = request.headers['x-file-name'];
  const given = request.query['name'];
  let name = typeof given === 'string' ? given : '';
  if (name === '' && typeof header === 'string') {
    try {
      name = decodeURIComponent(header);
    } catch {
      name = '';
    }
  }
  name = name.replace(/^.*[\\/]/, '').trim();
  if (name === '' || name.length > 255 || /[\0\r\n]/.test(name)) {
    throw refuse('preview/name-missing');
  }
  return name;
}

/** The whole body is bounded and read before it is taken apart; nothing touches the disk. */
async function readImportParts(request: Request, response: Response): Promise<ImportParts> {
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) throw refuse('request/not-multipart');
  await run(readImportBytes, request, response);
  let form: FormData;
  try {
    form = await new globalThis.Response(bytesOf(request), {
      headers: { 'content-type': type },
    }).formData();
  } catch {
    throw refuse('request/not-multipart');
  }
  const transcript = form.get('transcript');
  const original = form.get('original');
  if (typeof transcript !== 'string' || typeof original === 'string') {
    throw refuse('request/not-multipart');
  }
  return {
    transcript: parseJson(transcript),
    original: original === null ? null : new Uint8Array(await original.arrayBuffer()),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('request/not-json');
  }
}

function bytesOf(request: Request): Uint8Array<ArrayBuffer> {
  const body: unknown = request.body;
  return body instanceof Uint8Array ? new Uint8Array(body) : new Uint8Array(0);
}

function run(handler: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void handler(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
