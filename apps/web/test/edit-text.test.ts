import { indexText, TEXT_FIELD, transcriptSchema, writeTranscript } from '@triad/collab';
import { EditorState, TextSelection } from 'prosemirror-state';
import type { Command } from 'prosemirror-state';
import { initProseMirrorDoc, ySyncPluginKey } from 'y-prosemirror';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { eraseBack, insertWords, setSpeaker, splitTurn } from '../src/annotator/edit-commands.ts';
import { editPlugin } from '../src/annotator/edit-plugin.ts';
import { returnedTurns } from '../src/annotator/returned-turns.ts';
import { TextUndo } from '../src/annotator/text-undo.ts';
import { turnLineage } from '../src/annotator/turn-lineage.ts';

type Turns = readonly (readonly [id: string, ...paragraphs: string[]])[];

function documentOf(turns: Turns): Y.Doc {
  const doc = new Y.Doc();
  writeTranscript(
    doc,
    turns.map(([id, ...paragraphs]) => ({ id, speaker: 's1', start: 1, end: 9, paragraphs })),
  );
  return doc;
}

/** An editor's state, and a hand that puts the caret at the first `|` of the words it is shown. */
function editorOf(turns: Turns) {
  const marked = turns.map(
    ([id, ...paragraphs]) => [id, ...paragraphs.map((words) => words.replaceAll('|', ''))] as const,
  );
  const fragment = documentOf(marked).getXmlFragment(TEXT_FIELD);
  let made = 0;
  let state = EditorState.create({
    doc: initProseMirrorDoc(fragment, transcriptSchema).doc,
    plugins: [turnLineage(() => `new${(made += 1)}`)],
  });
  const places: number[] = [];
  let position = 0;
  for (const [, ...paragraphs] of turns) {
    position += 1;
    for (const words of paragraphs) {
      for (let at = words.indexOf('|'); at >= 0; at = words.indexOf('|', at + 1)) {
        places.push(position + 1 + at - words.slice(0, at).split('|').length + 1);
      }
      position += words.replaceAll('|', '').length + 2;
    }
    position += 1;
  }
  const [anchor = 2, head = anchor] = places;
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, anchor, head)));
  return {
    run: (command: Command) => command(state, (tr) => (state = state.apply(tr))),
    shows: () =>
      state.doc.children.map((turn) => [
        [turn.attrs['id'], turn.attrs['from']].filter(Boolean).join(' from '),
        ...turn.children.map((paragraph) => paragraph.textContent),
      ]),
    attrs: (turn: number) => state.doc.child(turn).attrs,
  };
}

test('a split gives the second half an id of its own, and tells whence it came', () => {
  const editor = editorOf([['a', 'Yes. |No.']]);
  editor.run(splitTurn);
  expect(editor.shows()).toEqual([
    ['a', 'Yes. '],
    ['new1 from a', 'No.'],
  ]);
  expect([editor.attrs(0)['end'], editor.attrs(1)['start'], editor.attrs(1)['end']]).toEqual([
    null,
    null,
    9,
  ]);
});

test('a split between two paragraphs leaves no empty one', () => {
  const editor = editorOf([['a', 'Yes.', '|No.']]);
  editor.run(splitTurn);
  expect(editor.shows()).toEqual([
    ['a', 'Yes.'],
    ['new1 from a', 'No.'],
  ]);
});

test('a turn that takes another in names it, with all that it had come of', () => {
  const editor = editorOf([
    ['a', 'Yes. |No.'],
    ['b', 'Perhaps.'],
  ]);
  editor.run(splitTurn);
  editor.run(eraseBack);
  expect(editor.shows()).toEqual([
    ['a from new1', 'Yes. ', 'No.'],
    ['b', 'Perhaps.'],
  ]);
});

test('what is deleted across turns joins them; a turn whose words all went leaves no trace', () => {
  const editor = editorOf([
    ['a', 'Yes, |so'],
    ['b', 'Perhaps.'],
    ['c', 'and |no.'],
  ]);
  editor.run(eraseBack);
  expect(editor.shows()).toEqual([['a from c', 'Yes, no.']]);
});

test('pasted lines become paragraphs of the same turn', () => {
  const editor = editorOf([['a', 'Yes |no.']]);
  editor.run(insertWords('one\r\ntwo\0\nthree '));
  expect(editor.shows()).toEqual([['a', 'Yes one', 'two', 'three no.']]);
});

test('a turn is given to another speaker, and nothing else changes', () => {
  const editor = editorOf([['a', 'Yes.|']]);
  expect(editor.run(setSpeaker('s1'))).toBe(false);
  expect(editor.run(setSpeaker('s2'))).toBe(true);
  expect(editor.attrs(0)).toMatchObject({ id: 'a', speaker: 's2', from: null });
});

test('what comes back are the turns that were written otherwise', () => {
  const saved = indexText(
    documentOf([
      ['a', 'Yes.'],
      ['b', 'No.'],
      ['c', 'So.'],
    ]),
  );
  const written = indexText(
    documentOf([
      ['a', 'Yes.'],
      ['b', 'No, no.'],
      ['new', 'Well.'],
    ]),
  );
  expect(returnedTurns(saved, written).map(({ id, words }) => [id, words])).toEqual([
    ['b', 'No, no.'],
    ['new', 'Well.'],
  ]);
});

test('a text takes nothing that would make it longer than it may be, and says so', () => {
  let isEditing = true;
  let said = 0;
  const ignored = () => undefined;
  const plugin = editPlugin({
    isEditing: () => isEditing,
    isAsking: () => false,
    roomUtf16: () => 3,
    tooLong: () => (said += 1),
    history: new TextUndo(),
    undo: ignored,
    redo: ignored,
    done: ignored,
    tooMuch: ignored,
    description: '',
  });
  const fragment = documentOf([['a', 'Yes.']]).getXmlFragment(TEXT_FIELD);
  let state = EditorState.create({
    doc: initProseMirrorDoc(fragment, transcriptSchema).doc,
    plugins: [plugin],
  });
  const insert = (words: string, meta: boolean = false): void => {
    const tr = state.tr.insertText(words, 2);
    state = state.apply(meta ? tr.setMeta(ySyncPluginKey, {}) : tr);
  };
  insert('abcd');
  expect([state.doc.textContent, said]).toEqual(['Yes.', 1]);
  insert('abc');
  state = state.apply(state.tr.insertText('1234567', 2, 9));
  expect([state.doc.textContent, said]).toEqual(['1234567', 1]);
  // What others wrote is there already, and whoever only reads is asked nothing.
  insert('others', true);
  isEditing = false;
  insert('reading');
  expect([state.doc.textContent, said]).toEqual(['readingothers1234567', 1]);
});
