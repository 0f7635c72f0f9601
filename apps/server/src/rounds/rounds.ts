import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { changeRoundBody, DueDate, OpenRoundBody, RoundFacts } from '@triad/collab';
import { covers, isClosed, isHidden, LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { MemberBody, RoundBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { keepIfProject } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { codersOf, isBoundBy, withChange } from './coders.ts';
import { factsOf } from './facts.ts';

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
  { member }: { readonly member: Row<MemberBody> },
  { version, title, due }: z.infer<typeof changeRoundBody>,
): Promise<Row<RoundBody>> {
  return context.locks(round.body.project, async () => {
    const { body } = round;
    const dated = due === undefined ? body : withDue(context, body, due, member.id);
    const changed = await context.tables.rounds.update(asSeen(round, version), {
      ...dated,
      title: title ?? body.title,
    });
    announceRound(context, changed);
    return changed;
  });
}

/** Whoever codes in it could close it at will, were they free to bring its date near. */
function withDue(context: Context, body: RoundBody, due: DueDate, by: string): RoundBody {
  const from = body.due;
  if (body.kind !== 'blind' || body.state !== 'open' || from === null)
    throw refuse('rounds/no-due');
  if (from.at === due.at && from.zone === due.zone) return body;
  checkDue(context, due.at);
  if (isBoundBy(body, by) && Date.parse(due.at) < Date.parse(from.at)) {
    throw refuse('rounds/due-earlier');
  }
  if ((body.changes ?? []).length >= LIMITS.roundChanges) {
    throw refuse('rounds/too-many-changes', LIMITS.roundChanges);
  }
  return withChange({ ...body, due }, { kind: 'due', by, at: now(context), from, to: due });
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
  const coding = await codersOf(context.tables, project);
  if (!body.coders.every((coder) => coding.has(coder))) throw refuse('rounds/unknown-coder');
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
