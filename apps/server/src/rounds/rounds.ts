import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { changeRoundBody, OpenRoundBody, reopenRoundBody, RoundFacts } from '@triad/collab';
import { covers, isClosed, isHidden, LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { MemberBody, RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { keepIfProject } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { factsOf } from './facts.ts';
import { forgetReason, keepReason } from './reasons.ts';

/** The round that comes with a project: open coding of all its transcripts by all its coders. */
export function firstRound(context: Pick<Context, 'clock'>, project: string): RoundBody {
  return {
    project,
    kind: 'open',
    number: 1,
    title: '',
    state: 'open',
    transcripts: null,
    coders: null,
    due: null,
    ownEarlier: true,
    openedBy: null,
    openedAt: now(context),
    closed: null,
    closedTranscripts: {},
    reopened: [],
  };
}

/** By their numbers. */
export async function listRounds(
  { tables }: Pick<Context, 'tables'>,
  project: string,
): Promise<readonly Row<RoundBody>[]> {
  const rows = await tables.rounds.find('project', project);
  return [...rows].sort((a, b) => a.body.number - b.body.number);
}

/**
 * Opens a round. Connections that it no longer allows, and presence on what is coded blind, end
 * before this resolves.
 */
export function openRound(
  context: Context,
  project: string,
  { member }: { readonly member: Row<MemberBody> },
  body: OpenRoundBody,
): Promise<Row<RoundBody>> {
  return context.locks(project, async () => {
    const rows = await listRounds(context, project);
    if (rows.length >= LIMITS.rounds) throw refuse('rounds/too-many', LIMITS.rounds);
    await checkTranscripts(context, project, body.transcripts);
    if (body.kind === 'blind') await checkBlind(context, project, body, rows);
    else checkOpen(body.transcripts, rows);
    const row = await context.tables.rounds.insert(randomUUID(), {
      ...firstRound(context, project),
      kind: body.kind,
      number: (rows.at(-1)?.body.number ?? 0) + 1,
      title: body.title,
      transcripts: body.transcripts === null ? null : [...new Set(body.transcripts)],
      coders: body.kind === 'blind' ? [...new Set(body.coders)] : null,
      due: body.kind === 'blind' ? body.due : null,
      ownEarlier: body.kind === 'open' || body.ownEarlier,
      openedBy: member.id,
    });
    await keepIfProject(context.tables, project, row, context.tables.rounds);
    await recheckAll(context, project);
    announceRound(context, row);
    return row;
  });
}

/** Waits for a closing that runs: between its two writes nothing else may change the record. */
export function changeRound(
  context: Context,
  round: Row<RoundBody>,
  { version, title, due }: z.infer<typeof changeRoundBody>,
): Promise<Row<RoundBody>> {
  return context.locks(round.body.project, async () => {
    const { body } = round;
    if (due !== undefined) {
      if (body.kind !== 'blind' || body.state !== 'open') throw refuse('rounds/no-due');
      checkDue(context, due.at);
    }
    const changed = await context.tables.rounds.update(
      { ...round, version },
      { ...body, title: title ?? body.title, due: due ?? body.due },
    );
    announceRound(context, changed);
    return changed;
  });
}

/** A coder's own word that they are done, or are not yet. */
export async function setDone(
  context: Context,
  round: Row<RoundBody>,
  { member }: { readonly member: Row<MemberBody> },
  done: boolean,
): Promise<Row<RoundBody>> {
  if (round.body.state !== 'open') throw refuse('rounds/over');
  await noteProgress(context, round, member.id, { doneAt: done ? now(context) : null });
  announceRound(context, round);
  return round;
}

/** Lets one coder change their layers of a closed round again. */
export function reopenRound(
  context: Context,
  round: Row<RoundBody>,
  { member: by }: { readonly member: Row<MemberBody> },
  { version, member, reason }: z.infer<typeof reopenRoundBody>,
): Promise<Row<RoundBody>> {
  const { tables, locks } = context;
  return locks(round.body.project, async () => {
    const { body } = round;
    if (body.state !== 'closed' && Object.keys(body.closedTranscripts).length === 0) {
      throw refuse('rounds/not-closed');
    }
    const coder = await tables.members.get(member);
    const isCoder = coder?.body.project === body.project && coder.body.removedAt === null;
    if (coder === null || !isCoder || !(body.coders ?? [member]).includes(member)) {
      throw refuse('rounds/unknown-coder');
    }
    if (factsOf(round).reopenedFor.includes(member)) throw refuse('rounds/reopened-already');
    const id = randomUUID();
    const entry = { id, member, by: by.id, at: now(context), closedAt: null, copied: false };
    await keepReason(context, round, id, reason);
    const changed = await tables.rounds
      .update({ ...round, version }, { ...body, reopened: [...body.reopened, entry] })
      .catch(async (error: unknown) => {
        await forgetReason(context, id);
        throw error;
      });
    await context.documents.recheck(coder.body.account);
    announceRound(context, changed);
    return changed;
  });
}

/** Writes what is new of a coder's progress; one record for each, made by the first. */
export async function noteProgress(
  { tables, locks }: Pick<Context, 'tables' | 'locks'>,
  { id, body: { project } }: Row<RoundBody>,
  member: string,
  news: { readonly startedAt?: string; readonly doneAt?: string | null },
): Promise<void> {
  await locks(`${id}/${member}`, async () => {
    const before = await tables.progress.get(`${id}/${member}`);
    if (before !== null) await tables.progress.update(before, { ...before.body, ...news });
    else {
      await tables.progress.insert(`${id}/${member}`, {
        project,
        round: id,
        member,
        startedAt: null,
        doneAt: null,
        ...news,
      });
    }
  });
}

/** Asks anew what every member's open connections may do. */
export async function recheckAll(
  { tables, documents }: Pick<Context, 'tables' | 'documents'>,
  project: string,
): Promise<void> {
  const members = await tables.members.find('present', project);
  await Promise.all(members.map(({ body }) => documents.recheck(body.account)));
}

export function announceRound(
  { announce }: Pick<Context, 'announce'>,
  { id, version, body: { project } }: Row<RoundBody>,
): void {
  announce.changed({ project, what: 'rounds', id, version });
}

async function checkTranscripts(
  { tables }: Context,
  project: string,
  transcripts: readonly string[] | null,
): Promise<void> {
  if (transcripts === null) return;
  const there = new Set((await tables.transcripts.find('listed', project)).map(({ id }) => id));
  if (!transcripts.every((id) => there.has(id))) throw refuse('rounds/unknown-transcript');
}

async function checkBlind(
  context: Context,
  project: string,
  body: Extract<OpenRoundBody, { kind: 'blind' }>,
  rows: readonly Row<RoundBody>[],
): Promise<void> {
  checkDue(context, body.due.at);
  const present = await context.tables.members.find('present', project);
  for (const coder of body.coders) {
    const member = present.find(({ id }) => id === coder);
    if (member?.body.roles.includes('coder') !== true) throw refuse('rounds/unknown-coder');
  }
  for (const row of rows) {
    const facts = factsOf(row);
    const isShared = body.transcripts.some((transcript) => isHidden(facts, transcript));
    if (isShared && body.coders.some((coder) => facts.coders?.includes(coder) === true)) {
      throw refuse('rounds/coder-is-blind', row.body.number);
    }
  }
}

/** Of two open rounds on one transcript nobody could say in which of them a mark belongs. */
function checkOpen(transcripts: readonly string[] | null, rows: readonly Row<RoundBody>[]): void {
  for (const row of rows) {
    const facts: RoundFacts = factsOf(row);
    if (facts.kind !== 'open' || facts.state === 'closed') continue;
    const isShared =
      transcripts === null
        ? facts.transcripts === null || facts.transcripts.some((id) => !isClosed(facts, id))
        : transcripts.some((id) => covers(facts, id) && !isClosed(facts, id));
    if (isShared) throw refuse('rounds/open-already', row.body.number);
  }
}

function checkDue({ clock }: Context, at: string): void {
  if (Date.parse(at) <= clock().getTime()) throw refuse('rounds/due-past');
}
