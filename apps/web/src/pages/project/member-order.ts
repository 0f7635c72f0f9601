import type { MemberAnswer } from '@triad/collab';

const names = new Intl.Collator('en', { numeric: true });

/** Ids in the order of joining, which never changes: removed members keep their places. */
export function byJoining(members: readonly MemberAnswer[]): readonly string[] {
  return [...members]
    .sort((a, b) => compare(a.joinedAt, b.joinedAt) || compare(a.id, b.id))
    .map(({ id }) => id);
}

/** Oneself first, then by name: the one order wherever members stand in a row. */
export function compareMembers(me: string): (a: Member, b: Member) => number {
  return (a, b) =>
    Number(b.id === me) - Number(a.id === me) ||
    names.compare(a.name, b.name) ||
    compare(a.id, b.id);
}

type Member = Pick<MemberAnswer, 'id' | 'name'>;

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
