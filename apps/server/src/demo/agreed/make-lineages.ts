import { combineCmocs, divideCmoc } from '../../cmocs/lineages.ts';
import type { ChildWish } from '../../cmocs/plan-lineage.ts';
import { quoteKey } from '../../quotes/quotes.ts';
import type { DemoCmoc, DemoLineage } from '../study/agreed.ts';
import { contentNow, draft, idOf } from './make-cmocs.ts';
import type { MadeCmocs } from './make-cmocs.ts';
import { AGREEING, stepsFrom } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';

/** Combines and divides CMOCs, and writes the drafts that come of it. */
export async function makeLineages(of: MakingAgreed, made: MadeCmocs): Promise<void> {
  const step = stepsFrom(of, AGREEING.divided);
  const { project, member } = of.me;
  for (const lineage of of.agreed.lineages) {
    const then = step();
    const parents = await Promise.all(
      lineage.parents.map((parent) => contentNow(then, made, parent)),
    );
    const cmocs = childrenOf(of, lineage);
    const children = cmocs.map((cmoc) => wishOf(of, made, cmoc));
    const quotes = parents.flatMap(({ row, content }) =>
      content.evidence.map(({ id, quote }) => ({
        parent: row.id,
        evidence: id,
        children: cmocs.flatMap((cmoc, at) => (hasQuote(made, cmoc, quote) ? [at] : [])),
      })),
    );
    const seen = parents.map(({ row }) => ({ cmoc: row.id, version: row.version }));
    const [first] = parents;
    const [child] = children;
    if (first === undefined || child === undefined) throw new Error('a CMOC came of nothing');
    const { memo } = lineage;
    const { body } =
      lineage.kind === 'combine'
        ? await combineCmocs(then, project.id, member.id, { parents: seen, child, quotes, memo })
        : await divideCmoc(then, first.row, member.id, {
            version: first.row.version,
            children,
            quotes,
            memo,
          });
    for (const [at, cmoc] of cmocs.entries()) {
      made.ids.set(cmoc.id, body.children[at]?.cmoc ?? '');
      await draft(of, made, cmoc, step());
    }
  }
}

function childrenOf({ agreed }: MakingAgreed, { children }: DemoLineage): readonly DemoCmoc[] {
  return children.flatMap((slug) => agreed.cmocs.find(({ id }) => id === slug) ?? []);
}

function wishOf(
  { making }: MakingAgreed,
  made: MadeCmocs,
  { of, group, draft: { title, parts } }: DemoCmoc,
): ChildWish {
  const wording = of.kind === 'cmocs' ? of.wording : null;
  return {
    title,
    group: making.ids(group),
    parts: parts.flatMap(({ from }) => {
      if (from === null) return [];
      const part = made.parts.get(from.cmoc)?.get(from.part);
      return part === undefined ? [] : [{ parent: idOf(made, from.cmoc), part }];
    }),
    wording: wording === null ? null : idOf(made, wording),
  };
}

function hasQuote(
  { quoteOf }: MadeCmocs,
  { draft: { evidence } }: DemoCmoc,
  quote: Parameters<typeof quoteKey>[0],
): boolean {
  return evidence.some((each) => quoteKey(quoteOf(each)) === quoteKey(quote));
}
