import type { CommentTarget } from '@triad/collab';
import { useSyncExternalStore } from 'react';
import type { Signal } from './signal.ts';
import { signal } from './signal.ts';

/*
 * Comments and answers that are being written. They are kept in the memory of the tab, whatever is
 * shown meanwhile: another panel, another page, or a blind round in which there is no talk. They go
 * when they are sent, let go, or when the tab goes.
 */

export type CommentDraft = {
  readonly text: string;
  /** Where one stood when it was begun. */
  readonly target: CommentTarget;
  /** How often words had been taken out of the text by then: it may hold those of later. */
  readonly knownRedactions: number;
};

/** Of one transcript, by the comment that is answered; {@link NEW_COMMENT} answers none. */
export type CommentDrafts = Signal<ReadonlyMap<string, CommentDraft>>;

export const NEW_COMMENT = 'new';

/** Transcripts with something that is being written; the one left alone longest goes first. */
const MOST_TRANSCRIPTS = 100;

const kept = new Map<string, CommentDrafts>();
let owner: string | null = null;

/** What the account is writing about a transcript; nothing of it is for the next who signs in here. */
export function commentDrafts(account: string, transcript: string): CommentDrafts {
  if (owner !== account) kept.clear();
  owner = account;
  const drafts = kept.get(transcript) ?? signal<ReadonlyMap<string, CommentDraft>>(new Map());
  kept.delete(transcript);
  for (const [id, { get }] of kept) {
    if (get().size === 0 || kept.size >= MOST_TRANSCRIPTS) kept.delete(id);
  }
  kept.set(transcript, drafts);
  return drafts;
}

/** Whether closing the tab would lose words of one. */
export function holdsDraft(): boolean {
  return [...kept.values()].some(({ get }) =>
    [...get().values()].some(({ text }) => text.trim() !== ''),
  );
}

/** Whoever wrote them has signed out. */
export function forgetDrafts(): void {
  kept.clear();
}

/** Null lets it go. */
export function setDraft(drafts: CommentDrafts, about: string, draft: CommentDraft | null): void {
  const next = new Map(drafts.get());
  if (draft === null) next.delete(about);
  else next.set(about, draft);
  drafts.set(next);
}

/** It was sent: it goes, unless more was written meanwhile. */
export function draftSent(drafts: CommentDrafts, about: string, text: string): void {
  if (drafts.get().get(about)?.text === text) setDraft(drafts, about, null);
}

/** One of them; its own changes alone are followed. */
export function useDraft(drafts: CommentDrafts, about: string): CommentDraft | null {
  return useSyncExternalStore(drafts.subscribe, () => drafts.get().get(about) ?? null);
}

/** Of which comments there is an answer, or the new one, with more than blanks in it. */
export function useDrafted(drafts: CommentDrafts): readonly string[] {
  // As one string, so that a letter more in one of them changes nothing.
  const written = (): string =>
    [...drafts.get()].flatMap(([about, { text }]) => (text.trim() === '' ? [] : [about])).join();
  const abouts = useSyncExternalStore(drafts.subscribe, written);
  return abouts === '' ? [] : abouts.split(',');
}
