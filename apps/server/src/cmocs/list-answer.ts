import type { CmocListAnswer, CmocSummary, LineageAnswer, OutcomeGroup } from '@triad/collab';
import type { Context } from '../context.ts';
import type { LineageBody } from '../data/cmoc-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { methodOf } from '../method/settings.ts';
import { knownCmocs, summaryOf } from './summaries.ts';

/** All CMOCs of a project as every member sees them. */
export async function cmocListAnswer(
  context: Pick<Context, 'tables' | 'documents'>,
  project: Row<ProjectBody>,
): Promise<CmocListAnswer> {
  const { settings, groups, version } = methodOf(project);
  const { cmocs, present } = await knownCmocs(context, project.id);
  const lineages = await context.tables.lineages.find('project', project.id);
  return {
    settings,
    groups,
    methodVersion: version,
    cmocs: cmocs.map((each) => summaryOf(each, present)).sort(byGroupThenNumber(groups)),
    lineages: lineages
      .filter(({ body }) => body.state === 'stands' || body.state === 'undone')
      .sort((a, b) => (a.body.at < b.body.at ? -1 : 1))
      .map((row) => lineageAnswer(row)),
    signers: [...present.keys()],
  };
}

/** Those without a group, or whose group is gone, last. */
export function byGroupThenNumber(
  groups: readonly OutcomeGroup[],
): (a: CmocSummary, b: CmocSummary) => number {
  const places = new Map(groups.map(({ id }, at) => [id, at]));
  const place = ({ group }: CmocSummary): number => places.get(group ?? '') ?? groups.length;
  return (a, b) => place(a) - place(b) || a.number - b.number || (a.id < b.id ? -1 : 1);
}

function lineageAnswer({ id, version, body }: Row<LineageBody>): LineageAnswer {
  const { kind, parents, children, memo, by, at, undone, quotes } = body;
  return {
    id,
    version,
    kind,
    parents,
    children: children.map(({ cmoc }) => cmoc),
    memo,
    by,
    at,
    undone,
    quotes,
  };
}
