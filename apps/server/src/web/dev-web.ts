import type { RequestHandler } from 'express';
import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DevWeb } from '../serve.ts';

/** As much of Vite as is used here; it belongs to the web app, which brings its types. */
type Vite = {
  createServer(options: {
    readonly root: string;
    readonly configFile: string;
    readonly appType: 'spa';
    readonly server: {
      readonly middlewareMode: true;
      readonly ws: { readonly server: Server };
      readonly proxy: Readonly<Record<string, never>>;
    };
  }): Promise<{ readonly middlewares: RequestHandler; close(): Promise<void> }>;
};

/** The web app in the making, served by Vite on the server's own port. */
export function makeDevWeb(web: string): DevWeb {
  let running: { close(): Promise<void> } | null = null;
  return {
    async attach(server) {
      const entry = pathToFileURL(join(web, 'node_modules/vite/dist/node/index.js'));
      const { createServer } = (await import(entry.href)) as unknown as Vite;
      const vite = await createServer({
        root: web,
        configFile: join(web, 'vite.config.ts'),
        appType: 'spa',
        // What the configuration proxies for a Vite of its own is here on this very port.
        server: { middlewareMode: true, ws: { server }, proxy: {} },
      });
      running = vite;
      return vite.middlewares;
    },
    isForeign: (request: IncomingMessage) =>
      (request.headers['sec-websocket-protocol'] ?? '').startsWith('vite'),
    close: async () => running?.close(),
  };
}
