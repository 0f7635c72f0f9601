import * as Y from 'yjs';

/** One plain value of a layer under its own id. */
export type Entry = { readonly id: string; readonly [field: string]: unknown };

export type EntriesEvent = {
  /** Ids of entries that came, went or changed. */
  readonly keysChanged: ReadonlySet<string>;
  readonly transaction: Y.Transaction;
};

/**
 * A Y.Array of plain values used as a map by their ids. A change deletes the old value and appends
 * the new one, and deleted neighbours become one: a Y.Map would keep every key that ever was, and an
 * item for every value, for good.
 *
 * Of several values with one id, as tabs leave that wrote at the same time, the last in the array
 * counts, for everybody; the next change of that id takes the others out. Reading writes nothing.
 * Whatever is no value with an id is out of sight.
 */
export class Entries {
  /** For an undo manager's scope. Its own methods that count places must not be used. */
  readonly type: Y.AbstractType<unknown>;
  readonly #array: Y.Array<unknown>;
  /** By id, in the order of the array. */
  readonly #places = new Map<string, readonly Place[]>();
  readonly #listeners = new Set<(event: EntriesEvent) => void>();
  #changed = new Set<string>();
  /** Of the piece that this tab appended last. */
  #end: Y.ID | null = null;

  constructor(array: Y.Array<unknown>) {
    const { doc } = array;
    if (doc === null) throw new Error('entries stand in a document');
    this.type = array as unknown as Y.AbstractType<unknown>;
    this.#array = array;
    for (const { id, ...place } of this.#standing()) this.#add(id, place);
    // Before all observers, so that none of them sees what was.
    doc.on('beforeObserverCalls', (transaction: Y.Transaction) => this.#follow(transaction));
    array.observe((_event, transaction) => {
      const keysChanged = this.#changed;
      this.#changed = new Set();
      if (keysChanged.size === 0) return;
      for (const listener of this.#listeners) listener({ keysChanged, transaction });
    });
  }

  get size(): number {
    return this.#places.size;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  get(id: string): unknown {
    return this.#places.get(id)?.at(-1)?.value;
  }

  /** In which piece of the document a value stands: whose, and which of theirs. */
  pieceOf(id: string): { readonly client: number; readonly clock: number } | null {
    return this.#places.get(id)?.at(-1) ?? null;
  }

  keys(): IterableIterator<string> {
    return this.#places.keys();
  }

  *entries(): IterableIterator<[string, unknown]> {
    for (const [id, places] of this.#places) yield [id, places.at(-1)?.value];
  }

  [Symbol.iterator](): IterableIterator<[string, unknown]> {
    return this.entries();
  }

  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.entries());
  }

  /** Throws where the value bears another id. */
  set(id: string, value: Entry): void {
    if (value.id !== id) throw new Error(`the entry ${id} bears another id`);
    this.#transact((transaction) => {
      this.#changed.add(id);
      this.#deleteAll(transaction, id);
      this.#places.set(id, [this.#append(transaction, value)]);
    });
  }

