import {
  DOCUMENT_SCHEMA,
  indexText,
  layerFields,
  locateAnchor,
  makeAnchor,
  readSpan,
  writeTranscript,
} from '@triad/collab';
import type { TextIndex } from '@triad/collab';
import type { Span, SpanId, TextRange } from '@triad/realist';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NEVER_HELD } from '../src/redaction/held-before.ts';
import { doRedactionWork } from '../src/redaction/redaction-work.ts';
import type { Planned, TextChange } from '../src/redaction/redaction-work.ts';

/*
 * Random spans over random texts of which random words are taken out. By the test's own record each
 * span must stand, afterwards, on exactly its words with the replacement where words were taken out.
 * The record is a list of units: each unit of the text, or a place as a whole.
 */

const NAMES = ['Mary', 'Mary Ann', 'Rosa Luz', 'Zoë'];
const WORDS = [
  'the',
  'garden',
  'and',
  'then',
  'mary',
  'MARY',
  'Ann',
  'we',
  'walked.',
  '\u{1f31f}',
  'Zoe\u0308',
];

const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.constantFrom(...NAMES) },
);
const paragraph = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const turns = fc.array(fc.array(paragraph, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 5,
});
const cut = fc.tuple(
  fc.double({ min: 0, max: 0.999, noNaN: true }),
  fc.integer({ min: 1, max: 40 }),
);

type Case = {
  readonly turns: readonly (readonly string[])[];
  readonly spans: readonly (readonly [number, number])[];
  readonly taken: readonly [number, number];
  readonly all: boolean;
  readonly edits: readonly (readonly [number, number])[];
};

const cases: fc.Arbitrary<Case> = fc.record({
  turns,
  spans: fc.array(cut, { minLength: 1, maxLength: 12 }),
  taken: cut,
  all: fc.boolean(),
  edits: fc.array(cut, { maxLength: 3 }),
});

const seen = { inside: 0, over: 0, beside: 0, paragraphs: 0, several: 0, after: 0 };

test('every span is on exactly its words, with the replacement where words were taken out', () => {
  fc.assert(fc.property(cases, check), { numRuns: 1_500 });
  for (const [kind, times] of Object.entries(seen)) expect(times, kind).toBeGreaterThan(20);
}, 120_000);

function check(given: Case): void {
  const doc = new Y.Doc();
  writeTranscript(
    doc,
    given.turns.map((paragraphs) => ({
      id: crypto.randomUUID(),
      speaker: 's1',
      start: null,
      end: null,
      paragraphs,
    })),
  );
  // Some words came and went before, so that ids are in no simple order.
  for (const [share, length] of given.edits) edit(doc, share, length);
  const index = indexText(doc);
  const at = rangeIn(index, given.taken);
  if (at === null) return;
  const spans = given.spans.flatMap((share) => {
    const range = rangeIn(index, share);
    return range === null ? [] : [range];
  });
  const asked = { words: index.text.slice(at.startUtf16, at.endUtf16), at, all: given.all };
  const planned = plan(doc, asked);
  if (planned === null) return;
  const { change } = planned;
  const layer = layerWith(index, spans);
  const result = doRedactionWork({
    step: 'layers',
    change,
    layers: [{ state: Y.encodeStateAsUpdate(layer.doc), schema: DOCUMENT_SCHEMA.layer, client: 7 }],
  });
  if (!('layers' in result)) throw new Error('no layers');
  const after = new Y.Doc();
  Y.applyUpdate(after, change.after);
  const present = indexText(after);
  expect(present.text).toBe(expectedText(index.text, change));
  const redacted = new Y.Doc();
  Y.applyUpdate(redacted, result.layers[0] ?? new Uint8Array());
  for (const [id, range] of layer.ranges) {
    const span = readSpan(id, layerFields(redacted).spans.get(id));
    if (span === null) throw new Error('a span is gone');
    const place = locateAnchor(after, present, span.anchor);
    const expected = expectedRange(index.text, range, change);
    expect(place).toEqual({ kind: 'placed', range: expected, by: 'position' });
    expect(span.anchor.quote).toBe(present.text.slice(expected.startUtf16, expected.endUtf16));
    count(range, change, index);
  }
  // Redacting it again changes nothing: a crash may have come before it was recorded.
  expect(plan(after, asked)).toBeNull();
}

