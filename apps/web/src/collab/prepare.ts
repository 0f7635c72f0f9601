import type { DocumentAnswer } from '@triad/collab';
import type { CopyPlace } from '../device/copies.ts';
import { openDocument } from './open-document.ts';
import type { OpenDocument } from './open-document.ts';

/** How long a prepared document waits for the page that will show it, milliseconds. */
const WAIT_MS = 15_000;

const prepared = new Map<
  string,
  { readonly open: OpenDocument; readonly timer: ReturnType<typeof setTimeout> }
>();

/**
 * Opens documents that a page is about to show, so that they travel while its code is loaded and
 * drawn. Those that nobody takes are closed again. `place` is where the device may keep them; null
 * where it may not.
 */
export function prepareDocuments(
  heads: readonly DocumentAnswer[],
  place: CopyPlace | null = null,
): void {
  // The text and one's own layer first: with them one can begin; the page asks for the others.
  for (const head of heads.filter(({ kind, writable }) => kind === 'transcript' || writable)) {
    const key = keyOf(head);
    if (prepared.has(key)) continue;
    const open = openDocument(head, { ...optionsOf(head), place });
    const timer = setTimeout(() => {
      prepared.delete(key);
      open.destroy();
    }, WAIT_MS);
    prepared.set(key, { open, timer });
  }
}

/** A prepared document, or the document opened now; presence is the transcript's alone. */
export function takeDocument(head: DocumentAnswer, place: CopyPlace | null = null): OpenDocument {
  const key = keyOf(head);
  const waiting = prepared.get(key);
  if (waiting === undefined) return openDocument(head, { ...optionsOf(head), place });
  clearTimeout(waiting.timer);
  prepared.delete(key);
  return waiting.open;
}

function keyOf({ name, generation, writable }: DocumentAnswer): string {
  return `${name}@${generation}${writable ? ' w' : ''}`;
}

function optionsOf({ kind }: DocumentAnswer): { readonly presence: boolean } {
  return { presence: kind === 'transcript' };
}
