import type { Anchor, PartId, SpanId } from '@triad/realist';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  addMemo,
  addPart,
  addSketch,
  addSpan,
  addSpanToSketch,
  changeMemoLinks,
  changePart,
  changeSketch,
  changeSpan,
  layerFields,
  layerScope,
  ownSpan,
  quoted,
  readMemo,
  readPart,
  readSketch,
  readSpan,
  removeMemo,
  removePart,
  removeSketch,
  removeSpan,
  summariseLayer,
} from '../src/index.ts';
import type { LayerEditor } from '../src/index.ts';

const anchor: Anchor = {
  start: [1, 0],
  end: [1, 5],
  turn: 't1',
  quote: 'talked',
  before: 'we just ',
  after: ' about',
};

function layer() {
  const doc = new Y.Doc();
  let made = 0;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const editor: LayerEditor = {
    doc,
    origin: 'test',
    now: () => '2026-01-02T03:04:05.000Z',
    newId: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
  };
  return { doc, editor, fields: layerFields(doc), updates };
}

describe('acts on a layer', () => {
  test('[CO5] every act is one update', () => {
    const { editor, updates, fields } = layer();
    const a = addSpan(editor, { role: 'C', anchor });
    const b = addSpan(editor, { role: 'M', anchor });
    expect(updates).toHaveLength(2);
    const sketch = addSketch(editor, {
      form: 'plain',
      restatement: 'When …',
      parts: [
        { role: 'C', filledBy: quoted([ownSpan(a)]) },
        { role: 'M', filledBy: quoted([ownSpan(b)]) },
      ],
    });
    expect(updates).toHaveLength(3);
    addSpanToSketch(editor, sketch, { role: 'O', anchor });
    expect(updates).toHaveLength(4);
    removeSpan(editor, a);
    expect(updates).toHaveLength(5);
    removeSketch(editor, sketch);
    expect(updates).toHaveLength(6);
    expect(fields.parts.size).toBe(0);
    expect(fields.restatements.size).toBe(0);
    expect(fields.spans.size).toBe(2);
  });

  test('changing a role keeps memo, ties and everything else', () => {
    const { editor, fields } = layer();
    const id = addSpan(editor, { role: 'C', anchor, unsure: true });
    const memo = addMemo(editor, [{ kind: 'span', id }], 'why');
    const sketch = addSketch(editor, {
      form: 'plain',
      parts: [{ role: 'O', filledBy: quoted([ownSpan(id)]) }],
    });
    changeSpan(editor, id, { role: 'M' });
    expect(readSpan(id, fields.spans.get(id))).toMatchObject({ role: 'M', unsure: true, anchor });
    expect(readMemo(memo, fields.memos.get(memo))?.links).toEqual([{ kind: 'span', id }]);
    const [part] = [...fields.parts].map(([key, value]) => readPart(key, value));
    // The part keeps the role that it plays, whatever the first reading becomes.
    expect(part).toMatchObject({ sketch, role: 'O' });
  });

  test('[CO6] a deleted span leaves its parts and memos in the same step', () => {
    const { editor, fields } = layer();
    const a = addSpan(editor, { role: 'C', anchor });
    const b = addSpan(editor, { role: 'C', anchor });
    const sketch = addSketch(editor, {
      form: 'plain',
      parts: [
        { role: 'C', filledBy: quoted([ownSpan(a), ownSpan(b)]) },
        { role: 'M', filledBy: quoted([ownSpan(a)]) },
        { role: 'O', filledBy: { kind: 'inferred', words: 'she sleeps' } },
      ],
    });
    const alone = addMemo(editor, [{ kind: 'span', id: a }], 'alone');
    const shared = addMemo(editor, [
      { kind: 'span', id: a },
      { kind: 'sketch', id: sketch },
    ]);
    removeSpan(editor, a);
    const parts = [...fields.parts].map(([key, value]) => readPart(key, value));
    expect(parts.map((part) => part?.role).sort()).toEqual(['C', 'O']);
    expect(fields.memos.has(alone)).toBe(false);
    expect(fields.memoTexts.has(alone)).toBe(false);
    expect(readMemo(shared, fields.memos.get(shared))?.links).toEqual([
      { kind: 'sketch', id: sketch },
    ]);
  });

  test('a part on another transcript survives a span with the same id here', () => {
    const { editor, fields } = layer();
    const a = addSpan(editor, { role: 'C', anchor });
    addSketch(editor, {
      form: 'plain',
      parts: [
        {
          role: 'C',
          filledBy: quoted([{ span: a, elsewhere: { transcript: 't', round: 'r' } }]),
        },
      ],
    });
    removeSpan(editor, a);
    expect(fields.parts.size).toBe(1);
  });

  test('undo brings back a deleted span with its ties and memo', () => {
    const { editor, doc, fields } = layer();
    const a = addSpan(editor, { role: 'C', anchor });
    addSketch(editor, { form: 'plain', parts: [{ role: 'C', filledBy: quoted([ownSpan(a)]) }] });
    addMemo(editor, [{ kind: 'span', id: a }], 'why');
    const before = JSON.stringify(doc.toJSON());
    const undo = new Y.UndoManager(layerScope(doc), {
      trackedOrigins: new Set(['test']),
      captureTimeout: 0,
    });
    removeSpan(editor, a);
    expect(fields.parts.size).toBe(0);
    undo.undo();
    expect(JSON.stringify(doc.toJSON())).toBe(before);
  });

  test('acts on what is gone do nothing', () => {
    const { editor, updates } = layer();
    const gone = '00000000-0000-4000-8000-999999999999';
    changeSpan(editor, gone as SpanId, { role: 'M' });
    removeSpan(editor, gone as SpanId);
    changePart(editor, gone as PartId, { role: 'M' });
    removePart(editor, gone as PartId);
    expect(addPart(editor, gone as never, { role: 'C', filledBy: quoted([]) })).toBeNull();
    expect(updates).toHaveLength(0);
  });

  test('parts keep their order, memos their links, sketches their bearing', () => {
    const { editor, fields } = layer();
    const sketch = addSketch(editor, { form: 'plain', parts: [] });
    const first = addPart(editor, sketch, {
      role: 'O',
      filledBy: { kind: 'inferred', words: 'a' },
    });
    const second = addPart(editor, sketch, {
      role: 'C',
      filledBy: { kind: 'inferred', words: 'b' },
    });
    const orders = [first, second].map(
      (id) => readPart(String(id), fields.parts.get(String(id)))?.order,
    );
    expect(orders).toEqual([0, 1]);
    changeSketch(editor, sketch, { bearing: { statement: 's' as never, bearing: 'caveat' } });
    expect(readSketch(sketch, fields.sketches.get(sketch))?.bearing?.bearing).toBe('caveat');
    const memo = addMemo(editor, [{ kind: 'sketch', id: sketch }]);
    changeMemoLinks(editor, memo, []);
    expect(readMemo(memo, fields.memos.get(memo))?.links).toEqual([]);
    removeMemo(editor, memo);
    expect(fields.memoTexts.size).toBe(0);
    expect(summariseLayer(editor.doc, 2)).toEqual({ spans: 0, sketches: 1 });
  });
});

