import { cmocFields, partTextKey, readCmoc, readCmocMemos, writeCmoc } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeDraftUndo } from '../src/pages/cmocs/draft-undo.ts';
import {
  addEvidence,
  addMemo,
  addPart,
  changeEvidence,
  changePart,
  movePart,
  removeEvidence,
  removePart,
  restoreEvidence,
} from '../src/pages/cmocs/edit-cmoc.ts';
import { content, part, piece, sentence } from './cmoc-made.ts';

function draft(more: Parameters<typeof content>[0] = {}): Y.Doc {
  const doc = new Y.Doc();
  writeCmoc(doc, content({ title: 'Hope', sentence: sentence('When [C:matched]'), ...more }));
  return doc;
}
/** What is written in one comes to the other. */
function pair(a: Y.Doc): Y.Doc {
  const b = new Y.Doc();
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  a.on('update', (update: Uint8Array, origin) => origin !== b && Y.applyUpdate(b, update, a));
  b.on('update', (update: Uint8Array, origin) => origin !== a && Y.applyUpdate(a, update, b));
  return b;
}
const whole = { form: 'whole' } as const;
const texts = (doc: Y.Doc) => readCmoc(doc).parts.map(({ text }) => text);

describe('parts of a draft', () => {
  test('are added, changed and taken out with their words', () => {
    const doc = draft();
    const id = addPart(doc, 'M', { form: 'resource-and-reasoning' });
    cmocFields(doc).partTexts.get(partTextKey(id, 'resource'))?.insert(0, 'a peer');
    changePart(doc, id, {
      inferred: true,
      mechanism: { effect: 'hindering' },
      outcome: { sign: 'intended' },
    });
    expect(readCmoc(doc).parts).toMatchObject([
      {
        role: 'M',
        inferred: true,
        mechanism: { form: 'resource-and-reasoning', resource: 'a peer', effect: 'hindering' },
        outcome: null,
      },
    ]);
    removePart(doc, id);
    expect(readCmoc(doc).parts).toEqual([]);
    expect(cmocFields(doc).partTexts.size).toBe(0);
  });

  test('move among those of their role, ties and all', () => {
    const parts = [
      part('a', 'C', 'a'),
      part('b', 'C', 'b'),
      part('c', 'C', 'c'),
      part('m', 'M', 'm'),
    ];
    const doc = draft({ parts });
    movePart(doc, 'a', 1);
    expect(texts(doc)).toEqual(['b', 'a', 'c', 'm']);
    movePart(doc, 'c', -1);
    expect(texts(doc)).toEqual(['b', 'c', 'a', 'm']);
    movePart(doc, 'b', -1);
    movePart(doc, 'm', 1);
    expect(texts(doc)).toEqual(['b', 'c', 'a', 'm']);
    addPart(doc, 'C', whole);
    expect(texts(doc)).toEqual(['b', 'c', 'a', '', 'm']);
  });

  test('quotes of one that goes are for the whole', () => {
    const doc = draft({
      parts: [part('a', 'C', 'a')],
      evidence: [piece('1', 'q', { part: 'a' as never, role: 'C' })],
    });
    const undo = makeDraftUndo(doc);
    removePart(doc, 'a');
    expect(readCmoc(doc).evidence).toMatchObject([{ part: null, role: 'C' }]);
    undo.undo();
    expect(readCmoc(doc)).toMatchObject({ parts: [{ text: 'a' }], evidence: [{ part: 'a' }] });
  });
});

describe('evidence of a draft', () => {
  test('is added behind what is there, as supporting', () => {
    const doc = draft({ evidence: [piece('1', 'q', { order: 7 })] });
    const [id] = addEvidence(doc, [
      { quote: { transcript: 't', span: 'r' }, role: 'M', part: null },
      { quote: { transcript: 't', span: 's' }, role: null, part: null },
    ]);
    const spans = (): readonly string[] => readCmoc(doc).evidence.map(({ quote }) => quote.span);
    expect(spans()).toEqual(['q', 'r', 's']);
    changeEvidence(doc, id ?? '', { bearing: 'refutes', standing: 'implied' });
    const changed = readCmoc(doc).evidence[1];
    expect(changed).toMatchObject({ bearing: 'refutes', standing: 'implied', footing: null });
    removeEvidence(doc, id ?? '');
    expect(spans()).toEqual(['q', 's']);
    if (changed !== undefined) restoreEvidence(doc, changed);
    expect(spans()).toEqual(['q', 'r', 's']);
  });
});

describe('undo of a draft', () => {
  test('takes back one’s own acts one by one, in whatever field', () => {
    const mine = draft();
    const theirs = pair(mine);
    const undo = makeDraftUndo(mine);
    const { title, narrative } = cmocFields(mine);
    mine.transact(() => title.insert(4, ' grows'), 'typing');
    const id = addPart(mine, 'C', whole);
    changePart(mine, id, { inferred: true });
    cmocFields(theirs).narrative.insert(0, 'Theirs.');
    undo.undo();
    expect(readCmoc(mine).parts).toMatchObject([{ inferred: false }]);
    undo.undo();
    expect(readCmoc(mine).parts).toEqual([]);
    undo.undo();
    expect(title.toString()).toBe('Hope');
    expect(narrative.toString()).toBe('Theirs.');
    undo.redo();
    expect(readCmoc(theirs).title).toBe('Hope grows');
  });
});

test('two leads who add parts at once keep both', () => {
  const a = draft();
  const b = new Y.Doc();
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  addPart(a, 'C', whole);
  addPart(b, 'O', whole);
  addMemo(b, { by: 'ben', link: { kind: 'cmoc', id: 'x' }, now: '2026-11-14T12:00:00Z' });
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  expect(readCmoc(a)).toEqual(readCmoc(b));
  expect(readCmoc(a).parts.map(({ role }) => role)).toEqual(['C', 'O']);
  expect(readCmocMemos(a)).toMatchObject([{ by: 'ben', text: '' }]);
});
