import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { blindRoundOf, CLOSE, isClosed, isReopened, parseDocumentName } from '@triad/collab';
import type { ProjectAnswer, TranscriptAnswer, TranscriptSummary } from '@triad/collab';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { queries } from '../api/queries.ts';
import type { KeptWork } from '../collab/kept-aside.ts';
import { askDevice } from '../device/hear.ts';

/** Why a layer takes no more, as far as the rounds of its project say. */
export type Shut = 'blind' | 'closed' | 'reopening';

/** Null where the rounds do not say it: then a lead changed what its member may do, or it is over again. */
export function shutBy(
  document: string,
  { rounds, me }: Pick<ProjectAnswer, 'rounds' | 'me'>,
): Shut | null {
  const name = parseDocumentName(document);
  if (name?.kind !== 'layer' || name.member !== me) return null;
  const { transcript } = name;
  const blind = blindRoundOf(rounds, transcript, me);
  if (blind !== null && blind.id !== name.round) return 'blind';
  const round = rounds.find(({ id }) => id === name.round);
  if (round === undefined || !isClosed(round, transcript)) return null;
  if (isReopened(round, transcript, me)) return null;
  return round.everReopenedFor?.includes(me) === true ? 'reopening' : 'closed';
}

/**
 * What the answers that this page has say of work that is offered: the title of its transcript, and
 * what shut its layer; null where none of them does. Nothing is asked of the server for it, and
 * nothing kept: words may be taken out of a title.
 */
export function useKnown({ document, place, reason }: KeptWork): {
  readonly title: string | null;
  readonly shut: Shut | null;
} {
  const client = useQueryClient();
  const subscribe = (listener: () => void): (() => void) =>
    client.getQueryCache().subscribe(listener);
  const seen = useSyncExternalStore(subscribe, () => find(client, document)?.title ?? null);
  const shut = useSyncExternalStore(subscribe, () => {
    const project = find(client, document)?.project ?? place?.project;
    if (project === undefined || reason?.code !== CLOSE.forbidden.code) return null;
    const answer = client.getQueryData(queries.project(project).queryKey);
    return answer === undefined ? null : shutBy(document, answer);
  });
  const [kept, setKept] = useState<string | null>(null);
  const transcript = place?.transcript;
  useEffect(() => {
    if (transcript === undefined) return;
    void askDevice({ what: 'transcript', transcript }).then((answer) =>
      setKept((answer as TranscriptAnswer | undefined)?.title ?? null),
    );
  }, [transcript]);
  return { title: seen ?? kept, shut };
}

/** The transcript of a document, where this page has fetched it. */
function find(
  client: QueryClient,
  document: string,
): { readonly project: string; readonly title: string } | null {
  const name = parseDocumentName(document);
  if (name === null || name.kind === 'theory' || name.kind === 'cmoc') return null;
  for (const [[, project, what, id, more], data] of client.getQueriesData({
    queryKey: ['project'],
  })) {
    if (data === undefined || more !== undefined || typeof project !== 'string') continue;
    const found =
      what === 'transcripts'
        ? (data as readonly TranscriptSummary[]).find((each) => each.id === name.transcript)
        : what === 'transcript' && id === name.transcript
          ? (data as TranscriptAnswer)
          : undefined;
    if (found !== undefined) return { project, title: found.title };
  }
  return null;
}
