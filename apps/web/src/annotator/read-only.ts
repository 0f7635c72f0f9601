import { Plugin } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';

/**
 * The text can be read, selected and walked with the keyboard, and not changed: every transaction
 * that would change it is refused, and the browser's own editing is stopped before it touches the
 * page. Only what the sync plugin brings from the server passes.
 */
export function readOnlyPlugin(): Plugin {
  const refuse = (event: Event): boolean => {
    event.preventDefault();
    return true;
  };
  const swallow = (): boolean => true;
  return new Plugin({
    filterTransaction: (transaction) =>
      !transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined,
    props: {
      handleDOMEvents: {
        beforeinput: (_view, event) => refuse(event),
        paste: (_view, event) => refuse(event),
        cut: (_view, event) => refuse(event),
        drop: (_view, event) => refuse(event),
        dragstart: (_view, event) => refuse(event),
        compositionstart: swallow,
        compositionupdate: swallow,
        compositionend: swallow,
      },
      handlePaste: swallow,
      handleDrop: swallow,
      handleTextInput: swallow,
      handleKeyDown: (_view, event) => {
        if (event.ctrlKey || event.metaKey) return /^[xv]$/i.test(event.key);
        const edits = event.key.length === 1 || /^(Enter|Backspace|Delete)$/.test(event.key);
        if (edits) event.preventDefault();
        return edits;
      },
    },
  });
}
