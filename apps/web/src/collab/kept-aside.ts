import type { CloseReason } from '@triad/collab';

/*
 * Work of this tab that the server does not have and will not take: it waits here until the person
 * has it as a file. In memory alone, so the browser asks before the tab closes. No Yjs in here:
 * every page shows it, and most are there before documents are.
 */

export type KeptWork = {
  /** The document that it was made in. */
  readonly document: string;
  readonly generation: string;
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

let works: readonly KeptWork[] = [];
let owner: string | null = null;
const downloaded = new WeakSet<KeptWork>();
const listeners = new Set<() => void>();

/** Of one document once: a later copy of it takes the place of an earlier, unless that was taken as a file. */
export function keepAside(work: KeptWork): void {
  const same = works.filter(
    ({ document, generation }) => document === work.document && generation === work.generation,
  );
  if (same.some((other) => downloaded.has(other))) return;
  set([...works.filter((other) => !same.includes(other)), work]);
}

export function keptAside(): readonly KeptWork[] {
  return works;
}

export function subscribeKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The person has it as a file now, so closing the tab loses nothing. */
export function noteDownload(work: KeptWork): void {
  downloaded.add(work);
}

export function letGo(work: KeptWork): void {
  set(works.filter((other) => other !== work));
}

/** What was offered of a document in this generation, before it was known that words of it had gone. */
export function letGoOf({
  name,
  generation,
}: {
  readonly name: string;
  readonly generation: string;
}) {
  set(works.filter((work) => work.document !== name || work.generation !== generation));
}

/** Whether closing the tab would lose something. */
export function waitsAside(): boolean {
  return works.some((work) => !downloaded.has(work));
}

/** What one account made is nothing for the next who signs in here. */
export function keepFor(account: string): void {
  if (owner !== null && owner !== account) set([]);
  owner = account;
}

function set(next: readonly KeptWork[]): void {
  if (next.length === 0 && works.length === 0) return;
  works = next;
  for (const listener of listeners) listener();
}
