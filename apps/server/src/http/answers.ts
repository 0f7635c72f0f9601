import type {
  AccountAnswer,
  CommentAnswer,
  FlagAnswer,
  InviteAnswer,
  LeaseAnswer,
  MemberAnswer,
  ParticipantAnswer,
  ProjectAnswer,
  ProjectSummary,
  RedactionAnswer,
  RoundFacts,
  SessionAnswer,
  TranscriptSummary,
  VersionAnswer,
} from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import type {
  AccountBody,
  CommentBody,
  FlagBody,
  InviteBody,
  LeaseBody,
  MemberBody,
  ParticipantBody,
  RedactionBody,
  TranscriptBody,
  VersionBody,
} from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { theoryAccess } from '../gate.ts';
import { methodOf } from '../method/settings.ts';
import { stateOf } from '../projects/invites.ts';
import { memberMay } from '../projects/membership.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { roundFacts } from '../rounds/facts.ts';
import { roundAnswers } from './round-answers.ts';
import { documentAnswer, listLayers } from '../transcripts/transcripts.ts';

/* From records to what the API answers. Each names its fields one by one: nothing slips through. */

export async function sessionAnswer(
  context: Context,
  account: Row<AccountBody> | null,
): Promise<SessionAnswer> {
  return {
    account: account && accountAnswer(account),
    setupNeeded: await context.firstRun.isOpen(),
    version: context.version,
  };
}

export function accountAnswer({ id, body }: Row<AccountBody>): AccountAnswer {
  const { name, email, preferences, demo } = body;
  return { id, name, email, preferences, demo };
}

export async function projectSummary(
  { tables, activity }: Context,
  { project, member }: Membership,
): Promise<ProjectSummary> {
  const [members, transcripts, changedAt] = await Promise.all([
    tables.members.count('present', project.id),
    tables.transcripts.count('listed', project.id),
    activity.lastChange({ project, member }),
  ]);
  const { title, description, demo, deviceCopies = false, createdAt } = project.body;
  const { roles } = member.body;
  return {
    id: project.id,
    title,
    description,
    roles,
    members,
    transcripts,
    demo,
    deviceCopies,
    createdAt,
    changedAt,
  };
}

export async function projectAnswer(
  context: Context,
  membership: Membership,
): Promise<ProjectAnswer> {
  const { project, member } = membership;
  const [summary, rounds, theory] = await Promise.all([
    projectSummary(context, membership),
    roundAnswers(context, membership),
    context.documents.describe({ kind: 'theory', project: project.id }),
  ]);
  // Gone between the check of the membership and now.
  if (theory === null) throw refuse('rules/unknown');
  return {
    ...summary,
    version: project.version,
    me: member.id,
    rounds,
    theory: documentAnswer(theory, 'theory', theoryAccess(membership)),
    method: methodOf(project).settings,
  };
}

export async function memberAnswer(
  { tables }: Context,
  { id, version, body }: Row<MemberBody>,
  reader: Row<MemberBody>,
): Promise<MemberAnswer> {
  const account = await tables.accounts.get(body.account);
  const { roles, removedAt, joinedAt } = body;
  return {
    id,
    version,
    name: account?.body.name ?? '',
    email: memberMay(reader, 'members.change') ? (account?.body.email ?? null) : null,
    roles,
    removedAt,
    joinedAt,
  };
}

export function inviteAnswer(context: Context, { id, body }: Row<InviteBody>): InviteAnswer {
  const { roles, note, createdAt, expiresAt } = body;
  return { id, roles, note, createdAt, expiresAt, state: stateOf(context, body) };
}

export function participantAnswer({ id, version, body }: Row<ParticipantBody>): ParticipantAnswer {
  const { pseudonym, description } = body;
  return { id, version, pseudonym, description };
}

export async function transcriptSummary(
  context: Context,
  row: Row<TranscriptBody>,
  reader: Membership,
  rounds?: readonly RoundFacts[],
): Promise<TranscriptSummary> {
  const { title, speakers, turns, words, durationSeconds, observersRead, importedAt } = row.body;
  const { sha256, originalKept, fileName } = row.body;
  const readable = memberMay(reader.member, 'transcript.read', { observersRead });
  const facts = rounds ?? (await roundFacts(context.tables, row.body.project));
  return {
    id: row.id,
    version: row.version,
    title,
    speakers: readable ? speakers : [],
    turns,
    words,
    durationSeconds,
    observersRead,
    original: { sha256, kept: originalKept, fileName: readable ? fileName : '' },
    importedAt,
    layers: await listLayers(context, row, reader, facts),
    basis: row.body.basis ?? null,
    readable,
    redacting: row.body.pending === 'redacting',
  };
}

export function flagAnswer({ id, version, body }: Row<FlagBody>): FlagAnswer {
  const { place, by, at, note, settledBy } = body;
  return { id, version, place, by, at, note, settledBy };
}

export function commentAnswer({ id, version, body }: Row<CommentBody>): CommentAnswer {
  const { transcript, author, target, text, createdAt, resolvedBy } = body;
  return { id, version, transcript, author, target, text, createdAt, resolvedBy };
}

export function versionAnswer({ id, body }: Row<VersionBody>): VersionAnswer {
  const { number, by, from, at, turns, words, sha256, redacted } = body;
  return { id, number, by, from, at, turns, words, sha256, redacted: redacted === true };
}

export function redactionAnswer({ id, body }: Row<RedactionBody>): RedactionAnswer {
  const { by, at, places, original } = body;
  return { id, by, at, places, original };
}

export function leaseAnswer({ id, body }: Row<LeaseBody>): LeaseAnswer {
  return { id, expiresAt: body.expiresAt, holdsMs: LIMITS.leaseMs };
}
