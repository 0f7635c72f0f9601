import type { CloseReason } from '@triad/collab';

/*
 * The documents of this tab with edits of which the server has not said that they are on its disk.
 * No Yjs in here: every page says what waits.
 */

/**
 * Where edits wait that the server has not said to have: in this tab alone, because nothing is kept
 * on devices or because this one has `failed` to; or on the device, every one of them.
 */
export type UnsavedPlace = 'tab' | 'tab: device failed' | 'device';

export type Unsaved = {
  readonly account: string | null;
  readonly place: () => UnsavedPlace;
  /** No page shows it any more, so the shell says that it waits. */
  readonly isLeft: () => boolean;
  /** Ends it as the server would, which offers what waits. */
  readonly end: (reason: CloseReason) => void;
};

const unsaved = new Map<object, Unsaved>();
const listeners = new Set<() => void>();

export function isUnsaved(doc: object): boolean {
  return unsaved.has(doc);
}

export function noteUnsaved(doc: object, entry: Unsaved): void {
  if (unsaved.has(doc)) return;
  unsaved.set(doc, entry);
  tellUnsaved();
}

/** The server has all of it, or it waits elsewhere now. */
export function noteSettled(doc: object): void {
  if (unsaved.delete(doc)) tellUnsaved();
}

export function listUnsaved(): readonly Unsaved[] {
  return [...unsaved.values()];
}

/** Whether closing the tab would lose some of it. */
export function isOnlyInTab(): boolean {
  return listUnsaved().some(({ place }) => place() !== 'device');
}

/** The session of an account is over: what waits of it in this tab is offered, also where the server is silent. */
export function endUnsaved(account: string, reason: CloseReason): void {
  for (const each of listUnsaved()) if (each.account === account) each.end(reason);
}

/** To be called also where what an entry says has changed. */
export function tellUnsaved(): void {
  for (const listener of listeners) listener();
}

export function subscribeUnsaved(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
