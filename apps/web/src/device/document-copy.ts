import type { DocumentAnswer } from '@triad/collab';
import * as Y from 'yjs';
import {
  appendTo,
  beginCopy,
  confirmCopy,
  DeviceFull,
  listCopies,
  mergeCopy,
  readCopy,
  removeCopies,
  slotOf,
} from './copies.ts';
import type { Copy, CopyPlace } from './copies.ts';
import { holdOpen } from './held-copies.ts';
import { onNews, tellNews } from './news.ts';
import { mayKeepFor, onTold } from './told.ts';

/** Where what was on the device comes from, as the origin of a transaction. */
export const FROM_DEVICE = Symbol('from the device');

/** So many entries are merged into one, once there is time. */
const MERGE_AT = 200;
/** How long an acknowledgement waits for others before it is noted, milliseconds. */
const CONFIRM_MS = 300;
/** How long corrections of a text that are saved wait for more before the copy follows, milliseconds. */
const TEXT_MS = 2_000;
/** After a failure the whole document is tried again, milliseconds. */
const AGAIN_MS = 20_000;

/**
 * Keeps a document on this device, whoever else of this browser does the same: every change is
 * appended as it comes, what gathers while one transaction runs goes with the next. Of a transcript's
 * text only what is on the server's disk is kept: corrections need a lease, which does not outlive
 * the tab. Nothing here rejects: a device that fails is one without a copy.
 */
