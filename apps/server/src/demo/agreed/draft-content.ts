import { randomUUID } from 'node:crypto';
import type {
  CmocContent,
  CmocPart,
  CmocPartId,
  Evidence,
  EvidenceId,
  QuoteReference,
} from '@triad/realist';
import type { DemoCmocPart, DemoDraft } from '../study/agreed.ts';

/** A draft as it is in the product, and the ids that its parts have in it by the study's names for them. */
export type DraftContent = {
  readonly content: CmocContent;
  readonly parts: ReadonlyMap<string, CmocPartId>;
};

/**
 * What a draft says when the lead has written it. Parts and evidence that stand in it already keep their
 * ids: the first of a role is the first of that role, a quote is itself.
 */
export function draftContent(
  draft: DemoDraft,
  before: CmocContent,
  quoteOf: (evidence: DemoDraft['evidence'][number]) => QuoteReference,
): DraftContent {
  const parts = new Map<string, CmocPartId>();
  const counts = new Map<string, number>();
  const written = draft.parts.map((part): CmocPart => {
    const order = counts.get(part.role) ?? 0;
    counts.set(part.role, order + 1);
    const there = before.parts.filter(({ role }) => role === part.role)[order];
    const id = there?.id ?? (randomUUID() as CmocPartId);
    parts.set(part.id, id);
    return { ...partContent(part), id, order };
  });
  const evidence = draft.evidence.map((each, order): Evidence => {
    const quote = quoteOf(each);
    const there = before.evidence.find(
      ({ quote: { transcript, span } }) => transcript === quote.transcript && span === quote.span,
    );
    return {
      id: there?.id ?? (randomUUID() as EvidenceId),
      quote,
      part: each.part === null ? null : (parts.get(each.part) ?? null),
      role: each.role,
      bearing: each.bearing,
      standing: each.standing,
      footing: each.footing,
      order,
    };
  });
  const { title, sentence, narrative } = draft;
  return { content: { title, sentence, narrative, parts: written, evidence }, parts };
}

function partContent({
  role,
  text,
  inferred,
  mechanism,
  outcome,
}: DemoCmocPart): Omit<CmocPart, 'id' | 'order'> {
  return {
    role,
    text,
    inferred,
    mechanism: mechanism && {
      ...mechanism,
      form: text === '' ? 'resource-and-reasoning' : 'whole',
    },
    outcome,
  };
}
