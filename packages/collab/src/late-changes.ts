import { digest } from 'lib0/hash/sha256';
import type { Entry } from './entries.ts';
import type { LayerContent } from './layer-content.ts';
import { readMemo, readPart, readSketch, readSpan } from './layer-document.ts';

/*
 * What of a layer was made or changed after the reveal. It follows from two contents alone: the copy
 * that the server made when the round was closed, and the layer as it is. No writer of the layer says
 * anything to it, and compaction, migration and redaction, which do the same to both, change nothing.
 */

/** What a person sees of a layer, by id: of each a hash that is another once anything of it is. */
export type LayerDigest = {
  readonly [kind in LateKind]: ReadonlyMap<string, string>;
};

/** A sketch with its parts and its restatement, a memo with its text. */
export type LateKind = 'spans' | 'sketches' | 'memos';
export const LATE_KINDS: readonly LateKind[] = ['spans', 'sketches', 'memos'];

export type LateChanges = {
  /** Ids of those that are not as they stood at the reveal: added, or changed. */
  readonly [kind in LateKind]: ReadonlySet<string>;
} & {
  /** How many stood there that are gone. */
  readonly removed: { readonly [kind in LateKind]: number };
};

/** Of nothing at all: so begins the layer of a coder who had none when the round was closed. */
export const EMPTY_DIGEST: LayerDigest = {
  spans: new Map(),
  sketches: new Map(),
  memos: new Map(),
};

/** What no reader could show is left out. */
export function digestLayer(content: LayerContent): LayerDigest {
  const partsOf = new Map<string, string[]>();
  for (const [id, entry] of content.parts) {
    const part = readPart(id, entry);
    if (part === null) continue;
    const parts = partsOf.get(part.sketch);
    if (parts === undefined) partsOf.set(part.sketch, [digestEntry(entry)]);
    else parts.push(digestEntry(entry));
  }
  return {
    spans: digests(content.spans, readSpan, () => ''),
    sketches: digests(content.sketches, readSketch, (id) =>
      canonical([...(partsOf.get(id) ?? []).sort(), content.restatements.get(id) ?? '']),
    ),
    memos: digests(content.memos, readMemo, (id) => canonical(content.memoTexts.get(id) ?? '')),
  };
}

export function findLateChanges(revealed: LayerDigest, now: LayerDigest): LateChanges {
  const late = (kind: LateKind): ReadonlySet<string> =>
    new Set(
      [...now[kind]].filter(([id, value]) => revealed[kind].get(id) !== value).map(([id]) => id),
    );
  const gone = (kind: LateKind): number =>
    [...revealed[kind].keys()].filter((id) => !now[kind].has(id)).length;
  return {
    spans: late('spans'),
    sketches: late('sketches'),
    memos: late('memos'),
    removed: { spans: gone('spans'), sketches: gone('sketches'), memos: gone('memos') },
  };
}

/** How many changes there are of one kind, those that are gone among them. */
export function countLate(changes: LateChanges, kind: LateKind): number {
  return changes[kind].size + changes.removed[kind];
}

function digests(
  entries: ReadonlyMap<string, Entry>,
  read: (id: string, value: unknown) => unknown,
  besides: (id: string) => string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [id, entry] of entries) {
    if (read(id, entry) === null) continue;
    const more = besides(id);
    found.set(id, more === '' ? digestEntry(entry) : hash(`${digestEntry(entry)} ${more}`));
  }
  return found;
}

/** An entry is one value that is never changed in place, and asked about at each change of another. */
const known = new WeakMap<Entry, string>();

function digestEntry(entry: Entry): string {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const made = hash(canonical(entry));
  known.set(entry, made);
  return made;
}

/** Half of a SHA-256, hex: nobody finds two entries of one. */
function hash(text: string): string {
  return [...digest(new TextEncoder().encode(text)).subarray(0, 16)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** What a client of its own making nests deeper is nothing that anybody sees. */
const DEEPEST = 16;

/** The same for the same value, in whatever order its fields stand. */
function canonical(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '…';
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return `<${value.join()}>`;
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each, depth + 1)}`);
    return `{${fields.join()}}`;
  }
  return JSON.stringify(value) ?? 'undefined';
}
