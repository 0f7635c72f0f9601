import type { VersionSummary } from '@triad/collab';
import type { Verdict } from '@triad/realist';
import { useSyncExternalStore } from 'react';
import type { Signal } from '../../annotator/signal.ts';
import { signal } from '../../annotator/signal.ts';

/*
 * What a member is writing of versions. It is kept in the memory of the tab, whatever is shown meanwhile:
 * another CMOC, another page, or a newer version. It goes when it is sent, let go, or with the tab.
 */

/** What is being said of one exact version. */
export type WordDraft = {
  /** To agree nothing is written. */
  readonly verdict: Exclude<Verdict, 'agree'>;
  readonly text: string;
  /** The version that its writer had before them, when they began or when they said that they read a newer one. */
  readonly of: Pick<VersionSummary, 'id' | 'number'>;
};

/** By CMOC. */
export type WordDrafts = Signal<ReadonlyMap<string, WordDraft>>;

let kept: WordDrafts = signal<ReadonlyMap<string, WordDraft>>(new Map());
let owner: string | null = null;

/** What the account is writing; nothing of it is for the next who signs in here. */
export function wordDrafts(account: string): WordDrafts {
  if (owner !== account) kept = signal<ReadonlyMap<string, WordDraft>>(new Map());
  owner = account;
  return kept;
}

/** Whether closing the tab would lose words. */
export function holdsWords(): boolean {
  return [...kept.get().values()].some(({ text }) => text.trim() !== '');
}

/** Whoever wrote them has signed out. */
export function forgetWords(): void {
  kept = signal<ReadonlyMap<string, WordDraft>>(new Map());
}

/** Null lets it go. */
export function setWordDraft(drafts: WordDrafts, cmoc: string, draft: WordDraft | null): void {
  const next = new Map(drafts.get());
  if (draft === null) next.delete(cmoc);
  else next.set(cmoc, draft);
  drafts.set(next);
}

/** It was sent: it goes, unless more was written meanwhile. */
export function wordSent(drafts: WordDrafts, cmoc: string, text: string): void {
  if (drafts.get().get(cmoc)?.text === text) setWordDraft(drafts, cmoc, null);
}

/** Whether a newer version is there than the one that the words are about: they are kept, and not sent. */
export function isOvertaken(draft: WordDraft, latest: Pick<VersionSummary, 'id'>): boolean {
  return draft.of.id !== latest.id;
}

/** Whether it can be sent: a comment and an objection say something. */
export function isComplete({ verdict, text }: WordDraft): boolean {
  return text.trim() !== '' || verdict === 'abstain';
}

export function useWordDraft(drafts: WordDrafts, cmoc: string): WordDraft | null {
  return useSyncExternalStore(drafts.subscribe, () => drafts.get().get(cmoc) ?? null);
}
