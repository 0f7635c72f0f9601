import type { CandidatePartAnswer, QuoteAnswer } from '@triad/collab';
import type { QuoteReference } from '@triad/realist';
import type { CandidateBody } from '../data/adjudication-records.ts';
import type { Decided } from '../quotes/kept-quotes.ts';
import { quoteKey } from '../quotes/quotes.ts';

/** Decisions by the spans of their places. */
export type DecidedBySpan = ReadonlyMap<string, readonly Decided[]>;

export function bySpan(decided: readonly Decided[]): DecidedBySpan {
  const found = new Map<string, Decided[]>();
  for (const each of decided) {
    for (const span of each.spans) {
      const beside = found.get(span);
      if (beside === undefined) found.set(span, [each]);
      else beside.push(each);
    }
  }
  return found;
}

/** The decision that holds for a place: of those about its spans the one about most of them; ties: the first. */
export function decisionFor(spans: readonly string[], decided: DecidedBySpan): Decided | null {
  const counts = new Map<Decided, number>();
  for (const span of spans) {
    for (const each of decided.get(span) ?? []) counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  let most: Decided | null = null;
  for (const [each, count] of counts) {
    if (most === null || count > (counts.get(most) ?? 0)) most = each;
  }
  return most === null || most.state === 'waiting' ? null : most;
}

/** A part with what is agreed of it, as far as it is left. */
export type ResolvedPart =
  | {
      readonly kind: 'quoted';
      readonly part: Extract<CandidateBody['parts'][number], { readonly place: string }>;
      readonly decision: Decided | null;
    }
  | {
      readonly kind: 'inferred';
      readonly part: Exclude<CandidateBody['parts'][number], { readonly place: string }>;
    };

/** Without the places of which nothing is kept: definitions, section 6, and then the decisions. */
export function resolveParts(
  parts: CandidateBody['parts'],
  decided: DecidedBySpan,
): readonly ResolvedPart[] {
  return parts.flatMap((part): readonly ResolvedPart[] => {
    if (!('place' in part)) return [{ kind: 'inferred', part }];
    const decision = decisionFor(part.spans, decided);
    return decision?.state === 'none' ? [] : [{ kind: 'quoted', part, decision }];
  });
}

/** What is agreed of one span: of its place what came from it, or else all of the place. */
export function agreedOf(span: string, decided: DecidedBySpan): readonly string[] {
  const agreed = decisionFor([span], decided)?.agreed ?? [];
  const own = agreed.filter(({ from }) => from.includes(span));
  return (own.length > 0 ? own : agreed).map(({ id }) => id);
}

export function partAnswer(
  resolved: ResolvedPart,
  transcript: string,
  quotes: ReadonlyMap<string, QuoteAnswer>,
): CandidatePartAnswer {
  if (resolved.kind === 'inferred') return { kind: 'inferred', ...resolved.part };
  const { part, decision } = resolved;
  return {
    kind: 'quoted',
    role: part.role,
    place: part.place,
    decision: decision?.id ?? null,
    quotes: wordsOnce(quotesOf(referencesOf(resolved, transcript), quotes), part.role),
    contested: part.contested,
  };
}

/**
 * Where both of two readings of the same words stand, a part has the words once: as they were agreed with
 * its own role, or else as the first of them.
 */
export function wordsOnce(
  quotes: readonly QuoteAnswer[],
  role: CandidatePartAnswer['role'],
): readonly QuoteAnswer[] {
  const chosen = new Map<string, QuoteAnswer>();
  for (const quote of quotes) {
    const key = quote.range === null ? quote.span : quote.range.join();
    const before = chosen.get(key);
    if (before === undefined || (before.role !== role && quote.role === role)) {
      chosen.set(key, quote);
    }
  }
  const kept = new Set(chosen.values());
  return quotes.filter((quote) => kept.has(quote));
}

export function referencesOf(
  resolved: ResolvedPart,
  transcript: string,
): readonly QuoteReference[] {
  if (resolved.kind === 'inferred') return [];
  return (resolved.decision?.agreed ?? []).map(({ id }) => ({ transcript, span: id }));
}

export function quotesOf(
  references: readonly QuoteReference[],
  quotes: ReadonlyMap<string, QuoteAnswer>,
): readonly QuoteAnswer[] {
  return references.flatMap((reference) => quotes.get(quoteKey(reference)) ?? []);
}
