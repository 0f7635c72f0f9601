import type { Context } from '../context.ts';
import type { CmocBody, CmocVersionBody, SignOffBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import type { Present } from './standing.ts';

type Needs = Pick<Context, 'tables'>;

/** The version that was put to sign-off last; null where none was. */
export async function latestVersion(
  { tables }: Needs,
  { id, body }: Row<CmocBody>,
): Promise<Row<CmocVersionBody> | null> {
  if (body.versions === 0) return null;
  return tables.cmocVersions.one('place', `${id}/${body.versions}`);
}

/** All that were put to sign-off, the first first. One that a crash cut off from its CMOC is none. */
export async function versionsOf(
  { tables }: Needs,
  { id, body }: Row<CmocBody>,
): Promise<readonly Row<CmocVersionBody>[]> {
  const rows = await tables.cmocVersions.find('cmoc', id);
  return rows
    .filter((row) => row.body.number <= body.versions)
    .sort((a, b) => a.body.number - b.body.number);
}

/** By the version that they are of, the first first. */
export function byVersion(
  signOffs: readonly Row<SignOffBody>[],
): ReadonlyMap<string, readonly Row<SignOffBody>[]> {
  const sorted = [...signOffs].sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
  return Map.groupBy(sorted, ({ body }) => body.of);
}

export async function presentMembers({ tables }: Needs, project: string): Promise<Present> {
  const rows = await tables.members.find('present', project);
  const sorted = [...rows].sort((a, b) => (a.body.joinedAt < b.body.joinedAt ? -1 : 1));
  return new Map(sorted.map((row) => [row.id, row]));
}
