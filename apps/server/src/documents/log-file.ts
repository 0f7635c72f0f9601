import type { DocumentLog, LogEntry } from '@triad/storage';
import { logName } from './heads.ts';
import type { DocumentHead } from './host.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';

/**
 * One document's log in the store: which entries are there, and when they are worth merging. A
 * snapshot is only a bigger entry: a compaction replaces exactly the entries whose content it
 * holds, one at a time, and a failed one costs nothing.
 */
export class LogFile {
  readonly #store: DocumentLog;
  readonly #document: string;
  readonly #limits: HostLimits;
  readonly #log: HostLog;
  /** Of every entry on disk whose content the document holds. */
  #keys: number[];
  #baseBytes: number;
  #tailBytes = 0;
  #tailEntries: number;
  /** A compaction that failed is tried again after so many more entries. */
  #notBefore = 0;
  #compaction: Promise<void> | null = null;
  readonly #appends = new Set<Promise<unknown>>();

  constructor(
    store: DocumentLog,
    head: DocumentHead,
    entries: readonly LogEntry[],
    options: { readonly limits: HostLimits; readonly log: HostLog },
  ) {
    this.#store = store;
    this.#document = logName(head);
    this.#limits = options.limits;
    this.#log = options.log;
    this.#keys = entries.map(({ key }) => key);
    this.#baseBytes = entries[0]?.bytes.length ?? 0;
    this.#tailEntries = Math.max(0, entries.length - 1);
    for (const { bytes } of entries.slice(1)) this.#tailBytes += bytes.length;
  }

  /** Of the one entry whose content the document holds; null where there are more. */
  get onlyKey(): number | null {
    return this.#keys.length === 1 ? (this.#keys[0] ?? null) : null;
  }

  get compacting(): boolean {
    return this.#compaction !== null;
  }

  /** Resolves with the entry's key when it is on disk. */
  append(bytes: Uint8Array): Promise<number> {
    const appended = this.#store.append(this.#document, bytes, '');
    this.#appends.add(appended);
    const over = (): void => void this.#appends.delete(appended);
    appended.then(over, over);
    return appended;
  }

  /** The document took this entry's content over: from now on a compaction may replace it. */
  committed(key: number, bytes: number): void {
    this.#keys.push(key);
    if (this.#keys.length === 1) {
      this.#baseBytes = bytes;
      return;
    }
    this.#tailBytes += bytes;
    this.#tailEntries += 1;
  }

  /** This entry cannot be applied; it stays where it is. */
  setAside(key: number): void {
    this.#keys = this.#keys.filter((other) => other !== key);
  }

  /** It could not be merged: not again before there are many more entries. */
  postpone(): void {
    this.#notBefore = this.#tailEntries + this.#limits.compactEntries;
  }

  /** Whether the entries after the base outweigh it, or are many. */
  worthCompacting(): boolean {
    if (this.compacting || this.#tailEntries < Math.max(2, this.#notBefore)) return false;
    if (this.#tailEntries >= this.#limits.compactEntries) return true;
    return this.#tailBytes > Math.max(this.#baseBytes, this.#limits.compactBytes);
  }

  /** Whether a document that leaves memory had better be merged first. */
  worthTidying(): boolean {
    return !this.compacting && this.#tailEntries >= Math.max(16, this.#notBefore);
  }

  /**
   * Replaces all entries now known but `kept` by `merged`, which holds exactly their content;
   * resolves when that is over, however it ends.
   */
  compact(
    merged: Uint8Array,
    kept: readonly { readonly key: number; readonly bytes: number }[],
  ): Promise<void> {
    // A copy: what is committed while this runs must not be taken for replaced.
    const stay = new Set(kept.map(({ key }) => key));
    const replaced = this.#keys.filter((key) => !stay.has(key));
    const bytes = kept.reduce((left, entry) => left - entry.bytes, this.#tailBytes);
    const entries = this.#tailEntries - kept.length;
    this.#compaction = this.#store
      .compact(this.#document, merged, '', replaced)
      .then(
        (key) => {
          const gone = new Set(replaced);
          this.#keys = [key, ...this.#keys.filter((other) => !gone.has(other))];
          this.#baseBytes = merged.length;
          this.#tailBytes -= bytes;
          this.#tailEntries -= entries;
          this.#notBefore = 0;
        },
        (error: unknown) => {
          this.postpone();
          this.#log.warn(
            { document: this.#document, entries: replaced.length, reason: sentenceOf(error) },
            'a document could not be compacted; it stays readable as it is',
          );
        },
      )
      .finally(() => {
        this.#compaction = null;
      });
    return this.#compaction;
  }

  /** Resolves when the appends and the compaction that run now are over, however they end. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#appends, this.#compaction]);
  }
}
