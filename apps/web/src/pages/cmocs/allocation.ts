import type { CmocContent } from '@triad/realist';
import type { BodyOf } from '../../api/client.ts';

/* Where each quote of the parents goes when CMOCs are combined or one is divided. Pure. */

/** One piece of evidence of a parent. */
export type Allotted = { readonly parent: string; readonly evidence: string };

/**
 * By {@link allotKey}: indices of the children, in their order; none: it is left with the parent. What
 * is not here is not decided.
 */
export type Allocation = ReadonlyMap<string, readonly number[]>;

export const NOTHING_ALLOCATED: Allocation = new Map();

export function allotKey({ parent, evidence }: Allotted): string {
  return `${parent} ${evidence}`;
}

export function allAllotted(
  parents: readonly { readonly id: string; readonly content: CmocContent }[],
): readonly Allotted[] {
  return parents.flatMap(({ id, content }) =>
    content.evidence.map((each) => ({ parent: id, evidence: each.id })),
  );
}

/** Gives it to a child as well, or takes it from this one; taken from the last, it is undecided again. */
export function toggle(allocation: Allocation, one: Allotted, child: number): Allocation {
  const key = allotKey(one);
  const present = allocation.get(key) ?? [];
  const next = present.includes(child)
    ? present.filter((each) => each !== child)
    : [...present, child].sort((a, b) => a - b);
  return changed(allocation, key, next.length === 0 ? null : next);
}

/** Leaves it with the parent alone; a second time it is undecided again. */
export function toggleNone(allocation: Allocation, one: Allotted): Allocation {
  const key = allotKey(one);
  return changed(allocation, key, allocation.get(key)?.length === 0 ? null : []);
}

/** Gives each of these that is not decided to a child. */
export function giveRest(
  allocation: Allocation,
  rest: readonly Allotted[],
  child: number,
): Allocation {
  const next = new Map(allocation);
  for (const one of rest) {
    const key = allotKey(one);
    if (!next.has(key)) next.set(key, [child]);
  }
  return next;
}

/** Without a child: those after it move up; what went to it alone is undecided again. */
export function withoutChild(allocation: Allocation, child: number): Allocation {
  const next = new Map<string, readonly number[]>();
  for (const [key, children] of allocation) {
    const left = children
      .filter((each) => each !== child)
      .map((each) => (each > child ? each - 1 : each));
    if (left.length > 0 || children.length === 0) next.set(key, left);
  }
  return next;
}

/** Those of which nothing is decided. */
export function undecided(all: readonly Allotted[], allocation: Allocation): readonly Allotted[] {
  return all.filter((one) => !allocation.has(allotKey(one)));
}

/** As it is sent; only of what is all decided. */
export function sentAllocation(
  all: readonly Allotted[],
  allocation: Allocation,
): BodyOf<'divideCmoc'>['quotes'] {
  return all.map(({ parent, evidence }) => ({
    parent,
    evidence,
    children: [...(allocation.get(allotKey({ parent, evidence })) ?? [])],
  }));
}

function changed(
  allocation: Allocation,
  key: string,
  children: readonly number[] | null,
): Allocation {
  const next = new Map(allocation);
  if (children === null) next.delete(key);
  else next.set(key, children);
  return next;
}
