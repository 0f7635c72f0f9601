import type { DecisionAnswer, Outcome } from '@triad/collab';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { signal } from '../../annotator/signal.ts';
import { outcomeNow } from './outcomes.ts';

/** One decision as a lead gives it: the place, what it is to become, why, and what they had seen there. */
export type Command = {
  /** Least id of the spans of the place. */
  readonly place: string;
  readonly spans: readonly string[];
  /** Null takes the decision back. */
  readonly outcome: Outcome | null;
  readonly why: string;
  /** The decision that was shown; null where there was none. */
  readonly seen: Seen | null;
};

export type Seen = { readonly id: string; readonly version: number };

/** A decision that was not taken; the place is shown again, and what was typed is there. */
export type Refusal = {
  readonly outcome: Outcome | null;
  readonly sentence: string;
  /** What was decided meanwhile, or what it rested on, is another now. */
  readonly isMoved: boolean;
};

export type DeskOptions = {
  readonly send: (command: Command) => Promise<DecisionAnswer>;
  /** What the server made of it. */
  readonly onDecided: (decision: DecisionAnswer) => void;
  readonly onRefused: (place: string, refusal: Refusal) => void;
};

/** What can be undone: the place, as this session left it, and what had been decided there before. */
type Done = {
  readonly place: string;
  readonly spans: readonly string[];
  readonly before: { readonly outcome: Outcome | null; readonly why: string };
};

/**
 * Sends decisions behind the back of whoever gives them: the page goes on at once. Those on one place go
 * one after the other, each with the version that the one before made; a refusal ends those behind it.
 * Each names what its lead had seen, so that nothing is overwritten unknowingly.
 */
export class Desk {
  /** By place: what is on its way. */
  readonly pending = signal<ReadonlyMap<string, Command>>(new Map());
  readonly refused = signal<ReadonlyMap<string, Refusal>>(new Map());
  /** Reasons that are being written, by place; kept while the page looks at others. */
  readonly reasons = new Map<string, string>();

  readonly #options: DeskOptions;
  readonly #last = new Map<string, Promise<DecisionAnswer | null>>();
  readonly #made = new Map<string, Seen>();
  readonly #done: Done[] = [];

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** `before`: what held at the place, to which an undo goes back. */
  decide(command: Command, before: DecisionAnswer | undefined): void {
    const waiting = this.pending.get().get(command.place);
    const done: Done = {
      place: command.place,
      spans: command.spans,
      before: waiting ?? { outcome: outcomeNow(before), why: before?.ruling?.why ?? '' },
    };
    this.#done.push(done);
    this.#send(command, done);
  }

  /** The place whose decision is undone; null where nothing is left to be. */
  undo(): string | null {
    const done = this.#done.pop();
    if (done === undefined) return null;
    const { place, spans, before } = done;
    // Whatever is decided there since by another is not what this session made, and is refused.
    this.#send(
      {
        place,
        spans,
        outcome: before.outcome,
        why: before.why,
        seen: this.#made.get(place) ?? null,
      },
      null,
    );
    return place;
  }

  /** Nothing was decided here that could be undone. */
  get isUntouched(): boolean {
    return this.#done.length === 0;
  }

  /** The refusal was read, or what it was about is decided. */
  settle(place: string): void {
    if (this.refused.get().has(place)) this.refused.set(without(this.refused.get(), place));
  }

  #send(command: Command, done: Done | null): void {
    const { place } = command;
    this.settle(place);
    this.reasons.delete(place);
    // On its way before the page draws anything: other leads wait for it.
    const sent = this.#after(this.#last.get(place), command, done).finally(() => {
      if (this.#last.get(place) === sent) this.#last.delete(place);
      if (this.pending.get().get(place) === command)
        this.pending.set(without(this.pending.get(), place));
    });
    this.#last.set(place, sent);
    this.pending.set(new Map(this.pending.get()).set(place, command));
  }

  async #after(
    before: Promise<DecisionAnswer | null> | undefined,
    command: Command,
    done: Done | null,
  ): Promise<DecisionAnswer | null> {
    const made = before === undefined ? undefined : await before;
    // What it followed on was refused, and said so.
    if (made === null) {
      this.#forget(done);
      return null;
    }
    const seen = made ?? command.seen;
    // Taking back what was never decided is nothing to be sent.
    if (seen === null && command.outcome === null) return null;
    try {
      const decision = await this.#options.send({ ...command, seen });
      this.#made.set(command.place, { id: decision.id, version: decision.version });
      this.#options.onDecided(decision);
      return decision;
    } catch (error) {
      this.#forget(done);
      if (command.why !== '' && !this.reasons.has(command.place))
        this.reasons.set(command.place, command.why);
      const refusal: Refusal = {
        outcome: command.outcome,
        sentence: sentenceOf(error),
        isMoved: error instanceof ApiError && error.status === 409,
      };
      this.refused.set(new Map(this.refused.get()).set(command.place, refusal));
      this.#options.onRefused(command.place, refusal);
      return null;
    }
  }

  /** What was refused cannot be undone. */
  #forget(done: Done | null): void {
    const at = done === null ? -1 : this.#done.indexOf(done);
    if (at >= 0) this.#done.splice(at, 1);
  }
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const left = new Map(map);
  left.delete(key);
  return left;
}