describe('reading what another browser wrote', () => {
  const span = { id: 'x', role: 'C', unsure: false, anchor, nodes: [], createdAt: 'now' };
  test.each([
    ['not an object', 7],
    ['another id', { ...span, id: 'y' }],
    ['no such role', { ...span, role: 'Z' }],
    ['an anchor without words', { ...span, anchor: { ...anchor, quote: '' } }],
    ['a place that is none', { ...span, anchor: { ...anchor, start: [1, -1] } }],
    ['nodes that are none', { ...span, nodes: [1] }],
  ])('[CO2] %s is left out', (_name, value) => {
    expect(readSpan('x', value)).toBeNull();
  });

  test('[CO2] parts and memos of the wrong form are left out', () => {
    expect(readPart('p', { id: 'p', sketch: 's', role: 'C', order: 0, filledBy: {} })).toBeNull();
    expect(
      readPart('p', {
        id: 'p',
        sketch: 's',
        role: 'C',
        order: 0,
        filledBy: { kind: 'quoted', spans: [{ span: 1 }] },
      }),
    ).toBeNull();
    expect(
      readMemo('m', { id: 'm', createdAt: 'now', links: [{ kind: 'thing', id: 'x' }] }),
    ).toBeNull();
    expect(readSketch('s', { id: 's', createdAt: 'now', form: 'rhyme', bearing: null })).toBeNull();
  });
});
