import type { CmocMemo } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { CmocBody, LineageBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import { announceCmoc } from './announce-cmocs.ts';
import { recheckWriters } from './change-cmoc.ts';
import { putCmoc, removeUnshown, showCmoc } from './put-cmoc.ts';

type Needs = Pick<Context, 'tables' | 'documents' | 'announce'>;

/*
 * A combining or dividing takes several writes, and so does undoing it. The plan is written first; each step
 * may be done again and leaves what is done; the last says that it stands, or is undone. So a start, or the
 * next lead who combines anything, finishes what a crash or a full disk cut.
 */

/** Brings a combining or dividing to its end. Under the lock of its project's CMOCs, or before anybody is let in. */
export async function finishLineage(
  context: Needs,
  lineage: Row<LineageBody>,
): Promise<Row<LineageBody>> {
  const { state } = lineage.body;
  if (state === 'making') return finishMaking(context, lineage);
  if (state === 'undoing') return finishUndoing(context, lineage);
  return lineage;
}

/** Of a project, under the lock of its CMOCs. */
export async function finishLineagesOf(context: Needs, project: string): Promise<void> {
  for (const state of ['making', 'undoing']) {
    for (const row of await context.tables.lineages.find('unfinished', state)) {
      if (row.body.project === project) await finishLineage(context, row);
    }
  }
}

/** At start: finishes all that was cut, and removes drafts that were never shown. */
export async function finishCmocs(
  context: Needs,
): Promise<{ readonly finished: number; readonly removed: number }> {
  const { tables } = context;
  let finished = 0;
  for (const state of ['making', 'undoing']) {
    for (const row of await tables.lineages.find('unfinished', state)) {
      await finishLineage(context, row);
      finished += 1;
    }
  }
  const unshown = await tables.cmocs.find('pending', 'making');
  for (const { id } of unshown) await removeUnshown(context, id);
  return { finished, removed: unshown.length };
}

async function finishMaking(context: Needs, lineage: Row<LineageBody>): Promise<Row<LineageBody>> {
  const { tables } = context;
  const { project, by, at, children, parents } = lineage.body;
  const made: Row<CmocBody>[] = [];
  for (const { cmoc, group, number, content } of children) {
    const body = {
      project,
      number,
      group,
      retiredBy: null,
      versions: 0,
      setAside: 0,
      createdBy: by,
      createdAt: at,
      candidates: [],
      lineage: lineage.id,
    };
    made.push(await putCmoc(context, cmoc, body, content, [memoOf(lineage, cmoc)]));
  }
  const changed: Row<CmocBody>[] = [];
  for (const parent of parents) {
    changed.push(...(await change(context, parent, (body) => retire(body, lineage))));
  }
  for (const row of made) changed.push(await showCmoc(context, row));
  const stands = await tables.lineages.update(lineage, { ...lineage.body, state: 'stands' });
  for (const row of changed) announceCmoc(context, row);
  return stands;
}

async function finishUndoing(context: Needs, lineage: Row<LineageBody>): Promise<Row<LineageBody>> {
  const isBy = ({ life, retiredBy }: CmocBody): boolean =>
    life === 'retired' &&
    retiredBy !== null &&
    'lineage' in retiredBy &&
    retiredBy.lineage === lineage.id;
  const changed: Row<CmocBody>[] = [];
  for (const { cmoc } of lineage.body.children) {
    changed.push(...(await change(context, cmoc, (body) => retire(body, lineage))));
  }
  for (const parent of lineage.body.parents) {
    changed.push(
      ...(await change(context, parent, (body) =>
        isBy(body) ? { ...body, life: 'living', retiredBy: null, setAside: body.versions } : body,
      )),
    );
  }
  const undone = await context.tables.lineages.update(lineage, {
    ...lineage.body,
    state: 'undone',
  });
  for (const row of changed) announceCmoc(context, row);
  return undone;
}

function retire(body: CmocBody, { id }: Row<LineageBody>): CmocBody {
  return body.life === 'living' ? { ...body, life: 'retired', retiredBy: { lineage: id } } : body;
}

/** Who may write is asked anew at once where it has another life; it is told of once all is done. */
async function change(
  context: Needs,
  id: string,
  to: (body: CmocBody) => CmocBody,
): Promise<readonly Row<CmocBody>[]> {
  const row = await context.tables.cmocs.get(id);
  if (row === null) return [];
  const body = to(row.body);
  if (body === row.body) return [];
  const changed = await context.tables.cmocs.update(row, body);
  await recheckWriters(context, changed);
  return [changed];
}

/** Why it was made, in the draft itself. */
function memoOf({ body }: Row<LineageBody>, cmoc: string): CmocMemo & { readonly text: string } {
  return {
    id: randomUUID() as CmocMemo['id'],
    by: body.by,
    createdAt: body.at,
    links: [{ kind: 'cmoc', id: cmoc }],
    text: body.memo,
  };
}
