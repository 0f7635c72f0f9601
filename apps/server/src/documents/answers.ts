/** A place among the answers that are being sent. */
export type Place = {
  /** It turned out to need so many bytes, and no more. */
  shrink(bytes: number): void;
  /** Nobody waits for it any more; nothing where it has its turn already. */
  cancel(): void;
  /** It is sent, or never will be. */
  leave(): void;
};

export type AnswerLimits = {
  readonly answersBytes: number;
  readonly answersBytesPerAccount: number;
  /** A smaller document never waits. */
  readonly pieceBytes: number;
};

type Ask = { readonly account: string; bytes: number; readonly go: () => void };

/**
 * Answers with much of a document, each made when it has its turn: so many bytes of them at once,
 * of all and of each account. One is let in however large it is. Those of an account that has its
 * share are passed by others; else the first to come is the first to go.
 */
export class Answers {
  #bytes = 0;
  readonly #bytesOf = new Map<string, number>();
  readonly #waiting = new Set<Ask>();
  readonly #limits: AnswerLimits;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** Calls `go` once there is room for an answer from so many bytes, which may be at once. */
  ask(account: string, bytes: number, go: (place: Place) => void): Place {
    const taken = bytes > this.#limits.pieceBytes ? bytes : 0;
    const ask: Ask = { account, bytes: taken, go: () => go(place) };
    const place: Place = {
      shrink: (to) => {
        if (to < ask.bytes) this.#release(ask, ask.bytes - to);
      },
      cancel: () => {
        // It may have been the one that others wait behind.
        if (this.#waiting.delete(ask)) this.#letIn();
      },
      leave: () => this.#release(ask, ask.bytes),
    };
    if (taken === 0) ask.go();
    else {
      this.#waiting.add(ask);
      this.#letIn();
    }
    return place;
  }

  #release(ask: Ask, bytes: number): void {
    if (bytes === 0) return;
    ask.bytes -= bytes;
    this.#take(ask.account, -bytes);
    this.#letIn();
  }

  #letIn(): void {
    const { answersBytes, answersBytesPerAccount } = this.#limits;
    for (const ask of this.#waiting) {
      const own = this.#bytesOf.get(ask.account) ?? 0;
      if (own > 0 && own + ask.bytes > answersBytesPerAccount) continue;
      if (this.#bytes > 0 && this.#bytes + ask.bytes > answersBytes) return;
      this.#waiting.delete(ask);
      this.#take(ask.account, ask.bytes);
      ask.go();
    }
  }

  #take(account: string, bytes: number): void {
    this.#bytes += bytes;
    const own = (this.#bytesOf.get(account) ?? 0) + bytes;
    if (own > 0) this.#bytesOf.set(account, own);
    else this.#bytesOf.delete(account);
  }
}
