import { Plugin } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';

/**
 * The text can be read, selected and walked with the keyboard, and not changed: every transaction
 * that would change it is refused, and the browser's own editing is stopped before it touches the
 * page. Only what the sync plugin brings from the server passes. `isEditing` opens it for the lead
 * who holds the lease; words that are dragged stay where they are even then.
 */
export function readOnlyPlugin(isEditing: () => boolean): Plugin {
  const stop = (event: Event): boolean => {
    event.preventDefault();
    return true;
  };
  const refuse = (event: Event): boolean => !isEditing() && stop(event);
  const swallow = (): boolean => !isEditing();
  return new Plugin({
    filterTransaction: (transaction) =>
      !transaction.docChanged || isEditing() || transaction.getMeta(ySyncPluginKey) !== undefined,
    props: {
      handleDOMEvents: {
        beforeinput: (_view, event) => refuse(event),
        paste: (_view, event) => refuse(event),
        cut: (_view, event) => refuse(event),
        drop: (_view, event) => stop(event),
        dragstart: (_view, event) => stop(event),
        compositionstart: swallow,
        compositionupdate: swallow,
        compositionend: swallow,
      },
      handlePaste: swallow,
      handleDrop: () => true,
      handleTextInput: swallow,
      handleKeyDown: (_view, event) => {
        if (isEditing()) return false;
        if (event.ctrlKey || event.metaKey) return /^[xv]$/i.test(event.key);
        const edits = event.key.length === 1 || /^(Enter|Backspace|Delete)$/.test(event.key);
        if (edits) event.preventDefault();
        return edits;
      },
    },
  });
}
