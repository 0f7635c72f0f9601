import express from 'express';
import type { RequestHandler } from 'express';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { refuse } from '../refusal.ts';

/**
 * The built web app. What Vite put under assets/ has its hash in its name and never changes;
 * everything else is asked for anew. Any page's address answers the one page.
 */
export function serveWebApp(folder: string): RequestHandler {
  const assets = join(folder, 'assets') + sep;
  const files = express.static(folder, {
    index: false,
    redirect: false,
    setHeaders: (response, path) => {
      response.setHeader(
        'Cache-Control',
        path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const page = join(folder, 'index.html');
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    void files(request, response, (error?: unknown) => {
      if (error !== undefined) {
        next(error);
      } else if (!isPage(request.path) || request.accepts('html') === false) {
        next();
      } else if (existsSync(page)) {
        response.setHeader('Cache-Control', 'no-cache');
        response.sendFile(page, { cacheControl: false }, (failure?: Error) => {
          if (failure !== undefined && !response.headersSent) next(failure);
        });
      } else {
        next(refuse('server/web-not-built'));
      }
    });
  };
}

/** Pages have no extension; a missing file must not be answered with a page. */
function isPage(path: string): boolean {
  return !path.startsWith('/api/') && path !== '/api' && !/\.[a-z0-9]+$/i.test(path);
}
