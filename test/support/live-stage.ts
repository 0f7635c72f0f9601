import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { keepHeard } from './heard.ts';
import { Person } from './person.ts';
import { TriadServer } from './triad-server.ts';
import { PATIENCE_MS } from './until.ts';
import { Troubles } from './watch-page.ts';

/** One server and one browser for the tests of a file. */
export type Stage = {
  readonly server: TriadServer;
  readonly troubles: Troubles;
  /** Opens a browser of their own for somebody, on an empty page. */
  enter(name: string, look?: Look): Promise<Person>;
};

export type Look = {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
};

/** A stage to be opened and closed. */
export class LiveStage implements Stage {
  readonly troubles = new Troubles();
  #server: TriadServer | null = null;
  #browser: Browser | null = null;
  readonly #pages: Page[] = [];

  get server(): TriadServer {
    if (this.#server === null) throw new Error('the server is not started yet');
    return this.#server;
  }

  async open(): Promise<void> {
    const opening = [
      TriadServer.start().then((server) => void (this.#server = server)),
      launchChromium().then((browser) => void (this.#browser = browser)),
    ];
    // Both are waited for, so that what did open is closed again where the other failed.
    const failed = (await Promise.allSettled(opening)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.stop();
  }

  /** Draws what everybody has before them, to see why a test failed, into the folder TRIAD_E2E_PICTURES. */
  async drawPages(test: string): Promise<void> {
    const folder = process.env['TRIAD_E2E_PICTURES'];
    if (folder === undefined) return;
    for (const [index, page] of this.#pages.entries()) {
      const path = join(folder, `${test}-${index}.png`);
      await page.screenshot({ path }).catch(() => undefined);
    }
  }

  async enter(name: string, look: Look = {}): Promise<Person> {
    if (this.#browser === null) throw new Error('the browser is not started yet');
    const context = await this.#browser.newContext({
      viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
      colorScheme: look.colorScheme ?? 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(keepHeard);
    const page = await context.newPage();
    this.#pages.push(page);
    this.troubles.watch(page, name);
    return new Person({ name, context, page, address: this.server.address });
  }
}
