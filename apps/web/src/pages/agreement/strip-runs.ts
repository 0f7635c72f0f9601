import type { ComparedGroup } from '@triad/collab';

/** What is told of a group along the text. `alone`: one coder marked it, of several. */
export type GroupState = 'agree' | 'differ' | 'alone';

/** From cell `from` to before cell `to`, all in one state. */
export type StripRun = { readonly state: GroupState; readonly from: number; readonly to: number };

const WEIGHT: Readonly<Record<GroupState, number>> = { agree: 1, alone: 2, differ: 3 };
const NO_DIFFERENCE: ReadonlySet<string> = new Set(['agree', 'role-elsewhere', 'unsure']);

export function stateOf({ kinds, spans, missing }: ComparedGroup): GroupState {
  if (kinds.every((kind) => NO_DIFFERENCE.has(kind))) return 'agree';
  return spans.length === 1 && missing.length > 0 ? 'alone' : 'differ';
}

/**
 * The text in `cells` equal parts: for each the state of what lies there, where several lie the one
 * that says most of differing. Cells in which nothing is marked are in no run.
 */
export function stripRuns(
  groups: readonly ComparedGroup[],
  lengthUtf16: number,
  cells: number,
): readonly StripRun[] {
  const states: (GroupState | undefined)[] = Array.from({ length: cells });
  const perCell = Math.max(1, lengthUtf16) / cells;
  for (const group of groups) {
    const state = stateOf(group);
    const [start, end] = group.hull;
    const last = Math.min(cells - 1, Math.floor(Math.max(start, end - 1) / perCell));
    for (let cell = Math.floor(start / perCell); cell <= last; cell += 1) {
      const before = states[cell];
      if (before === undefined || WEIGHT[before] < WEIGHT[state]) states[cell] = state;
    }
  }
  const runs: StripRun[] = [];
  states.forEach((state, cell) => {
    if (state === undefined) return;
    const last = runs.at(-1);
    if (last !== undefined && last.state === state && last.to === cell) {
      runs[runs.length - 1] = { ...last, to: cell + 1 };
    } else runs.push({ state, from: cell, to: cell + 1 });
  });
  return runs;
}
