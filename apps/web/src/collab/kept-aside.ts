import type { CloseReason } from '@triad/collab';
import { accountHere, onAccount } from '../api/who.ts';

/*
 * Work of this tab that the server does not have and will not take: it waits here until the person
 * has it as a file. In memory alone, so the browser asks before the tab closes. It is shown to
 * whoever made it, and waits out of sight while somebody else is signed in. No Yjs in here: every
 * page shows it, and most are there before documents are.
 */

export type KeptWork = {
  /** Whose it is. */
  readonly account: string | null;
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
/** Of them, those of the account that is here. */
let shown: readonly KeptWork[] = [];
const downloaded = new WeakSet<KeptWork>();
const listeners = new Set<() => void>();

onAccount(() => set(works));

/** Of one document once: a later copy of it takes the place of an earlier, unless that was taken as a file. */
export function keepAside(work: KeptWork): void {
  const same = works.filter(
    ({ account, document, generation }) =>
      account === work.account && document === work.document && generation === work.generation,
  );
  if (same.some((other) => downloaded.has(other))) return;
  set([...works.filter((other) => !same.includes(other)), work]);
}

/** What is to be offered to whoever is here. */
export function keptAside(): readonly KeptWork[] {
  return shown;
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
export function letGoOf(of: {
  readonly account: string | null;
  readonly name: string;
  readonly generation: string;
}) {
  set(
    works.filter(
      ({ account, document, generation }) =>
        account !== of.account || document !== of.name || generation !== of.generation,
    ),
  );
}

/** Whether closing the tab would lose something, whoever made it. */
export function waitsAside(): boolean {
  return works.some((work) => !downloaded.has(work));
}

function set(next: readonly KeptWork[]): void {
  works = next;
  const visible = next.filter(({ account }) => account === accountHere());
  if (visible.length === 0 && shown.length === 0) return;
  shown = visible;
  for (const listener of listeners) listener();
}
