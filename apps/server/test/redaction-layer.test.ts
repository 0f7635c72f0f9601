import {
  addMemo,
  addSketch,
  addSpan,
  DOCUMENT_SCHEMA,
  indexText,
  layerFields,
  makeAnchor,
  readPart,
  readSketch,
  readSpan,
  wordsTakenOut,
  writeTranscript,
} from '@triad/collab';
import type { Entry, LayerEditor } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NEVER_HELD } from '../src/redaction/held-before.ts';
import { redactTarget } from '../src/redaction/redact-target.ts';
import { doRedactionWork, openChange } from '../src/redaction/redaction-work.ts';
import type { TextChange } from '../src/redaction/redaction-work.ts';

/* What becomes of a layer and a text in which not everything is as their table says. */

const SAID = ['We met Edda in spring.', 'Then Edda left.'];

function textWith(...more: readonly ((doc: Y.Doc) => void)[]): Y.Doc {
  const doc = new Y.Doc();
  writeTranscript(
    doc,
    SAID.map((words) => ({
      id: crypto.randomUUID(),
      speaker: 's1',
      start: null,
      end: null,
      paragraphs: [words],
    })),
  );
  for (const act of more) doc.transact(() => act(doc));
  return doc;
}

function redact(text: Y.Doc, words: string, over: Partial<TextChange> = {}): TextChange {
  const startUtf16 = indexText(text).text.indexOf(words);
  const result = doRedactionWork({
    step: 'plan',
    asked: { words, at: { startUtf16, endUtf16: startUtf16 + words.length }, all: true, ...over },
    redaction: crypto.randomUUID(),
    replacement: '[name]',
    text: Y.encodeStateAsUpdate(text),
    heldBefore: NEVER_HELD,
    original: null,
  });
  if (!('planned' in result)) throw new Error('refused');
  return result.planned.change;
}

function redactLayer(change: TextChange, state: Uint8Array): { doc: Y.Doc; bytes: string } {
  const result = doRedactionWork({
    step: 'layers',
    change,
    layers: [{ state, schema: DOCUMENT_SCHEMA.layer, client: 5 }],
  });
  if (!('layers' in result)) throw new Error('no layers');
  const [bytes = new Uint8Array()] = result.layers;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return { doc, bytes: Buffer.from(bytes).toString('latin1') };
}

function editorOf(doc: Y.Doc, newId = () => crypto.randomUUID() as string): LayerEditor {
  return { doc, origin: null, now: () => '2026-01-01T00:00:00.000Z', newId };
}

test('[CO12] what no reader knows goes where it holds the words, and stays where it does not', () => {
  const layer = new Y.Doc();
  const fields = layerFields(layer);
  fields.spans.set('broken', { id: 'broken', note: 'Edda' });
  fields.spans.set('other', { id: 'other', note: 'nobody' });
  fields.memoTexts.set('no text', 'edda' as never);
  const nodes = layer.getMap('nodes');
  nodes.set('one', { label: ['of Edda'] });
  nodes.set('two', { label: 'of none' });
  nodes.set('three', new Y.Map([['inner', new Y.Text('Edda')]]));
  layer.getText('loose').insert(0, 'Ed');
  layer.getText('loose').insert(2, 'da was here');
  nodes.set('bytes', new Uint8Array(Buffer.from('Edda')));
  const { doc, bytes } = redactLayer(redact(textWith(), 'Edda'), Y.encodeStateAsUpdate(layer));
  expect(bytes).not.toMatch(/edda|Ed|da was/i);
  expect(layerFields(doc).spans.toJSON()).toEqual({ other: { id: 'other', note: 'nobody' } });
  expect(doc.getMap('nodes').toJSON()).toEqual({ two: { label: 'of none' } });
});

test('what waits for updates that never came goes, whatever it holds', () => {
  const layer = new Y.Doc();
  addMemo(editorOf(layer), [], 'of none');
  const other = new Y.Doc();
  addMemo(editorOf(other), [], 'first');
  const vector = Y.encodeStateVector(other);
  addMemo(editorOf(other), [], 'then Edda');
  const state = Y.mergeUpdates([
    Y.encodeStateAsUpdate(layer),
    Y.encodeStateAsUpdate(other, vector),
  ]);
  expect(Buffer.from(state).includes('then Edda')).toBe(true);
  const { doc, bytes } = redactLayer(redact(textWith(), 'Edda'), state);
  expect(bytes).not.toContain('Edda');
  expect([...layerFields(doc).memoTexts.values()].map(String)).toEqual(['of none']);
});

