import { useQueryClient } from '@tanstack/react-query';
import { CLOSE } from '@triad/collab';
import { useEffect, useEffectEvent, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { keys, queries } from '../api/queries.ts';
import { giveUpOn } from '../collab/index.ts';

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
