import type { DocumentKind } from '@triad/collab';
import type { OneThread } from '../one-thread.ts';
import { makeThread } from '../one-thread.ts';
import type { Folded } from './fold.ts';
import { fold } from './fold.ts';
import type { FoldedThere, FoldWork } from './fold-thread.ts';
import type { HostLog } from './host-log.ts';
import { IdSet } from './id-set.ts';

/** Folding less than this takes a few milliseconds: not worth the way to another thread. */
const HERE_BYTES = 32 * 1024;
const LONGEST_MS = 20_000;
const MEMORY_MB = 768;
/** One for each document that is being opened, and one for summaries. */
const WAITING_MOST = 1_000;

/** Folds documents; long ones beside the event loop, so that nobody's live work waits for it. */
export class Folder {
  readonly #thread: OneThread<FoldWork, FoldedThere>;

  constructor(log: HostLog) {
    this.#thread = makeThread<FoldWork, FoldedThere>({
      script: new URL('./fold-thread.ts', import.meta.url),
      name: 'triad-folding',
      memoryMb: MEMORY_MB,
      longestMs: LONGEST_MS,
      begunMs: LONGEST_MS,
      idleMs: null,
      waitingMost: WAITING_MOST,
      log,
      errors: {
        tooSlow: (afterMs) => new Error(`folding took more than ${afterMs / 1000} s`),
        tooMuchMemory: () => new Error(`folding took more than ${MEMORY_MB} MB`),
        busy: () => new Error('too many documents are being folded'),
        closed: () => new Error('the server is closing'),
        failed: ({ fault }) => new Error(`folding failed: ${fault}`),
      },
    });
  }

  /** As {@link fold}; rejects where that throws, or takes too long or too much memory. */
  async fold(updates: readonly Uint8Array[], kind: DocumentKind): Promise<Folded> {
    const bytes = updates.reduce((sum, update) => sum + update.length, 0);
    if (bytes < HERE_BYTES) return fold(updates, kind);
    const { structs, deletes, ...folded } = await this.#thread.ask({ updates, kind });
    return { ...folded, structs: IdSet.of(structs), deletes: IdSet.of(deletes) };
  }

  /** Starts the thread before anybody waits for it. */
  warm(): void {
    this.#thread.ask({ updates: [], kind: 'layer' }).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
