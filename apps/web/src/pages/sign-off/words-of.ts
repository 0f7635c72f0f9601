import type { CmocAnswer, CmocVersionAnswer, SignOffAnswer } from '@triad/collab';

/** What somebody said of a version; null: they are asked, and have not said anything. */
export type MemberWord = { readonly member: string; readonly said: SignOffAnswer | null };

/** Everybody who said something or is asked, by name. */
export function wordsOf(
  signOffs: readonly SignOffAnswer[],
  outstanding: readonly string[],
  nameOf: (member: string) => string,
): readonly MemberWord[] {
  const said = signOffs.map((signOff): MemberWord => ({ member: signOff.member, said: signOff }));
  const known = new Set(said.map(({ member }) => member));
  const waiting = outstanding
    .filter((member) => !known.has(member))
    .map((member): MemberWord => ({ member, said: null }));
  return [...said, ...waiting].sort((a, b) =>
    nameOf(a.member).localeCompare(nameOf(b.member), 'en'),
  );
}

/** The version that is, or was last, put to sign-off, with what was said of it. */
export function latestOf({ latest, versions }: CmocAnswer): CmocVersionAnswer | null {
  return latest === null ? null : (versions.find(({ id }) => id === latest.id) ?? null);
}

/** Those before it, the newest first. */
export function earlierThan({ latest, versions }: CmocAnswer): readonly CmocVersionAnswer[] {
  return versions.filter(({ id }) => id !== latest?.id).toSorted((a, b) => b.number - a.number);
}
