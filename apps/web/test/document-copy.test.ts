import { layerFields } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { docOf, holdsAllOf, mergeVectors } from '../src/device/document-copy.ts';

function layer(): Y.Doc {
  const doc = new Y.Doc();
  const { spans, memoTexts } = layerFields(doc);
  spans.set('a', { id: 'a', quote: 'as it was' });
  spans.set('b', { id: 'b', quote: 'as it was' });
  memoTexts.set('m', new Y.Text('so far'));
  memoTexts.set('n', new Y.Text('untouched'));
  return doc;
}

test('of two state vectors the later clock of each client counts', () => {
  const of = (clocks: Readonly<Record<number, number>>): Uint8Array =>
    Y.encodeStateVector(new Map(Object.entries(clocks).map(([id, clock]) => [Number(id), clock])));
  const merged = Y.decodeStateVector(mergeVectors(of({ 1: 5, 2: 1 }), of({ 2: 4, 3: 2 })));
  expect([...merged].sort()).toEqual([
    [1, 5],
    [2, 4],
    [3, 2],
  ]);
});

test('a document holds all of another only with its last insertion', () => {
  const doc = layer();
  const copy = docOf({ updates: [Y.encodeStateAsUpdate(doc)] });
  expect(holdsAllOf(doc, copy)).toBe(true);
  layerFields(copy).spans.set('c', { id: 'c' });
  expect(holdsAllOf(doc, copy)).toBe(false);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(copy));
  expect(holdsAllOf(doc, copy)).toBe(true);
});

test('updates of several pages make one document, in any order', () => {
  const one = layer();
  const base = Y.encodeStateAsUpdate(one);
  const two = docOf({ updates: [base] });
  const updates: Uint8Array[] = [];
  for (const doc of [one, two]) doc.on('update', (update: Uint8Array) => updates.push(update));
  layerFields(one).spans.set('x', { id: 'x' });
  layerFields(two).spans.set('y', { id: 'y' });
  layerFields(one).spans.delete('a');
  for (const order of [updates, updates.toReversed()]) {
    const { spans } = layerFields(docOf({ updates: [base, ...order] }));
    expect([...spans.keys()].sort()).toEqual(['b', 'x', 'y']);
  }
});
