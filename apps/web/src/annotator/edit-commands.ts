import {
  chainCommands,
  deleteSelection,
  joinBackward,
  joinForward,
  splitBlock,
} from 'prosemirror-commands';
import { Fragment, Slice } from 'prosemirror-model';
import { Selection } from 'prosemirror-state';
import type { Command } from 'prosemirror-state';
import { transcriptSchema } from '@triad/collab';

/** UTF-16 units that are pasted at once, at most; more would not pass as one message. */
export const MOST_PASTED = 100_000;

/** Enter: the paragraph becomes two. */
export const splitParagraph: Command = splitBlock;

/** Backspace: the selection, or at the start of a paragraph or turn, what parts it from the one before. */
export const eraseBack: Command = chainCommands(deleteSelection, joinBackward);

/** Delete: the same forwards. */
export const eraseForward: Command = chainCommands(deleteSelection, joinForward);

/**
 * The turn becomes two at the caret; the second has the same speaker and, see `turn-lineage.ts`, an id
 * of its own. Between two paragraphs no empty one is left behind.
 */
export const splitTurn: Command = (state, dispatch) => {
  const { tr } = state;
  tr.deleteSelection();
  const { $from } = tr.selection;
  if ($from.depth !== 2) return false;
  const turn = $from.node(1);
  const { attrs } = turn;
  const first = $from.index(1) === 0;
  const last = $from.index(1) === turn.childCount - 1;
  const later = [{ type: turn.type, attrs: { ...attrs, start: null } }];
  if ($from.parentOffset === 0 && !first) tr.split($from.before(2), 1, later);
  else if ($from.parentOffset === $from.parent.content.size && !last) {
    tr.split($from.after(2), 1, later);
  } else tr.split($from.pos, 2, later);
  tr.setNodeAttribute($from.before(1), 'end', null);
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Gives the turn at the caret another speaker: a key of the transcript's record, or '' for none. */
export function setSpeaker(key: string): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    if ($from.depth === 0 || $from.node(1).attrs['speaker'] === key) return false;
    dispatch?.(state.tr.setNodeAttribute($from.before(1), 'speaker', key));
    return true;
  };
}

/**
 * Puts plain words in place of the selection, a line a paragraph. They stay within the turn: turns
 * that were copied from a text would bring their ids along.
 */
export function insertWords(words: string): Command {
  return (state, dispatch) => {
    const lines = words
      .replaceAll('\0', '')
      .toWellFormed()
      .split(/\r\n?|\n/);
    const { tr } = state;
    if (lines.length === 1) tr.insertText(lines[0] ?? '');
    else {
      const { paragraph } = transcriptSchema.nodes;
      const nodes = lines.map((line) =>
        paragraph.create(null, line === '' ? null : transcriptSchema.text(line)),
      );
      tr.replaceSelection(new Slice(Fragment.from(nodes), 1, 1));
      tr.setSelection(Selection.near(tr.doc.resolve(tr.selection.to), -1));
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}
