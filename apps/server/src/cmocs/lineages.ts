import { randomUUID } from 'node:crypto';
import type { combineBody, divideBody, undoLineageBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CmocBody, LineageBody } from '../data/cmoc-records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { contentOf } from './contents.ts';
import { finishLineage, finishLineagesOf } from './finish-lineage.ts';
import { refuseUnknownGroup } from './make-cmoc.ts';
import { nextNumber } from './numbers.ts';
import { planLineage } from './plan-lineage.ts';
import type { Allocation, ChildWish, Parent } from './plan-lineage.ts';
import { shownCmoc, withCmocs } from './with-cmocs.ts';

type Needs = Pick<Context, 'tables' | 'documents' | 'announce' | 'locks' | 'clock'>;

/**
 * Makes one CMOC of several, which are retired and keep their sign-offs. Refuses as {@link planLineage}
 * does, with `cmocs/retired`, `lineages/one-twice`, `lineages/too-many`, `cmocs/too-many`, `cmocs/no-group`.
 * @throws StorageError `storage/conflict` where the lead saw another version of one of them
 */
export function combineCmocs(
  context: Needs,
  project: string,
  by: string,
  { parents, child, quotes, memo }: z.infer<typeof combineBody>,
): Promise<Row<LineageBody>> {
  return make(context, project, { kind: 'combine', by, parents, children: [child], quotes, memo });
}

/** Makes several CMOCs of one. Refuses as {@link combineCmocs} does. */
export function divideCmoc(
  context: Needs,
  { id, body: { project } }: Row<CmocBody>,
  by: string,
  { version, children, quotes, memo }: z.infer<typeof divideBody>,
): Promise<Row<LineageBody>> {
  const parents = [{ cmoc: id, version }];
  return make(context, project, { kind: 'divide', by, parents, children, quotes, memo });
}

type Wish = {
  readonly kind: LineageBody['kind'];
  readonly by: string;
  readonly parents: readonly { readonly cmoc: string; readonly version: number }[];
  readonly children: readonly ChildWish[];
  readonly quotes: readonly Allocation[];
  readonly memo: string;
};

/** The whole plan is written first: from there a crash cannot lose it, and a start finishes it. */
function make(context: Needs, project: string, wish: Wish): Promise<Row<LineageBody>> {
  return withCmocs(context, project, async (of) => {
    const { tables } = context;
    await finishLineagesOf(context, project);
    if ((await tables.lineages.count('project', project)) >= LIMITS.lineages) {
      throw refuse('lineages/too-many', LIMITS.lineages);
    }
    for (const { group } of wish.children) refuseUnknownGroup(of, group);
    const parents = await parentsOf(context, project, wish.parents);
    const contents = planLineage(parents, wish.children, wish.quotes, randomUUID);
    const number = await nextNumber(context, project, contents.length);
    const children = contents.map((content, at) => ({
      cmoc: randomUUID(),
      group: wish.children[at]?.group ?? null,
      number: number + at,
      content,
    }));
    const lineage = await tables.lineages.insert(randomUUID(), {
      project,
      kind: wish.kind,
      state: 'making',
      parents: parents.map(({ cmoc }) => cmoc),
      children,
      memo: wish.memo,
      by: wish.by,
      at: now(context),
      undone: null,
      quotes: wish.quotes.map(({ parent, evidence, children: to }) => ({
        parent,
        evidence,
        children: [...new Set(to)].flatMap((at) => children[at]?.cmoc ?? []),
      })),
    });
    return finishLineage(context, lineage);
  });
}

async function parentsOf(
  context: Needs,
  project: string,
  seen: Wish['parents'],
): Promise<readonly Parent[]> {
  if (new Set(seen.map(({ cmoc }) => cmoc)).size < seen.length) throw refuse('lineages/one-twice');
  const parents: Parent[] = [];
  for (const { cmoc, version } of seen) {
    const row = await shownCmoc(context, cmoc);
    if (row.body.project !== project) throw refuse('rules/unknown');
    if (row.body.life !== 'living') throw refuse('cmocs/retired');
    const { content } = await contentOf(context, asSeen(row, version));
    parents.push({ cmoc, content });
  }
  return parents;
}

/**
 * Takes a combining or dividing back: what it made is retired, and the CMOCs that it retired come back as
 * drafts. What was put to sign-off of these before stays readable. Refuses with `lineages/over`, or with
 * `lineages/built-on` where something that it made was combined or divided since: that is undone first.
 * @throws StorageError `storage/conflict` where the lead saw another version of it
 */
export function undoLineage(
  context: Needs,
  { id, body: { project } }: Row<LineageBody>,
  by: string,
  { version, why }: z.infer<typeof undoLineageBody>,
): Promise<Row<LineageBody>> {
  return withCmocs(context, project, async () => {
    const { tables } = context;
    await finishLineagesOf(context, project);
    const row = await tables.lineages.get(id);
    if (row === null) throw refuse('rules/unknown');
    if (row.body.state !== 'stands') throw refuse('lineages/over');
    const seen = asSeen(row, version);
    for (const { cmoc } of row.body.children) {
      const retiredBy = (await tables.cmocs.get(cmoc))?.body.retiredBy ?? null;
      if (retiredBy !== null && 'lineage' in retiredBy) throw refuse('lineages/built-on');
    }
    const undoing = await tables.lineages.update(seen, {
      ...row.body,
      state: 'undoing',
      undone: { by, at: now(context), why },
    });
    return finishLineage(context, undoing);
  });
}
