import type { Continuum } from '@triad/agreement';
import type { IndexedTurn } from '@triad/collab';
import type { Role } from '@triad/realist';
import type { LayerRows, SpanRow } from './derive-rows.ts';

/** Roles that figures are of: undecided is no reading. */
export const LABELS: readonly Role[] = ['C', 'M', 'O', 'I', 'A'];

/** A run of the text, UTF-16, half open. */
export type Run = { readonly start: number; readonly end: number };

/** Where a turn stands, and who speaks in it, by the key of the transcript's record. */
export type TurnRow = Pick<IndexedTurn, 'speaker' | 'startUtf16' | 'endUtf16'>;

/** Whether a speaker's turns count; `participants`: null: everybody's do. */
export function countsOf(participants: readonly string[] | null): (speaker: string) => boolean {
  return (speaker) => participants === null || participants.includes(speaker);
}

/** What figures are measured on: the text or some turns of it, laid end to end. */
export type Measured = {
  readonly continuum: Continuum;
  /** Its turns, by its own positions. */
  readonly turns: readonly Run[];
  /** Spans that lie in no turn that counts. */
  readonly otherTurns: number;
};

/**
 * The continuum of these layers, of decided spans alone. Where some turns count alone they are joined by
 * one line feed, as the whole text is, and spans are cut to them.
 */
export function continuumOf(
  lengthUtf16: number,
  turns: readonly TurnRow[],
  layers: readonly Pick<LayerRows, 'member' | 'spans'>[],
  counts: (speaker: string) => boolean,
): Measured {
  const kept = turns.filter(({ speaker }) => counts(speaker));
  const isAll = kept.length === turns.length;
  let end = 0;
  const mapped = kept.map(({ startUtf16, endUtf16 }) => {
    const start = end;
    end = start + endUtf16 - startUtf16 + 1;
    return { startUtf16, endUtf16, shift: start - startUtf16 };
  });
  const length = isAll ? lengthUtf16 : Math.max(0, end - 1);
  const place = (span: SpanRow): Run | null => (isAll ? span : cut(span, mapped));
  let otherTurns = 0;
  const coders = layers.map(({ member, spans }) => ({
    id: member,
    spans: spans.flatMap((span) => {
      if (span.role === 'undecided') return [];
      const run = place(span);
      if (run === null) otherTurns += 1;
      return run === null ? [] : [{ start: run.start, end: run.end, label: span.role }];
    }),
  }));
  return {
    continuum: { length, labels: LABELS, coders },
    turns: mapped.map(({ startUtf16, endUtf16, shift }) => ({
      start: startUtf16 + shift,
      end: endUtf16 + shift,
    })),
    otherTurns,
  };
}

type Mapped = { readonly startUtf16: number; readonly endUtf16: number; readonly shift: number };

/** From the first to the last position of the span in a turn that counts; null: it has none there. */
function cut(span: Run, turns: readonly Mapped[]): Run | null {
  let run: { start: number; end: number } | null = null;
  for (let at = firstEndingAfter(turns, span.start); at < turns.length; at += 1) {
    const turn = turns[at];
    if (turn === undefined || turn.startUtf16 >= span.end) break;
    const start = Math.max(span.start, turn.startUtf16) + turn.shift;
    const end = Math.min(span.end, turn.endUtf16) + turn.shift;
    if (start >= end) continue;
    run ??= { start, end };
    run.end = end;
  }
  return run;
}

function firstEndingAfter(turns: readonly Mapped[], at: number): number {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((turns[middle]?.endUtf16 ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
