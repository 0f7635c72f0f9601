import type { LeaseAnswer } from '@triad/collab';
import { ApiError } from '../api/api-error.ts';
import { call, callLeaving } from '../api/client.ts';

/** A lease is renewed so many times while it holds, so that a lost request or two do not end it. */
const RENEWALS = 4;

/**
 * Why a lease is over: the server was not heard in time, it ended there, or its lead took another, in
 * another tab or on another device.
 */
export type LeaseEnd = 'unheard' | 'over' | 'elsewhere';

/** The right to edit a text, kept alive while it is wanted. */
export type HeldLease = {
  readonly id: string;
  /** Gives it back; the server ends it by itself where this does not arrive. */
  readonly release: () => Promise<void>;
  /** The same where the page is being left. */
  readonly leave: () => void;
  /** Renews it no more. */
  readonly stop: () => void;
  /** Stops it, and asks why the server would have no more under it. */
  readonly why: () => Promise<LeaseEnd>;
};

/**
 * Takes the lease on a transcript's text; rejects with the server's sentence where another has it.
 * `onOver` is called once where it could not be kept: the server said so, or was not heard in time.
 */
export async function takeLease(
  transcript: string,
  onOver: (why: LeaseEnd) => void,
): Promise<HeldLease> {
  const asked = performance.now();
  const { id, holdsMs }: LeaseAnswer = await call('takeLease', { transcript });
  let holdsUntil = asked + holdsMs;
  let over = false;
  const timer = setInterval(() => {
    if (performance.now() >= holdsUntil) end('unheard');
    else void renew();
  }, holdsMs / RENEWALS);

  function end(why: LeaseEnd): void {
    if (over) return;
    stop();
    onOver(why);
  }
  function stop(): void {
    over = true;
    clearInterval(timer);
  }
  async function renew(): Promise<void> {
    const asked = performance.now();
    const refused = await askAgain(transcript, id);
    if (refused === null) holdsUntil = asked + holdsMs;
    // Without an answer it may still hold.
    else if (refused !== 'unheard') end(refused);
  }

  return {
    id,
    stop,
    release: async () => {
      stop();
      await call('releaseLease', { transcript, lease: id }).catch(() => undefined);
    },
    leave: () => {
      stop();
      callLeaving('releaseLease', { transcript, lease: id });
    },
    why: async () => {
      stop();
      return (await askAgain(transcript, id)) ?? 'over';
    },
  };
}

/** Null where the lease holds anew. */
async function askAgain(transcript: string, lease: string): Promise<LeaseEnd | null> {
  try {
    await call('renewLease', { transcript, lease });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) return 'unheard';
    return error.code === 'transcripts/lease-elsewhere' ? 'elsewhere' : 'over';
  }
}