function plan(doc: Y.Doc, asked: { words: string; at: TextRange; all: boolean }): Planned | null {
  const result = doRedactionWork({
    step: 'plan',
    asked,
    redaction: crypto.randomUUID(),
    replacement: '[x]',
    text: Y.encodeStateAsUpdate(doc),
    heldBefore: NEVER_HELD,
    original: null,
  });
  return 'planned' in result ? result.planned : null;
}

function edit(doc: Y.Doc, share: number, length: number): void {
  const index = indexText(doc);
  const paragraph = index.paragraphs[Math.floor(share * index.paragraphs.length)];
  const [text] = paragraph?.texts ?? [];
  if (text === undefined) return;
  const at = Math.floor(share * text.length);
  if (/[\uDC00-\uDFFF]/.test(text.toString().charAt(at))) return;
  text.insert(at, 'Merry '.repeat(1 + (length % 3)));
  if (length % 2 === 0) text.delete(at, 3);
}

/** Whole words or parts of them; null where it would begin or end on white space or half a character. */
function rangeIn(
  { text }: TextIndex,
  [share, length]: readonly [number, number],
): TextRange | null {
  const startUtf16 = Math.floor(share * text.length);
  const endUtf16 = Math.min(text.length, startUtf16 + length);
  const words = text.slice(startUtf16, endUtf16);
  if (words.trim() !== words || words === '' || !words.isWellFormed()) return null;
  return { startUtf16, endUtf16 };
}

function layerWith(index: TextIndex, spans: readonly TextRange[]) {
  const doc = new Y.Doc();
  const ranges = new Map<string, TextRange>();
  for (const range of spans) {
    const anchor = makeAnchor(index, range);
    if (anchor === null) continue;
    const id = crypto.randomUUID();
    const at = new Date(0).toISOString();
    const span: Span = {
      id: id as SpanId,
      role: 'C',
      unsure: false,
      anchor,
      nodes: [],
      createdAt: at,
    };
    layerFields(doc).spans.set(id, span);
    ranges.set(id, range);
  }
  return { doc, ranges };
}

/** The text as the test's own units: each unit by itself, a place as one, its breaks behind it. */
function unitsOf(text: string, { places, replacement }: TextChange) {
  const units: { readonly from: number; readonly until: number; readonly words: string }[] = [];
  for (let at = 0; at < text.length;) {
    const place = places.find(({ startUtf16 }) => startUtf16 === at);
    if (place === undefined) {
      units.push({ from: at, until: at + 1, words: text.charAt(at) });
      at += 1;
    } else {
      units.push({ from: at, until: place.endUtf16, words: replacement });
      const breaks = text.slice(place.startUtf16, place.endUtf16).replace(/[^\n]/g, '');
      if (breaks !== '') units.push({ from: place.endUtf16, until: place.endUtf16, words: breaks });
      at = place.endUtf16;
    }
  }
  return units;
}

function expectedText(text: string, change: TextChange): string {
  return unitsOf(text, change)
    .map(({ words }) => words)
    .join('');
}

/** From the first to the last unit that the span touches. */
function expectedRange(text: string, range: TextRange, change: TextChange): TextRange {
  let at = 0;
  let startUtf16 = -1;
  let endUtf16 = -1;
  for (const { from, until, words } of unitsOf(text, change)) {
    const touches = from < range.endUtf16 && until > range.startUtf16;
    if (touches && startUtf16 < 0) startUtf16 = at;
    at += words.length;
    if (touches) endUtf16 = at;
  }
  return { startUtf16, endUtf16 };
}

function count(range: TextRange, { places }: TextChange, index: TextIndex): void {
  if (places.length > 1) seen.several += 1;
  for (const place of places) {
    if (/\n/.test(index.text.slice(place.startUtf16, place.endUtf16))) seen.paragraphs += 1;
    if (place.endUtf16 <= range.startUtf16) seen.after += 1;
    else if (place.startUtf16 >= range.endUtf16) seen.beside += 1;
    else if (place.startUtf16 <= range.startUtf16 && range.endUtf16 <= place.endUtf16) {
      seen.inside += 1;
    } else seen.over += 1;
  }
}
