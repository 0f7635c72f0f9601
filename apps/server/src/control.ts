import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Context } from './context.ts';
import { controlRequest, performAct } from './control-acts.ts';
import type { ControlRequest } from './control-acts.ts';
import { faultOf } from './http/errors.ts';
import { sentenceFor } from './sentence-for.ts';

/*
 * The operator's door: a socket in the data folder, for its owner alone, by which the command line
 * asks a running server. Who can open it can read the data folder anyway.
 */

export type Control = { close(): Promise<void> };
export type ControlAnswer = { readonly result: unknown } | { readonly problem: string };

/** More than any request of the command line holds. */
const MOST_REQUEST_UTF16 = 4_096;
/** The longest path that a socket of a file system may have everywhere. */
const MOST_PATH_BYTES = 100;

/** Opens the door; where the data folder's path is too long there is none. */
export async function openControl(context: Context, dataFolder: string): Promise<Control> {
  const path = controlPath(dataFolder);
  if (path === null) return { close: () => Promise.resolve() };
  if (process.platform !== 'win32') await rm(path, { force: true });
  const server = createServer((request, response) => {
    void perform(context, request).then((answer) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => {
    // Without the door the server still serves: some file systems have no sockets.
    server.once('error', (error) => {
      context.log.warn(faultOf(error), 'the command line cannot reach this server');
      done();
    });
    server.listen(path, () => done());
  });
  if (server.listening && process.platform !== 'win32') chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((done) => {
        if (!server.listening) return done();
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

async function perform(context: Context, request: IncomingMessage): Promise<ControlAnswer> {
  try {
    const asked = controlRequest.safeParse(JSON.parse(await readText(request)));
    if (!asked.success) {
      return { problem: 'This server does not know the command. Use the same version for both.' };
    }
    return { result: await performAct(context, asked.data) };
  } catch (error) {
    context.log.error(faultOf(error), 'a command failed');
    return { problem: sentenceFor(error) };
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_REQUEST_UTF16) throw new Error('the request is too long');
  }
  return text;
}

/** Asks the server that holds the data folder; null where none answers. */
export function askControl(
  dataFolder: string,
  request: ControlRequest,
): Promise<ControlAnswer | null> {
  const path = controlPath(dataFolder);
  if (path === null) return Promise.resolve(null);
  return new Promise((done, fail) => {
    const asked = httpRequest({ socketPath: path, path: '/', method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        try {
          done(JSON.parse(text) as ControlAnswer);
        } catch (error) {
          fail(error as Error);
        }
      });
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(error.code ?? '')) done(null);
      else fail(error);
    });
    asked.end(JSON.stringify(request));
  });
}

function controlPath(dataFolder: string): string | null {
  const folder = resolve(dataFolder);
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\triad-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  }
  const path = join(folder, 'control.sock');
  return Buffer.byteLength(path) <= MOST_PATH_BYTES ? path : null;
}
