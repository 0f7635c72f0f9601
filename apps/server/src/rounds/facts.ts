import type { ClosingFacts, RoundFacts } from '@triad/collab';
import { blindRoundOf, isBlindWithin } from '@triad/collab';
import type { MemberBody, RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { memberMay } from '../projects/membership.ts';

/** What decides about rights, of all rounds of a project. */
export async function roundFacts(tables: Tables, project: string): Promise<readonly RoundFacts[]> {
  return (await tables.rounds.find('project', project)).map((row) => factsOf(row));
}

export function factsOf({ id, body }: Row<RoundBody>): RoundFacts {
  const { kind, state, transcripts, coders, ownEarlier } = body;
  const reopened = body.reopened.filter(({ closedAt }) => closedAt === null);
  const onSome = reopened.flatMap(({ member, transcripts: on }) =>
    on === undefined ? [] : [[member, on] as const],
  );
  return {
    id,
    kind,
    state,
    transcripts,
    coders,
    ownEarlier,
    closedTranscripts: Object.keys(body.closedTranscripts),
    reopenedFor: reopened.map(({ member }) => member),
    ...(onSome.length === 0 ? {} : { reopenedOn: Object.fromEntries(onSome) }),
  };
}

/** And what decides on which of them figures rest. */
export function closingFactsOf(row: Row<RoundBody>): ClosingFacts {
  const { number, closed, closedTranscripts } = row.body;
  const alone = Object.entries(closedTranscripts).map(([id, { at }]) => [id, at] as const);
  return {
    ...factsOf(row),
    number,
    closedAt: closed?.at ?? null,
    ...(alone.length === 0 ? {} : { closedTranscriptsAt: Object.fromEntries(alone) }),
  };
}

/** Whether the member may know how far each coder of a round is, and why it was opened again. */
export function mayFollow(
  rounds: readonly RoundFacts[],
  round: RoundFacts,
  member: Row<MemberBody>,
): boolean {
  const unblinded = !isBlindWithin(rounds, round, member.id);
  return memberMay(member, 'rounds.progress', { unblinded });
}

/** Accounts of the members who code the transcript blind now: they hear nothing of it. */
export async function blindAccounts(
  tables: Tables,
  project: string,
  transcript: string,
): Promise<readonly string[]> {
  const rounds = await roundFacts(tables, project);
  return accountsOf(tables, rounds, (member) => blindRoundOf(rounds, transcript, member) !== null);
}

/** Accounts of all who are named in a blind round and for whom `isBlind` holds. */
export async function accountsOf(
  tables: Tables,
  rounds: readonly RoundFacts[],
  isBlind: (member: string) => boolean,
): Promise<readonly string[]> {
  const named = new Set(
    rounds.flatMap(({ kind, coders }) => (kind === 'blind' ? (coders ?? []) : [])),
  );
  const rows = await Promise.all(
    [...named].filter((member) => isBlind(member)).map((member) => tables.members.get(member)),
  );
  return rows.flatMap((row) => (row === null ? [] : [row.body.account]));
}
