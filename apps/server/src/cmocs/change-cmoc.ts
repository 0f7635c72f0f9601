import type { z } from 'zod';
import type { changeCmocBody, retireBody } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { memberMay } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { announceCmoc } from './announce-cmocs.ts';
import { refuseUnknownGroup } from './make-cmoc.ts';
import { shownCmoc, withCmocs } from './with-cmocs.ts';

type Needs = Pick<Context, 'tables' | 'documents' | 'announce' | 'locks' | 'clock'>;

/**
 * Gives a CMOC another number or outcome group. A number that another has is swapped with it, so that no
 * two have the same, also with one that is retired: what is published is numbered without gaps. Refuses with
 * `cmocs/no-group`, and `cmocs/retired` where another number is asked for one that is retired.
 * @throws StorageError `storage/conflict` where the lead saw another version of it
 */
export function changeCmoc(
  context: Needs,
  { id, body: { project } }: Row<CmocBody>,
  { version, number, group }: z.infer<typeof changeCmocBody>,
): Promise<Row<CmocBody>> {
  const { tables } = context;
  return withCmocs(context, project, async (of) => {
    const row = asSeen(await shownCmoc(context, id), version);
    if (group !== undefined) refuseUnknownGroup(of, group);
    const other =
      number === undefined || number === row.body.number
        ? undefined
        : (await tables.cmocs.find('project', project)).find(({ body }) => body.number === number);
    if (number !== undefined && number !== row.body.number && row.body.life === 'retired') {
      throw refuse('cmocs/retired');
    }
    const changed = await tables.cmocs.update(row, {
      ...row.body,
      ...(number === undefined ? {} : { number }),
      ...(group === undefined ? {} : { group }),
    });
    if (other !== undefined) {
      const swapped = await tables.cmocs.update(other, { ...other.body, number: row.body.number });
      announceCmoc(context, swapped);
    }
    announceCmoc(context, changed);
    return changed;
  });
}

/**
 * Retires a CMOC, or brings it back as a draft: what was put to sign-off before stays readable with its
 * sign-offs, and is up for sign-off no more. Refuses with `cmocs/retired`, `cmocs/not-retired`, or
 * `cmocs/retired-by-lineage` where a combining or dividing retired it: that can be undone.
 * @throws StorageError `storage/conflict` where the lead saw another version of it
 */
export function retireCmoc(
  context: Needs,
  { id, body: { project } }: Row<CmocBody>,
  by: string,
  { version, retired, why }: z.infer<typeof retireBody>,
): Promise<Row<CmocBody>> {
  const { tables } = context;
  return withCmocs(context, project, async () => {
    const row = asSeen(await shownCmoc(context, id), version);
    const { life, retiredBy, versions } = row.body;
    if (retired && life === 'retired') throw refuse('cmocs/retired');
    if (!retired && life === 'living') throw refuse('cmocs/not-retired');
    if (retiredBy !== null && 'lineage' in retiredBy) throw refuse('cmocs/retired-by-lineage');
    const changed = await tables.cmocs.update(
      row,
      retired
        ? { ...row.body, life: 'retired', retiredBy: { member: by, at: now(context), why } }
        : { ...row.body, life: 'living', retiredBy: null, setAside: versions },
    );
    await recheckWriters(context, changed);
    announceCmoc(context, changed);
    return changed;
  });
}

/** Asks anew for all who may have it open to write: what is retired is written no more, at once. */
export async function recheckWriters(
  { tables, documents }: Pick<Context, 'tables' | 'documents'>,
  { id, body }: Row<CmocBody>,
): Promise<void> {
  for (const member of await tables.members.find('present', body.project)) {
    if (!memberMay(member, 'cmoc.write')) continue;
    await documents.recheck(member.body.account, { kind: 'cmoc', cmoc: id });
  }
}
