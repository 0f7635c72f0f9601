import type { LayerEditor } from '@triad/collab';
import { addSpan, digestLayer, layerFields, readLayerContent, removeSpan } from '@triad/collab';
import type { SpanId } from '@triad/realist';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { LateWork } from '../src/annotator/late-work.ts';

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
  const editor: LayerEditor = {
    doc,
    origin: null,
    now: () => '2026-01-01T00:00:00.000Z',
    newId: () => crypto.randomUUID(),
  };
  const mark = (): SpanId => addSpan(editor, { role: 'C', anchor });
  return { doc, editor, mark };
}

test('what comes after the reveal is told as it comes, and nothing else is', () => {
  const { doc, editor, mark } = makeLayer();
  const first = mark();
  const revealed = digestLayer(readLayerContent(doc, 2));
  let asked = 0;
  const late = new LateWork(
    (lane) => (lane === 'ben' ? doc : null),
    () => (asked += 1),
  );
  late.set('ben', revealed);
  expect([late.has('spans', 'ben', first), late.settle(), late.settle()]).toEqual([
    false,
    true,
    false,
  ]);
  // The same again is nothing new, and a layer that is not there yet is told later.
  late.set('ben', revealed);
  late.set('cleo', revealed);
  expect([late.of('cleo'), asked]).toEqual([null, 1]);

  const second = mark();
  expect([late.has('spans', 'ben', second), asked, late.settle()]).toEqual([true, 2, true]);
  // Nothing that anybody sees.
  layerFields(doc).memoTexts.set('none', new Y.Text('no memo bears it'));
  expect([asked, late.settle()]).toEqual([3, false]);
  removeSpan(editor, first);
  expect([late.of('ben')?.removed.spans, late.settle()]).toEqual([1, true]);

  late.set('ben', null);
  expect([late.of('ben'), late.settle()]).toEqual([null, true]);
  const before = asked;
  mark();
  expect([asked, late.settle()]).toEqual([before, false]);
});
