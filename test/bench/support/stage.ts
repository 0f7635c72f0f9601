import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { openBrowser, signIn } from './chromium.ts';
import { withFolder } from './folder.ts';
import { startServer } from './running-server.ts';
import { buildWebApp } from './web-app.ts';

/** A running server that holds what was made for it, and browsers for it. */
export type Stage<T> = {
  readonly address: string;
  /** Of the server's process. */
  readonly pid: number;
  readonly made: T;
  /** A browser of its own, signed in by this link. */
  browser(name: string, link: string | undefined): Promise<BrowserContext>;
};

/** Everything made anew in a folder that is gone afterwards. */
export async function withStage<T>(
  {
    readable,
    make,
  }: { readonly readable: boolean; readonly make: (dataFolder: string) => Promise<T> },
  work: (stage: Stage<T>) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const web = join(folder, 'web');
    const dataFolder = join(folder, 'data');
    await buildWebApp(web, readable);
    const made = await make(dataFolder);
    const server = await startServer({ dataFolder, web });
    const browsers: BrowserContext[] = [];
    try {
      await work({
        address: server.address,
        pid: server.pid,
        made,
        browser: async (name, link) => {
          const context = await openBrowser(join(folder, name));
          browsers.push(context);
          await signIn(context, server.address, link);
          return context;
        },
      });
    } finally {
      for (const browser of browsers) await browser.close();
      await server.end();
    }
  });
}
