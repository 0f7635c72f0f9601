import type { OutcomeGroup } from '@triad/collab';

/* The outcomes under which CMOCs are listed, as they are edited. */

export function withGroup(groups: readonly OutcomeGroup[], id: string): readonly OutcomeGroup[] {
  return [...groups, { id, title: '' }];
}

export function renamed(
  groups: readonly OutcomeGroup[],
  id: string,
  title: string,
): readonly OutcomeGroup[] {
  return groups.map((group) => (group.id === id ? { id, title } : group));
}

/** One place up or down; the same where there is none. */
export function moved(
  groups: readonly OutcomeGroup[],
  id: string,
  by: 1 | -1,
): readonly OutcomeGroup[] {
  const at = groups.findIndex((group) => group.id === id);
  const [here, there] = [groups[at], groups[at + by]];
  if (here === undefined || there === undefined) return groups;
  return groups.map((group, i) => (i === at ? there : i === at + by ? here : group));
}

/** Only one that no CMOC is under. */
export function without(
  groups: readonly OutcomeGroup[],
  id: string,
  used: ReadonlyMap<string, number>,
): readonly OutcomeGroup[] {
  return (used.get(id) ?? 0) > 0 ? groups : groups.filter((group) => group.id !== id);
}

/** How many CMOCs, retired ones too, are under each. */
export function usesOf(
  cmocs: readonly { readonly group: string | null }[],
): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { group } of cmocs) if (group !== null) uses.set(group, (uses.get(group) ?? 0) + 1);
  return uses;
}
