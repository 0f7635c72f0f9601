import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';

/*
 * Numbers are for display; links name ids. No two CMOCs of a project have the same, and a retired one keeps
 * its own.
 */

/** The first of `count` numbers that no CMOC of the project has. Refuses with `cmocs/too-many`. */
export async function nextNumber(
  { tables }: Pick<Context, 'tables'>,
  project: string,
  count: number,
): Promise<number> {
  const rows = await tables.cmocs.find('project', project);
  if (rows.length + count > LIMITS.cmocs) throw refuse('cmocs/too-many', LIMITS.cmocs);
  return rows.reduce((most, { body }) => Math.max(most, body.number), 0) + 1;
}

/** At start: of two with one number, as a crash between the two writes of a swap leaves them, one gets the least that is free. */
export async function partNumbers(context: Pick<Context, 'tables'>): Promise<number> {
  let parted = 0;
  const byProject = Map.groupBy(await context.tables.cmocs.all(), ({ body }) => body.project);
  for (const rows of byProject.values()) parted += await partAmong(context, rows);
  return parted;
}

/** The same of one project. */
export async function partNumbersOf(
  context: Pick<Context, 'tables'>,
  project: string,
): Promise<number> {
  return partAmong(context, await context.tables.cmocs.find('project', project));
}

async function partAmong(
  { tables }: Pick<Context, 'tables'>,
  rows: readonly Row<CmocBody>[],
): Promise<number> {
  let parted = 0;
  const taken = new Set(rows.map(({ body }) => body.number));
  const seen = new Set<number>();
  for (const row of [...rows].sort(byMaking)) {
    const { number } = row.body;
    if (!seen.has(number)) {
      seen.add(number);
      continue;
    }
    const free = leastWithout(taken);
    taken.add(free);
    seen.add(free);
    await tables.cmocs.update(row, { ...row.body, number: free });
    parted += 1;
  }
  return parted;
}

function byMaking(a: Row<CmocBody>, b: Row<CmocBody>): number {
  return a.body.createdAt < b.body.createdAt ? -1 : 1;
}

function leastWithout(taken: ReadonlySet<number>): number {
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}
