import type { AgreementSettings } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Context } from '../context.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

/**
 * Changes how agreement is worked out and shown. Their version is their own: a new title of the project
 * is no reason to refuse.
 * @throws StorageError `storage/conflict` where the lead saw others
 */
export async function changeAgreementSettings(
  { tables, announce }: Pick<Context, 'tables' | 'announce'>,
  project: Row<ProjectBody>,
  seen: number,
  settings: AgreementSettings,
): Promise<Row<ProjectBody>> {
  const version = project.body.agreement?.version ?? 0;
  if (version !== seen) {
    throw new StorageError('storage/conflict', `${project.id} has other settings of agreement`);
  }
  const changed = await tables.projects.update(project, {
    ...project.body,
    agreement: { settings, version: version + 1 },
  });
  announce.changed({
    project: project.id,
    what: 'project',
    id: project.id,
    version: changed.version,
  });
  return changed;
}
