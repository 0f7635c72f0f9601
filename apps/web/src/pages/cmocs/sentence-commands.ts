import type { MethodSettings } from '@triad/collab';
import type { MarkRole } from '@triad/realist';
import type { Node } from 'prosemirror-model';
import { Fragment, Slice } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { TextSelection } from 'prosemirror-state';
import { cmocs } from '../../messages/cmocs.ts';
import { roleOf, sentenceSchema } from './sentence-schema.ts';

const roleMark = sentenceSchema.marks.role;

/**
 * Marks the selected words as a role, or takes their mark off (null). Without a selection it is about
 * the marked words in which the caret stands, if it stands in any. Afterwards the caret stands behind
 * the words, and what is typed next is unmarked.
 */
export function markAs(role: MarkRole | null): Command {
  return (state, dispatch) => {
    const range = rangeToMark(state);
    if (range === null) return false;
    if (dispatch === undefined) return true;
    const { from, to } = range;
    const tr = state.tr.removeMark(from, to, roleMark);
    if (role !== null) tr.addMark(from, to, roleMark.create({ role }));
    tr.setSelection(TextSelection.create(tr.doc, to)).setStoredMarks([]);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** The role of all that is selected, or of where the caret stands; null: none, or several. */
export function roleAt(state: EditorState): MarkRole | null {
  const range = rangeToMark(state);
  if (range === null) return null;
  const roles = new Set<MarkRole | null>();
  state.doc.nodesBetween(range.from, range.to, (node) => {
    if (node.isText) roles.add(roleOfNode(node));
  });
  const [only] = roles;
  return roles.size === 1 ? (only ?? null) : null;
}

/** The selected words without the blanks around them; without any, the marked run at the caret. */
function rangeToMark({
  doc,
  selection,
}: EditorState): { readonly from: number; readonly to: number } | null {
  if (selection.empty) return runAt(doc, selection.from);
  const text = doc.textBetween(selection.from, selection.to, '\n', '\n');
  // A boundary between paragraphs counts two positions and one letter here: then nothing is trimmed.
  const isOne = selection.$from.sameParent(selection.$to);
  const from = selection.from + (isOne ? text.length - text.trimStart().length : 0);
  const to = selection.to - (isOne ? text.length - text.trimEnd().length : 0);
  return from < to ? { from, to } : null;
}

/** The words of one mark in or beside which a position stands; those that end there come first. */
function runAt(doc: Node, position: number): { readonly from: number; readonly to: number } | null {
  const $position = doc.resolve(position);
  const { parent } = $position;
  const start = $position.start();
  const runs: { from: number; to: number; role: MarkRole }[] = [];
  parent.forEach((node, offset) => {
    const role = roleOfNode(node);
    if (role === null) return;
    const last = runs.at(-1);
    const from = start + offset;
    if (last !== undefined && last.to === from && last.role === role) last.to += node.nodeSize;
    else runs.push({ from, to: from + node.nodeSize, role });
  });
  return runs.find(({ from, to }) => from <= position && position <= to) ?? null;
}

function roleOfNode(node: Node): MarkRole | null {
  const mark = roleMark.isInSet(node.marks);
  return mark === undefined ? null : roleOf(mark.attrs);
}

export function isEmptySentence(doc: Node): boolean {
  return doc.textContent.trim() === '';
}

/** Writes the form into an empty sentence, its gaps marked, and selects the first gap. */
export function insertForm(form: Exclude<MethodSettings['form'], 'plain'>): Command {
  return (state, dispatch) => {
    if (!isEmptySentence(state.doc)) return false;
    if (dispatch === undefined) return true;
    const pieces = cmocs.sentence.skeletons[form];
    const nodes = pieces.map(({ text, role }) =>
      sentenceSchema.text(text, role === null ? [] : [roleMark.create({ role })]),
    );
    const paragraph = sentenceSchema.nodes.paragraph.create(null, Fragment.from(nodes));
    const tr = state.tr.replace(
      0,
      state.doc.content.size,
      new Slice(Fragment.from(paragraph), 0, 0),
    );
    const first = pieces.findIndex(({ role }) => role !== null);
    const from = 1 + pieces.slice(0, first).reduce((sum, { text }) => sum + text.length, 0);
    tr.setSelection(TextSelection.create(tr.doc, from, from + (pieces[first]?.text.length ?? 0)));
    dispatch(tr);
    return true;
  };
}

/** What is pasted or dropped, as one line of plain text. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
