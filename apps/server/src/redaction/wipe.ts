import { isUuid } from '@triad/realist';
import * as Y from 'yjs';

/** Whether a text holds words that must go. */
export type Holds = (text: string) => boolean;

/** Whether what an item holds is as it may be. */
export type IsSpared = (root: string, entry: string | null, item: Y.Item) => boolean;

/** Whether an entry of a root, or a root itself (null), is as it should be. */
export type IsKnown = (root: string, entry: string | null) => boolean;

/**
 * Deletes whatever of a document still holds the words, entry by entry of its roots: what no reader
 * knows, and what is not as it should be. `isSpared` says of an item, in this entry of this root
 * (null: in the root's own list), that what it holds is as it may be. To be called within a
 * transaction.
 */
export function wipe(doc: Y.Doc, holds: Holds, isSpared: IsSpared): void {
  const entries = new Map<string, { readonly items: Y.Item[]; words: string; binary: boolean }>();
  for (const structs of doc.store.clients.values()) {
    for (const item of structs) {
      if (!(item instanceof Y.Item) || item.deleted) continue;
      const { root, entry, own } = placeOf(item);
      if (root === null || isSpared(root, entry, item)) continue;
      const id = JSON.stringify([root, entry, own]);
      const known = entries.get(id) ?? { items: [], words: `${root} `, binary: false };
      known.items.push(item);
      known.words += wordsOf(item);
      known.binary ||= item.content instanceof Y.ContentBinary;
      entries.set(id, known);
    }
  }
  doc.transact((transaction) => {
    for (const { items, words, binary } of entries.values()) {
      // Nothing of ours is binary, and nobody can look into it.
      if (!binary && !holds(words)) continue;
      for (const item of items) item.delete(transaction);
    }
  });
}

/**
 * The whole document as one update, without what waits for updates that never came: nobody can
 * bring these any more, and nobody has looked into them.
 */
export function encodeWhole(doc: Y.Doc): Uint8Array {
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  return Y.encodeStateAsUpdate(doc);
}

/**
 * Whether a name holds the words that is stored beside what is not known: names outlive what they
 * name. Those of the roots and entries that are known are ours.
 */
export function namesHold(doc: Y.Doc, holds: Holds, isKnown: IsKnown, isSpared: IsSpared): boolean {
  for (const structs of doc.store.clients.values()) {
    for (const item of structs) {
      if (!(item instanceof Y.Item) || item.parentSub === null) continue;
      const { root, entry } = placeOf(item);
      const isTop = entry === item.parentSub;
      if (root !== null && !isTop && isSpared(root, entry, item)) continue;
      if (holdsName(item.parentSub, holds)) return true;
    }
  }
  return [...doc.share.keys()].some((root) => !isKnown(root, null) && holdsName(root, holds));
}

/**
 * Takes the names that hold the words out of what is deleted: of it nothing but ids is left, as of
 * what was deleted with its parent. Never of names that are ours: what is there now may follow on it.
 * The document is to be encoded after this, and not used any more.
 */
export function buryNames(doc: Y.Doc, holds: Holds, isOurs: (name: string) => boolean): void {
  for (const structs of doc.store.clients.values()) {
    for (const [at, item] of structs.entries()) {
      if (!(item instanceof Y.Item) || !item.deleted) continue;
      const { root } = placeOf(item);
      const names = [item.parentSub, root].filter((name) => name !== null && !isOurs(name));
      if (!names.some((name) => name !== null && holdsName(name, holds))) continue;
      structs[at] = new Y.GC(item.id, item.length);
    }
  }
}

/** An id is nobody's name, whatever its letters spell. */
export function holdsName(name: string, holds: Holds): boolean {
  return !isUuid(name) && holds(name);
}

type Place = {
  /** Name of the root; null where it hangs in none. */
  readonly root: string | null;
  /** The root's entry in which it lies; null of a root's own list. */
  readonly entry: string | null;
  /** Of something within a root's list: id and name of the attribute. */
  readonly own: string | null;
};

function placeOf(item: Y.Item): Place {
  let entry: string | null = null;
  let own: string | null = null;
  for (let at: Y.Item | null = item; at !== null;) {
    const parent: unknown = at.parent;
    if (!(parent instanceof Y.AbstractType)) break;
    const { _item: above } = parent as { readonly _item: Y.Item | null };
    if (above === null) {
      entry = at.parentSub;
      return { root: rootName(parent), entry, own: entry === null ? own : null };
    }
    if (at.parentSub !== null) {
      own = `${above.id.client}:${above.id.clock} ${at.parentSub}`;
    }
    at = above;
  }
  return { root: null, entry, own };
}

function rootName(type: Y.AbstractType<unknown>): string | null {
  for (const [name, root] of type.doc?.share ?? []) if (root === type) return name;
  return null;
}

/** Every text in a content. */
function wordsOf({ content, parentSub }: Y.Item): string {
  const own = parentSub === null ? '' : `${parentSub} `;
  if (content instanceof Y.ContentString) return own + content.str;
  if (content instanceof Y.ContentAny) return own + stringsIn(content.arr);
  if (content instanceof Y.ContentJSON) return own + stringsIn(content.arr);
  if (content instanceof Y.ContentEmbed) return own + stringsIn(content.embed);
  if (content instanceof Y.ContentFormat) return `${own}${content.key} ${stringsIn(content.value)}`;
  if (content instanceof Y.ContentType && content.type instanceof Y.XmlElement) {
    return own + content.type.nodeName;
  }
  return own;
}

/** Every name and text in a plain value. */
export function stringsIn(value: unknown): string {
  if (typeof value === 'string') return `${value} `;
  if (typeof value === 'number' || typeof value === 'bigint') return `${value} `;
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('latin1')} `;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, part]) => `${Array.isArray(value) ? '' : `${key} `}${stringsIn(part)}`)
    .join('');
}
