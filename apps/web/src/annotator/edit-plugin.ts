import { keydownHandler } from 'prosemirror-keymap';
import { Plugin } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';
import {
  eraseBack,
  eraseForward,
  insertWords,
  MOST_PASTED,
  splitParagraph,
  splitTurn,
} from './edit-commands.ts';
import type { TextUndo } from './text-undo.ts';

export type EditPluginOptions = {
  /** Whether this person may change the text now. */
  readonly isEditing: () => boolean;
  /** Whether they asked to and wait: what they type then is meant for the text, and codes nothing. */
  readonly isAsking: () => boolean;
  readonly history: TextUndo;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly done: () => void;
  /** More was pasted than goes at once. */
  readonly tooMuch: () => void;
  /** By how much the text may still grow, in UTF-16 units; and that something would be more. */
  readonly roomUtf16: () => number;
  readonly tooLong: () => void;
  /** Says what the keys do while the text is edited. */
  readonly description: string;
};

/** The keys and the pasting of somebody who edits; to everybody else it is not there. */
export function editPlugin(options: EditPluginOptions): Plugin {
  const act = (work: () => void) => (): boolean => {
    work();
    return true;
  };
  const keys = keydownHandler({
    Enter: splitParagraph,
    'Shift-Enter': splitParagraph,
    'Mod-Enter': splitTurn,
    Backspace: eraseBack,
    Delete: eraseForward,
    'Mod-z': act(options.undo),
    'Shift-Mod-z': act(options.redo),
    'Mod-y': act(options.redo),
    Escape: act(options.done),
  });
  return new Plugin({
    // Before it is made: the server would refuse it, and end the editing with that.
    filterTransaction(tr, { doc }) {
      const grown = tr.doc.content.size - doc.content.size;
      const isOwn =
        tr.docChanged && options.isEditing() && tr.getMeta(ySyncPluginKey) === undefined;
      if (!isOwn || grown <= 0 || grown <= options.roomUtf16()) return true;
      options.tooLong();
      return false;
    },
    props: {
      handleKeyDown: (view, event) => options.isEditing() && keys(view, event),
      handlePaste(view, event) {
        if (!options.isEditing()) return false;
        const words = event.clipboardData?.getData('text/plain') ?? '';
        if (words.length > MOST_PASTED) options.tooMuch();
        else if (words !== '') insertWords(words)(view.state, view.dispatch);
        return true;
      },
    },
  });
}
