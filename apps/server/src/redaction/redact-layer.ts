import type { Entry, LayerEditor } from '@triad/collab';
import {
  changeMemoLinks,
  changePart,
  changeSketch,
  changeSpan,
  layerFields,
  readMemo,
  readPart,
  readSketch,
  readSpan,
} from '@triad/collab';
import type { Memo, Part, Sketch, Span, SpanReference } from '@triad/realist';
import { BEARINGS, isUuid, RESTATEMENT_FORMS, ROLES } from '@triad/realist';
import * as Y from 'yjs';
import { redactAnchor } from './redact-anchor.ts';
import type { Redacted } from './redact-anchor.ts';
import { encodeWhole, holdsName, namesHold, stringsIn, wipe } from './wipe.ts';
import type { Holds, IsKnown, IsSpared } from './wipe.ts';

/** Fields of texts that are written word by word. */
const WRITTEN: ReadonlySet<string> = new Set(['memoTexts', 'restatements']);

/**
 * A coder's layer without the words, from its whole state: spans stand on what replaced them, memos,
 * restatements and inferred parts have the replacement. What cannot be read as the layer's table
 * says, and holds the words, goes.
 *
 * The same layer becomes the same bytes if `client` is the same: a copy can then still be told from
 * a layer that was changed after it.
 */
export function redactLayer(
  state: Uint8Array,
  client: number,
  redacted: Redacted,
  holds: Holds,
): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  doc.clientID = client;
  let known: ReadonlySet<string> = new Set();
  const fields: ReadonlySet<string> = new Set(Object.keys(layerFields(doc)));
  const isKnown: IsKnown = (root, entry) =>
    entry === null ? fields.has(root) : known.has(`${root} ${entry}`);
  // Of what is written word by word the words alone: an attribute of it is nothing that is known.
  const isSpared: IsSpared = (root, entry, item) => {
    // Lists of entries are looked through value by value.
    if (entry === null) return isEntries(root) && item.content instanceof Y.ContentAny;
    if (!isKnown(root, entry)) return false;
    const isText = item.content instanceof Y.ContentType;
    return !WRITTEN.has(root) || item.parentSub === (isText ? entry : null);
  };
  doc.transact(() => {
    known = redactEntries(doc, redacted, holds);
    for (const field of ENTRIES) sweep(doc, field, known, holds);
    wipe(doc, holds, isSpared);
  });
  const whole = namesHold(doc, holds, isKnown, isSpared)
    ? rebuild(doc, client, holds, isKnown)
    : doc;
  const bytes = encodeWhole(whole);
  whole.destroy();
  doc.destroy();
  return bytes;
}

/** The fields whose entries stand in an array. */
const ENTRIES = ['spans', 'sketches', 'parts', 'memos'] as const;
const isEntries = (root: string): boolean => ENTRIES.some((field) => field === root);

/** Takes out of an array whatever holds the words and is not, or not only, what a reader knows. */
function sweep(
  doc: Y.Doc,
  field: (typeof ENTRIES)[number],
  known: ReadonlySet<string>,
  holds: Holds,
): void {
  const entries = layerFields(doc)[field];
  for (const id of [...entries.keys()].sort()) {
    if (!known.has(`${field} ${id}`) && holds(stringsIn(entries.get(id)))) entries.delete(id);
  }
  entries.sweep((value) => holds(stringsIn(value)));
}