test('a name that is stored as the name of something goes with it', () => {
  const layer = new Y.Doc();
  addMemo(editorOf(layer), [], 'kept');
  layer.getMap('nodes').set('Edda', 1);
  layer.getMap('nodes').delete('Edda');
  layer.getMap('nodes').set('kept', 1);
  layer.getMap('of Edda').set('a', 1);
  const { doc, bytes } = redactLayer(redact(textWith(), 'Edda'), Y.encodeStateAsUpdate(layer));
  expect(bytes).not.toContain('Edda');
  expect(doc.getMap('nodes').toJSON()).toEqual({ kept: 1 });
  expect([...layerFields(doc).memoTexts.values()].map(String)).toEqual(['kept']);
});

test('words where an id should be, or beside what is written, go, and the rest stays', () => {
  const text = textWith();
  const anchor = makeAnchor(indexText(text), { startUtf16: 0, endUtf16: 6 });
  if (anchor === null) throw new Error('no anchor');
  const layer = new Y.Doc();
  const editor = editorOf(layer);
  const span = addSpan(editor, { role: 'C', anchor });
  const fields = layerFields(layer);
  const stored = fields.spans.get(span) as Entry;
  fields.spans.set(span, { ...stored, nodes: ['of Edda', 'other'], note: 'Edda' });
  const memo = addMemo(editor, [], 'kept');
  const linked = addMemo(editor, [{ kind: 'span', id: 'edda' }], 'its text stays');
  fields.memoTexts.get(memo)?.setAttribute('by', 'Edda');
  fields.memoTexts.get(memo)?.setAttribute('Edda', 'x');
  const { doc, bytes } = redactLayer(redact(text, 'Edda'), Y.encodeStateAsUpdate(layer));
  expect(bytes).not.toMatch(/edda/i);
  const after = layerFields(doc);
  expect(readSpan(span, after.spans.get(span))?.nodes).toEqual(['of [name]', 'other']);
  expect(after.spans.get(span)).not.toHaveProperty('note');
  expect([...after.memos.keys()]).toEqual([memo]);
  expect(String(after.memoTexts.get(memo))).toBe('kept');
  expect(String(after.memoTexts.get(linked))).toBe('its text stays');
});

test('ids that spell the words, and the names of roles and kinds, stay what they are', () => {
  const text = textWith();
  const index = indexText(text);
  let number = 0;
  const edda = () => `eddaedda-edda-4dda-8dda-${String((number += 1)).padStart(12, '0')}`;
  const layer = new Y.Doc();
  const editor = editorOf(layer, edda);
  const anchor = makeAnchor(index, { startUtf16: 0, endUtf16: 11 });
  if (anchor === null) throw new Error('no anchor');
  const span = addSpan(editor, { role: 'undecided', anchor });
  const sketch = addSketch(editor, {
    form: 'plain',
    restatement: 'plain words of Edda',
    parts: [{ role: 'C', filledBy: { kind: 'inferred', words: 'inferred of Edda' } }],
  });
  const state = Y.encodeStateAsUpdate(layer);
  const { doc } = redactLayer(redact(text, 'Edda'), state);
  const fields = layerFields(doc);
  expect(readSpan(span, fields.spans.get(span))?.anchor.quote).toBe('We met [name]');
  expect(readSketch(sketch, fields.sketches.get(sketch))?.form).toBe('plain');
  expect(String(fields.restatements.get(sketch))).toBe('plain words of [name]');
  for (const words of ['plain', 'inferred', 'undecided', 'spans', 'role']) {
    const said = textWith((made) => {
      const turn = made.getXmlFragment('text').get(0) as Y.XmlElement;
      ((turn.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, `${words} `);
    });
    const again = layerFields(redactLayer(redact(said, words), state).doc);
    expect(readSketch(sketch, again.sketches.get(sketch))?.form).toBe('plain');
    expect(readSpan(span, again.spans.get(span))?.role).toBe('undecided');
    const [part] = [...again.parts].map(([id, value]) => readPart(id, value)?.filledBy);
    const inferred = words === 'inferred' ? '[name] of Edda' : 'inferred of Edda';
    expect(part).toEqual({ kind: 'inferred', words: inferred });
  }
});

test('in a text the words go from attributes and other fields as well, and turns stay turns', () => {
  const text = textWith(
    (doc) => {
      const turn = doc.getXmlFragment('text').get(0) as Y.XmlElement;
      turn.setAttribute('note', 'of Edda');
      turn.setAttribute('speaker', 'Edda');
      turn.setAttribute('Edda', 'x');
      turn.setAttribute('Edda', 'y');
      (doc.getXmlFragment('text').get(1) as Y.XmlElement).setAttribute('start', 4 as never);
    },
    (doc) => doc.getMap('notes').set('x', 'Edda'),
    (doc) => doc.getMap('of Edda').set('x', 1),
    (doc) => doc.getText('Edda').insert(0, 'gone'),
    (doc) => doc.getText('Edda').delete(0, 4),
  );
  const change = redact(text, 'Edda');
  expect(Buffer.from(change.after).toString('latin1')).not.toMatch(/edda/i);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, change.after);
  const { turns, text: said } = indexText(doc);
  expect(said).toBe('We met [name] in spring.\nThen [name] left.');
  expect(turns.map(({ speaker, startSeconds }) => [speaker, startSeconds])).toEqual([
    ['', null],
    ['s1', 4],
  ]);
  expect(turns.map(({ id }) => id)).toEqual(indexText(text).turns.map(({ id }) => id));
  // Whoever holds the text of before can tell which words went, and nobody else.
  expect(wordsTakenOut(text, doc)).toEqual(['Edda']);
  expect(wordsTakenOut(doc, doc)).toEqual([]);
});

