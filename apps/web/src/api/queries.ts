import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { QueryFunctionContext } from '@tanstack/react-query';
import type { LayerDigest, SessionAnswer } from '@triad/collab';
import { askDevice, hear } from '../device/hear.ts';
import type { Asked } from '../device/kept-answers.ts';
import { ApiError } from './api-error.ts';
import { call } from './client.ts';
import { noteDeviceAnswer } from './reach.ts';
import { noteAccount } from './who.ts';

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
  revealed: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'revealed'] as const,
  reopening: (project: string, round: string) =>
    ['project', project, 'round', round, 'reopening'] as const,
  agreement: (project: string) => ['project', project, 'agreement'] as const,
  transcriptAgreement: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'agreement'] as const,
  adjudicationOverview: (project: string) => ['project', project, 'adjudication'] as const,
  adjudication: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'adjudication'] as const,
  decisions: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'decisions'] as const,
  provenance: (project: string, transcript: string) =>
    ['project', project, 'transcript', transcript, 'provenance'] as const,
  consolidation: (project: string) => ['project', project, 'consolidation'] as const,
  cmocs: (project: string) => ['project', project, 'cmocs'] as const,
  cmoc: (project: string, cmoc: string) => ['project', project, 'cmocs', cmoc] as const,
  reviews: (project: string) => ['project', project, 'reviews'] as const,
};

export const queries = {
  session: () =>
    queryOptions({
      queryKey: keys.session,
      queryFn: answered({ what: 'session' }, () => call('readSession', {})),
    }),
  projects: () =>
    queryOptions({
      queryKey: keys.projects,
      queryFn: answered({ what: 'projects' }, () => call('listProjects', {})),
    }),
  project: (project: string) =>
    queryOptions({
      queryKey: [...keys.project(project), 'itself'],
      queryFn: answered({ what: 'project', project }, () => call('readProject', { project })),
    }),
  members: (project: string) =>
    queryOptions({
      queryKey: keys.members(project),
      queryFn: answered({ what: 'members', project }, () => call('listMembers', { project })),
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
  reopening: (project: string, round: string) =>
    queryOptions({
      queryKey: keys.reopening(project, round),
      queryFn: () => call('readReopening', { project, round }),
    }),
  /** Of all transcripts with a closed round, or of these. */
  agreement: (project: string, transcripts: readonly string[]) =>
    queryOptions({
      queryKey: [...keys.agreement(project), transcripts.join()],
      queryFn: () =>
        call(
          'readAgreement',
          { project },
          transcripts.length === 0 ? {} : { transcripts: transcripts.join() },
        ),
    }),
  transcriptAgreement: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.transcriptAgreement(project, transcript),
      queryFn: () => call('readTranscriptAgreement', { transcript }),
      // The server compares all of it anew each time, and tells of what changes.
      staleTime: 60_000,
    }),
  adjudicationOverview: (project: string) =>
    queryOptions({
      queryKey: keys.adjudicationOverview(project),
      queryFn: () => call('readAdjudicationOverview', { project }),
    }),
  adjudication: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.adjudication(project, transcript),
      queryFn: () => call('readAdjudication', { transcript }),
      // Decisions of others come one by one (events.ts).
      staleTime: 60_000,
    }),
  decisions: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.decisions(project, transcript),
      queryFn: () => call('listDecisions', { transcript }),
    }),
  provenance: (project: string, transcript: string, span: string) =>
    queryOptions({
      queryKey: [...keys.provenance(project, transcript), span],
      queryFn: () => call('readProvenance', { transcript, span }),
    }),
  consolidation: (project: string) =>
    queryOptions({
      queryKey: keys.consolidation(project),
      queryFn: () => call('readConsolidation', { project }),
    }),
  cmocs: (project: string) =>
    queryOptions({
      queryKey: [...keys.cmocs(project), 'all'],
      queryFn: () => call('listCmocs', { project }),
    }),
  cmoc: (project: string, cmoc: string) =>
    queryOptions({
      queryKey: keys.cmoc(project, cmoc),
      queryFn: () => call('readCmoc', { project, cmoc }),
    }),
  reviews: (project: string) =>
    queryOptions({
      queryKey: keys.reviews(project),
      queryFn: () => call('listReviewLinks', { project }),
    }),
  transcripts: (project: string) =>
    queryOptions({
      queryKey: keys.transcripts(project),
      queryFn: answered({ what: 'transcripts', project }, () =>
        call('listTranscripts', { project }),
      ),
    }),
  transcript: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.transcript(project, transcript),
      queryFn: answered({ what: 'transcript', transcript }, () =>
        call('readTranscript', { transcript }),
      ),
    }),
  comments: (project: string, transcript: string) =>
    queryOptions({
      queryKey: keys.comments(project, transcript),
      queryFn: () => call('listComments', { transcript }),
    }),
  /** Of a generation: a redaction, which makes another, changes what the layer holds and held alike. */
  revealed: (
    project: string,
    transcript: string,
    {
      round,
      member,
      generation,
    }: { readonly round: string; readonly member: string; readonly generation: string },
  ) =>
    queryOptions({
      queryKey: [...keys.revealed(project, transcript), round, member, generation],
      queryFn: async (): Promise<LayerDigest | null> => {
        const { revealed } = await call('readRevealed', { transcript, round, member });
        if (revealed === null) return null;
        const { spans, sketches, memos } = revealed;
        return { spans: new Map(spans), sketches: new Map(sketches), memos: new Map(memos) };
      },
      staleTime: Number.POSITIVE_INFINITY,
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
 * Asks the server; where it is not there, and this page has no answer yet, what this device keeps.
 * What it says is told to the device, which keeps nothing against it.
 */
function answered<T>(asked: Asked, ask: () => Promise<T>) {
  return async ({ client, queryKey }: QueryFunctionContext): Promise<T> => {
    try {
      const answer = await ask();
      hear(asked, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 403 || error.status === 404) hear(asked, null);
      if (error.status !== 0 || client.getQueryData(queryKey) !== undefined) throw error;
      const kept = await askDevice(asked);
      if (kept === undefined) throw error;
      noteDeviceAnswer();
      if (asked.what === 'session') noteAccount((kept as SessionAnswer).account?.id ?? null);
      return kept as T;
    }
  };
}

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
        // What the browser thinks of the network decides nothing: the answer does, or its absence.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { retry: false, networkMode: 'always' },
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