/** Redacts what can be read; the fields and ids of all that is as it should be then. */
function redactEntries(doc: Y.Doc, redacted: Redacted, holds: Holds): ReadonlySet<string> {
  const { clean } = redacted;
  const fields = layerFields(doc);
  const editor: LayerEditor = { doc, origin: null, now: () => '', newId: () => '' };
  const known = new Set<string>();
  /** In an order of its own, so that the same layer is redacted in the same order. */
  const each = <Value extends Span | Part | Sketch | Memo>(
    field: (typeof ENTRIES)[number],
    read: (id: string, value: unknown) => Value | null,
    redact: (value: Value, hasWords: boolean) => void,
  ): void => {
    for (const id of [...fields[field].keys()].sort()) {
      const stored = fields[field].get(id);
      const value = read(id, stored);
      if (value === null) continue;
      redact(value, holds(stringsIn(stored)));
      // Where a name or an id should be somebody may have written anything: such an entry goes.
      if (!holds(strayStrings(fields[field].get(id)))) known.add(`${field} ${id}`);
    }
  };
  each('spans', readSpan, (span: Span, hasWords) => {
    const anchor = redactAnchor(redacted, span.anchor);
    if (hasWords || !isSame(anchor, span.anchor)) changeSpan(editor, span.id, { anchor });
    // Nodes are ids; what a client of its own making put there instead is cleaned, and the span kept.
    if (holds(strayStrings(span.nodes))) {
      fields.spans.set(span.id, { ...span, anchor, nodes: span.nodes.map(clean) });
    }
  });
  each('parts', readPart, (part: Part, hasWords) => {
    if (hasWords) changePart(editor, part.id, { filledBy: filling(part, clean) });
  });
  each('sketches', readSketch, (sketch: Sketch, hasWords) => {
    if (hasWords) changeSketch(editor, sketch.id, { bearing: bearingOf(sketch) });
  });
  each('memos', readMemo, (memo: Memo, hasWords) => {
    const links = memo.links.map(({ kind, id }) => ({ kind, id }));
    if (hasWords) changeMemoLinks(editor, memo.id, links);
  });
  for (const field of ['memoTexts', 'restatements'] as const) {
    for (const id of [...fields[field].keys()].sort()) {
      const text: unknown = fields[field].get(id);
      if (!(text instanceof Y.Text)) continue;
      redactWritten(text, clean);
      known.add(`${field} ${id}`);
    }
  }
  return known;
}

/** Fields that hold words, which are redacted by themselves. */
const OF_WORDS: ReadonlySet<string> = new Set(['quote', 'before', 'after', 'words']);
const NAMES: ReadonlySet<string> = new Set([
  ...ROLES,
  ...RESTATEMENT_FORMS,
  ...BEARINGS,
  'quoted',
  'inferred',
  'span',
  'sketch',
  'part',
  'memo',
]);

/** Whatever in an entry is text without being words, an id, an instant or one of our names. */
function strayStrings(value: unknown): string {
  if (typeof value === 'string') {
    const isOurs = isUuid(value) || NAMES.has(value) || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
    return isOurs ? '' : `${value} `;
  }
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([key]) => !OF_WORDS.has(key))
    .map(([, part]) => strayStrings(part))
    .join('');
}

function filling({ filledBy }: Part, clean: (text: string) => string): Part['filledBy'] {
  if (filledBy.kind === 'inferred') return { kind: 'inferred', words: clean(filledBy.words) };
  const spans = filledBy.spans.map(({ span, elsewhere }): SpanReference => {
    const other = elsewhere && { transcript: elsewhere.transcript, round: elsewhere.round };
    return { span, elsewhere: other };
  });
  return { kind: 'quoted', spans };
}

function bearingOf({ bearing }: Sketch): Sketch['bearing'] {
  return bearing && { statement: bearing.statement, bearing: bearing.bearing };
}

function redactWritten(text: Y.Text, clean: (text: string) => string): void {
  const words = text.toString();
  const cleaned = clean(words);
  if (cleaned === words) return;
  text.delete(0, text.length);
  text.insert(0, cleaned);
}

function isSame(a: Span['anchor'], b: Span['anchor']): boolean {
  return (
    a.quote === b.quote &&
    a.before === b.before &&
    a.after === b.after &&
    a.turn === b.turn &&
    `${a.start}` === `${b.start}` &&
    `${a.end}` === `${b.end}`
  );
}

/** Anew, without the entries whose names hold the words: names outlive what they name. */
function rebuild(doc: Y.Doc, client: number, holds: Holds, isKnown: IsKnown): Y.Doc {
  const made = new Y.Doc();
  made.clientID = client;
  made.transact(() => {
    for (const field of ENTRIES) {
      for (const [id, entry] of layerFields(doc)[field])
        layerFields(made)[field].set(id, entry as Entry);
    }
    for (const root of [...doc.share.keys()].sort()) {
      if (isEntries(root)) continue;
      if (!isKnown(root, null) && holds(root)) continue;
      const [from, to] = [doc.getMap(root), made.getMap(root)];
      for (const key of [...from.keys()].sort()) {
        const value = from.get(key);
        const plain = value instanceof Y.AbstractType ? (value.toJSON() as unknown) : value;
        const stays = isKnown(root, key) && !holdsName(key, holds);
        if (!stays && (holds(key) || holds(stringsIn(plain)))) continue;
        to.set(key, value instanceof Y.AbstractType ? value.clone() : value);
      }
    }
  });
  return made;
}
