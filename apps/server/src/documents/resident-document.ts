import type { CloseReason, DocumentName, LayerSummary } from '@triad/collab';
import { CLOSE } from '@triad/collab';
import type { DocumentLog, LogEntry } from '@triad/storage';
import { FIRST_KEY } from '@triad/storage';
import * as Y from 'yjs';
import type { Folded } from './fold.ts';
import { emptyFold, fold, hashOfIds } from './fold.ts';
import type { Folder } from './folder.ts';
import { encodeSync, SYNC_UPDATE } from './frames.ts';
import { logName } from './heads.ts';
import { longAct } from '../long-act.ts';
import type { Counted, DocumentCopy, DocumentHead } from './host.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';
import { IdSet } from './id-set.ts';
import { LogFile } from './log-file.ts';
import { PresenceRoom } from './presence-room.ts';
import { deleteFormattingAlone } from './tidying.ts';
import type { CheckedUpdate } from './update.ts';
import { encodeClocks, encodeDeletes, isEmptyUpdate, sameBytes } from './update.ts';

/** A connection as its document sees it. */
export interface Reader {
  /** One sync message with an update that is on disk. */
  relay(frame: Uint8Array): void;
  /** Every append up to this sequence number is on disk. */
  settle(durable: number): void;
}

export type DocumentOwner = {
  /** An append failed: what is in memory is no longer what is on disk. */
  failed(document: ResidentDocument, error: unknown): void;
  /** An append came to be on disk. */
  changed(document: ResidentDocument): void;
  /** What a layer holds is known, and all of it is one entry. */
  counted(document: ResidentDocument, counted: Counted): void;
};

export type DocumentOptions = {
  readonly limits: HostLimits;
  readonly log: HostLog;
  readonly owner: DocumentOwner;
  readonly folder: Pick<Folder, 'fold' | 'takeWhole'>;
};

/** An entry of the log that the base does not hold. */
type TailEntry = {
  readonly key: number;
  readonly bytes: Uint8Array;
  readonly weight: number;
  readonly grownUtf16: number;
};

type Append = {
  readonly sequence: number;
  readonly update: CheckedUpdate;
  readonly from: Reader | null;
  /** By how much it makes a text longer, as far as can be told without applying it. */
  readonly grownUtf16: number;
  key: number | null;
};

/**
 * One document in memory: its bytes, never a Y.Doc. The tail is folded into the base beside the
 * event loop, and what is committed meanwhile stays in the tail.
 *
 * What must hold: everything answered or relayed is on disk (`base` and `tail` hold only what was
 * committed; what is still being written stands apart in `#writing`), and an update that adds
 * nothing is told from one that does without applying either: ids of structs and of deletions are
 * kept as ranges, once of what is on disk and once with what is being written.
 */
export class ResidentDocument {
  readonly name: DocumentName;
  readonly head: DocumentHead;
  readonly room: PresenceRoom;
  readonly readers = new Set<Reader>();
  readonly #limits: HostLimits;
  readonly #log: HostLog;
  readonly #owner: DocumentOwner;
  readonly #folder: DocumentOptions['folder'];
  readonly #file: LogFile;
  #base: Folded = emptyFold();
  #tail: TailEntry[] = [];
  #tailBytes = 0;
  #tailWeight = 0;
  readonly #durable = { structs: new IdSet(), deletes: new IdSet() };
  readonly #accepted = { structs: new IdSet(), deletes: new IdSet() };
  readonly #writing: Append[] = [];
  #writingBytes = 0;
  #writingWeight = 0;
  /** Of a text: its units with everything that is being written, nearly. */
  #textUtf16 = 0;
  #sequence = 0;
  #durableSequence = 0;
  #settling = false;
  #state: 'live' | 'failed' | 'removed' = 'live';
  #vector: { readonly bytes: Uint8Array; readonly gaps: boolean } | null = null;
  #deletesOnly: Uint8Array | null = null;
  /** A fold of the tail that runs beside, of which there is one at a time. */
  #folding: { readonly folded: Promise<Folded>; readonly last: TailEntry | undefined } | null =
    null;
  #compacting = false;
  /** Key of the entry of which the counts are kept beside the log. */
  #counted: number | null;