  delete(id: string): void {
    if (!this.has(id)) return;
    this.#transact((transaction) => {
      this.#changed.add(id);
      this.#deleteAll(transaction, id);
      this.#places.delete(id);
    });
  }

  /**
   * Takes out values that nobody reads, where `goes` says so of them: those that are no entry, and of
   * several with one id all but the last.
   */
  sweep(goes: (value: unknown) => boolean): void {
    const unread: { readonly client: number; readonly clock: number }[] = [];
    for (let item = this.#array._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentAny)) continue;
      const { client, clock } = item.id;
      for (const [at, value] of (item.content.arr as readonly unknown[]).entries()) {
        const place = isEntry(value) ? this.#places.get(value.id)?.at(-1) : undefined;
        const isRead = place?.client === client && place.clock === clock + at;
        if (!isRead && goes(value)) unread.push({ client, clock: clock + at });
      }
    }
    this.#transact((transaction) => {
      for (const { client, clock } of unread) this.#deletePiece(transaction, client, clock);
    });
  }

  /** Calls back inside each transaction that changed something, after `get` knows of it. */
  observe(listener: (event: EntriesEvent) => void): void {
    this.#listeners.add(listener);
  }

  unobserve(listener: (event: EntriesEvent) => void): void {
    this.#listeners.delete(listener);
  }

  #transact(act: (transaction: Y.Transaction) => void): void {
    const { doc } = this.#array;
    if (doc === null) throw new Error('entries stand in a document');
    Y.transact(doc, act);
  }

  /**
   * As `push` does, but from the piece that was last before: `push` looks for the end from the
   * beginning, past all that was ever deleted.
   */
  #append(transaction: Y.Transaction, value: Entry): Place {
    const { store, clientID: client } = transaction.doc;
    let last = this.#end === null ? this.#array._start : Y.getItem(store, this.#end);
    while (last?.right) last = last.right;
    const clock = Y.getState(store, client);
    const id = Y.createID(client, clock);
    const item = new Y.Item(
      id,
      last,
      last?.lastId ?? null,
      null,
      null,
      this.type,
      null,
      new Y.ContentAny([value]),
    );
    item.integrate(transaction, 0);
    this.#end = id;
    return { client, clock, value };
  }

  /** By item, not by place in the array: to find that would take a walk through all of it. */
  #deleteAll(transaction: Y.Transaction, id: string): void {
    for (const { client, clock } of this.#places.get(id) ?? []) {
      this.#deletePiece(transaction, client, clock);
    }
  }

  #deletePiece(transaction: Y.Transaction, client: number, clock: number): void {
    const at = Y.createID(client, clock);
    const item = Y.getItemCleanStart(transaction, at);
    if (item.length > 1) Y.getItemCleanEnd(transaction, transaction.doc.store, at);
    item.delete(transaction);
  }

  /** Takes over what a transaction added and deleted, in as much time as that takes. */
  #follow(transaction: Y.Transaction): void {
    if (!transaction.changed.has(this.#array as never)) return;
    // When a whole layer comes, all that was ever deleted in it is nothing to look through.
    const wasEmpty = this.#places.size === 0;
    const several = new Set<string>();
    for (const item of addedItems(transaction)) {
      if (item.parent !== this.#array) continue;
      for (const { id, ...place } of placesIn(item)) {
        this.#changed.add(id);
        this.#add(id, place);
        if ((this.#places.get(id)?.length ?? 0) > 1) several.add(id);
      }
    }
    if (!wasEmpty) {
      Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
        if (!(struct instanceof Y.Item) || struct.parent !== this.#array) return;
        for (const { id, ...place } of placesIn(struct)) {
          this.#changed.add(id);
          this.#remove(id, place);
        }
      });
    }
    for (const id of several) if ((this.#places.get(id)?.length ?? 0) < 2) several.delete(id);
    if (several.size > 0) this.#sort(several);
  }

  #add(id: string, place: Place): void {
    const places = this.#places.get(id);
    if (places === undefined) this.#places.set(id, [place]);
    else if (!places.some((other) => isSame(other, place))) {
      this.#places.set(id, [...places, place]);
    }
  }

  #remove(id: string, place: Place): void {
    const places = this.#places.get(id);
    const left = places?.filter((other) => !isSame(other, place)) ?? [];
    if (left.length === 0) this.#places.delete(id);
    else this.#places.set(id, left);
  }

  /** Puts those that have several values into the order of the array. */
  #sort(ids: ReadonlySet<string>): void {
    const sorted = new Map<string, Place[]>();
    for (const { id, ...place } of this.#standing()) {
      if (!ids.has(id)) continue;
      const places = sorted.get(id);
      if (places === undefined) sorted.set(id, [place]);
      else places.push(place);
    }
    for (const [id, places] of sorted) this.#places.set(id, places);
  }

  /** Every value that stands, from the first to the last. */
  *#standing(): Iterable<Place & { readonly id: string }> {
    for (let item = this.#array._start; item !== null; item = item.right) {
      if (!item.deleted) yield* placesIn(item);
    }
  }
}

/** A value and the identity of its piece of the array. */
type Place = { readonly client: number; readonly clock: number; readonly value: Entry };

function isSame(a: Place, b: Place): boolean {
  return a.client === b.client && a.clock === b.clock;
}

/** What a transaction brought and did not delete again. */
function* addedItems({ doc, beforeState, afterState }: Y.Transaction): Iterable<Y.Item> {
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0;
    const structs = doc.store.clients.get(client);
    if (start >= end || structs === undefined) continue;
    for (let at = Y.findIndexSS(structs, start); at < structs.length; at += 1) {
      const struct = structs[at];
      if (struct instanceof Y.Item && !struct.deleted) yield struct;
    }
  }
}

function* placesIn({ content, parentSub, id: { client, clock } }: Y.Item) {
  if (!(content instanceof Y.ContentAny) || parentSub !== null) return;
  for (const [at, value] of (content.arr as readonly unknown[]).entries()) {
    if (isEntry(value)) yield { id: value.id, client, clock: clock + at, value };
  }
}

/** Whether a value can stand in {@link Entries}: it says its own id. */
export function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { readonly id?: unknown }).id === 'string'
  );
}
