import type { Collection, RecordStore } from '@triad/storage';
import { DOCUMENT_COLLECTIONS } from '../documents/index.ts';
import { MIGRATION_COLLECTION } from '../migrate/unfinished.ts';
import { SEALING_COLLECTION } from '../sealing/open-keyring.ts';
import type * as decided from './adjudication-records.ts';
import type * as configured from './cmoc-records.ts';
import type * as bodies from './records.ts';
import { Table } from './table.ts';
import type { TableDefinition } from './table.ts';

/** All collections of the server. Records of several fields of search name each here. */
export type Tables = Awaited<ReturnType<typeof openTables>>;

/** Declares the collections in the store and gives them typed. */
export async function openTables(records: RecordStore) {
  const table = <Body>(definition: TableDefinition<Body>) => new Table(records, definition);
  const tables = {
    accounts: table<bodies.AccountBody>({
      name: 'accounts',
      indexes: {
        email: unique((body) => body.email),
        kind: plain((body) => (body.demo ? 'demo' : 'person')),
      },
    }),
    sessions: table<bodies.SessionBody>({
      name: 'sessions',
      indexes: { account: plain((body) => body.account) },
    }),
    signInLinks: table<bodies.SignInLinkBody>({
      name: 'sign-in-links',
      indexes: { account: plain((body) => body.account) },
    }),
    projects: table<bodies.ProjectBody>({
      name: 'projects',
      indexes: {
        pending: plain((body) => body.pending),
        demo: plain((body) => (body.demo ? (body.firstRun ? 'first-run' : 'asked-for') : null)),
      },
    }),
    activity: table<bodies.ActivityBody>({ name: 'activity', indexes: {} }),
    members: table<bodies.MemberBody>({
      name: 'members',
      indexes: {
        project: plain((body) => body.project),
        present: plain((body) => (body.removedAt === null ? body.project : null)),
        account: plain((body) => body.account),
        membership: unique((body) => `${body.project}/${body.account}`),
      },
    }),
    rounds: table<bodies.RoundBody>({
      name: 'rounds',
      indexes: { project: plain((body) => body.project) },
    }),
    reasons: table<bodies.ReasonBody>({
      name: 'reopening-reasons',
      indexes: {
        transcript: plain((body) => body.transcript),
        round: plain((body) => body.round),
        reopening: plain((body) => body.reopening),
      },
    }),
    progress: table<bodies.ProgressBody>({
      name: 'progress',
      indexes: { project: plain((body) => body.project), round: plain((body) => body.round) },
    }),
    seen: table<bodies.SeenBody>({
      name: 'seen',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
      },
    }),
    layerCopies: table<bodies.LayerCopyBody>({
      name: 'layer-copies',
      indexes: {
        transcript: plain((body) => body.transcript),
        round: plain((body) => body.round),
      },
    }),
    invites: table<bodies.InviteBody>({
      name: 'invites',
      indexes: { project: plain((body) => body.project), hash: unique((body) => body.hash) },
    }),
    participants: table<bodies.ParticipantBody>({
      name: 'participants',
      indexes: {
        project: plain((body) => body.project),
        pseudonym: unique((body) => `${body.project}/${body.pseudonym}`),
      },
    }),
    transcripts: table<bodies.TranscriptBody>({
      name: 'transcripts',
      indexes: {
        project: plain((body) => body.project),
        // One that is being redacted comes back in a moment.
        listed: plain(({ pending, project }) =>
          pending === null || pending === 'redacting' ? project : null,
        ),
        pending: plain((body) => body.pending),
      },
    }),
    history: table<bodies.VersionBody>({
      name: 'history',
      indexes: {
        transcript: plain((body) => body.transcript),
        place: unique((body) => `${body.transcript}/${body.number}`),
      },
    }),
    redactions: table<bodies.RedactionBody>({
      name: 'redactions',
      indexes: { transcript: plain((body) => body.transcript) },
    }),
    leases: table<bodies.LeaseBody>({
      name: 'leases',
      indexes: { transcript: unique((body) => body.transcript) },
    }),
    comparisons: table<bodies.ComparisonBody>({
      name: 'comparisons',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
      },
    }),
    agreementJobs: table<bodies.AgreementJobBody>({
      name: 'agreement-jobs',
      indexes: {
        project: plain((body) => body.project),
        state: plain((body) => body.state),
      },
    }),
    agreementFigures: table<bodies.AgreementFiguresBody>({
      name: 'agreement-figures',
      indexes: { project: plain((body) => body.project) },
    }),
    flags: table<bodies.FlagBody>({
      name: 'flags',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
      },
    }),
    decisions: table<decided.DecisionBody>({
      name: 'decisions',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
        place: unique((body) => `${body.transcript}/${body.round}/${body.place}`),
      },
    }),
    decisionReplies: table<decided.DecisionReplyBody>({
      name: 'decision-replies',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
        decision: plain((body) => body.decision),
        once: unique((body) => `${body.decision}/${body.ruling}/${body.member}`),
      },
    }),
    ties: table<decided.TieBody>({
      name: 'ties',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
      },
    }),
    candidates: table<decided.CandidateBody>({
      name: 'candidates',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
        key: unique((body) => `${body.transcript}/${body.key}`),
      },
    }),
    consolidated: table<decided.ConsolidatedBody>({
      name: 'consolidated',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
      },
    }),
    consolidationJobs: table<decided.ConsolidationJobBody>({
      name: 'consolidation-jobs',
      indexes: {
        project: plain((body) => body.project),
        state: plain((body) => body.state),
      },
    }),
    cmocs: table<configured.CmocBody>({
      name: 'cmocs',
      indexes: {
        project: plain((body) => body.project),
        pending: plain(({ life }) => (life === 'making' ? life : null)),
      },
    }),
    cmocVersions: table<configured.CmocVersionBody>({
      name: 'cmoc-versions',
      indexes: {
        project: plain((body) => body.project),
        cmoc: plain((body) => body.cmoc),
        place: unique((body) => `${body.cmoc}/${body.number}`),
      },
    }),
    signOffs: table<configured.SignOffBody>({
      name: 'sign-offs',
      indexes: {
        project: plain((body) => body.project),
        cmoc: plain((body) => body.cmoc),
        once: unique((body) => `${body.of}/${body.member}`),
      },
    }),
    lineages: table<configured.LineageBody>({
      name: 'lineages',
      indexes: {
        project: plain((body) => body.project),
        unfinished: plain(({ state }) =>
          state === 'making' || state === 'undoing' ? state : null,
        ),
      },
    }),
    reviewLinks: table<configured.ReviewLinkBody>({
      name: 'review-links',
      indexes: { project: plain((body) => body.project), hash: unique((body) => body.hash) },
    }),
    reviewReplies: table<configured.ReviewReplyBody>({
      name: 'review-replies',
      indexes: {
        project: plain((body) => body.project),
        link: plain((body) => body.link),
        cmoc: plain((body) => body.cmoc),
        once: unique((body) => `${body.link}/${body.item}`),
      },
    }),
    comments: table<bodies.CommentBody>({
      name: 'comments',
      indexes: {
        project: plain((body) => body.project),
        transcript: plain((body) => body.transcript),
      },
    }),
  };
  await records.define(collectionsOf(tables));
  return tables;
}

/** All that is declared in the store: the tables, and what the documents, the keys and a migration keep. */
export function collectionsOf(tables: Tables): readonly Collection[] {
  return [
    ...Object.values(tables).map(({ collection }) => collection),
    ...DOCUMENT_COLLECTIONS,
    SEALING_COLLECTION,
    MIGRATION_COLLECTION,
  ];
}

function plain<Body>(of: (body: Body) => string | null) {
  return { unique: false, of };
}

function unique<Body>(of: (body: Body) => string | null) {
  return { unique: true, of };
}
