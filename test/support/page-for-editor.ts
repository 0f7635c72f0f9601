import { JSDOM } from 'jsdom';

/** What prosemirror-view and y-prosemirror look for. */
const NEEDED = [
  'document',
  'window',
  'getSelection',
  'MutationObserver',
  'requestAnimationFrame',
  'cancelAnimationFrame',
] as const;

/**
 * A page without layout for a real editor, beside a real server in the same process: the environment
 * `jsdom` would put its own URL and the like in the place of those that the server needs. To be called
 * before the editor's modules are loaded.
 */
export function makePageForEditor(): void {
  const { window } = new JSDOM('<!doctype html>', { pretendToBeVisual: true });
  for (const name of NEEDED) {
    const value: unknown = Reflect.get(window, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
