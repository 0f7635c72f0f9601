import type { LeaseAnswer } from '@triad/collab';
import { ApiError } from '../api/api-error.ts';
import { call } from '../api/client.ts';

/** A lease is renewed so many times while it holds, so that a lost request or two do not end it. */
const RENEWALS = 4;

/** The right to edit a text, kept alive while it is wanted. */
export type HeldLease = {
  readonly id: string;
  /** Gives it back; the server ends it by itself where this does not arrive. */
  readonly release: () => Promise<void>;
  /** Renews it no more. */
  readonly stop: () => void;
};

/**
 * Takes the lease on a transcript's text; rejects with the server's sentence where another has it.
 * `onOver` is called once where it could not be kept: the server said so, or was not heard in time.
 */
export async function takeLease(transcript: string, onOver: () => void): Promise<HeldLease> {
  const asked = performance.now();
  const { id, holdsMs }: LeaseAnswer = await call('takeLease', { transcript });
  let holdsUntil = asked + holdsMs;
  let over = false;
  const timer = setInterval(() => {
    if (performance.now() >= holdsUntil) end();
    else void renew();
  }, holdsMs / RENEWALS);

  function end(): void {
    if (over) return;
    stop();
    onOver();
  }
  function stop(): void {
    over = true;
    clearInterval(timer);
  }
  async function renew(): Promise<void> {
    const asked = performance.now();
    try {
      await call('renewLease', { transcript, lease: id });
      holdsUntil = asked + holdsMs;
    } catch (error) {
      // Without an answer it may still hold; with a refusal it does not.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) end();
    }
  }

  return {
    id,
    stop,
    release: async () => {
      stop();
      await call('releaseLease', { transcript, lease: id }).catch(() => undefined);
    },
  };
}
