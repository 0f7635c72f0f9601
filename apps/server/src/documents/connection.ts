import type { CloseReason, DocumentName } from '@triad/collab';
import {
  CLOSE,
  DOCUMENT_SCHEMA,
  encodeAcknowledgement,
  encodeObjection,
  formatDocumentName,
  MESSAGE_AWARENESS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  NOOP_FRAME,
  OBJECTIONS,
} from '@triad/collab';
import type { Admission } from './admission.ts';
import type { Answers, Place } from './answers.ts';
import {
  encodeSync,
  encodeSyncHeader,
  readPayload,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from './frames.ts';
import type { DocumentAccess, DocumentHead, Gate, Identity } from './host.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostLog } from './host-log.ts';
import { sentenceOf } from './host-log.ts';
import { isPresent } from './migrator.ts';
import type { PresenceClient } from './presence-room.ts';
import type { Reader, ResidentDocument } from './resident-document.ts';
import type { Residents } from './residents.ts';
import type { DocumentTally } from './tally.ts';
import type { Target } from './target.ts';
import { parseTarget } from './target.ts';
import { TokenBucket } from './token-bucket.ts';
import { checkUpdate, isEmptyUpdate, isStateVector } from './update.ts';

/** The way to one client for one document: a socket of its own, or a channel of a tunnel. */
export interface Link {
  /** The client may send from now on. */
  opened(): void;
  send(frame: Uint8Array): void;
  /**
   * One message of these parts, larger than a client may leave unread; `gone` once it has left or
   * never will. The parts must not change before.
   */
  answer(parts: readonly [Uint8Array, ...Uint8Array[]], gone: () => void): void;
  close(reason: CloseReason): void;
  /** Bytes taken from the client that are not on disk yet; reading pauses when there are too many. */
  hold(bytes: number): void;
  release(bytes: number): void;
}

/** What connections share. */
export type ConnectionHost = {
  readonly gate: Gate;
  /** The head of a document, migrated if it is of an earlier schema and can be. */
  present(name: DocumentName): Promise<DocumentHead | null>;
  /** In memory, with the head that it has now; null where there is none any more. */
  acquire(
    name: DocumentName,
  ): Promise<{ readonly head: DocumentHead; readonly document: ResidentDocument } | null>;
  readonly residents: Residents;
  readonly answers: Answers;
  readonly admission: Admission;
  readonly limits: HostLimits;
  readonly log: HostLog;
  readonly tally: DocumentTally;
  /** Documents that are being removed. */
  readonly removing: ReadonlySet<string>;
  /** Documents of which a new generation is being made. */
  readonly replacing: ReadonlySet<string>;
  /** The connection is over. */
  over(connection: Connection): void;
};

type Counted = {
  readonly sequence: number;
  readonly bytes: number;
  /** When it came, in the time of `performance.now()`; 0 of what brought nothing to be written. */
  readonly cameMs: number;
};

/**
 * One client on one document. Nothing is read and nothing is sent before its rights, generation
 * and schema are checked and the document is loaded; a refusal leaves nothing behind.
 */
export class Connection implements Reader, PresenceClient {
  readonly identity: Identity;
  readonly #host: ConnectionHost;
  readonly #link: Link;
  #state: 'opening' | 'open' | 'refusing' | 'over' = 'opening';
  #early: Uint8Array[] = [];
  #access: DocumentAccess | null = null;
  #stale = false;
  /** How often the gate was asked again. */
  #asked = 0;
  #name: DocumentName | null = null;
  #lease: string | null = null;
  #document: ResidentDocument | null = null;
  #acknowledge = false;
  /** Whether the client asked for the document's state: before that it is sent no updates. */
  #synced = false;
  /** The answer with the document's state that is due or being sent, of which there is one at a time. */
  #answering: Place | null = null;
  /** What it asked last while it was not answered yet. */
  #askedAgain: Uint8Array | null = null;
  #durable = 0;
  /** It was told why its presence is not passed on. */
  #objected = false;
  /** Counted messages that are not on disk yet, in order. */
  readonly #waiting: Counted[] = [];
  #refusal: CloseReason | null = null;
  #timer: NodeJS.Timeout | null = null;
  #endTurn: () => void = () => undefined;
  readonly #updates: TokenBucket;
  readonly #updateBytes: TokenBucket;
  readonly #requests: TokenBucket;

  constructor(host: ConnectionHost, identity: Identity, link: Link) {
    const { limits } = host;
    this.identity = identity;
    this.#host = host;
    this.#link = link;
    this.#updates = new TokenBucket(limits.updatesPerSecond, limits.updatesBurst);
    this.#updateBytes = new TokenBucket(limits.updateBytesPerSecond, limits.updateBytesBurst);
    this.#requests = new TokenBucket(limits.requestsPerSecond, limits.requestsBurst);
  }

  get account(): string {
    return this.identity.account;
  }

  /** Of the document; null before it is open. */
  get project(): string | null {
    return this.#access?.project ?? null;
  }

  get member(): string {
    return this.#access?.member ?? '';
  }

  /** Checks and loads what the path asks for, then lets the client in or closes. */
  async open(path: string): Promise<void> {
    const { limits, log, admission } = this.#host;
    const target = parseTarget(path);
    if (target === null) {
      this.close(CLOSE.unknown);
      return;
    }
    this.#timer = setTimeout(() => this.close(CLOSE.unavailable), limits.turnMs);
    this.#endTurn = await admission.turn();
    try {
      if (this.#state !== 'opening') return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.close(CLOSE.unavailable), limits.openMs);
      const refusal = await this.#enter(target);
      if (refusal !== null) this.close(refusal);
    } catch (error) {
      log.warn({ reason: sentenceOf(error) }, 'a document could not be opened');
      this.close(CLOSE.unavailable);
    } finally {
      this.#endTurn();
    }
  }

  /** One message of the client. */
  receive(frame: Uint8Array): void {
    if (this.#state === 'opening') {
      this.#link.hold(frame.length);
      this.#early.push(frame);
    } else if (this.#state === 'open') {
      try {
        this.#read(frame);
      } catch (error) {
        this.#unreadable(error);
      }
    }
  }

  relay(frame: Uint8Array): void {
    if (this.#synced) this.#link.send(frame);
  }

  /** Presence of others. */
  send(frame: Uint8Array): void {
    this.#link.send(frame);
  }

  settle(durable: number): void {
    let count = 0;
    let nowMs = 0;
    const { tally } = this.#host;
    for (const { sequence, bytes, cameMs } of this.#waiting) {
      if (sequence > durable) break;
      count += 1;
      this.#link.release(bytes);
      if (cameMs === 0) continue;
      // Asked once for all that one commit brought.
      if (nowMs === 0) nowMs = performance.now();
      tally.acknowledged(nowMs - cameMs);
    }
    if (count === 0) return;
    tally.acknowledgements += count;
    this.#waiting.splice(0, count);
    this.#durable += count;
    if (this.#acknowledge) this.#link.send(encodeAcknowledgement(this.#durable));
    if (this.#refusal !== null && this.#waiting.length === 0) this.close(this.#refusal);
  }

  /** Whether it is, or may become, one on this document. */
  concerns(name: DocumentName): boolean {
    return this.#name === null || formatDocumentName(this.#name) === formatDocumentName(name);
  }

  /** Asks the gate again, and ends the connection if it may no longer read. */
  async recheck(): Promise<void> {
    if (this.#state === 'opening') this.#stale = true;
    if (this.#name === null || (this.#state !== 'open' && this.#state !== 'refusing')) return;
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const access = await this.#host.gate.access(this.identity, this.#name, this.#lease);
      if (access === 'later') this.finish(CLOSE.replacing);
      else if (access === null || !access.read) this.close(CLOSE.forbidden);
      else if (this.#lease !== null && !access.write) this.finish(CLOSE.leaseOver);
      // A late answer may be of before a change that a later question knows.
      else if (asked === this.#asked) this.#admit(access);
    } catch (error) {
      this.#host.log.warn({ reason: sentenceOf(error) }, 'rights could not be asked again');
      this.close(CLOSE.unavailable);
    }
  }

  /** Takes no more messages; closes once those that came are on disk. */
  finish(reason: CloseReason): void {
    if (this.#state === 'open') this.#refuse(reason);
    else if (this.#state === 'opening') this.close(reason);
  }

  /** Ends it for this reason, now. */
  close(reason: CloseReason): void {
    if (this.#state === 'over') return;
    this.leave();
    this.#link.close(reason);
  }

  /** The client is gone. */
  leave(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    if (this.#timer !== null) clearTimeout(this.#timer);
    // What it still waits for, such as a document that is being made anew, holds nobody else up.
    this.#endTurn();
    for (const frame of this.#early) this.#link.release(frame.length);
    for (const { bytes } of this.#waiting) this.#link.release(bytes);
    this.#early = [];
    this.#waiting.length = 0;
    this.#answering?.cancel();
    const document = this.#document;
    if (document !== null) {
      document.readers.delete(this);
      document.room.leave(this);
      this.#host.residents.left(document);
    }
    this.#host.over(this);
  }

  /** Null once the client is in (or gone), else why it may not come in. */
  async #enter(target: Target): Promise<CloseReason | null> {
    const { gate, present, acquire, removing, replacing } = this.#host;
    const { name, lease } = target;
    // Somebody else signed in since the page opened: what it holds is not this account's to send.
    if (target.account !== null && target.account !== this.account) return CLOSE.signedOut;
    const access = await gate.access(this.identity, name, lease);
    if (access === null) return CLOSE.unknown;
    if (access === 'later') return CLOSE.replacing;
    if (!access.read) return CLOSE.forbidden;
    if (lease !== null && !access.write) return CLOSE.leaseOver;
    if (target.schema !== DOCUMENT_SCHEMA[name.kind]) return CLOSE.schema;
    const head = await present(name);
    if (head === null) return CLOSE.unknown;
    if (!isPresent(name, head)) return CLOSE.unmigrated;
    if (target.generation !== head.generation) return CLOSE.generation;
    if (this.#state !== 'opening') return null;
    if (removing.has(head.name)) return CLOSE.unknown;
    if (replacing.has(head.name)) return CLOSE.replacing;
    await gate.opening(access, name);
    // It may have been removed or replaced meanwhile: what is written to that one is lost.
    const held = await acquire(name);
    if (held === null) return CLOSE.unknown;
    if (held.head.generation !== head.generation) return CLOSE.generation;
    const { document } = held;
    let current: DocumentAccess | 'later' | null = access;
    while (this.#stale) {
      this.#stale = false;
      current = await gate.access(this.identity, name, lease);
      if (current === 'later') return CLOSE.replacing;
      if (current === null || !current.read) return CLOSE.forbidden;
      if (lease !== null && !current.write) return CLOSE.leaseOver;
    }
    if (this.#state !== 'opening') return null;
    if (replacing.has(head.name)) return CLOSE.replacing;
    if (!document.live || removing.has(head.name)) return CLOSE.unavailable;
    this.#acknowledge = target.acknowledge;
    this.#lease = lease;
    this.#join(document, name, current);
    return null;
  }

  #join(document: ResidentDocument, name: DocumentName, access: DocumentAccess): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#state = 'open';
    this.#name = name;
    this.#document = document;
    document.readers.add(this);
    this.#host.residents.joined(document);
    this.#admit(access);
    this.#link.opened();
    this.#link.send(encodeSync(SYNC_STEP_1, document.stateVector));
    const early = this.#early;
    this.#early = [];
    for (const frame of early) {
      this.#link.release(frame.length);
      this.receive(frame);
    }
  }

  #admit(access: DocumentAccess): void {
    const before = this.#access;
    this.#access = access;
    if (this.#document === null || this.#state === 'over') return;
    if (before?.presence === access.presence) return;
    if (access.presence) this.#document.room.join(this);
    else if (before !== null) this.#document.room.dismiss(this);
  }

  #read(frame: Uint8Array): void {
    if (frame.length > this.#host.limits.messageBytes) {
      this.#refuse(CLOSE.tooLarge);
      return;
    }
    switch (frame[0]) {
      case MESSAGE_SYNC:
        this.#readSync(frame);
        break;
      case MESSAGE_AWARENESS:
        this.#readAwareness(frame);
        break;
      case MESSAGE_QUERY_AWARENESS:
        if (!this.#requests.take()) this.#refuse(CLOSE.tooMany);
        else if (this.#access?.presence === true) this.#document?.room.query(this);
        else this.#link.send(NOOP_FRAME);
        break;
      default:
        this.#refuse(CLOSE.malformed);
    }
  }

  #readSync(frame: Uint8Array): void {
    const payload = readPayload(frame, 2);
    const document = this.#document;
    if (payload === null || document === null) this.#refuse(CLOSE.malformed);
    else if (frame[1] === SYNC_STEP_1) this.#answer(document, payload);
    else if (frame[1] === SYNC_STEP_2 || frame[1] === SYNC_UPDATE) {
      this.#write(document, payload, frame[1] === SYNC_STEP_2);
    } else this.#refuse(CLOSE.malformed);
  }

  #answer(document: ResidentDocument, stateVector: Uint8Array): void {
    if (!this.#requests.take()) this.#refuse(CLOSE.tooMany);
    else if (!isStateVector(stateVector)) this.#refuse(CLOSE.malformed);
    else if (this.#answering !== null) this.#askedAgain = new Uint8Array(stateVector);
    else this.#answerLater(document, new Uint8Array(stateVector));
  }

  #answerLater(document: ResidentDocument, stateVector: Uint8Array): void {
    const place = this.#host.answers.ask(this.account, document.bytes, (granted) => {
      this.#answering = granted;
      this.#answerNow(document, stateVector, granted).catch((error: unknown) => {
        granted.leave();
        this.#unreadable(error);
      });
    });
    this.#answering ??= place;
  }

  async #answerNow(
    document: ResidentDocument,
    stateVector: Uint8Array,
    place: Place,
  ): Promise<void> {
    // What comes to be on disk from now on is relayed, since it may not be in the answer.
    this.#synced = true;
    const answer = document.answer(stateVector);
    const update = answer instanceof Uint8Array ? answer : await answer;
    if (this.#state === 'over') {
      place.leave();
      return;
    }
    place.shrink(update.length);
    this.#link.answer([encodeSyncHeader(SYNC_STEP_2, update), update], () => {
      place.leave();
      this.#answered(document);
    });
  }

  #answered(document: ResidentDocument): void {
    const asked = this.#askedAgain;
    this.#answering = null;
    this.#askedAgain = null;
    if (asked !== null && this.#state === 'open') this.#answerLater(document, asked);
  }

  #write(document: ResidentDocument, payload: Uint8Array, step2: boolean): void {
    if (!this.#updates.take() || !this.#updateBytes.take(payload.length)) {
      this.#refuse(CLOSE.tooMany);
      return;
    }
    if (isEmptyUpdate(payload)) {
      this.#count(document.sequence, payload.length, 0);
      return;
    }
    const cameMs = performance.now();
    const update = checkUpdate(payload, document.name.kind);
    if (update === null) {
      this.#refuse(CLOSE.malformed);
      return;
    }
    const mayWrite = this.#access?.write === true;
    if (document.holds(update, step2 || !mayWrite) || (!mayWrite && document.isTidying(update))) {
      this.#count(document.sequence, payload.length, 0);
    } else if (!mayWrite || !document.live) {
      this.#refuse(mayWrite ? CLOSE.unavailable : CLOSE.forbidden);
    } else {
      const objection = document.objectionTo(update);
      if (objection === null) {
        this.#host.tally.clientUpdates += 1;
        this.#count(document.append(update, this), payload.length, cameMs);
      } else this.#refuse(objection);
    }
  }

  #unreadable(error: unknown): void {
    this.#host.log.error(
      { document: this.#document?.head.name, reason: sentenceOf(error) },
      'a document could not be read',
    );
    this.close(CLOSE.unavailable);
  }

  /** The message is on disk when the document's appends up to this one are. */
  #count(sequence: number, bytes: number, cameMs: number): void {
    this.#waiting.push({ sequence, bytes, cameMs });
    this.#link.hold(bytes);
    if (sequence <= (this.#document?.durableSequence ?? 0)) this.settle(sequence);
  }

  /** Said once: a client that sends one such state sends many. */
  dropped(): void {
    if (this.#objected || !this.#acknowledge) return;
    this.#objected = true;
    this.#link.send(encodeObjection(OBJECTIONS.presenceTooLarge));
  }

  #readAwareness(frame: Uint8Array): void {
    const payload = readPayload(frame, 1);
    if (payload === null) this.#refuse(CLOSE.malformed);
    else if (!this.#requests.take()) this.#refuse(CLOSE.tooMany);
    else if (this.#access?.presence === true) {
      if (this.#document?.room.receive(this, payload) === false) this.#refuse(CLOSE.malformed);
    }
  }

  /** Closes for this reason once what came before is on disk and acknowledged. */
  #refuse(reason: CloseReason): void {
    if (this.#waiting.length === 0) {
      this.close(reason);
      return;
    }
    this.#state = 'refusing';
    this.#refusal = reason;
    this.#timer = setTimeout(() => this.close(reason), this.#host.limits.openMs);
  }
}
