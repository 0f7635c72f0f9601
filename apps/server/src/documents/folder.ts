import type { DocumentKind, LayerDigest } from '@triad/collab';
import { DOCUMENT_SCHEMA } from '@triad/collab';
import type { OneThread } from '../one-thread.ts';
import { makeThread } from '../one-thread.ts';
import type { Folded } from './fold.ts';
import { fold, takeWhole } from './fold.ts';
import type { FoldedThere, FoldResult, FoldWork } from './fold-thread.ts';
import type { HostLog } from './host-log.ts';
import { IdSet } from './id-set.ts';
import type { Written } from './migrations.ts';
import { digest, migrate, sayTheSame } from './migrations.ts';
import { packUpdates } from './packed-updates.ts';

/** Looking into less than this takes a few milliseconds: not worth the way to another thread. */
const HERE_BYTES = 32 * 1024;
const LONGEST_MS = 20_000;
const MEMORY_MB = 768;
/** One for each document that is being opened, and one for summaries. */
const WAITING_MOST = 1_000;

/** Looks into documents; into long ones beside the event loop, so that nobody's live work waits. */
export class Folder {
  readonly #thread: OneThread<FoldWork, FoldResult>;

  constructor(log: HostLog) {
    this.#thread = makeThread<FoldWork, FoldResult>({
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
  async fold(updates: readonly Uint8Array[], kind: DocumentKind, schema: number): Promise<Folded> {
    const bytes = updates.reduce((sum, update) => sum + update.length, 0);
    if (bytes < HERE_BYTES) return fold(updates, kind, schema);
    const packed = packUpdates(updates);
    return here((await this.#thread.ask({ act: 'fold', packed, kind, schema })) as FoldedThere);
  }

  /** As {@link takeWhole}. */
  async takeWhole(bytes: Uint8Array, kind: DocumentKind): Promise<Folded | null> {
    // A text is few pieces, however long.
    if (bytes.length < HERE_BYTES || kind === 'transcript') return takeWhole(bytes);
    const whole = await this.#thread.ask({ act: 'take whole', bytes, kind });
    return whole === null ? null : here(whole as FoldedThere);
  }

  /** As {@link migrate}. */
  async migrate(kind: DocumentKind, from: Written): Promise<Written> {
    if (from.bytes.length < HERE_BYTES) return migrate(kind, from);
    return (await this.#thread.ask({ act: 'migrate', kind, from })) as Written;
  }

  /** As {@link sayTheSame}. */
  async sayTheSame(kind: DocumentKind, a: Written, b: Written): Promise<boolean> {
    if (a.bytes.length + b.bytes.length < HERE_BYTES) return sayTheSame(kind, a, b);
    return (await this.#thread.ask({ act: 'compare', kind, a, b })) as boolean;
  }

  /** As {@link digest}. */
  async digest(layer: Written): Promise<LayerDigest> {
    if (layer.bytes.length < HERE_BYTES) return digest(layer);
    return (await this.#thread.ask({ act: 'digest', kind: 'layer', layer })) as LayerDigest;
  }

  /** Starts the thread before anybody waits for it. */
  warm(): void {
    this.#thread
      .ask({ act: 'fold', packed: packUpdates([]), kind: 'layer', schema: DOCUMENT_SCHEMA.layer })
      .catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

function here({ structs, deletes, ...folded }: FoldedThere): Folded {
  return { ...folded, structs: IdSet.of(structs), deletes: IdSet.of(deletes) };
}
