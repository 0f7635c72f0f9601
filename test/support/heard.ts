import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** What the page was told of pointer, keys, focus and selection, the latest last. */
    heard?: string[];
  }
}

/**
 * Runs in a page before anything of it: keeps what it is told of pointer, keys, focus and selection,
 * and what moves the selection, for the message of a test in which words were not selected.
 */
export function keepHeard(): void {
  const kept: string[] = [];
  window.heard = kept;
  const end = (node: Node | null | undefined, offset: number | undefined) => {
    if (node === null || node === undefined) return 'none';
    const gone = node.isConnected ? '' : ' (gone)';
    return `${node.nodeName} '${(node.textContent ?? '').slice(0, 12)}' ${offset}${gone}`;
  };
  const keep = (what: string) => {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
    const selected = `${end(anchorNode, anchorOffset)} to ${end(focusNode, focusOffset)}`;
    kept.push(`${performance.now().toFixed(1)} ${what}; ${selected}`);
    if (kept.length > 80) kept.shift();
  };
  const events =
    'pointerdown pointermove pointerup pointercancel mousedown mousemove mouseup selectstart selectionchange dragstart keydown focusin focusout scroll';
  for (const name of events.split(' ')) {
    const hear = (event: Event) => {
      const { target } = event;
      const where = target instanceof Element ? `${target.nodeName}.${target.classList}` : '';
      const mouse = event instanceof MouseEvent ? event : null;
      const at = mouse === null ? '' : ` ${mouse.clientX} ${mouse.clientY} ${mouse.buttons}`;
      keep(`${name} ${where}${at}${event.defaultPrevented ? ' prevented' : ''}`);
    };
    addEventListener(name, hear, { capture: true, passive: true });
  }
  for (const name of ['collapse', 'extend', 'removeAllRanges', 'addRange'] as const) {
    const call = Selection.prototype[name];
    Selection.prototype[name] = function told(this: Selection, ...given: unknown[]) {
      keep(`is called: ${name}`);
      Reflect.apply(call, this, given);
    };
  }
}

/** What `keepHeard` kept of a page, a line each. */
export async function heardBy(page: Page): Promise<string> {
  return (await page.evaluate(() => window.heard ?? [])).join('\n');
}
