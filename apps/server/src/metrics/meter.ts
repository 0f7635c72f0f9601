import type { RouteName } from '@triad/collab';
import type { OneThread } from '../one-thread.ts';
import { Refusal } from '../refusal.ts';

/** What is worked on beside the event loop, or for long. */
export type JobKind =
  | 'preview'
  | 'compose'
  | 'version'
  | 'tables'
  | 'redaction'
  | `agreement-${'compare' | 'view' | 'figures' | 'export' | 'adjudicate' | 'place' | 'marks'}`
  | 'consolidation'
  | 'backup';

/** `refused`: with a sentence for who asked, such as a file that cannot be read. */
export type JobOutcome = 'done' | 'refused' | 'failed' | 'stopped';

/** Where the rest of the server tells what is to be counted. Nothing that it is told names anybody. */
export type Meter = {
  /** `other` is all beside the API: files of the web app, and addresses that are not there. */
  request(route: RouteName | 'other', method: string, status: number): void;
  job(kind: JobKind, outcome: JobOutcome): void;
  /** Whatever was thrown; what is no error of the store is not counted. */
  storeError(error: unknown): void;
};

/** Where the operator has not turned metrics on. */
export const NO_METER: Meter = {
  request: () => undefined,
  job: () => undefined,
  storeError: () => undefined,
};

/** A thread of which it is counted how its jobs end. */
export function counted<Work, Result>(
  thread: OneThread<Work, Result>,
  meter: Meter,
  kindOf: (work: Work) => JobKind,
): OneThread<Work, Result> {
  return {
    async ask(work) {
      try {
        const result = await thread.ask(work);
        meter.job(kindOf(work), 'done');
        return result;
      } catch (error) {
        meter.job(kindOf(work), error instanceof Refusal ? 'refused' : 'failed');
        throw error;
      }
    },
    close: () => thread.close(),
  };
}
