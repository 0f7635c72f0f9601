import type { Query, QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import type { ChangedEvent, ClientEvents, EventRefusal, ServerEvents } from '@triad/collab';
import { blindRoundOf, EVENTS_PATH } from '@triad/collab';
import { useEffect, useEffectEvent } from 'react';
import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import { setConnection } from './connection.ts';
import { followDecision } from './follow-decisions.ts';
import { keys, queries } from './queries.ts';

type EventSocket = Socket<ServerEvents, ClientEvents>;
export type Ended = Parameters<ServerEvents['ended']>[0];

/** After a refusal by the server, which socket.io takes for final. */
const AGAIN_MS = 8_000;

/**
 * Hears what changes in a project while the component stands. An event only says what changed:
 * the queries concerned are fetched again, and after each gap of the connection all of them are.
 */
export function useProjectEvents(project: string, onEnded: (event: Ended) => void): void {
  const queryClient = useQueryClient();
  const ended = useEffectEvent(onEnded);
  useEffect(() => {
    const socket: EventSocket = io({
      path: EVENTS_PATH,
      transports: ['websocket', 'polling'],
      withCredentials: true,
      reconnectionDelayMax: 8_000,
      randomizationFactor: 0.6,
    });
    let connectedBefore = false;
    socket.on('connect', () => {
      setConnection('there');
      socket.emit('watch', { project }, () => {
        /* Whatever changed before `watch` was answered nobody told of: it is fetched again, at first
           what is of the project, after a gap everything. */
        void queryClient.invalidateQueries(
          connectedBefore ? {} : { queryKey: keys.project(project) },
        );
        connectedBefore = true;
      });
    });
    socket.on('disconnect', (reason) =>
      setConnection(reason === 'io client disconnect' ? 'there' : 'lost'),
    );
    let again: ReturnType<typeof setTimeout> | undefined;
    socket.on('connect_error', (error) => {
      setConnection(isTooMany(error) ? 'too-many' : 'lost');
      if (socket.active) return;
      again = setTimeout(() => socket.connect(), AGAIN_MS * (0.7 + 0.6 * Math.random()));
    });
    socket.on('changed', (event) => {
      if (event.project === project) invalidate(queryClient, event);
    });
    socket.on('ended', (event) => {
      if (event.project === project) ended(event);
    });
    return () => {
      clearTimeout(again);
      socket.disconnect();
      setConnection('there');
    };
  }, [project, queryClient]);
}

function isTooMany(error: Error & { readonly data?: Partial<EventRefusal> }): boolean {
  return error.data?.code === 'events/too-many-sockets';
}

/** The keys of what an event is about. Exported for its test. */
export function keysOf(event: ChangedEvent): readonly (readonly unknown[])[] {
  const { project, transcript } = event;
  switch (event.what) {
    case 'project':
      return [[...keys.project(project), 'itself'], keys.projects];
    case 'members':
      return [keys.members(project), [...keys.project(project), 'itself'], keys.projects];
    case 'invites':
      return [keys.invites(project)];
    case 'participants':
      return [keys.participants(project)];
    case 'transcripts':
      return [keys.transcripts(project), keys.transcript(project, event.id), keys.projects];
    case 'documents':
      return transcript === undefined
        ? [[...keys.project(project), 'itself']]
        : [keys.transcripts(project), keys.transcript(project, transcript)];
    case 'counts':
      return [keys.transcripts(project)];
    // What may be seen changed with it: all of the project is asked for anew.
    case 'rounds':
      return [keys.project(project), keys.projects];
    case 'progress':
      return [[...keys.project(project), 'itself']];
    case 'agreement':
      // Its overview counts places, which a comparing finds.
      return [...agreementKeys(event), keys.adjudicationOverview(project)];
    case 'flags':
      return agreementKeys(event);
    case 'comments':
      return transcript === undefined ? [] : [keys.comments(project, transcript)];
    // The answers that hold the decisions themselves are patched (follow-decisions.ts).
    case 'decisions':
      return [
        keys.adjudicationOverview(project),
        keys.consolidation(project),
        ...(transcript === undefined ? [] : [keys.provenance(project, transcript)]),
      ];
    case 'consolidation':
      return [keys.consolidation(project)];
    case 'cmocs':
    case 'sign-offs':
      return [keys.cmocs(project)];
    case 'reviews':
      return [keys.reviews(project), keys.cmocs(project)];
  }
}

/** How far a job is tells of the project alone; a result and a flag of their transcript too. */
function agreementKeys({ project, transcript }: ChangedEvent): readonly (readonly unknown[])[] {
  return transcript === undefined
    ? [keys.agreement(project)]
    : [
        keys.agreement(project),
        keys.transcriptAgreement(project, transcript),
        // Places, and flags on them, are a part of it.
        keys.adjudication(project, transcript),
      ];
}

/** Has what an event is about asked for again. Exported for its test. */
export function invalidate(queryClient: QueryClient, event: ChangedEvent): void {
  const { transcript } = event;
  if (event.what === 'decisions' && transcript !== undefined)
    void followDecision(queryClient, { ...event, transcript });
  const invalidated = keysOf(event).map((queryKey) => {
    if (event.what !== 'rounds') return queryClient.invalidateQueries({ queryKey });
    // Whether talk may be read at all is known when the project is there again; it changes with none.
    const predicate = (query: Query): boolean =>
      query.queryKey.at(-1) !== 'comments' && comparedOn(query) === null;
    return queryClient.invalidateQueries({ queryKey, predicate });
  });
  if (event.what === 'rounds')
    void Promise.all(invalidated).then(() => renewCompared(queryClient, event.project));
}

/** Another round may be what all this rests on now; of what one codes blind nothing is asked for. */
function renewCompared(queryClient: QueryClient, project: string): void {
  const known = queryClient.getQueryData(queries.project(project).queryKey);
  if (known === undefined) return;
  void queryClient.invalidateQueries({
    queryKey: keys.project(project),
    predicate: (query) => {
      const transcript = comparedOn(query);
      return transcript !== null && blindRoundOf(known.rounds, transcript, known.me) === null;
    },
  });
}

/** What is told of several coders' work on one transcript, and so not to who codes it blind. */
const COMPARED: ReadonlySet<unknown> = new Set([
  'agreement',
  'adjudication',
  'decisions',
  'provenance',
]);

/** The transcript of which a query is about several coders' work; null for any other query. */
function comparedOn({ queryKey }: Query): string | null {
  const [, , of, transcript, what] = queryKey;
  return of === 'transcript' && COMPARED.has(what) ? String(transcript) : null;
}
