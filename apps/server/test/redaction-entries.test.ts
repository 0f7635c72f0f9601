import {
  addSpan,
  DOCUMENT_SCHEMA,
  indexText,
  layerFields,
  makeAnchor,
  writeTranscript,
} from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NEVER_HELD } from '../src/redaction/held-before.ts';
import { doRedactionWork } from '../src/redaction/redaction-work.ts';
import { earlierContent, writeSchema1 } from './documents-support/earlier-layers.ts';

const NAME = 'Marianne';

function textWith(...paragraphs: readonly string[]): Y.Doc {
  const text = new Y.Doc();
  const turn = { id: crypto.randomUUID(), speaker: 's1', start: null, end: null };
  writeTranscript(text, [{ ...turn, paragraphs }]);
  return text;
}

/** The layer as it is after the name was taken out of the text. */
function redactIn(text: Y.Doc, state: Uint8Array, schema: number): Uint8Array {
  const index = indexText(text);
  const startUtf16 = index.text.indexOf(NAME);
  const planned = doRedactionWork({
    step: 'plan',
    asked: { words: NAME, at: { startUtf16, endUtf16: startUtf16 + NAME.length }, all: true },
    redaction: crypto.randomUUID(),
    replacement: '[name]',
    text: Y.encodeStateAsUpdate(text),
    heldBefore: NEVER_HELD,
    original: null,
  });
  if (!('planned' in planned)) throw new Error('no plan');
  const { change } = planned.planned;
  const result = doRedactionWork({
    step: 'layers',
    change,
    layers: [{ state, schema, client: 7 }],
  });
  const [layer] = 'layers' in result ? result.layers : [];
  if (layer === undefined) throw new Error('no layer');
  return layer;
}

const holdsName = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').includes(NAME);

type Garbage = (doc: Y.Doc, span: string) => void;

test.for<{ readonly name: string; readonly lay: Garbage }>([
  {
    name: 'an earlier value of an entry, as two tabs leave it',
    lay: (doc, span) => doc.getArray('spans').insert(0, [{ id: span, note: NAME }]),
  },
  {
    name: 'values that are no entries',
    lay: (doc) => doc.getArray('memos').push([NAME, [NAME], { note: NAME }]),
  },
  {
    name: 'an entry that is no span',
    lay: (doc) => doc.getArray('spans').push([{ id: 'x', note: NAME }]),
  },
  {
    name: 'an entry whose id spells the words',
    lay: (doc) =>
      doc
        .getArray('parts')
        .push([
          { id: NAME, sketch: 's', role: 'C', order: 1, filledBy: { kind: 'inferred', words: '' } },
        ]),
  },
  {
    name: 'a reference that spells the words',
    lay: (doc, span) =>
      doc.getArray('memos').push([
        {
          id: crypto.randomUUID(),
          links: [{ kind: 'span', id: `${span} ${NAME}` }],
          createdAt: '',
        },
      ]),
  },
  {
    name: 'something else within a list of entries',
    lay: (doc) => doc.getArray('spans').push([new Y.Text(`${NAME} spoke`)]),
  },
  { name: 'a field that nobody knows', lay: (doc) => doc.getArray('notes').push([NAME]) },
])('$name goes with the words, and spans stay', ({ lay }) => {
  const text = textWith(`Then ${NAME} came.`, 'We walked home.');
  const index = indexText(text);
  const doc = new Y.Doc();
  const editor = {
    doc,
    origin: null,
    now: () => new Date(0).toISOString(),
    newId: () => crypto.randomUUID(),
  };
  const spans = ['walked home', 'came'].map((words) => {
    const startUtf16 = index.text.indexOf(words);
    const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + words.length });
    if (anchor === null) throw new Error('no anchor');
    return addSpan(editor, { role: 'C', anchor });
  });
  lay(doc, spans[0] ?? '');
  const before = Y.encodeStateAsUpdate(doc);
  expect(holdsName(before)).toBe(true);
  const after = redactIn(text, before, DOCUMENT_SCHEMA.layer);
  expect(holdsName(after)).toBe(false);
  const redacted = new Y.Doc();
  Y.applyUpdate(redacted, after);
  expect([...layerFields(redacted).spans.keys()].sort()).toEqual([...spans].sort());
});

test('a layer of an earlier schema comes out in the present one, without the words', () => {
  const text = textWith(`Then ${NAME} came.`, 'We walked home.');
  const content = earlierContent(20);
  const before = writeSchema1(content);
  const redacted = new Y.Doc();
  Y.applyUpdate(redacted, redactIn(text, before, 1));
  expect(layerFields(redacted).spans.size).toBe(20);
});
