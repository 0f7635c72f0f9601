import type { CmocSummary } from '@triad/collab';

/** Those whose latest version the member is asked about and has said nothing of, in their order. */
export function waitingFor(cmocs: readonly CmocSummary[], member: string): readonly CmocSummary[] {
  return cmocs.filter(
    ({ state, latest, signOffs }) =>
      state !== 'retired' && latest !== null && signOffs?.outstanding.includes(member) === true,
  );
}

/** For how many versions each member is waited for, most first; those for whom none waits are left out. */
export function outstandingOf(
  cmocs: readonly CmocSummary[],
): readonly { readonly member: string; readonly cmocs: readonly string[] }[] {
  const waits = new Map<string, string[]>();
  for (const cmoc of cmocs) {
    if (cmoc.state === 'retired' || cmoc.latest === null) continue;
    for (const member of cmoc.signOffs?.outstanding ?? []) {
      waits.set(member, [...(waits.get(member) ?? []), cmoc.id]);
    }
  }
  return [...waits]
    .map(([member, ids]) => ({ member, cmocs: ids }))
    .sort((a, b) => b.cmocs.length - a.cmocs.length || (a.member < b.member ? -1 : 1));
}

/** The one after or before, round the ends; of one that is no longer among them the first. */
export function stepIn(ids: readonly string[], current: string | null, by: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return ids[0] ?? null;
  return ids[(at + by + ids.length) % ids.length] ?? null;
}

/**
 * Which one is shown once one was signed and went from the list: that which stood behind it, else the
 * last.
 */
export function shownAfter(
  before: readonly string[],
  now: readonly string[],
  current: string | null,
): string | null {
  if (current !== null && now.includes(current)) return current;
  const at = current === null ? -1 : before.indexOf(current);
  if (at === -1) return now[0] ?? null;
  const left = new Set(now);
  return before.slice(at).find((id) => left.has(id)) ?? now.at(-1) ?? null;
}
