import type { ImportBody, RouteName } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import type { BrowserContext, Page } from 'playwright-core';
import type { RouteAnswers } from '@triad/collab';

/**
 * Where a request is sent over a connection that was idle for so long that the server just closes it:
 * nothing of it was read.
 */
export const ONCE_MORE = 1;

/** Somebody with a browser of their own: cookies, storage and pages apart from everyone else's. */
export class Person {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #address: string;

  constructor(options: {
    readonly name: string;
    readonly context: BrowserContext;
    readonly page: Page;
    readonly address: string;
  }) {
    this.name = options.name;
    this.context = options.context;
    this.page = options.page;
    this.#address = options.address;
  }

  /** Opens a page of the app. */
  async goTo(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#address).href);
  }

  /** Calls the API with the cookies of this browser; throws unless it succeeds. */
  async call<N extends RouteName>(
    name: N,
    params: Readonly<Record<string, string>> = {},
    data?: object,
  ): Promise<RouteAnswers[N]> {
    const { method, path } = ROUTES[name];
    const filled = path.replace(/:(\w+)/g, (_, key: string) => params[key] ?? '');
    const response = await this.context.request.fetch(this.#address + filled, {
      method,
      maxRetries: ONCE_MORE,
      ...(data === undefined ? {} : { data }),
    });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${name}: ${response.status()} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as RouteAnswers[N];
  }

  /** The full address of a path of the server. */
  at(path: string): string {
    return this.#address + path;
  }

  /** Imports what an import page would send; answers the transcript's id. */
  async postImport(project: string, transcript: ImportBody): Promise<string> {
    const path = ROUTES.importTranscript.path.replace(':project', project);
    const response = await this.context.request.post(this.at(path), {
      maxRetries: ONCE_MORE,
      multipart: { transcript: JSON.stringify(transcript) },
    });
    if (!response.ok()) throw new Error(`import: ${response.status()} ${await response.text()}`);
    return ((await response.json()) as RouteAnswers['importTranscript']).id;
  }
}
