import type { RoundChange } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { MemberBody, RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';

/** Members who code now; of those in a round, whom one waits for. */
export async function codersOf(tables: Tables, project: string): Promise<ReadonlySet<string>> {
  const present = await tables.members.find('present', project);
  return new Set(present.filter(({ body }) => codes(body)).map(({ id }) => id));
}

function codes({ roles, removedAt }: MemberBody): boolean {
  return removedAt === null && roles.includes('coder');
}

/** Whether a member codes in the round, which binds a lead as it does the others. */
export function isBoundBy({ kind, coders }: RoundBody, member: string): boolean {
  return kind === 'blind' && coders?.includes(member) === true;
}

/** Beyond what a record holds, a change of the same coder's takes the place of their earlier ones. */
export function withChange(body: RoundBody, change: RoundChange): RoundBody {
  const before = body.changes ?? [];
  const isSame = (each: RoundChange): boolean =>
    each.kind === 'coder' && change.kind === 'coder' && each.member === change.member;
  const kept =
    before.length < LIMITS.roundChanges ? before : before.filter((each) => !isSame(each));
  return { ...body, changes: [...kept, change] };
}

/**
 * Notes in every blind round that is open and has them in it that a member codes no longer, or codes
 * again. To be called under the project's lock. Returns the rounds that changed.
 */
export async function noteCoder(
  context: Pick<Context, 'tables' | 'clock'>,
  before: MemberBody,
  { id: member, body: after }: Row<MemberBody>,
  by: string,
): Promise<readonly Row<RoundBody>[]> {
  if (codes(before) === codes(after)) return [];
  const { tables } = context;
  const change = { kind: 'coder', by, at: now(context), member, codes: codes(after) } as const;
  const rounds = await tables.rounds.find('project', after.project);
  const theirs = rounds
    .filter(({ body }) => body.state === 'open' && isBoundBy(body, member))
    .sort((a, b) => a.body.number - b.body.number);
  return Promise.all(theirs.map((row) => tables.rounds.update(row, withChange(row.body, change))));
}
