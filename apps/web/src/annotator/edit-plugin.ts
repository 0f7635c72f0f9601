import { keydownHandler } from 'prosemirror-keymap';
import { Plugin } from 'prosemirror-state';
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
  readonly history: TextUndo;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly done: () => void;
  /** More was pasted than goes at once. */
  readonly tooMuch: () => void;
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
