import type { QuoteAnswer } from '@triad/collab';
import type { Bearing, Evidence, QuoteReference } from '@triad/realist';

/* What is said of the evidence of one CMOC as a whole. Pure. */

/** A quote among quotes: one span of one transcript. */
export function quoteKey({ transcript, span }: QuoteReference): string {
  return `${transcript} ${span}`;
}

export function quotesByKey(quotes: readonly QuoteAnswer[]): ReadonlyMap<string, QuoteAnswer> {
  return new Map(quotes.map((quote) => [quoteKey(quote), quote]));
}

export type EvidenceCounts = { readonly quotes: number; readonly participants: number } & {
  readonly [bearing in Bearing]: number;
};

/** A quote that stands there twice, for two parts, is one quote; the bearings count pieces of evidence. */
export function countEvidence(
  evidence: readonly Evidence[],
  quotes: ReadonlyMap<string, QuoteAnswer>,
): EvidenceCounts {
  const of = (bearing: Bearing): number =>
    evidence.filter((each) => each.bearing === bearing).length;
  return {
    quotes: new Set(evidence.map(({ quote }) => quoteKey(quote))).size,
    participants: participantsOf(evidence, quotes).size,
    supports: of('supports'),
    refutes: of('refutes'),
    caveat: of('caveat'),
  };
}

/** Who alone supports it: a participant whose every supporting quote it is; null if several, or not known. */
export function onlySupporter(
  evidence: readonly Evidence[],
  quotes: ReadonlyMap<string, QuoteAnswer>,
): string | null {
  const supporting = evidence.filter(({ bearing }) => bearing === 'supports');
  const speakers = supporting.map(({ quote }) => quotes.get(quoteKey(quote)));
  const people = participantsOf(supporting, quotes);
  const isKnown = speakers.every((quote) => quote !== undefined && quote.participant !== null);
  return supporting.length > 0 && isKnown && people.size === 1
    ? (speakers[0]?.speaker ?? null)
    : null;
}

function participantsOf(
  evidence: readonly Evidence[],
  quotes: ReadonlyMap<string, QuoteAnswer>,
): ReadonlySet<string> {
  return new Set(evidence.flatMap(({ quote }) => quotes.get(quoteKey(quote))?.participant ?? []));
}

/** Of the draft's evidence: quotes of which the server has told nothing yet. */
export function unknownQuotes(
  evidence: readonly Evidence[],
  quotes: ReadonlyMap<string, QuoteAnswer>,
): readonly string[] {
  return [...new Set(evidence.map(({ quote }) => quoteKey(quote)))].filter(
    (key) => !quotes.has(key),
  );
}
