import type { CmocListAnswer, CmocSummary, LineageAnswer, OutcomeGroup } from '@triad/collab';
import type { CmocState } from '@triad/realist';

/* How CMOCs are listed, and what came of which. Pure. */

export type ListedGroup = {
  /** Null: those under no group. */
  readonly group: OutcomeGroup | null;
  readonly cmocs: readonly CmocSummary[];
};

/**
 * Under their outcome groups, in the order of the groups, each by number; those of no known group last,
 * where there are any. A group without any is listed too.
 */
export function listedGroups(
  { groups, cmocs }: Pick<CmocListAnswer, 'groups' | 'cmocs'>,
  withRetired: boolean,
): readonly ListedGroup[] {
  const shown = cmocs.filter(({ state }) => withRetired || state !== 'retired');
  const known = new Set(groups.map(({ id }) => id));
  const rest = shown.filter(({ group }) => group === null || !known.has(group));
  const listed: ListedGroup[] = groups.map((group) => ({
    group,
    cmocs: shown.filter((each) => each.group === group.id).toSorted(byNumber),
  }));
  return rest.length === 0 ? listed : [...listed, { group: null, cmocs: rest.toSorted(byNumber) }];
}

function byNumber(a: CmocSummary, b: CmocSummary): number {
  return a.number - b.number || (a.id < b.id ? -1 : 1);
}

export function countCmocs(cmocs: readonly CmocSummary[]): {
  readonly [state in CmocState]: number;
} {
  const of = (state: CmocState): number => cmocs.filter((each) => each.state === state).length;
  return {
    draft: of('draft'),
    proposed: of('proposed'),
    agreed: of('agreed'),
    contested: of('contested'),
    retired: of('retired'),
  };
}

/** Which other CMOC has a number already, a retired one too; null where the number is free. */
export function numberTaken(
  cmocs: readonly CmocSummary[],
  number: number,
  but: string,
): CmocSummary | null {
  return cmocs.find((each) => each.number === number && each.id !== but) ?? null;
}

export type Lineages = {
  /** That made it, at most one: what is made has one origin. */
  readonly from: readonly LineageAnswer[];
  /** What became of it. */
  readonly into: readonly LineageAnswer[];
};

/** Combinings and dividings in which a CMOC took part, undone ones too. */
export function lineagesOf(lineages: readonly LineageAnswer[], cmoc: string): Lineages {
  return {
    from: lineages.filter(({ children }) => children.includes(cmoc)),
    into: lineages.filter(({ parents }) => parents.includes(cmoc)),
  };
}
