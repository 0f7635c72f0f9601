import { LIMITS, NOOP_FRAME, presenceSchema } from '@triad/collab';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { encodeAwareness } from './frames.ts';

/** One connection as the room sees it. */
export interface PresenceClient {
  readonly account: string;
  /** The member who is behind the connection. */
  readonly member: string;
  send(frame: Uint8Array): void;
  /** A state of it was dropped because it is too large. */
  dropped(): void;
}

type Participant = { greeted: boolean; id: number | null };
/** Lengths of time are of a clock that never jumps. */
type State = { readonly entry: Uint8Array; readonly atMs: number };

/**
 * An awareness clock of a browser is a small counter; those that the room gives are instants. So
 * what a provider echoes of others (it does) can be told from what it announces of itself.
 */
const FIRST_ROOM_CLOCK = 1_000_000_000_000;
const RESERVED_MS = 60_000;
const MAX_RESERVED = 1_000;

/**
 * Who is in one document, and where. A connection speaks for one client id, the first that it
 * announces; states of other ids are dropped, and `member` is always the connection's own. The
 * room gives every change a clock of its own, later than all before, so that somebody who
 * reconnects is seen at once, also after a restart of the server. Changes of some milliseconds go
 * out as one message.
 */
export class PresenceRoom {
  readonly #clients = new Map<PresenceClient, Participant>();
  readonly #owners = new Map<number, PresenceClient>();
  readonly #states = new Map<number, State>();
  /** Ids whose connection went a moment ago: their account may have them back, nobody else. */
  readonly #reserved = new Map<number, { readonly account: string; readonly untilMs: number }>();
  #dirty = new Map<number, Uint8Array>();
  #clock = FIRST_ROOM_CLOCK;
  #timer: NodeJS.Timeout | null = null;
  readonly #flushMs: number;
  readonly #staleMs: number;

  constructor(options: { readonly flushMs: number; readonly staleMs: number }) {
    this.#flushMs = options.flushMs;
    this.#staleMs = options.staleMs;
  }

  join(client: PresenceClient): void {
    this.#clients.set(client, { greeted: false, id: null });
    this.#flushLater(this.#flushMs);
  }

