import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { putDecision } from '../../api/follow-decisions.ts';
import { keys } from '../../api/queries.ts';
import { Desk } from './desk.ts';

/** What the desk needs of the page as it is when a command is sent or refused. */
type Page = {
  /** State of the text that the page shows. */
  readonly text: string;
  readonly onRefused: (place: string) => void;
};

/** The desk of one lead on one transcript. */
export function useDesk(project: string, transcript: string, page: Page): Desk {
  const client = useQueryClient();
  const [now] = useState(() => ({ page }));
  useEffect(() => {
    now.page = page;
  });
  const [desk] = useState(
    () =>
      new Desk({
        send: async ({ spans, outcome, why, seen }) => {
          const body = { text: now.page.text, spans: [...spans], why };
          if (seen !== null)
            return call(
              'changeDecision',
              { transcript, decision: seen.id },
              { ...body, version: seen.version, outcome },
            );
          if (outcome === null) throw new Error('what was never decided is not taken back');
          return call('decide', { transcript }, { ...body, outcome });
        },
        onDecided: (decision) => putDecision(client, project, transcript, decision),
        onRefused: (place, { isMoved }) => {
          // What it rested on is another: all of it is asked for anew.
          if (isMoved)
            void client.invalidateQueries({ queryKey: keys.adjudication(project, transcript) });
          now.page.onRefused(place);
        },
      }),
  );
  // What is on its way is in this tab alone.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (desk.pending.get().size > 0) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [desk]);
  return desk;
}
