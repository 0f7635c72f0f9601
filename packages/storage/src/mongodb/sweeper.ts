import type { Collections } from './collections.ts';
import { deleteStream, dropHidden } from './entries.ts';
import { findHead } from './heads.ts';
import { dropEmpty, dropUpload, giveUpUpload } from './store-blobs.ts';

const HOUR_MS = 3_600_000;

/**
 * Takes away what crashes left behind: at the opening, then once an hour. What nobody can need any
 * more goes at once. What somebody may still be writing goes when this process has known of it for
 * an hour; that is a courtesy to slow writers and no question of right, since whoever was swept away
 * finds its last write without effect.
 */
export class Sweeper {
  readonly #store: Collections;
  /** Since when this process knows of what may still be written, in ms of its own running. */
  #known: ReadonlyMap<string, number> = new Map();
  /** The same of the sweep that is running: what is there no more is forgotten after it. */
  #seen = new Map<string, number>();
  readonly #ageMs: number;
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(store: Collections, ageMs = HOUR_MS) {
    this.#store = store;
    this.#ageMs = ageMs;
  }

  start(): void {
    const turn = (): void => {
      // One that fails is repeated by the next: nothing of it is awaited by anybody.
      this.#running = this.sweep().catch(() => {});
    };
    turn();
    this.#timer = setInterval(turn, HOUR_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  async sweep(): Promise<void> {
    await this.#sweepStreams();
    await this.#sweepEntries();
    await this.#sweepBlobs();
    this.#known = this.#seen;
    this.#seen = new Map();
  }

  async #sweepStreams(): Promise<void> {
    for await (const { _id: stream, d: document } of this.#store.sweeps.find()) {
      if (this.#stopped) return;
      const head = await findHead(this.#store, document);
      const old = this.#isOld(`stream ${stream}`);
      if (head?.s !== stream) await deleteStream(this.#store, stream);
      // Kept a while: a writer that was on its way may write into the stream even now.
      if (old) await this.#store.sweeps.deleteOne({ _id: stream });
    }
  }

  async #sweepEntries(): Promise<void> {
    const hidden = this.#store.entries.find({ h: { $in: ['writing', 'going'] } });
    for await (const { _id, h } of hidden) {
      if (this.#stopped) return;
      if (h === 'going' || this.#isOld(`entry ${_id}`))
        await dropHidden(this.#store, _id, h ?? 'going');
    }
  }

  async #sweepBlobs(): Promise<void> {
    const busy = this.#store.blobs
      .find({ $or: [{ w: { $gt: '' } }, { g: { $gt: '' } }] })
      .project<{ _id: string; w?: string[]; g?: string[] }>({ w: 1, g: 1 });
    for await (const { _id, w = [], g = [] } of busy) {
      if (this.#stopped) return;
      for (const upload of g) await dropUpload(this.#store, _id, upload);
      for (const upload of w)
        if (this.#isOld(`upload ${upload}`)) await giveUpUpload(this.#store, _id, upload);
      await dropEmpty(this.#store, _id);
    }
  }

  #isOld(what: string): boolean {
    const now = performance.now();
    const since = this.#known.get(what) ?? now;
    this.#seen.set(what, since);
    return now - since >= this.#ageMs;
  }
}
