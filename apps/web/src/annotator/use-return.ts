import { useQueryClient } from '@tanstack/react-query';
import { CLOSE } from '@triad/collab';
import type { TranscriptAnswer } from '@triad/collab';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { keys, queries } from '../api/queries.ts';
import { giveUpOn } from '../collab/index.ts';
import { redacting as words } from '../messages/redacting.ts';
import { toast } from '../ui/index.ts';

/** Between two looks whether a transcript is open again, milliseconds. */
const AGAIN_MS = 1_500;

/**
 * Brings a page back by itself whose text the server made anew; whether it is about to. After a
 * restore from a backup the person says so, since the work of others may be gone with it.
 */
export function useReturn(
  project: string,
  transcript: string,
  closed: number | null,
  onBack: () => void,
): boolean {
  const queryClient = useQueryClient();
  const [stays, setStays] = useState<number | null>(null);
  const back = useEffectEvent(onBack);
  const isReplaced = closed === CLOSE.generation.code;
  useEffect(() => {
    if (!isReplaced) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      try {
        const answer = await queryClient.fetchQuery({
          ...queries.transcript(project, transcript),
          staleTime: 0,
        });
        if (isOver) return;
        if ((answer.documents[0]?.madeFrom ?? null) === null) setStays(closed);
        else {
          await queryClient.refetchQueries({ queryKey: [...keys.project(project), 'itself'] });
          if (!isOver) back();
        }
      } catch (error) {
        if (isOver) return;
        if (error instanceof ApiError && (error.status === 403 || error.status === 404)) {
          giveUpOn(transcript);
          setStays(closed);
        } else timer = setTimeout(() => void look(), AGAIN_MS);
      }
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isReplaced, closed, project, transcript, queryClient]);
  useEffect(() => {
    if (closed === null) setStays(null);
  }, [closed]);
  return isReplaced && stays === null;
}

/**
 * Says to whoever has a transcript open that words were taken out of it; not to those who are about to
 * do it themselves, as they say by what this returns.
 */
export function useToldOfRedaction({ documents }: TranscriptAnswer): () => void {
  const redactions = documents[0]?.redactions ?? 0;
  const before = useRef(redactions);
  const own = useRef<number | null>(null);
  useEffect(() => {
    if (redactions > before.current && redactions !== own.current) toast(words.came);
    before.current = redactions;
  }, [redactions]);
  return () => {
    own.current = redactions + 1;
  };
}
