import type { ProvenanceAnswer } from '@triad/collab';
import type { Evidence } from '@triad/realist';
import { knownCmocs, summaryOf } from '../cmocs/summaries.ts';
import type { Context } from '../context.ts';
import type { CmocVersionBody, LineageBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';

type EvidenceAnswer = ProvenanceAnswer['agreed'][number]['evidence'][number];

/** Of these agreed spans of a transcript, by span: where each is evidence, in drafts and in versions. */
export async function evidenceOf(
  context: Pick<Context, 'tables' | 'documents'>,
  project: string,
  transcript: string,
  spans: readonly string[],
): Promise<ReadonlyMap<string, readonly EvidenceAnswer[]>> {
  const { tables } = context;
  const [{ cmocs, present }, versions, lineages] = await Promise.all([
    knownCmocs(context, project),
    tables.cmocVersions.find('project', project),
    tables.lineages.find('project', project),
  ]);
  const wanted = new Set(spans);
  const isWanted = ({ quote }: Evidence): boolean =>
    quote.transcript === transcript && wanted.has(quote.span);
  const versionsOf = Map.groupBy(versions, ({ body }) => body.cmoc);
  const found = new Map<string, EvidenceAnswer[]>();
  for (const known of cmocs) {
    const own = (versionsOf.get(known.row.id) ?? [])
      .filter(({ body }) => body.number <= known.row.body.versions)
      .sort((a, b) => a.body.number - b.body.number);
    const inDraft = known.content.evidence.filter(isWanted);
    const all = new Map(
      inVersions(own)
        .filter(isWanted)
        .map((each) => [each.id, each]),
    );
    // As the draft has it now, where it does.
    for (const each of inDraft) all.set(each.id, each);
    if (all.size === 0) continue;
    const { number, title, state } = summaryOf(known, present);
    const family = familyOf(known.row.id, lineages);
    for (const { id, quote, role, bearing } of all.values()) {
      const answer: EvidenceAnswer = {
        id,
        cmoc: known.row.id,
        number,
        title,
        state,
        role,
        bearing,
        versions: own
          .filter(({ body }) => body.content.evidence.some((each) => each.id === id))
          .map(({ body }) => body.number),
        inDraft: inDraft.some((each) => each.id === id),
        ...family,
      };
      const beside = found.get(quote.span);
      if (beside === undefined) found.set(quote.span, [answer]);
      else beside.push(answer);
    }
  }
  return found;
}

/** The oldest first. */
function inVersions(versions: readonly Row<CmocVersionBody>[]): readonly Evidence[] {
  return versions.flatMap(({ body }) => body.content.evidence);
}

/** Of what it came, and what it became, by what stands. */
function familyOf(
  cmoc: string,
  lineages: readonly Row<LineageBody>[],
): Pick<EvidenceAnswer, 'parents' | 'children'> {
  const standing = lineages.filter(({ body }) => body.state === 'stands');
  const isChild = ({ body }: Row<LineageBody>): boolean =>
    body.children.some((child) => child.cmoc === cmoc);
  return {
    parents: standing.filter(isChild).flatMap(({ body }) => body.parents),
    children: standing
      .filter(({ body }) => body.parents.includes(cmoc))
      .flatMap(({ body }) => body.children.map((child) => child.cmoc)),
  };
}