  private constructor(
    name: DocumentName,
    head: DocumentHead,
    file: LogFile,
    options: DocumentOptions,
  ) {
    this.name = name;
    this.head = head;
    this.#file = file;
    this.#counted = head.counted?.key ?? null;
    this.#limits = options.limits;
    this.#log = options.log;
    this.#owner = options.owner;
    this.#folder = options.folder;
    this.room = new PresenceRoom({
      flushMs: options.limits.presenceFlushMs,
      staleMs: options.limits.presenceStaleMs,
    });
  }

  /**
   * Reads the whole log; `counted` where somebody asks for the counts of it, so that it is looked
   * into once. Rejects as the store does, or if the log cannot be read as a document.
   */
  static async load(
    name: DocumentName,
    head: DocumentHead,
    store: DocumentLog,
    options: DocumentOptions,
    counted = false,
  ): Promise<ResidentDocument> {
    const entries = await store.read(logName(head));
    const file = new LogFile(store, head, entries, options);
    const document = new ResidentDocument(name, head, file, options);
    const [first] = entries;
    if (first === undefined) return document;
    const known = entries.length === 1 && head.counted?.key === first.key ? head.counted : null;
    const whole =
      entries.length === 1 && (!counted || known !== null) && isServers(name, head, first)
        ? await options.folder.takeWhole(first.bytes, name.kind)
        : null;
    const updates = entries.map(({ bytes }) => bytes);
    const folded =
      whole === null
        ? await options.folder.fold(updates, name.kind, head.schema)
        : { ...whole, summary: known && countsIn(known) };
    document.#setAside(
      folded,
      entries.map(({ key }) => key),
    );
    document.#adopt(folded, []);
    return document;
  }

  /** Bytes kept in memory of its content. */
  get bytes(): number {
    return this.#base.bytes.length + this.#tailBytes + this.#writingBytes;
  }

  /** Of them, those that are being written. */
  get waitingBytes(): number {
    return this.#writingBytes;
  }

  get live(): boolean {
    return this.#state === 'live';
  }

  /** Nothing is being written and nobody is connected. */
  get idle(): boolean {
    return this.readers.size === 0 && this.#writing.length === 0 && !this.#busy;
  }

  /** Of the last append, or 0. */
  get sequence(): number {
    return this.#sequence;
  }

  get durableSequence(): number {
    return this.#durableSequence;
  }

  /** State vector of what is on disk. */
  get stateVector(): Uint8Array {
    return this.#stateVector().bytes;
  }

  /**
   * All that is on disk and that a peer with this state vector lacks; a promise where the tail must be
   * folded first. What comes to be on disk meanwhile is relayed to the peer, and may not be in it.
   */
  answer(stateVector: Uint8Array): Uint8Array | Promise<Uint8Array> {
    const own = this.#stateVector();
    if (!own.gaps && sameBytes(own.bytes, stateVector)) {
      this.#deletesOnly ??= encodeDeletes(this.#durable.deletes);
      return this.#deletesOnly;
    }
    const lacking = ({ bytes }: Folded): Uint8Array =>
      stateVector.length === 1 ? bytes : Y.diffUpdate(bytes, stateVector);
    return this.#tail.length === 0 ? lacking(this.#base) : this.#foldTail().then(lacking);
  }

  /**
   * Whether everything in the update is stored or being stored. `exactly` also looks for deletions
   * that follow from what is stored without standing in any update (of two values set for one key
   * at the same time each peer deletes one): without it such an update counts as new.
   */
  holds(update: CheckedUpdate, exactly: boolean): boolean {
    if (isEmptyUpdate(update.bytes)) return true;
    if (!this.#accepted.structs.covers(update.structs)) return false;
    if (this.#accepted.deletes.covers(update.deletes)) return true;
    if (!exactly || this.#tail.length === 0) return false;
    this.#foldTailNow();
    return this.#accepted.deletes.covers(update.deletes);
  }

  /** Whether it only takes formatting out that has no effect, as Yjs does in every copy by itself. */
  isTidying(update: CheckedUpdate): boolean {
    if (this.name.kind !== 'cmoc' || !this.#accepted.structs.covers(update.structs)) return false;
    this.#foldTailNow();
    return deleteFormattingAlone(this.#base.bytes, update.deletes);
  }

  /** Why this update cannot be taken, or null: with it the document would be over a limit. */
  objectionTo(update: CheckedUpdate): CloseReason | null {
    if (this.name.kind === 'transcript' && !this.#fitsText(update)) return CLOSE.textTooLong;
    if (this.#fits(update)) return null;
    this.#foldTailNow();
    return this.#fits(update) ? null : CLOSE.tooLarge;
  }

  /**
   * Writes an update; its sequence number. It is relayed to all readers but `from`, and they are
   * settled, once it is on disk and all before it are.
   */
  append(update: CheckedUpdate, from: Reader | null): number {
    // The bytes are a view of a message; a copy keeps the message from staying in memory.
    const own: CheckedUpdate = { ...update, bytes: new Uint8Array(update.bytes) };
    const grownUtf16 = this.#growth(update);
    const append: Append = {
      sequence: (this.#sequence += 1),
      update: own,
      from,
      grownUtf16,
      key: null,
    };
    this.#textUtf16 += grownUtf16;
    this.#writing.push(append);
    this.#writingBytes += own.bytes.length;
    this.#writingWeight += own.weight;
    this.#accepted.structs.addAll(own.structs);
    this.#accepted.deletes.addAll(own.deletes);
    this.#file.append(own.bytes).then(
      (key) => {
        append.key = key;
        this.#commit();
      },
      (error: unknown) => this.#fail(error),
    );
    return append.sequence;
  }

  /** Counts of a layer as it is on disk. */
  async summary(): Promise<LayerSummary> {
    const counts = summaryIn(await this.#count());
    this.#tellCounts();
    return counts;
  }

  /** The whole as it is on disk now, to be kept as it is whatever comes later. */
  async copy(): Promise<DocumentCopy> {
    const folded = await this.#count();
    const { bytes, structs, deletes } = folded;
    return {
      bytes,
      schema: this.head.schema,
      state: hashOfIds(structs, deletes),
      summary: this.name.kind === 'layer' ? summaryIn(folded) : { spans: 0, sketches: 0 },
    };
  }

  /** Resolves when nothing is being written any more, or the document failed. */
  async quiet(): Promise<void> {
    while (this.#state !== 'failed' && (this.#writing.length > 0 || this.#busy)) {
      await this.#folding?.folded.catch(() => undefined);
      await this.#file.settled();
    }
  }

  /** Compacts if that would make the next load cheaper; resolves when it is over. */
  async tidy(): Promise<void> {
    if (this.live && !this.#compacting && this.#file.worthTidying()) await this.#compact();
  }

  /** No append and no compaction after this. */
  markRemoved(): void {
    if (this.#state === 'live') this.#state = 'removed';
  }

  /** Something is done with the bytes of which the log must hear before anybody else reads it. */
  get #busy(): boolean {
    return this.#folding !== null || this.#compacting || this.#file.compacting;
  }

  #stateVector(): { readonly bytes: Uint8Array; readonly gaps: boolean } {
    if (this.#vector === null) {
      const { clocks, gaps } = this.#durable.structs.toStateVector();
      this.#vector = { bytes: encodeClocks(clocks), gaps };
    }
    return this.#vector;
  }

  /**
   * Whether a text stays within its limit, or gets no longer. What an update inserts and deletes is
   * counted, since applying each to a long text would cost too much; an element counts as one unit
   * that is deleted. Each fold counts the text itself anew.
   */
  #fitsText(update: CheckedUpdate): boolean {
    const grown = this.#growth(update);
    return grown <= 0 || this.#textUtf16 + grown <= this.#limits.textUtf16;
  }

  #growth({ textUtf16, deletes }: CheckedUpdate): number {
    if (this.name.kind !== 'transcript') return 0;
    return textUtf16 - this.#accepted.deletes.countLacking(deletes);
  }

  #fits(update: CheckedUpdate): boolean {
    const weight = this.#base.weight + this.#tailWeight + this.#writingWeight + update.weight;
    const bytes = this.bytes + update.bytes.length;
    return weight <= this.#limits.documentStructs && bytes <= this.#limits.documentBytes;
  }

  /** Takes over, in order, what is on disk. */
  #commit(): void {
    if (this.#state === 'failed') return;
    for (let head = this.#writing[0]; head !== undefined; head = this.#writing[0]) {
      if (head.key === null) break;
      this.#writing.shift();
      this.#commitOne(head, head.key);
    }
    if (this.#settling) return;
    this.#settling = true;
    // Several appends of one commit resolve in a row: one acknowledgement tells of all.
    queueMicrotask(() => {
      this.#settling = false;
      for (const reader of this.readers) reader.settle(this.#durableSequence);
      this.#owner.changed(this);
      this.#compactIfWorth();
    });
  }

  #commitOne(append: Append, key: number): void {
    const { update, from } = append;
    this.#durableSequence = append.sequence;
    this.#writingBytes -= update.bytes.length;
    this.#writingWeight -= update.weight;
    this.#file.committed(key, update.bytes.length);
    const { bytes, weight } = update;
    this.#tail.push({ key, bytes, weight, grownUtf16: append.grownUtf16 });
    this.#tailBytes += update.bytes.length;
    this.#tailWeight += update.weight;
    this.#durable.structs.addAll(update.structs);
    this.#durable.deletes.addAll(update.deletes);
    this.#vector = null;
    this.#deletesOnly = null;
    let frame: Uint8Array | null = null;
    for (const reader of this.readers) {
      if (reader === from) continue;
      frame ??= encodeSync(SYNC_UPDATE, update.bytes);
      reader.relay(frame);
    }
  }

  #fail(error: unknown): void {
    if (this.#state === 'failed') return;
    this.#state = 'failed';
    this.#owner.failed(this, error);
  }

  #compactIfWorth(): void {
    if (this.live && !this.#compacting && this.#file.worthCompacting()) void this.#compact();
  }

  async #compact(): Promise<void> {
    this.#compacting = true;
    try {
      await longAct(this.#log, 'compaction', this.head.name, async () => {
        await this.#foldTail();
        // The base as it is now: what was committed meanwhile is in the tail alone, and stays.
        const kept = this.#tail.map(({ key, bytes }) => ({ key, bytes: bytes.length }));
        if (this.live) await this.#file.compact(this.#base.bytes, kept);
        this.#tellCounts();
      });
    } catch (error) {
      this.#log.error(
        { document: this.head.name, reason: sentenceOf(error) },
        'a document could not be folded, and is not compacted',
      );
      this.#file.postpone();
    } finally {
      this.#compacting = false;
    }
    // What came while it ran may be worth the next.
    this.#compactIfWorth();
  }

  /** The base with all of the tail as it is now in it, made beside the event loop. */
  #foldTail(): Promise<Folded> {
    const last = this.#tail.at(-1);
    if (last === undefined) return Promise.resolve(this.#base);
    const running = this.#folding;
    if (running === null) return this.#beginFold();
    if (running.last === last) return running.folded;
    // It began before the last entries came, and whoever asks now was not sent them.
    return running.folded.then(
      () => this.#foldTail(),
      () => this.#foldTail(),
    );
  }

  /** The same, and of a layer with its counts, which were not taken where it was read as it stood. */
  async #count(): Promise<Folded> {
    const folded = await this.#foldTail();
    if (this.name.kind !== 'layer' || folded.summary !== null) return folded;
    return this.#folding?.folded ?? this.#beginFold();
  }

  /** Where the base is what one entry holds, its counts may be kept beside it. */
  #tellCounts(): void {
    const key = this.#file.onlyKey;
    const { summary } = this.#base;
    if (key === null || key === this.#counted || summary === null || this.#tail.length > 0) return;
    this.#counted = key;
    this.#owner.counted(this, { ...summary, key });
  }

  #beginFold(): Promise<Folded> {
    const base = this.#base;
    const tail = [...this.#tail];
    const folded = this.#folder
      .fold([base.bytes, ...tail.map(({ bytes }) => bytes)], this.name.kind, this.head.schema)
      .then((folded) => {
        // Somebody could not wait and folded it here: that has at least as much.
        if (this.#base === base) this.#takeOver(folded, tail);
        return this.#base;
      })
      .finally(() => {
        this.#folding = null;
      });
    this.#folding = { folded, last: tail.at(-1) };
    return folded;
  }

  /** The same at once, for the rare question that cannot wait. */
  #foldTailNow(): void {
    if (this.#tail.length === 0) return;
    const tail = this.#tail;
    const updates = [this.#base.bytes, ...tail.map(({ bytes }) => bytes)];
    this.#takeOver(fold(updates, this.name.kind, this.head.schema), tail);
  }

  /** Puts what the base and the first entries of the tail gave in their place. */
  #takeOver(folded: Folded, covered: readonly TailEntry[]): void {
    if (folded.broken.includes(0)) throw new Error(`${this.head.name} cannot be read any more`);
    this.#setAside(folded, [0, ...covered.map(({ key }) => key)]);
    this.#adopt(folded, this.#tail.slice(covered.length));
  }

  #setAside(folded: Folded, keys: readonly number[]): void {
    for (const index of folded.broken) {
      const key = keys[index] ?? 0;
      this.#file.setAside(key);
      this.#log.error(
        { document: this.head.name, entry: key },
        'an entry of this document cannot be applied and is left out; it stays in the store',
      );
    }
  }

  #adopt(folded: Folded, tail: TailEntry[]): void {
    this.#base = folded;
    this.#tail = tail;
    this.#tailBytes = 0;
    this.#tailWeight = 0;
    this.#textUtf16 = folded.textUtf16;
    for (const { bytes, weight, grownUtf16 } of tail) {
      this.#tailBytes += bytes.length;
      this.#tailWeight += weight;
      this.#textUtf16 += grownUtf16;
    }
    for (const { grownUtf16 } of this.#writing) this.#textUtf16 += grownUtf16;
    this.#durable.structs.addAll(folded.structs);
    this.#durable.deletes.addAll(folded.deletes);
    this.#accepted.structs.addAll(folded.structs);
    this.#accepted.deletes.addAll(folded.deletes);
    this.#vector = null;
    this.#deletesOnly = null;
  }
}

/**
 * Whether a log's only entry is a whole that the server wrote, and not what a client sent: a text
 * always is, and any other where its log was compacted or is a generation made anew. What clients
 * send is applied before others have it, since Yjs may fail at it.
 */
function isServers({ kind }: DocumentName, { madeFrom }: DocumentHead, { key }: LogEntry): boolean {
  return kind === 'transcript' || madeFrom !== undefined || key > FIRST_KEY;
}

function countsIn({ spans, sketches }: LayerSummary): LayerSummary {
  return { spans, sketches };
}

function summaryIn({ summary }: Folded): LayerSummary {
  if (summary === null) throw new Error('a layer was not counted');
  return summary;
}
