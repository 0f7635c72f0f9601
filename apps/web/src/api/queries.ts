import { QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';
import { call } from './client.ts';

/** Keys of everything that is fetched. All that belongs to a project lies under its key. */
export const keys = {
  session: ['session'] as const,
  projects: ['projects'] as const,
  project: (project: string) => ['project', project] as const,
  members: (project: string) => ['project', project, 'members'] as const,
  invites: (project: string) => ['project', project, 'invites'] as const,
  participants: (project: string) => ['project', project, 'participants'] as const,
  roundRecord: (project: string, round: string) => ['project', project, 'round', round] as const,
  transcripts: (project: string) => ['project', project, 'transcripts'] as const,
  transcript: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript] as const,
  comments: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'comments'] as const,
  history: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'history'] as const,
};

export const queries = {
  session: () => queryOptions({ queryKey: keys.session, queryFn: () => call('readSession', {}) }),
  projects: () =>
    queryOptions({ queryKey: keys.projects, queryFn: () => call('listProjects', {}) }),
  project: (project: string) =>
    queryOptions({
      queryKey: [...keys.project(project), 'itself'],
      queryFn: () => call('readProject', { project }),
    }),
  members: (project: string) =>
    queryOptions({
      queryKey: keys.members(project),
      queryFn: () => call('listMembers', { project }),
    }),
  invites: (project: string) =>
    queryOptions({
      queryKey: keys.invites(project),
      queryFn: () => call('listInvites', { project }),
    }),
  participants: (project: string) =>
    queryOptions({
      queryKey: keys.participants(project),
      queryFn: () => call('listParticipants', { project }),
    }),
  roundRecord: (project: string, round: string) =>
    queryOptions({
      queryKey: keys.roundRecord(project, round),
      queryFn: () => call('readRoundRecord', { project, round }),
    }),
  transcripts: (project: string) =>
    queryOptions({
      queryKey: keys.transcripts(project),
      queryFn: () => call('listTranscripts', { project }),
    }),
  transcript: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.transcript(project, transcript),
      queryFn: () => call('readTranscript', { transcript }),
    }),
  comments: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.comments(project, transcript),
      queryFn: () => call('listComments', { transcript }),
    }),
  history: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.history(project, transcript),
      queryFn: () => call('readHistory', { transcript }),
    }),
  version: (project: string, transcript: string, version: string) =>
    queryOptions({
      queryKey: [...keys.history(project, transcript), version],
      queryFn: () => call('readVersion', { transcript, version }),
    }),
};

/**
 * One cache a tab. A refusal is an answer and is not tried again; a server that is not reached is
 * tried twice more. A session that has ended is noticed by the first 401.
 */
export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 && (!(error instanceof ApiError) || error.status === 0),
        retryDelay: (failures) => 400 * 2 ** failures,
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  });
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    const { error } = event.action;
    const own = event.query.queryKey[0] === keys.session[0];
    if (!own && error instanceof ApiError && error.status === 401) {
      void client.invalidateQueries({ queryKey: keys.session });
    }
  });
  return client;
}
