import type { CloseReason } from '@triad/collab';
import { accountHere, onAccount } from '../api/who.ts';

/*
 * Work of this tab that the server does not have and will not take: it waits here until the person
 * has it as a file. Where the device may keep it, it is there as well (offers.ts) and every tab of
 * the account offers it; else it is in memory alone, so the browser asks before the tab closes. It
 * is shown to whoever made it, and waits out of sight while somebody else is signed in. No Yjs in
 * here: every page shows it, and most are there before documents are.
 */

export type KeptWork = {
  readonly id: string;
  /** Whose it is. */
  readonly account: string | null;
  /** Where its document belongs, on whose account's devices it may stay; null where on none. */
  readonly place: OfferPlace | null;
  /** The document that it was made in. */
  readonly document: string;
  readonly generation: string;
  /** How often words had been taken out of that. */
  readonly redactions: number;
  /**
   * `unsent`: it never arrived. `replaced`: it was saved, and the server went back to before.
   * `redacted`: it never arrived, and is given without words that were taken out meanwhile.
   */
  readonly cause: 'unsent' | 'replaced' | 'redacted';
  /** Why the server would not go on, where it said so. */
  readonly reason: CloseReason | null;
  /** UTC ISO 8601. */
  readonly at: string;
  /** The file's text, JSON. */
  readonly file: () => string;
};

export type OfferPlace = { readonly project: string; readonly transcript: string };

let works: readonly KeptWork[] = [];
/** Of them, those of the account that is here. */
let shown: readonly KeptWork[] = [];
/** By id: which this tab found, which the person has as a file, which the device has too. */
const found = new Set<string>();
const downloaded = new Set<string>();
const stored = new Set<string>();
/** Downloaded or let go in whatever tab: none of them comes again. */
const ended = new Set<string>();
const listeners = new Set<() => void>();

onAccount(() => set(works));

/**
 * Of one document once: what a tab finds of it later takes the place of what it found before, unless
 * that was taken as a file. The ids of those that went.
 */
export function keepAside(work: KeptWork): readonly string[] {
  const same = works.filter(
    ({ id, account, document, generation }) =>
      found.has(id) &&
      account === work.account &&
      document === work.document &&
      generation === work.generation,
  );
  if (same.some(({ id }) => downloaded.has(id))) return [];
  found.add(work.id);
  set([...works.filter((other) => !same.includes(other)), work]);
  return same.map(({ id }) => id);
}

/** What is to be offered to whoever is here. */
export function keptAside(): readonly KeptWork[] {
  return shown;
}

export function subscribeKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether it is nowhere but here: neither a file nor on the device. */
export function isOnlyHere({ id }: KeptWork): boolean {
  return !downloaded.has(id) && !stored.has(id);
}

export function isDownloaded({ id }: KeptWork): boolean {
  return downloaded.has(id);
}

/** The device has it by now. */
export function noteStored({ id }: KeptWork): void {
  stored.add(id);
  set([...works]);
}

/** What the device has for an account, all of it: what it had and no longer has is this tab's. */
export function takeStored(account: string, onDevice: readonly KeptWork[]): void {
  const there = new Map(onDevice.map((work) => [work.id, work]));
  for (const { id } of works.filter((work) => work.account === account)) {
    if (!there.has(id)) stored.delete(id);
  }
  const known = new Set(works.map(({ id }) => id));
  const fresh = onDevice.filter(({ id }) => !known.has(id));
  for (const { id } of onDevice) stored.add(id);
  set([...works.map((work) => there.get(work.id) ?? work), ...fresh]);
}

/** Another tab has them. */
export function takeShared(given: readonly KeptWork[]): void {
  const known = new Set(works.map(({ id }) => id));
  const fresh = given.filter(({ id }) => !known.has(id) && !ended.has(id));
  if (fresh.length > 0) set([...works, ...fresh]);
}

/** The device gives them up. */
export function adopt(given: readonly KeptWork[]): void {
  const ids = new Set(given.map(({ id }) => id));
  for (const id of ids) stored.delete(id);
  set([...works.filter(({ id }) => !ids.has(id)), ...given]);
}

/** Downloaded or let go in some tab. */
export function dropDone(ids: readonly string[]): void {
  for (const id of ids) ended.add(id);
  if (ids.length > 0) set(works.filter(({ id }) => !ids.includes(id) || downloaded.has(id)));
}

/** The person has it as a file now, so closing the tab loses nothing. */
export function noteDownload({ id }: KeptWork): void {
  downloaded.add(id);
  stored.delete(id);
  set([...works]);
}

export function letGo(work: KeptWork): void {
  set(works.filter(({ id }) => id !== work.id));
}

/** What was offered of a document in this generation, before it was known that words of it had gone; their ids. */
export function letGoOf(of: {
  readonly account: string | null;
  readonly name: string;
  readonly generation: string;
}): readonly string[] {
  const gone = works.filter(
    ({ account, document, generation }) =>
      account === of.account && document === of.name && generation === of.generation,
  );
  set(works.filter((work) => !gone.includes(work)));
  return gone.map(({ id }) => id);
}

/** Whether closing the tab would lose something, whoever made it. */
export function waitsAside(): boolean {
  return works.some(isOnlyHere);
}

function set(next: readonly KeptWork[]): void {
  works = next;
  const visible = next.filter(({ account }) => account === accountHere());
  if (visible.length === 0 && shown.length === 0) return;
  shown = visible;
  for (const listener of listeners) listener();
}