  /** Takes the connection's state back from the others at once. */
  leave(client: PresenceClient): void {
    const id = this.#clients.get(client)?.id ?? null;
    this.#clients.delete(client);
    if (id !== null && this.#owners.get(id) === client) {
      this.#owners.delete(id);
      if (this.#reserved.size >= MAX_RESERVED) this.#reserved.clear();
      this.#reserved.set(id, { account: client.account, untilMs: performance.now() + RESERVED_MS });
      if (this.#states.delete(id)) {
        this.#change(id, 'null');
        // All that leave in one turn of the event loop are told as one.
        this.#flushLater(0);
      }
    }
    if (this.#clients.size === 0) this.close();
  }

  /** It may not know any more who is here: the others are taken from it, as it is from them. */
  dismiss(client: PresenceClient): void {
    const own = this.#clients.get(client)?.id ?? null;
    // Those too who went a moment ago, of which nobody is told yet.
    const known = new Set([...this.#states.keys(), ...this.#dirty.keys()]);
    const others = [...known].filter((id) => id !== own);
    if (others.length > 0)
      client.send(encodeAwareness(others.map((id) => this.#entry(id, 'null'))));
    this.leave(client);
  }

  /** An awareness message's payload; false if it is malformed. */
  receive(client: PresenceClient, payload: Uint8Array): boolean {
    const participant = this.#clients.get(client);
    if (participant === undefined) return true;
    try {
      const decoder = decoding.createDecoder(payload);
      const count = decoding.readVarUint(decoder);
      for (let index = 0; index < count; index += 1) {
        const id = decoding.readVarUint(decoder);
        const clock = decoding.readVarUint(decoder);
        const json = decoding.readVarUint8Array(decoder);
        if (this.#owns(client, participant, id, clock)) this.#take(client, id, json);
      }
    } catch {
      return false;
    }
    if (!participant.greeted) this.#greet(client, participant);
    return true;
  }

  /** Answers a query for everybody's state. */
  query(client: PresenceClient): void {
    const participant = this.#clients.get(client);
    if (participant === undefined) client.send(NOOP_FRAME);
    else this.#greet(client, participant, true);
  }

  /** Ends its timer; the room is empty or its document goes. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #owns(client: PresenceClient, participant: Participant, id: number, clock: number): boolean {
    const owner = this.#owners.get(id);
    if (participant.id !== null) return participant.id === id && owner === client;
    if (clock >= FIRST_ROOM_CLOCK) return false;
    // The same account takes over: its old connection may be dead without having said so.
    if (owner !== undefined && owner.account !== client.account) return false;
    const reserved = this.#reserved.get(id);
    if (reserved !== undefined && reserved.account !== client.account) {
      if (reserved.untilMs > performance.now()) return false;
    }
    this.#reserved.delete(id);
    participant.id = id;
    this.#owners.set(id, client);
    return true;
  }

  #take(client: PresenceClient, id: number, json: Uint8Array): void {
    if (json.length > LIMITS.presenceBytes) {
      client.dropped();
      return;
    }
    const state = readState(json, client.member);
    if (state === undefined) return;
    if (state === null) {
      if (this.#states.delete(id)) this.#change(id, 'null');
    } else {
      this.#states.set(id, { entry: this.#change(id, state), atMs: performance.now() });
    }
    this.#flushLater(this.#flushMs);
  }

  #change(id: number, json: string): Uint8Array {
    const entry = this.#entry(id, json);
    this.#dirty.set(id, entry);
    return entry;
  }

  /** A state as it is sent, with a clock of its own. */
  #entry(id: number, json: string): Uint8Array {
    this.#clock = Math.max(this.#clock + 1, Date.now());
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, id);
    encoding.writeVarUint(encoder, this.#clock);
    encoding.writeVarString(encoder, json);
    return encoding.toUint8Array(encoder);
  }

  #flushLater(ms: number): void {
    if (this.#timer !== null) {
      if (ms > 0) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => this.#flush(), ms);
    this.#timer.unref();
  }

  #flush(): void {
    this.#timer = null;
    const dirty = this.#dirty;
    this.#dirty = new Map();
    const everything = dirty.size === 0 ? null : encodeAwareness([...dirty.values()]);
    for (const [client, participant] of this.#clients) {
      if (!participant.greeted) this.#greet(client, participant);
      else if (everything === null) continue;
      else if (participant.id === null || !dirty.has(participant.id)) client.send(everything);
      // Nobody is told of themselves: an older state would overwrite the newer one.
      else sendWithout(client, dirty, participant.id);
    }
  }

  #greet(client: PresenceClient, participant: Participant, always = false): void {
    participant.greeted = true;
    const oldestMs = performance.now() - this.#staleMs;
    const entries = [...this.#states]
      .filter(([id, state]) => id !== participant.id && state.atMs >= oldestMs)
      .map(([, state]) => state.entry);
    if (entries.length > 0 || always) client.send(encodeAwareness(entries));
  }
}

function sendWithout(
  client: PresenceClient,
  dirty: ReadonlyMap<number, Uint8Array>,
  own: number,
): void {
  const entries = [...dirty].filter(([id]) => id !== own).map(([, entry]) => entry);
  if (entries.length > 0) client.send(encodeAwareness(entries));
}

/** Null for 'gone', undefined for what is no presence (dropped). */
function readState(json: Uint8Array, member: string): string | null | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (value === null) return null;
    if (typeof value !== 'object') return undefined;
    const parsed = presenceSchema.safeParse({ ...value, member });
    return parsed.success ? JSON.stringify(parsed.data) : undefined;
  } catch {
    return undefined;
  }
}
