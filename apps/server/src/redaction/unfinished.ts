import type { Context } from '../context.ts';
import { faultOf } from '../http/errors.ts';
import { longAct } from '../long-act.ts';
import { finishRedaction } from './finish-redaction.ts';

/** Redactions that failed after they had begun: their transcripts are closed until they are ended. */
export type UnfinishedRedactions = {
  /** How long to wait before the second try of one that somebody waits for; longer after each. */
  readonly retryMs: number;
  /** Ends it as soon as what was in the way is gone: tried again from time to time. */
  add(transcript: string): void;
  /** No more is tried; one that is being tried is waited for. */
  close(): Promise<void>;
};

const RETRY_MS = 2_000;
/** So many times as long lies between later tries, for which nobody waits. */
const LATER = 30;

type Needs = Parameters<typeof finishRedaction>[0] & Pick<Context, 'log'>;

/** One after the other, so that however many there are the server has time for everybody. */
export function makeUnfinished(
  needs: () => Needs,
  retryMs: number = RETRY_MS,
): UnfinishedRedactions {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let closed = false;

  function look(): void {
    running ??= tryAll().finally(() => {
      running = null;
      if (waiting.size === 0) stop();
    });
  }

  async function tryAll(): Promise<void> {
    for (const transcript of waiting) {
      if (closed) return;
      try {
        await finishLater(needs(), transcript);
        waiting.delete(transcript);
      } catch (error) {
        needs().log.error({ transcript, ...faultOf(error) }, NOT_FINISHED);
      }
    }
  }

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  return {
    retryMs,
    add(transcript) {
      if (closed) return;
      waiting.add(transcript);
      timer ??= setInterval(look, retryMs * LATER).unref();
    },
    async close() {
      closed = true;
      stop();
      await running;
    },
  };
}

/** What the log says each time. */
export const NOT_FINISHED =
  'a redaction could not be finished; its transcript stays closed until it is';

/** Under the locks of a redaction: others of the project wait. */
async function finishLater(needs: Needs, transcript: string): Promise<void> {
  const { tables, locks, log } = needs;
  const project = (await tables.transcripts.get(transcript))?.body.project;
  if (project === undefined) return;
  await locks(project, () =>
    locks(`comments/${transcript}`, async () => {
      // Somebody may have removed it meanwhile.
      if ((await tables.transcripts.get(transcript))?.body.pending !== 'redacting') return;
      await longAct(log, 'redaction', transcript, () => finishRedaction(needs, transcript));
      log.info({ transcript }, 'a redaction that had failed is finished');
    }),
  );
}