test('words that are names of ours as well take nothing else out of a text', () => {
  for (const words of ['text', 'speaker', 'redacted', 'paragraph', 'turn', 'from', 'start']) {
    const text = textWith(
      (doc) => {
        const turn = doc.getXmlFragment('text').get(0) as Y.XmlElement;
        turn.setAttribute('speaker', 's2');
        turn.setAttribute('start', 3 as never);
        const said = (turn.get(0) as Y.XmlElement).get(0) as Y.XmlText;
        said.delete(3, 4);
        said.insert(3, `${words} `);
      },
      (doc) => (doc.getXmlFragment('text').get(0) as Y.XmlElement).setAttribute('speaker', 's3'),
    );
    const { text: before } = indexText(text);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, redact(text, words).after);
    const { text: after, turns } = indexText(doc);
    expect(after).toBe(before.replace(words, '[name]'));
    expect(turns[0]).toMatchObject({ speaker: 's3', startSeconds: 3 });
  }
});

test('the same layer becomes the same bytes, another one other bytes', () => {
  const text = textWith();
  const layer = new Y.Doc();
  for (const words of ['Edda is kind', 'EDDA again', 'nothing'])
    addMemo(editorOf(layer), [], words);
  const change = redact(text, 'Edda');
  const state = Y.encodeStateAsUpdate(layer);
  expect(redactLayer(change, state).bytes).toBe(redactLayer(change, state).bytes);
  addMemo(editorOf(layer), [], 'more');
  expect(redactLayer(change, Y.encodeStateAsUpdate(layer)).bytes).not.toBe(
    redactLayer(change, state).bytes,
  );
});

test('a comment on a passage stays on its words, also one that has none of its own', () => {
  const text = textWith();
  const index = indexText(text);
  const change = redact(text, 'Edda');
  const anchor = makeAnchor(index, { startUtf16: 7, endUtf16: 14 });
  if (anchor === null) throw new Error('no anchor');
  const quoted = { quote: '[name] in', before: 'We met ' };
  const moved = redactTarget(openChange(change), { kind: 'passage', anchor });
  expect(moved.anchor).toMatchObject({ turn: anchor.turn, ...quoted });
  const gone = { ...anchor, turn: crypto.randomUUID(), start: [1, 1], end: [1, 2] } as const;
  const lost = redactTarget(openChange(change), { kind: 'passage', anchor: gone });
  expect(JSON.stringify(lost)).not.toContain('Edda');
  const place = { kind: 'passage', turn: anchor.turn, startUtf16: 7, endUtf16: 14 } as const;
  expect(redactTarget(openChange(change), place).anchor).toMatchObject(quoted);
  const untold = { ...place, turn: crypto.randomUUID() };
  expect(redactTarget(openChange(change), untold)).toEqual(untold);
});
