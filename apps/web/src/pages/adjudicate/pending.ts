import type { DecisionAnswer } from '@triad/collab';
import type { Command } from './desk.ts';
import type { Decisions } from './standing.ts';

/** The decisions as they will be once what is on its way has come: what the page shows meanwhile. */
export function withPending(
  decisions: Decisions,
  pending: ReadonlyMap<string, Command>,
  me: string,
): Decisions {
  if (pending.size === 0) return decisions;
  const shown = new Map(decisions);
  for (const [place, command] of pending)
    shown.set(place, given(command, decisions.get(place), me));
  return shown;
}

/** How often a place was ruled on: by it a page knows whether somebody did meanwhile. */
export function rulingsOf(decision: DecisionAnswer | undefined): number {
  if (decision === undefined) return 0;
  return decision.earlier.length + (decision.ruling === null ? 0 : 1);
}

/** Who ruled last, and how; null where nobody did. */
export function lastRuling(decision: DecisionAnswer | undefined): DecisionAnswer['ruling'] {
  return decision?.ruling ?? decision?.earlier.at(-1) ?? null;
}

function given(
  { place, outcome, why, seen }: Command,
  before: DecisionAnswer | undefined,
  me: string,
): DecisionAnswer {
  const ruled = lastRuling(before);
  const ruling =
    outcome === null
      ? null
      : {
          number: (ruled?.number ?? 0) + 1,
          outcome,
          by: me,
          strategy: null,
          batch: null,
          at: new Date().toISOString(),
          why,
          ownSpan: false,
        };
  return {
    id: seen?.id ?? '',
    version: seen?.version ?? 0,
    transcript: before?.transcript ?? '',
    round: before?.round ?? '',
    spans: before?.spans ?? [],
    ruling,
    earlier: earlierOf(before),
    agreed: [],
    touched: [],
    place,
    answers: before?.answers ?? [],
  };
}

function earlierOf(before: DecisionAnswer | undefined): DecisionAnswer['earlier'] {
  if (before === undefined) return [];
  return before.ruling === null ? before.earlier : [...before.earlier, before.ruling];
}
