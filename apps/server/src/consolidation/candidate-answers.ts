import type { CandidateAnswer, QuoteAnswer, WhyFacts } from '@triad/collab';
import { blindRoundOf } from '@triad/collab';
import type { QuoteReference } from '@triad/realist';
import type { Context } from '../context.ts';
import type { CandidateBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { quotesFor } from '../quotes/quotes.ts';
import { roundFacts } from '../rounds/facts.ts';
import type { DecidedBySpan, ResolvedPart } from './resolve-parts.ts';
import {
  agreedOf,
  bySpan,
  partAnswer,
  quotesOf,
  referencesOf,
  resolveParts,
} from './resolve-parts.ts';

/** A candidate with what is agreed of its parts, and of the spans that it has on other transcripts. */
export type ResolvedCandidate = {
  readonly row: Row<CandidateBody>;
  readonly parts: readonly ResolvedPart[];
  /** Those that the member may know of. */
  readonly elsewhere: readonly {
    readonly of: CandidateBody['elsewhere'][number];
    readonly references: readonly QuoteReference[];
  }[];
};

/**
 * By the decisions as they are now. What lies on a transcript that the member codes blind is left out, and
 * candidates of such a transcript must not be asked for.
 */
export async function resolveCandidates(
  { tables, quotes }: Pick<Context, 'tables' | 'quotes'>,
  { project, member }: Membership,
  rows: readonly Row<CandidateBody>[],
): Promise<readonly ResolvedCandidate[]> {
  const rounds = await roundFacts(tables, project.id);
  const isOpen = (transcript: string): boolean =>
    blindRoundOf(rounds, transcript, member.id) === null;
  const transcripts = new Set(
    rows.flatMap(({ body }) => [
      body.transcript,
      ...body.elsewhere.map(({ transcript }) => transcript).filter((id) => isOpen(id)),
    ]),
  );
  const decided = new Map<string, DecidedBySpan>();
  await Promise.all(
    [...transcripts].map(async (id) => {
      const known = await quotes.of(id);
      if (known?.row.body.project === project.id) decided.set(id, bySpan(known.decided));
    }),
  );
  const none: DecidedBySpan = new Map();
  return rows.map((row) => ({
    row,
    parts: resolveParts(row.body.parts, decided.get(row.body.transcript) ?? none),
    elsewhere: row.body.elsewhere.flatMap((of) => {
      const there = decided.get(of.transcript);
      if (there === undefined) return [];
      const { transcript, span } = of;
      const references = agreedOf(span, there).map((id) => ({ transcript, span: id }));
      return [{ of, references }];
    }),
  }));
}

/** An open one of which no part is left is none any more. */
export function isLeft({ row, parts }: ResolvedCandidate): boolean {
  return parts.length > 0 || row.body.state !== 'open';
}

/** With the words of all that is agreed of them. */
export async function candidateAnswers(
  context: Pick<Context, 'tables' | 'quotes'>,
  me: Membership,
  resolved: readonly ResolvedCandidate[],
): Promise<readonly CandidateAnswer[]> {
  const references = resolved.flatMap((each) => allReferences(each));
  const quotes = await quotesFor(context, me, references);
  return resolved.map((each) => candidateAnswer(each, quotes));
}

export function allReferences({
  row,
  parts,
  elsewhere,
}: ResolvedCandidate): readonly QuoteReference[] {
  return [
    ...parts.flatMap((part) => referencesOf(part, row.body.transcript)),
    ...elsewhere.flatMap(({ references }) => references),
  ];
}

function candidateAnswer(
  { row: { id, version, body }, parts, elsewhere }: ResolvedCandidate,
  quotes: ReadonlyMap<string, QuoteAnswer>,
): CandidateAnswer {
  const { transcript, round, from, sketches, support, restatements, bearings } = body;
  const { state, cmoc, settled, outdated } = body;
  return {
    id,
    version,
    transcript,
    round,
    from,
    sketches,
    support,
    parts: parts.map((part) => partAnswer(part, transcript, quotes)),
    why: whyOf(body),
    restatements,
    bearings,
    elsewhere: elsewhere.map(({ of, references }) => ({
      member: of.member,
      role: of.role,
      transcript: of.transcript,
      span: of.span,
      quotes: quotesOf(references, quotes),
    })),
    state,
    cmoc,
    settled,
    outdated,
  };
}

function whyOf({ from, parts, sketches, ...body }: CandidateBody): WhyFacts {
  const places = new Set(parts.flatMap((part) => ('place' in part ? [part.place] : []))).size;
  if (from === 'closeness') return { kind: 'closeness', places, lengthUtf16: body.lengthUtf16 };
  const coders = [...Map.groupBy(sketches, ({ member }) => member)].map(([member, own]) => ({
    member,
    sketches: own.length,
  }));
  const { sharedPlaces, byHand } = body;
  return { kind: 'sketches', coders, sharedPlaces, places, byHand };
}
