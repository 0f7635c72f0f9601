import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { makeStudies } from '../study/big-study.ts';
import type { Studies } from '../study/big-study.ts';
import { openBrowser, signIn } from './chromium.ts';
import { withFolder } from './folder.ts';
import { startServer } from './running-server.ts';
import { buildWebApp } from './web-app.ts';

/** A running server that holds the studies, and browsers for it. */
export type Stage = {
  readonly address: string;
  readonly studies: Studies;
  /** A browser of its own, signed in by this link. */
  browser(name: string, link: string | undefined): Promise<BrowserContext>;
};

/** Everything made anew in a folder that is gone afterwards. */
export async function withStage(
  { readable }: { readonly readable: boolean },
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const web = join(folder, 'web');
    const dataFolder = join(folder, 'data');
    await buildWebApp(web, readable);
    const studies = await makeStudies(dataFolder);
    const server = await startServer({ dataFolder, web });
    const browsers: BrowserContext[] = [];
    try {
      await work({
        address: server.address,
        studies,
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
