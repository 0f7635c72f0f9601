import type { DocumentName, LayerSummary } from '@triad/collab';
import { summariseLayer } from '@triad/collab';
import type { DocumentLog } from '@triad/storage';
import * as Y from 'yjs';
import type { Folded } from './fold.ts';
import { emptyFold, fold, takeWhole } from './fold.ts';
import { encodeSync, SYNC_UPDATE } from './frames.ts';
import { logName } from './heads.ts';
import type { DocumentHead } from './host.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';
import { IdSet } from './id-set.ts';
import { LogFile } from './log-file.ts';
import { PresenceRoom } from './presence-room.ts';
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
};

type Append = {
  readonly sequence: number;
  readonly update: CheckedUpdate;
  readonly from: Reader | null;
  key: number | null;
};

/**
 * One document in memory: its bytes, never a Y.Doc.
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
  readonly #file: LogFile;
  #base: Folded = emptyFold();
  #tail: { readonly key: number; readonly update: CheckedUpdate }[] = [];
  #tailBytes = 0;
  #tailWeight = 0;
  readonly #durable = { structs: new IdSet(), deletes: new IdSet() };
  readonly #accepted = { structs: new IdSet(), deletes: new IdSet() };
  readonly #writing: Append[] = [];
  #writingBytes = 0;
  #sequence = 0;
  #durableSequence = 0;
  #settling = false;
  #state: 'live' | 'failed' | 'removed' = 'live';
  #vector: { readonly bytes: Uint8Array; readonly gaps: boolean } | null = null;
  #deletesOnly: Uint8Array | null = null;
  #summary: LayerSummary | null = null;

  private constructor(
    name: DocumentName,
    head: DocumentHead,
    file: LogFile,
    options: { readonly limits: HostLimits; readonly log: HostLog; readonly owner: DocumentOwner },
  ) {
    this.name = name;
    this.head = head;
    this.#file = file;
    this.#limits = options.limits;
    this.#log = options.log;
    this.#owner = options.owner;
    this.room = new PresenceRoom({
      flushMs: options.limits.presenceFlushMs,
      staleMs: options.limits.presenceStaleMs,
    });
  }

  /** Reads the whole log. Rejects as the store does, or if the log cannot be read as a document. */
  static async load(
    name: DocumentName,
    head: DocumentHead,
    store: DocumentLog,
    options: { readonly limits: HostLimits; readonly log: HostLog; readonly owner: DocumentOwner },
  ): Promise<ResidentDocument> {
    const entries = await store.read(logName(head));
    const file = new LogFile(store, head, entries, options);
    const document = new ResidentDocument(name, head, file, options);
    const [first] = entries;
    if (first === undefined) return document;
    // A text is written once, by the server: in nearly all openings it is one entry.
    const whole =
      name.kind === 'transcript' && entries.length === 1 ? takeWhole(first.bytes) : null;
    document.#adopt(
      whole ?? document.#fold(entries.map(({ bytes }) => bytes)),
      entries.map(({ key }) => key),
    );
    return document;
  }

  /** Bytes kept in memory of its content. */
  get bytes(): number {
    return this.#base.bytes.length + this.#tailBytes + this.#writingBytes;
  }

  get live(): boolean {
    return this.#state === 'live';
  }

  /** Nothing is being written and nobody is connected. */
  get idle(): boolean {
    return this.readers.size === 0 && this.#writing.length === 0 && !this.#file.compacting;
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

  /** All that is on disk and that a peer with this state vector lacks. */
  answer(stateVector: Uint8Array): Uint8Array {
    const own = this.#stateVector();
    if (!own.gaps && sameBytes(own.bytes, stateVector)) {
      this.#deletesOnly ??= encodeDeletes(this.#durable.deletes);
      return this.#deletesOnly;
    }
    const { bytes } = this.#foldTail();
    if (stateVector.length === 1) return bytes;
    return Y.diffUpdate(bytes, stateVector);
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
    this.#foldTail();
    return this.#accepted.deletes.covers(update.deletes);
  }

  /** Whether the document would stay within its limits with this update. */
  hasRoomFor(update: CheckedUpdate): boolean {
    if (this.#fits(update)) return true;
    this.#foldTail();
    return this.#fits(update);
  }

  /**
   * Writes an update; its sequence number. It is relayed to all readers but `from`, and they are
   * settled, once it is on disk and all before it are.
   */
  append(update: CheckedUpdate, from: Reader | null): number {
    // The bytes are a view of a message; a copy keeps the message from staying in memory.
    const own: CheckedUpdate = { ...update, bytes: new Uint8Array(update.bytes) };
    const append: Append = { sequence: (this.#sequence += 1), update: own, from, key: null };
    this.#writing.push(append);
    this.#writingBytes += own.bytes.length;
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
  summary(): LayerSummary {
    this.#foldTail();
    return this.#summary ?? { spans: 0, sketches: 0 };
  }

  /** Resolves when nothing is being written any more, or the document failed. */
  async quiet(): Promise<void> {
    while (this.#state !== 'failed' && (this.#writing.length > 0 || this.#file.compacting)) {
      await this.#file.settled();
    }
  }

  /** Compacts if that would make the next load cheaper; resolves when it is over. */
  async tidy(): Promise<void> {
    if (this.live && this.#file.worthTidying()) this.#compact();
    await this.#file.settled();
  }

  /** No append and no compaction after this. */
  markRemoved(): void {
    if (this.#state === 'live') this.#state = 'removed';
  }

  #stateVector(): { readonly bytes: Uint8Array; readonly gaps: boolean } {
    if (this.#vector === null) {
      const { clocks, gaps } = this.#durable.structs.toStateVector();
      this.#vector = { bytes: encodeClocks(clocks), gaps };
    }
    return this.#vector;
  }

  #fits(update: CheckedUpdate): boolean {
    const weight = this.#base.weight + this.#tailWeight + update.weight;
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
    this.#file.committed(key, update.bytes.length);
    this.#tail.push({ key, update });
    this.#tailBytes += update.bytes.length;
    this.#tailWeight += update.weight;
    this.#durable.structs.addAll(update.structs);
    this.#durable.deletes.addAll(update.deletes);
    this.#vector = null;
    this.#deletesOnly = null;
    this.#summary = null;
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
    if (this.live && this.#file.worthCompacting()) this.#compact();
  }

  #compact(): void {
    try {
      const { bytes } = this.#foldTail();
      // What came while it ran may be worth the next.
      void this.#file.compact(bytes).then(() => this.#compactIfWorth());
    } catch (error) {
      this.#log.error(
        { document: this.head.name, reason: sentenceOf(error) },
        'a document could not be folded, and is not compacted',
      );
    }
  }

  #foldTail(): Folded {
    if (this.#tail.length > 0) {
      const tail = this.#tail;
      const updates = [this.#base.bytes, ...tail.map(({ update }) => update.bytes)];
      const folded = this.#fold(updates);
      if (folded.broken.includes(0)) throw new Error(`${this.head.name} cannot be read any more`);
      this.#adopt(folded, [0, ...tail.map(({ key }) => key)]);
    }
    return this.#base;
  }

  #fold(updates: readonly Uint8Array[]): Folded {
    return fold(updates, (doc) => {
      if (this.name.kind === 'layer') this.#summary = summariseLayer(doc);
    });
  }

  #adopt(folded: Folded, keys: readonly number[]): void {
    for (const index of folded.broken) {
      const key = keys[index] ?? 0;
      this.#file.setAside(key);
      this.#log.error(
        { document: this.head.name, entry: key },
        'an entry of this document cannot be applied and is left out; it stays in the store',
      );
    }
    this.#base = folded;
    this.#tail = [];
    this.#tailBytes = 0;
    this.#tailWeight = 0;
    this.#durable.structs.addAll(folded.structs);
    this.#durable.deletes.addAll(folded.deletes);
    this.#accepted.structs.addAll(folded.structs);
    this.#accepted.deletes.addAll(folded.deletes);
    this.#vector = null;
    this.#deletesOnly = null;
  }
}