export class DocumentCopy {
  readonly #head: DocumentAnswer;
  readonly #place: CopyPlace;
  readonly #doc: Y.Doc;
  readonly #changed: () => void;
  readonly #slot: string;
  readonly #writer = crypto.randomUUID();
  readonly #release: () => void;
  readonly #stopNews: () => void;
  #stopTold: (() => void) | null = null;
  #state: 'none' | 'on' | 'gone' = 'none';
  /** The copy has to be made, not only added to. */
  #isNew = false;
  #pending: Uint8Array[] = [];
  /** The next write is the document as it stands. */
  #whole = false;
  /** Corrections of a text are here that the server has not. */
  #unconfirmed = false;
  /** Edits made here, and those of them in a complete transaction. */
  #made = 0;
  #kept = 0;
  /** Of each page, the edits that this document held when it was loaded, and its own once confirmed. */
  #arrived: Record<string, number> = {};
  #confirmed: Uint8Array | null = null;
  #writing: Promise<void> | null = null;
  #armed = false;
  #failed = false;
  #entries = 0;
  #confirmTimer: ReturnType<typeof setTimeout> | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  #textTimer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after each change of what {@link isWhole} or {@link hasFailed} say. */
  constructor(head: DocumentAnswer, place: CopyPlace, doc: Y.Doc, changed: () => void) {
    this.#head = head;
    this.#place = place;
    this.#doc = doc;
    this.#changed = changed;
    this.#slot = slotOf(place.account.id, head);
    this.#release = holdOpen(this.#slot);
    this.#stopNews = onNews((news) => {
      if (news.kind !== 'gone') return;
      if (news.slots === null || news.slots.includes(this.#slot)) this.#lost();
    });
    doc.on('update', this.#heard);
    addEventListener('pagehide', this.#hurry);
  }

  /** Whether everything made here is in the copy. */
  get isWhole(): boolean {
    return this.#state === 'on' && this.#kept >= this.#made && !this.#unconfirmed;
  }

  /** Whether the device refused, for want of room or altogether. */
  get hasFailed(): boolean {
    return this.#failed;
  }

  /** What the device has of it; null where it has nothing. */
  async read(): Promise<Copy | null> {
    const copy = await readCopy(this.#slot).catch(() => null);
    return copy?.record.account === this.#place.account.id ? copy : null;
  }

  /** Puts what the device has into the document, and goes on from there. */
  take(copy: Copy): void {
    applyCopy(this.#doc, copy);
    if (this.#state === 'none') this.#state = 'on';
    this.#entries = copy.record.entries;
    this.#arrived = { ...copy.record.waiting };
  }

  /** What the device has of it under other generations or schemas. */
  async older(): Promise<readonly Copy[]> {
    const all = await listCopies().catch(() => []);
    const slots = all.filter(
      ({ slot, name, account }) =>
        name === this.#head.name && account === this.#place.account.id && slot !== this.#slot,
    );
    const copies = await Promise.all(slots.map(({ slot }) => readCopy(slot).catch(() => null)));
    return copies.filter((copy) => copy !== null);
  }

  /** The document has come from the server: from now on it is kept, once its person knows that it is. */
  begin(confirmed: Uint8Array): void {
    if (this.#state !== 'none') return;
    const { account, project } = this.#place;
    if (!mayKeepFor(account.id, project)) {
      this.#confirmed ??= confirmed;
      this.#stopTold ??= onTold(() => this.begin(this.#confirmed ?? confirmed));
      return;
    }
    this.#stopTold?.();
    this.#state = 'on';
    this.#isNew = true;
    this.#whole = true;
    this.#confirmed = confirmed;
    if (this.#head.kind === 'transcript') whenIdle(this.#hurry);
    else this.#arm();
  }

  /** Everything here is on the server's disk. */
  confirm(vector: Uint8Array): void {
    this.#confirmed = vector;
    this.#arrived[this.#writer] = this.#made;
    if (this.#state !== 'on') {
      this.#unconfirmed = false;
      return;
    }
    if (this.#unconfirmed) {
      this.#unconfirmed = false;
      this.#whole = true;
      clearTimeout(this.#textTimer);
      this.#textTimer = setTimeout(this.#hurry, TEXT_MS);
    }
    this.#confirmTimer ??= setTimeout(() => void this.#noteConfirmed(), CONFIRM_MS);
  }

  /** Resolves once what was made so far is written, or could not be. */
  async flush(): Promise<void> {
    this.#hurry();
    while (this.#writing !== null) await this.#writing;
  }

  /** The copy goes, and none is made again while this document is open. */
  async discard(): Promise<void> {
    this.#state = 'gone';
    await this.#writing;
    await removeCopies([this.#slot]).catch(() => undefined);
  }

  /** The document is closed; what it holds stays on the device. */
  async close(): Promise<void> {
    this.#doc.off('update', this.#heard);
    removeEventListener('pagehide', this.#hurry);
    await this.flush();
    if (this.#confirmTimer !== undefined) await this.#noteConfirmed();
    clearTimeout(this.#againTimer);
    clearTimeout(this.#textTimer);
    this.#stopNews();
    this.#stopTold?.();
    this.#release();
  }

  readonly #heard = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    { local }: Y.Transaction,
  ): void => {
    if (origin === FROM_DEVICE || this.#state === 'gone') return;
    if (local) this.#made += 1;
    if (local && this.#head.kind === 'transcript') this.#unconfirmed = true;
    if (this.#state !== 'on' || this.#unconfirmed) return;
    // What is to be written whole is not gathered beside that.
    if (!this.#whole) this.#pending.push(update);
    if (this.#textTimer === undefined) this.#arm();
  };

  /** Writes after the next frame is painted: nothing of this runs between a key and its highlight. */
  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    const timer = setTimeout(this.#hurry, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(this.#hurry);
    });
  }

  readonly #hurry = (): void => {
    this.#armed = false;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  };

  async #write(): Promise<void> {
    while (
      this.#state === 'on' &&
      !this.#unconfirmed &&
      (this.#whole || this.#pending.length > 0)
    ) {
      const made = this.#made;
      const isWhole = this.#whole;
      const updates = isWhole ? [Y.encodeStateAsUpdate(this.#doc)] : this.#pending;
      this.#pending = [];
      this.#whole = false;
      clearTimeout(this.#textTimer);
      this.#textTimer = undefined;
      const hadKept = this.#kept;
      const writer = this.#writer;
      const appended = {
        writer,
        made: made > hadKept && made > (this.#arrived[writer] ?? 0) ? made : null,
        updates,
      };
      try {
        if (this.#isNew) await this.#make(appended);
        else if (isWhole && this.#head.kind === 'transcript') await this.#replace(updates);
        else await this.#append(appended);
        if (this.#state !== 'on') return;
        this.#kept = made;
        this.#failed = false;
        if (appended.made !== null && hadKept <= (this.#arrived[writer] ?? 0)) {
          tellNews({ kind: 'waiting' });
        }
        this.#changed();
      } catch (error) {
        // Nothing is claimed of what was to be written; all of it is tried again.
        this.#whole = true;
        this.#failed = true;
        this.#changed();
        if (error instanceof DeviceFull && this.#isNew) this.#state = 'none';
        clearTimeout(this.#againTimer);
        this.#againTimer = setTimeout(this.#hurry, AGAIN_MS);
        return;
      }
    }
  }

  async #make(appended: Parameters<typeof beginCopy>[3]): Promise<void> {
    const confirmed = this.#confirmed ?? Uint8Array.of(0);
    if (!(await beginCopy(this.#place, this.#head, confirmed, appended))) this.#lost();
    else this.#isNew = false;
    this.#entries = 1;
  }

  /** Of a text alone: whatever else its copy has came from the server, too. */
  async #replace([update]: readonly Uint8Array[]): Promise<void> {
    if (update === undefined) return;
    if (!(await mergeCopy(this.#slot, () => update))) this.#lost();
    this.#entries = 1;
  }

  async #append(appended: Parameters<typeof appendTo>[1]): Promise<void> {
    const record = await appendTo(this.#slot, appended);
    if (record === null) {
      this.#lost();
      return;
    }
    this.#entries = record.entries;
    if (this.#entries > MERGE_AT) {
      this.#entries = 0;
      whenIdle(() => void mergeCopy(this.#slot, mergeUpdates).catch(() => undefined));
    }
  }

  async #noteConfirmed(): Promise<void> {
    clearTimeout(this.#confirmTimer);
    this.#confirmTimer = undefined;
    const vector = this.#confirmed;
    if (vector === null || this.#state !== 'on' || this.#isNew) return;
    await this.#writing;
    const merge = (before: Uint8Array): Uint8Array => mergeVectors(before, vector);
    await confirmCopy(this.#slot, this.#arrived, merge).catch(() => undefined);
    tellNews({ kind: 'waiting' });
  }

  #lost(): void {
    this.#state = 'gone';
    this.#pending = [];
    this.#changed();
  }
}

/** What is in a copy, as a document of its own. */
export function docOf(copy: Pick<Copy, 'updates'>): Y.Doc {
  const doc = new Y.Doc();
  applyCopy(doc, copy);
  return doc;
}

/** Whether all that was inserted in one is in the other too. */
export function holdsAllOf(doc: Y.Doc, other: Y.Doc): boolean {
  const here = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...Y.decodeStateVector(Y.encodeStateVector(other))].every(
    ([client, clock]) => clock <= (here.get(client) ?? 0),
  );
}

function applyCopy(doc: Y.Doc, { updates }: Pick<Copy, 'updates'>): void {
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update, FROM_DEVICE);
  }, FROM_DEVICE);
}

/** One update of many, in one transaction: a fifth of what `Y.mergeUpdates` takes, and it drops what was deleted. */
function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  return Y.encodeStateAsUpdate(docOf({ updates }));
}

/** What either knows of. */
export function mergeVectors(a: Uint8Array, b: Uint8Array): Uint8Array {
  const clocks = Y.decodeStateVector(a);
  for (const [client, clock] of Y.decodeStateVector(b)) {
    clocks.set(client, Math.max(clock, clocks.get(client) ?? 0));
  }
  return Y.encodeStateVector(clocks);
}

/** How long a page that does not say that it is idle is waited for: after a press some never do, milliseconds. */
const IDLE_MOST_MS = 1_000;

function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === 'undefined') setTimeout(act, 500);
  else requestIdleCallback(act, { timeout: IDLE_MOST_MS });
}
