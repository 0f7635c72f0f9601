import type { DecisionReply, ProvenanceAnswer, Ruling } from '@triad/collab';

type Span = ProvenanceAnswer['spans'][number];
type Agreed = ProvenanceAnswer['agreed'][number];

/** One time that the place was decided, with what coders answered to it. */
export type RulingStep = {
  readonly ruling: Ruling;
  readonly replies: readonly DecisionReply[];
  /** It is the last. */
  readonly isLast: boolean;
};

/** The way of a quote in its four stages, each in the order of time. */
export type WayStages = {
  readonly spans: readonly Span[];
  readonly missing: readonly string[];
  /** The oldest first. */
  readonly rulings: readonly RulingStep[];
  /** `open`: nobody decided; `waits`: it was taken back. */
  readonly decided: 'open' | 'all-agree' | 'waits' | 'nothing' | 'decided';
  readonly agreed: readonly Agreed[];
  /** CMOCs that it serves, each once; those that were retired do not count: what became of them does. */
  readonly cmocs: readonly string[];
};

export function wayStages(answer: ProvenanceAnswer): WayStages {
  const { decision, missing, agreed } = answer;
  const rulings =
    decision === null ? [] : [...decision.earlier, ...(decision.ruling ? [decision.ruling] : [])];
  return {
    spans: answer.spans.toSorted((a, b) => (a.markedAt < b.markedAt ? -1 : 1)),
    missing,
    rulings: rulings.map((ruling, i) => ({
      ruling,
      replies: decision?.answers.filter((reply) => reply.ruling === ruling.number) ?? [],
      isLast: i === rulings.length - 1,
    })),
    decided: stateOf(answer),
    agreed,
    cmocs: [
      ...new Set(
        agreed.flatMap(({ evidence }) =>
          evidence.flatMap(({ cmoc, state }) => (state === 'retired' ? [] : [cmoc])),
        ),
      ),
    ],
  };
}

function stateOf({ decision, spans, missing }: ProvenanceAnswer): WayStages['decided'] {
  if (decision === null) return missing.length === 0 && isOneSpan(spans) ? 'all-agree' : 'open';
  const outcome = decision.ruling?.outcome ?? null;
  if (outcome === null) return 'waits';
  return outcome.kind === 'none' ? 'nothing' : 'decided';
}

/** Two coders or more, the same words and the same role. */
function isOneSpan(spans: readonly Span[]): boolean {
  const first = spans[0];
  return (
    first !== undefined &&
    spans.length > 1 &&
    first.role !== 'undecided' &&
    spans.every(
      ({ role, range }) =>
        role === first.role &&
        range !== null &&
        range[0] === first.range?.[0] &&
        range[1] === first.range[1],
    )
  );
}

/** Least id of the spans of the place, by which Adjudicate finds it; null where the decision has none left. */
export function placeToDecide({ decision, spans }: ProvenanceAnswer): string | null {
  if (decision !== null) return decision.place;
  return spans.reduce<string | null>(
    (least, { id }) => (least === null || id < least ? id : least),
    null,
  );
}
