import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { Cable } from './cable.ts';
import { CHROMIUM_FLAGS, findChromium, NO_BROWSER } from './chromium.ts';
import { keepHeard } from './heard.ts';
import type { Stage } from './live-stage.ts';
import { Person } from './person.ts';
import { PATIENCE_MS } from './until.ts';

/**
 * A computer of somebody's own: what its browser keeps is there again when it was closed and is
 * opened anew, which a context of a shared browser cannot show.
 */
export class Laptop {
  readonly #stage: Stage;
  readonly #name: string;
  readonly #folder: string;
  /** Its way to the server. */
  readonly cable: Cable;
  #context: BrowserContext | null = null;

  private constructor(stage: Stage, name: string, folder: string) {
    this.cable = new Cable(stage.server.address);
    this.#stage = stage;
    this.#name = name;
    this.#folder = folder;
  }

  static async of(stage: Stage, name: string): Promise<Laptop> {
    const laptop = new Laptop(stage, name, await mkdtemp(join(tmpdir(), 'triad-laptop-')));
    await laptop.cable.plug();
    return laptop;
  }

  /** Starts its browser, on an empty page. */
  async open(): Promise<Person> {
    const executablePath = findChromium();
    if (executablePath === null) throw new Error(NO_BROWSER);
    const context = await chromium.launchPersistentContext(this.#folder, {
      executablePath,
      headless: true,
      args: CHROMIUM_FLAGS,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    this.#context = context;
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(keepHeard);
    const page = context.pages()[0] ?? (await context.newPage());
    this.#stage.troubles.watch(page, this.#name);
    return new Person({ name: this.#name, context, page, address: this.cable.address });
  }

  /** Closes the browser as a person does, window and all. */
  async shut(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  async discard(): Promise<void> {
    await this.shut();
    await this.cable.cut();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
