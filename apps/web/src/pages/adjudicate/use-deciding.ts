import type { AgreementTranscript, DecisionAnswer, Outcome } from '@triad/collab';
import type { MarkRole, TextRange } from '@triad/realist';
import { useState } from 'react';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import type { Place } from '../agreement/places.ts';
import type { Asking } from './acts.tsx';
import { takersOf } from './case-rows.tsx';
import { outcomeInWords } from './decision-words.ts';
import type { Desk } from './desk.ts';
import type { Act } from './outcomes.ts';
import {
  askedFor,
  distinctSpans,
  isOfPlace,
  isPossible,
  labelOf,
  outcomeNow,
  outcomeOf,
  takenFrom,
  usualOutcome,
} from './outcomes.ts';
import type { Decisions } from './standing.ts';

export type DecidingOptions = {
  readonly desk: Desk;
  readonly places: readonly Place[];
  readonly current: Place | null;
  /** With what is on its way, and as the server said them. */
  readonly decisions: Decisions;
  readonly known: Decisions;
  readonly transcript: AgreementTranscript;
  readonly nameOf: (member: string) => string;
  readonly say: (sentence: string) => void;
  /** After a decision; leads on or stays. */
  readonly onDecided: (place: Place, sentence: string) => void;
  /** Shows a place of which a decision was undone. */
  readonly onUndone: (place: Place) => void;
  /** Back to where keys are heard. */
  readonly onBack: () => void;
};

/** The acts on the place that is looked at, and what an act that was begun still asks. */
export function useDeciding(options: DecidingOptions) {
  const { desk, places, current, decisions, known, transcript, nameOf, say } = options;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [drawn, setDrawn] = useState<TextRange | null>(null);
  const decision = current === null ? undefined : decisions.get(current.id);
  const takers = current === null ? [] : takersOf(transcript, current, nameOf);

  const stop = (): void => {
    setAsking(null);
    setDrawn(null);
  };
  const send = (place: Place, outcome: Outcome | null, why: string): void => {
    const shown = known.get(place.id);
    desk.decide(
      {
        place: place.id,
        spans: place.group?.spans ?? [],
        outcome,
        why: why.trim(),
        seen: shown === undefined ? null : { id: shown.id, version: shown.version },
      },
      shown,
    );
  };
  const decide = (outcome: Outcome): void => {
    if (current === null) return;
    // The same again without a new reason keeps the one that it had.
    const why = desk.reasons.get(current.id) ?? reasonKept(decision, outcome);
    send(current, outcome, why);
    stop();
    options.onBack();
    options.onDecided(
      current,
      words.said.decided(outcomeInWords(outcome, ownersOf(current), nameOf)),
    );
  };

  return {
    asking,
    drawn,
    takers,
    /** What holds at the place, with what is on its way. */
    decision,
    stop,
    setDrawn,
    decide,
    act: (which: Act): void => {
      if (current === null) return;
      const outcome = outcomeOf(which, current);
      if (outcome !== null) decide(outcome);
      else if (!isPossible(which, current)) say(words.acts.notHere);
      else if (askedFor(which, current) === 'spans') {
        const spans = distinctSpans(current.spans).map(({ id }) => id);
        setAsking({ act: 'both', spans: new Set(spans) });
      } else if (which === 'drawn') {
        setDrawn((selected) => selected ?? current.ranges[0] ?? null);
        setAsking({ act: 'drawn' });
      } else if (which !== 'both' && which !== 'none') setAsking({ act: which });
    },
    /** What the n-th of the coders who have a span there has, from 0. */
    take: (n: number): void => {
      const span = current?.spans.find(({ member }) => member === takers[n]);
      const outcome = takenFrom(span);
      if (outcome === null) say(words.acts.nobody(n + 1));
      else decide(outcome);
    },
    giveRole,
    tick,
    takeTicked,
    /** Enter, while an act asks. */
    usual: (): void => {
      const label = current === null ? null : labelOf(current.spans);
      if (asking?.act === 'both') takeTicked();
      else if (asking?.act === 'drawn' && label !== null) giveRole(label);
    },
    tickAt: (n: number): void => {
      const span = current === null ? undefined : distinctSpans(current.spans)[n];
      if (span !== undefined) tick(span.id);
    },
    /** Ctrl+Enter in the reason. */
    decideUsual: (): void => {
      const outcome = current === null ? null : usualOutcome(current, decision);
      options.onBack();
      if (outcome === null) say(words.acts.chooseAct);
      else decide(outcome);
    },
    again: (): void => {
      const outcome = outcomeNow(decision);
      if (outcome !== null) decide(outcome);
      else if (decision?.ruling?.outcome?.kind === 'drawn') say(words.acts.drawnGone);
    },
    reopen: (): void => {
      if (current === null || decision === undefined || decision.ruling === null) return;
      send(current, null, desk.reasons.get(current.id) ?? '');
      say(words.said.takenBack);
    },
    undo: (): void => {
      const place = desk.undo();
      const undone = places.find(({ id }) => id === place);
      if (undone === undefined) say(words.said.nothingToUndo);
      else options.onUndone(undone);
    },
    back: (): void => {
      if (asking === null && current !== null) desk.settle(current.id);
      stop();
      options.onBack();
    },
  };

  function giveRole(role: MarkRole): void {
    if (asking?.act === 'union' || asking?.act === 'intersection')
      decide({ kind: asking.act, role });
    else if (asking?.act !== 'drawn') return;
    else if (drawn === null || current === null) say(words.acts.nothingDrawn);
    else if (!isOfPlace(drawn, current)) say(words.acts.drawnBeside);
    else decide({ kind: 'drawn', role, startUtf16: drawn.startUtf16, endUtf16: drawn.endUtf16 });
  }

  function tick(span: string): void {
    if (asking?.act !== 'both') return;
    const spans = new Set(asking.spans);
    if (!spans.delete(span)) spans.add(span);
    setAsking({ act: 'both', spans });
  }

  function takeTicked(): void {
    if (asking?.act !== 'both' || asking.spans.size < 2) return;
    decide({ kind: 'both', spans: [...asking.spans] });
  }
}

/** Whose each span of a place is, as a decision names them. */
export function ownersOf({ spans }: Place): DecisionAnswer['spans'] {
  return spans.map(({ id, member }) => ({ span: id, member }));
}

function reasonKept(decision: DecisionAnswer | undefined, outcome: Outcome): string {
  // What was drawn is named by where its words stand now, and is the same all the same.
  const isSame = JSON.stringify(outcomeNow(decision)) === JSON.stringify(outcome);
  return isSame ? (decision?.ruling?.why ?? '') : '';
}
