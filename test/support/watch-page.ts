import type { Page } from 'playwright-core';

/** What went wrong in pages, gathered until asked for. */
export class Troubles {
  #found: string[] = [];
  #expected: RegExp[] = [];

  /** From now on, until {@link take}, messages that match are part of the test. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  watch(page: Page, who: string): void {
    page.on('console', (message) => {
      const text = message.text();
      const isBad = message.type() === 'error' || /yjs was already imported/i.test(text);
      if (isBad) this.#note(`${who}: ${text} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#note(`${who}: ${error.stack || error.message}`));
    page.on('crash', () => this.#note(`${who}: the page crashed`));
  }

  /** What was found and not expected since the last call. */
  take(): readonly string[] {
    const found = this.#found;
    this.#found = [];
    this.#expected = [];
    return found;
  }

  #note(text: string): void {
    if (!this.#expected.some((pattern) => pattern.test(text))) this.#found.push(text);
  }
}
