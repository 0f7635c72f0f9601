import type { RequestHandler } from 'express';
import { refuse } from '../refusal.ts';
import { STOPPING_HEADER } from './passed-on.ts';

/** The end of a server, as far as requests go: those that run are finished, those that come are put off. */
export type Draining = {
  readonly guard: RequestHandler;
  /** Puts off whatever comes from now on: 503, to be tried again elsewhere or in a moment. */
  begin(): void;
  /** Waits until no request is under way, so long at most; resolves with how many still are. */
  idle(withinMs: number): Promise<number>;
};

/** For a proxy, or a page, that asks when to come back. */
const AGAIN_S = 1;

export function makeDraining(): Draining {
  let begun = false;
  let running = 0;
  const empty = Promise.withResolvers<void>();
  return {
    guard(_request, response, next) {
      if (begun) {
        response.setHeader('Connection', 'close');
        response.setHeader('Retry-After', String(AGAIN_S));
        response.setHeader(STOPPING_HEADER, '1');
        next(refuse('server/stopping'));
        return;
      }
      running += 1;
      response.once('close', () => {
        running -= 1;
        if (begun && running === 0) empty.resolve();
      });
      next();
    },
    begin() {
      begun = true;
      if (running === 0) empty.resolve();
    },
    async idle(withinMs) {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, withinMs);
      await Promise.race([empty.promise, late.promise]);
      clearTimeout(timer);
      return running;
    },
  };
}
