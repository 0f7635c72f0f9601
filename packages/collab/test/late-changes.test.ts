import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LateChanges, LayerEditor } from '../src/index.ts';
import {
  addMemo,
  addSketch,
  addSpan,
  changeSpan,
  digestLayer,
  EMPTY_DIGEST,
  findLateChanges,
  layerFields,
  migrateLayer1,
  ownSpan,
  quoted,
  readLayerContent,
  readPart,
  removeSpan,
} from '../src/index.ts';

const anchor = {
  start: [1, 0] as const,
  end: [1, 4] as const,
  turn: 't',
  quote: 'words',
  before: '',
  after: '',
};

function makeLayer() {
  const doc = new Y.Doc();
  let made = 0;
  const editor: LayerEditor = {
    doc,
    origin: null,
    now: () => '2026-01-01T00:00:00.000Z',
    newId: () => `id-${(made += 1)}`,
  };
  const spans = [1, 2, 3].map(() => addSpan(editor, { role: 'C', anchor }));
  const sketch = addSketch(editor, {
    form: 'plain',
    restatement: 'When people are not asked, they come back',
    parts: spans.slice(0, 2).map((id) => ({ role: 'C', filledBy: quoted([ownSpan(id)]) })),
  });
  const memo = addMemo(editor, [{ kind: 'sketch', id: sketch }], 'Is it so?');
  return { doc, editor, spans, sketch, memo };
}

const digestOf = (doc: Y.Doc, schema = 2) => digestLayer(readLayerContent(doc, schema));

function plain({ spans, sketches, memos, removed }: LateChanges) {
  return { spans: [...spans].sort(), sketches: [...sketches], memos: [...memos], removed };
}

const NONE = { spans: 0, sketches: 0, memos: 0 };
const NOTHING = { spans: [], sketches: [], memos: [], removed: NONE };

test('[CO14] what was added or changed after the reveal is late, what went is counted', () => {
  const { doc, editor, spans } = makeLayer();
  const revealed = digestOf(doc);
  expect(plain(findLateChanges(revealed, digestOf(doc)))).toEqual(NOTHING);
  const [first, , third] = spans;
  if (first === undefined || third === undefined) throw new Error('no spans');
  const added = addSpan(editor, { role: 'O', anchor });
  changeSpan(editor, first, { unsure: true });
  removeSpan(editor, third);
  expect(plain(findLateChanges(revealed, digestOf(doc)))).toEqual({
    ...NOTHING,
    spans: [first, added],
    removed: { ...NONE, spans: 1 },
  });
  // As it stood then, it is not late any more.
  changeSpan(editor, first, { unsure: false });
  expect(plain(findLateChanges(revealed, digestOf(doc))).spans).toEqual([added]);
});

test('a sketch is late with its parts and its restatement, a memo with its text', () => {
  const part = makeLayer();
  const before = digestOf(part.doc);
  const [id, value] = [...layerFields(part.doc).parts][0] ?? ['', null];
  const read = readPart(id, value);
  if (read === null) throw new Error('no part');
  layerFields(part.doc).parts.set(id, { ...read, role: 'M' });
  expect(plain(findLateChanges(before, digestOf(part.doc)))).toEqual({
    ...NOTHING,
    sketches: [part.sketch],
  });
  const words = makeLayer();
  const then = digestOf(words.doc);
  layerFields(words.doc).restatements.get(words.sketch)?.insert(0, 'So: ');
  layerFields(words.doc).memoTexts.get(words.memo)?.insert(0, 'No. ');
  expect(plain(findLateChanges(then, digestOf(words.doc)))).toEqual({
    ...NOTHING,
    sketches: [words.sketch],
    memos: [words.memo],
  });
});

test('of a layer that there was none of, all is late', () => {
  const { doc, spans, sketch, memo } = makeLayer();
  expect(plain(findLateChanges(EMPTY_DIGEST, digestOf(doc)))).toEqual({
    ...NOTHING,
    spans,
    sketches: [sketch],
    memos: [memo],
  });
});

test('a layer that was written anew says the same, by whomever and in whatever schema', () => {
  const { doc } = makeLayer();
  const anew = new Y.Doc();
  for (const field of ['spans', 'sketches', 'parts', 'memos'] as const) {
    for (const [id, value] of layerFields(doc)[field]) {
      const fields = Object.entries(value as object).reverse();
      layerFields(anew)[field].set(id, { id, ...Object.fromEntries(fields) });
    }
  }
  for (const field of ['memoTexts', 'restatements'] as const) {
    for (const [id, text] of layerFields(doc)[field]) {
      layerFields(anew)[field].set(id, new Y.Text(text.toString()));
    }
  }
  expect(digestOf(anew)).toEqual(digestOf(doc));

  const kept = readFileSync(new URL('./data/layer-1.json', import.meta.url), 'utf8');
  const { update } = JSON.parse(kept) as { readonly update: string };
  const [earlier, migrated] = [new Y.Doc(), new Y.Doc()];
  Y.applyUpdate(earlier, Buffer.from(update, 'base64'));
  Y.applyUpdate(migrated, migrateLayer1(Buffer.from(update, 'base64')));
  expect(digestOf(earlier, 1).spans.size).toBeGreaterThan(0);
  expect(digestOf(migrated)).toEqual(digestOf(earlier, 1));
});

test('what no reader shows is not counted, and nothing that a client nests breaks the count', () => {
  const { doc, spans } = makeLayer();
  const revealed = digestOf(doc);
  let deep: unknown = 1n;
  for (let depth = 0; depth < 200; depth += 1) deep = { deep };
  const fields = layerFields(doc);
  fields.spans.set('broken', { id: 'broken', note: 'marker' });
  const [first] = spans;
  if (first === undefined) throw new Error('no span');
  fields.spans.set(first, { ...(fields.spans.get(first) as { id: string }), deep });
  expect(plain(findLateChanges(revealed, digestOf(doc)))).toEqual({ ...NOTHING, spans: [first] });
});
