import type { LayerEditor } from '@triad/collab';
import { addMemo, addSpan, layerFields, removeMemo, removeSpan } from '@triad/collab';
import type { MemoId, SpanId } from '@triad/realist';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeLayerUndo, UNDO_STEPS } from '../src/annotator/layer-undo.ts';

const WORDS = 'x'.repeat(1_000);

/** A layer that one codes in, with the undo that the annotator gives it. */
function codedLayer(mostSteps = UNDO_STEPS) {
  const doc = new Y.Doc();
  const origin = { kind: 'gesture' };
  const undo = makeLayerUndo(doc, origin, mostSteps);
  let ids = 0;
  const own: LayerEditor = {
    doc,
    origin,
    now: () => '2026-11-26T10:00:00.000Z',
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
  };
  const act = <T>(edit: (own: LayerEditor) => T): T => {
    undo.stopCapturing();
    try {
      return edit(own);
    } finally {
      undo.stopCapturing();
    }
  };
  return { doc, undo, act, fields: layerFields(doc) };
}

function bytesOf(doc: Y.Doc): number {
  return Y.encodeStateAsUpdate(doc).length;
}

test('of a layer 500 acts can be undone, and older ones keep nothing', () => {
  const { doc, undo, act, fields } = codedLayer();
  const makeAndRemove = (times: number): void => {
    for (let n = 0; n < times; n += 1) {
      const memo = act((own) => addMemo(own, [], WORDS));
      act((own) => removeMemo(own, memo));
    }
  };
  makeAndRemove(UNDO_STEPS / 2);
  expect(UNDO_STEPS).toBe(500);
  expect(undo.undoStack).toHaveLength(UNDO_STEPS);
  const full = bytesOf(doc);
  expect(full).toBeGreaterThan((UNDO_STEPS / 2) * WORDS.length);
  makeAndRemove(2_000);
  expect(undo.undoStack).toHaveLength(UNDO_STEPS);
  // Of 2,000 memos more, some numbers each say that they were there, and no word of them.
  expect(bytesOf(doc)).toBeLessThan(full + 2_000 * 100);
  const state = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('latin1');
  expect(state.split(WORDS)).toHaveLength(UNDO_STEPS / 2 + 1);
  // All that can be undone comes back whole, and all of it goes again.
  for (let n = 0; n < UNDO_STEPS - 1; n += 1) undo.undo();
  expect([...fields.memoTexts.values()].map(String)).toEqual([WORDS]);
  undo.undo();
  expect([undo.undo(), fields.memoTexts.size]).toEqual([null, 0]);
  for (let n = 0; n < UNDO_STEPS - 1; n += 1) undo.redo();
  expect([...fields.memoTexts.values()].map(String)).toEqual([WORDS]);
});

test('what an older act deleted in a text is let go, what stands in it can be undone', () => {
  const { doc, undo, act, fields } = codedLayer();
  const memo = act((own) => addMemo(own, [], `${WORDS} stays`));
  const text = fields.memoTexts.get(memo);
  if (text === undefined) throw new Error('there is no memo');
  doc.transact(() => text.delete(0, WORDS.length), 'typing');
  expect(bytesOf(doc)).toBeGreaterThan(WORDS.length);
  const spans: SpanId[] = [];
  const anchor = { start: [1, 0], end: [1, 1], turn: 't', quote: 'q', before: '', after: '' };
  for (let n = 0; n < UNDO_STEPS - 2; n += 1) {
    spans.push(act((own) => addSpan(own, { role: 'C', anchor } as never)));
  }
  act((own) => removeMemo(own, memo));
  const [first] = spans;
  if (first !== undefined) act((own) => removeSpan(own, first));
  expect(undo.undoStack).toHaveLength(UNDO_STEPS);
  expect(Buffer.from(Y.encodeStateAsUpdate(doc)).includes(WORDS)).toBe(false);
  undo.undo();
  undo.undo();
  expect(fields.memoTexts.get(memo as MemoId)?.toString()).toBe(' stays');
  expect(fields.spans.size).toBe(UNDO_STEPS - 2);
});

test('nothing is sent because an older act was let go', () => {
  const { doc, act } = codedLayer();
  let updates = 0;
  doc.on('update', () => (updates += 1));
  for (let n = 0; n < UNDO_STEPS; n += 1) {
    const memo = act((own) => addMemo(own, [], 'short'));
    act((own) => removeMemo(own, memo));
  }
  expect(updates).toBe(2 * UNDO_STEPS);
});

test('whatever was let go, what can be undone comes back as if nothing had been', () => {
  const index = fc.nat(9);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('make' as const), length: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ kind: fc.constant('remove' as const), index }),
    fc.record({ kind: fc.constant('type' as const), index, at: index }),
    fc.record({ kind: fc.constant('erase' as const), index, at: index, length: index }),
    fc.record({ kind: fc.constant('undo' as const) }),
    fc.record({ kind: fc.constant('redo' as const) }),
  );
  let dropped = 0;
  let undone = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
      const bounded = codedLayer(4);
      const free = codedLayer(1_000);
      const take = (
        { doc, undo, act, fields }: typeof bounded,
        one: Exclude<(typeof steps)[number], { readonly kind: 'undo' }>,
      ): void => {
        const memos = [...fields.memoTexts.keys()].sort();
        const memo = 'index' in one ? memos[one.index % Math.max(1, memos.length)] : undefined;
        const text = memo === undefined ? undefined : fields.memoTexts.get(memo);
        if (one.kind === 'make') act((own) => addMemo(own, [], 'abcdef'.slice(0, one.length)));
        else if (one.kind === 'redo') undo.redo();
        else if (memo !== undefined && text !== undefined) {
          undo.stopCapturing();
          if (one.kind === 'remove') act((own) => removeMemo(own, memo as MemoId));
          else {
            const at = one.at % (text.length + 1);
            doc.transact(() => {
              if (one.kind === 'type') text.insert(at, 'xyz');
              else text.delete(at, Math.min(one.length, text.length - at));
            }, 'typing');
            undo.stopCapturing();
          }
        }
      };
      /** Of acts that change nothing any more several go with one undo; where all did, the other has older ones. */
      const undoBoth = (): void => {
        if (bounded.undo.undo() !== null) free.undo.undo();
      };
      for (const one of steps) {
        if (one.kind === 'undo') {
          undoBoth();
          undone += 1;
        } else {
          take(bounded, one);
          take(free, one);
        }
        expect(bounded.undo.undoStack.length).toBeLessThanOrEqual(4);
        expect(bounded.doc.toJSON()).toEqual(free.doc.toJSON());
      }
      if (free.undo.undoStack.length > bounded.undo.undoStack.length) dropped += 1;
      while (bounded.undo.undoStack.length > 0) {
        undoBoth();
        expect(bounded.doc.toJSON()).toEqual(free.doc.toJSON());
      }
    }),
    { numRuns: 300 },
  );
  expect(Math.min(dropped, undone)).toBeGreaterThan(100);
});
