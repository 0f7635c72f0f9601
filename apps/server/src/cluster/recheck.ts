import type { Context } from '../context.ts';
import type { EventServer } from '../events/event-server.ts';
import { faultOf } from '../http/errors.ts';

/** Between two looks, in ms. */
const EVERY_MS = 60_000;

/**
 * Looks now and then whether everybody who is connected here is still signed in, and a member: a server that
 * was killed between ending something and telling the others has told nobody. Returns what ends it.
 */
export function recheckNowAndThen(
  { tables, documents, log }: Pick<Context, 'tables' | 'documents' | 'log'>,
  events: Pick<EventServer, 'recheck'>,
  everyMs = EVERY_MS,
): () => void {
  let running: Promise<void> | null = null;

  async function recheck(): Promise<void> {
    for (const session of documents.sessions()) {
      if ((await tables.sessions.get(session)) === null) documents.endSession(session);
    }
    await events.recheck();
  }

  const timer = setInterval(() => {
    running ??= recheck()
      .catch((error: unknown) => log.warn(faultOf(error), 'who is connected was not looked at'))
      .finally(() => (running = null));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
