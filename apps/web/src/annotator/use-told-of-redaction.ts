import type { TranscriptAnswer } from '@triad/collab';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../shell/session.ts';
import { noteSeenRedactions, onSeenRedactions, seenRedactions } from './seen-redactions.ts';

export type ToldOfRedaction = {
  /** Words were taken out since this person last opened the transcript, or while they have it open. */
  readonly isTold: boolean;
  /** They know now. */
  readonly dismiss: () => void;
  /** They are about to take words out themselves. */
  readonly noteOwn: () => void;
};

/** Tells whoever opens a transcript, or has it open, that words were taken out of it, until they dismiss it. */
export function useToldOfRedaction({ id, documents }: TranscriptAnswer): ToldOfRedaction {
  // The page stays, and says so, where its person was signed out.
  const account = useSession().account?.id ?? null;
  const redactions = documents[0]?.redactions ?? 0;
  const seen = useSyncExternalStore(onSeenRedactions, () =>
    account === null ? null : seenRedactions(account, id),
  );
  const [own, setOwn] = useState<string | null>(null);
  const isOwn = own === `${id} ${redactions}`;
  const isNew = seen !== null && seen < redactions;
  useEffect(() => {
    if (account !== null && seen !== redactions && (isOwn || !isNew))
      noteSeenRedactions(account, id, redactions);
  }, [account, id, seen, redactions, isOwn, isNew]);
  return {
    isTold: isNew && !isOwn,
    dismiss: () => {
      if (account !== null) noteSeenRedactions(account, id, redactions);
    },
    noteOwn: () => setOwn(`${id} ${redactions + 1}`),
  };
}
