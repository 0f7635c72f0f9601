import { randomUUID } from 'node:crypto';
import type { CmocMemo } from '@triad/collab';
import type { CmocContent, CmocPartId, QuoteReference } from '@triad/realist';
import { changeCmoc } from '../../cmocs/change-cmoc.ts';
import { contentOf } from '../../cmocs/contents.ts';
import { agreedOf, bySpan } from '../../consolidation/resolve-parts.ts';
import type { DecidedBySpan } from '../../consolidation/resolve-parts.ts';
import { acceptCandidate } from '../../consolidation/settle-candidate.ts';
import type { Context } from '../../context.ts';
import { now } from '../../context.ts';
import type { CmocBody } from '../../data/cmoc-records.ts';
import type { Row } from '../../data/table.ts';
import type { DemoCmoc, DemoEvidence } from '../study/agreed.ts';
import { draftContent } from './draft-content.ts';
import type { Candidates } from './make-candidates.ts';
import { AGREEING, stepsFrom } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';
import { writeDraft } from './write-draft.ts';

/** The CMOCs of the demo as they come about, by the study's names for them and for their parts. */
export type MadeCmocs = {
  readonly ids: Map<string, string>;
  readonly parts: Map<string, ReadonlyMap<string, CmocPartId>>;
  readonly quoteOf: (evidence: DemoEvidence) => QuoteReference;
};

/** Makes CMOCs of candidates, and writes their drafts as they were when they were first put to sign-off. */
export async function makeCmocs(of: MakingAgreed, candidates: Candidates): Promise<MadeCmocs> {
  const made: MadeCmocs = { ids: new Map(), parts: new Map(), quoteOf: await findQuotes(of) };
  const step = stepsFrom(of, AGREEING.drafted);
  const written: { readonly first: DemoCmoc; readonly at: Context }[] = [];
  for (const cmoc of of.agreed.cmocs) {
    if (cmoc.of.kind !== 'candidates') continue;
    let into: string | null = null;
    for (const sketch of cmoc.of.sketches) {
      const row = candidates(sketch);
      const accepted = await acceptCandidate(step(), of.me, row, { version: row.version, into });
      into = accepted.cmoc;
    }
    if (into === null) throw new Error('a CMOC of the demo study came of nothing');
    made.ids.set(cmoc.id, into);
    const then = step();
    const row = await cmocRow(then, into);
    await changeCmoc(then, row, { version: row.version, group: of.making.ids(cmoc.group) });
    const first = { ...cmoc, draft: { ...cmoc.draft, ...cmoc.first } };
    written.push({ first, at: then });
  }
  await Promise.all(written.map(({ first, at }) => draft(of, made, first, at)));
  return made;
}

/** Those that were rewritten since. */
export async function reviseCmocs(of: MakingAgreed, made: MadeCmocs): Promise<void> {
  const step = stepsFrom(of, AGREEING.revised);
  for (const cmoc of of.agreed.cmocs) {
    if (Object.keys(cmoc.first).length === 0) continue;
    await draft(of, made, { ...cmoc, memos: [] }, step());
  }
}

/** Writes a draft over what stands in it. */
export async function draft(
  of: MakingAgreed,
  made: MadeCmocs,
  cmoc: DemoCmoc,
  then: Context,
): Promise<void> {
  const row = await cmocRow(then, idOf(made, cmoc.id));
  const before = await contentOf(then, row);
  const { content, parts } = draftContent(cmoc.draft, before.content, made.quoteOf);
  made.parts.set(cmoc.id, parts);
  const memos = cmoc.memos.map(({ on, text }): CmocMemo & { readonly text: string } => ({
    id: randomUUID() as CmocMemo['id'],
    by: of.me.member.id,
    createdAt: now(then),
    links: [
      on === null ? { kind: 'cmoc', id: row.id } : { kind: 'part', id: parts.get(on) ?? row.id },
    ],
    text,
  }));
  await writeDraft(then, row.id, content, memos);
}

/** @throws Error where it is not made yet */
export function idOf({ ids }: MadeCmocs, slug: string): string {
  const id = ids.get(slug);
  if (id === undefined) throw new Error('a CMOC of the demo study is not made yet');
  return id;
}

export async function cmocRow(
  { tables }: Pick<Context, 'tables'>,
  id: string,
): Promise<Row<CmocBody>> {
  const row = await tables.cmocs.get(id);
  if (row === null) throw new Error('a CMOC of the demo study is gone');
  return row;
}

/** What a draft says now, by the study's name for it. */
export async function contentNow(
  context: Context,
  made: MadeCmocs,
  slug: string,
): Promise<{
  readonly row: Row<CmocBody>;
  readonly content: CmocContent;
  readonly sha256: string;
}> {
  return contentOf(context, await cmocRow(context, idOf(made, slug)));
}

/** From a coder's span to what is agreed of its place. */
async function findQuotes({ context, study, making }: MakingAgreed): Promise<MadeCmocs['quoteOf']> {
  const decided = new Map<string, DecidedBySpan>();
  for (const transcript of study.blindRound.transcripts) {
    const known = await context.quotes.of(making.ids(transcript));
    decided.set(transcript, bySpan(known?.decided ?? []));
  }
  return ({ transcript, span }) => {
    const [agreed] = agreedOf(making.ids(span), decided.get(transcript) ?? new Map());
    if (agreed === undefined) throw new Error(`nothing is agreed of ${span} of the demo study`);
    return { transcript: making.ids(transcript), span: agreed };
  };
}
