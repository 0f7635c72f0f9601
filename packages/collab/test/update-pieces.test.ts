import * as encoding from 'lib0/encoding';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { divideFrame, divideUpdate } from '../src/index.ts';

const LIMIT = 400;
/** Smaller than this no piece can be, whatever stands in it. */
const WORDS = ['ab', '😀', 'Ж'.repeat(30), 'context '.repeat(60), '😀'.repeat(200), ''] as const;

type Act =
  | { readonly kind: 'type'; readonly tab: number; readonly at: number; readonly words: string }
  | { readonly kind: 'mark' | 'memo'; readonly tab: number; readonly words: string }
  | { readonly kind: 'cut'; readonly tab: number; readonly at: number; readonly length: number }
  | { readonly kind: 'nest'; readonly tab: number; readonly at: number }
  | { readonly kind: 'hear'; readonly tab: number };

const tab = fc.nat(2);
const words = fc.constantFrom(...WORDS);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), tab, at: fc.nat(400), words }),
  fc.record({ kind: fc.constantFrom('mark' as const, 'memo' as const), tab, words }),
  fc.record({ kind: fc.constant('cut' as const), tab, at: fc.nat(400), length: fc.nat(80) }),
  fc.record({ kind: fc.constant('nest' as const), tab, at: fc.nat(400) }),
  fc.record({ kind: fc.constant('hear' as const), tab }),
);

/** Three tabs that write and hear one another; all that they made, in one document. */
function play(acts: readonly Act[]): { readonly doc: Y.Doc; readonly half: Y.Doc } {
  const tabs = [11, 2_000_000_001, 7].map((client) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    return doc;
  });
  const half = new Y.Doc();
  acts.forEach((each, at) => {
    const doc = tabs[each.tab] as Y.Doc;
    const text = doc.getText('text');
    switch (each.kind) {
      case 'type':
        text.insert(Math.min(each.at, text.length), each.words);
        break;
      case 'cut': {
        const from = Math.min(each.at, text.length);
        text.delete(from, Math.min(each.length, text.length - from));
        break;
      }
      case 'mark':
        doc.getArray('spans').push([{ id: at, quote: each.words }]);
        break;
      case 'memo':
        doc.getMap('memos').set(String(at % 4), new Y.Text(each.words));
        break;
      case 'nest': {
        const fragment = doc.getXmlFragment('turns');
        const turn = new Y.XmlElement('turn');
        fragment.insert(each.at % (fragment.length + 1), [turn]);
        turn.insert(0, [new Y.XmlText('said')]);
        break;
      }
      case 'hear':
        for (const other of tabs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    }
    if (at === acts.length >> 1) Y.applyUpdate(half, Y.encodeStateAsUpdate(doc));
  });
  const doc = new Y.Doc();
  for (const each of tabs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(each));
  return { doc, half };
}

/** Bytes of the largest struct that cannot be divided. */
function largestOf(update: Uint8Array): number {
  const sizes = Y.decodeUpdate(update).structs.map((struct) => {
    if (struct.length > 1 && !(struct instanceof Y.GC)) return 0;
    const encoder = new Y.UpdateEncoderV1();
    struct.write(encoder, 0);
    return encoder.toUint8Array().length;
  });
  return Math.max(0, ...sizes);
}

test('pieces in order give the same document, each within the limit, and none waits for a later one', () => {
  let divided = 0;
  let backwards = 0;
  fc.assert(
    fc.property(fc.array(act, { minLength: 10, maxLength: 60 }), fc.boolean(), (acts, isPart) => {
      const { doc, half } = play(acts);
      const receiver = new Y.Doc();
      if (isPart) Y.applyUpdate(receiver, Y.encodeStateAsUpdate(half));
      const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(receiver));
      const pieces = divideUpdate(update, LIMIT);
      if (pieces.length > 2) divided += 1;
      for (const piece of pieces) {
        if (piece.length > LIMIT) expect(largestOf(piece)).toBeGreaterThan(LIMIT - 50);
        Y.applyUpdate(receiver, piece);
        expect(receiver.store.pendingStructs).toBeNull();
      }
      if (pieces.length > 1) {
        // The test tells: in another order something waits.
        const other = new Y.Doc();
        Y.applyUpdate(other, pieces.at(-2) ?? update);
        if (other.store.pendingStructs !== null) backwards += 1;
      }
      expect(receiver.store.pendingDs).toBeNull();
      expect(Y.encodeStateVector(receiver)).toEqual(Y.encodeStateVector(doc));
      for (const read of [
        (of: Y.Doc) => of.getText('text').toJSON(),
        (of: Y.Doc) => of.getArray('spans').toJSON(),
        (of: Y.Doc) => of.getMap('memos').toJSON(),
        (of: Y.Doc) => of.getXmlFragment('turns').toJSON(),
      ]) {
        expect(read(receiver)).toEqual(read(doc));
      }
      const again = new Y.Doc();
      Y.applyUpdate(again, Y.encodeStateAsUpdate(receiver));
      expect(again.getText('text').toJSON()).toBe(doc.getText('text').toJSON());
    }),
    { numRuns: 300 },
  );
  expect(divided).toBeGreaterThan(100);
  expect(backwards).toBeGreaterThan(30);
});

test('what one writer appended in one run is divided, though it is one struct', () => {
  const doc = new Y.Doc();
  const spans = doc.getArray('spans');
  for (let at = 0; at < 2_000; at += 1) spans.push([{ id: at, quote: 'x'.repeat(300) }]);
  const update = Y.encodeStateAsUpdate(doc);
  expect(Y.decodeUpdate(update).structs).toHaveLength(1);
  const pieces = divideUpdate(update, 64 * 1024);
  expect(pieces.length).toBeGreaterThan(9);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
  const other = new Y.Doc();
  for (const piece of pieces) Y.applyUpdate(other, piece);
  expect(other.getArray('spans').toJSON()).toEqual(spans.toJSON());
});

test('frames stay what they are, and the last piece of an answer is the answer', () => {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, 'word '.repeat(1_000));
  const frameOf = (kind: number): Uint8Array => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc));
    return encoding.toUint8Array(encoder);
  };
  expect(divideFrame(frameOf(1), 10_000)).toEqual([frameOf(1)]);
  // A state vector and presence are never divided.
  expect(divideFrame(frameOf(0), 1_000)).toEqual([frameOf(0)]);
  const frames = divideFrame(frameOf(1), 1_000);
  expect(frames.length).toBeGreaterThan(4);
  expect(frames.every(({ length }) => length <= 1_000)).toBe(true);
  expect(frames.map((frame) => frame[1])).toEqual([...frames.slice(1).map(() => 2), 1]);
});

test('a struct that cannot be divided goes alone', () => {
  const doc = new Y.Doc();
  doc.getArray('spans').push([{ id: 'a' }]);
  doc.getArray('spans').push([{ id: 'b', quote: 'x'.repeat(5_000) }]);
  doc.getArray('spans').push([{ id: 'c' }]);
  const pieces = divideUpdate(Y.encodeStateAsUpdate(doc), 1_000);
  expect(pieces.map(({ length }) => length > 1_000)).toEqual([false, true, false]);
});
