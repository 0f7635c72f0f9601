import type { MemberAnswer } from '@triad/collab';

/** What a member is called, former ones too; a dash for one whom the list does not have. */
export function nameIn(members: readonly MemberAnswer[], id: string): string {
  return members.find((each) => each.id === id)?.name ?? '–';
}
