import type { MethodSettings, OutcomeGroup } from '@triad/collab';
import { METHOD_DEFAULTS } from '@triad/collab';
import type { z } from 'zod';
import type { methodBody } from '@triad/collab';
import { StorageError } from '@triad/storage';
import { withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';

/** Settings of the method and outcome groups, as they hold; version 0: never changed. */
export function methodOf({ body }: Row<ProjectBody>): {
  readonly settings: MethodSettings;
  readonly groups: readonly OutcomeGroup[];
  readonly version: number;
} {
  return body.method ?? { settings: METHOD_DEFAULTS, groups: [], version: 0 };
}

/**
 * Changes how CMOCs are agreed, and the outcomes under which they stand. Their version is their own: a new
 * title of the project is no reason to refuse. What was coded or put to sign-off stays as it is. Refuses
 * with `method/group-in-use` where a group would go under which a CMOC stands, a retired one too, and with
 * `method/no-such-coder` where the strategy names nobody who is, or was, a member.
 * @throws StorageError `storage/conflict` where the lead saw others
 */
export function changeMethod(
  context: Pick<Context, 'tables' | 'announce' | 'locks'>,
  project: string,
  { version: seen, settings, groups }: z.infer<typeof methodBody>,
): Promise<Row<ProjectBody>> {
  return withCmocs(context, project, async (row) => {
    const { tables, announce } = context;
    const { version, groups: before } = methodOf(row);
    if (version !== seen) {
      throw new StorageError('storage/conflict', `${project} has other settings of the method`);
    }
    const kept = new Set(groups.map(({ id }) => id));
    if (kept.size < groups.length) throw refuse('method/group-twice');
    const used = new Set(
      (await tables.cmocs.find('project', project)).map(({ body }) => body.group),
    );
    const lost = before.find(({ id }) => used.has(id) && !kept.has(id));
    if (lost !== undefined) throw refuse('method/group-in-use', lost.title);
    await refuseUnknownCoder(context, project, settings.strategy);
    const roles = [...new Set(settings.roles)];
    const changed = await tables.projects.update(row, {
      ...row.body,
      method: { settings: { ...settings, roles }, groups, version: version + 1 },
    });
    announce.changed({ project, what: 'project', id: project, version: changed.version });
    announce.changed({ project, what: 'cmocs', id: project, version: version + 1 });
    return changed;
  });
}

/** One who left may be named: what they coded is there. */
async function refuseUnknownCoder(
  { tables }: Pick<Context, 'tables'>,
  project: string,
  strategy: MethodSettings['strategy'],
): Promise<void> {
  if (!strategy.startsWith('coder:')) return;
  const member = await tables.members.get(strategy.slice('coder:'.length));
  if (member?.body.project !== project) throw refuse('method/no-such-coder');
}
