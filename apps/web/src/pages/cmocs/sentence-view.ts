import { LIMITS } from '@triad/collab';
import type { MarkRole } from '@triad/realist';
import { baseKeymap } from 'prosemirror-commands';
import { keymap } from 'prosemirror-keymap';
import type { EditorState as State, Transaction } from 'prosemirror-state';
import { EditorState, Plugin } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin, ySyncPluginKey } from 'y-prosemirror';
import type * as Y from 'yjs';
import { takeSelection } from '../../annotator/take-selection.ts';
import { markAs, oneLine } from './sentence-commands.ts';
import { sentenceSchema } from './sentence-schema.ts';

export type SentenceViewOptions = {
  readonly place: HTMLElement;
  readonly fragment: Y.XmlFragment;
  readonly undo: Y.UndoManager;
  readonly label: string;
  readonly description: string;
  /** Roles that have a key: Alt with their letter. */
  readonly roles: readonly MarkRole[];
  readonly onState: (state: State) => void;
  /** A key asked for a mark and there were no words to bear it. */
  readonly onNothingToMark: () => void;
};

/** An editor of the sentence in `place`, bound to the fragment; what others write appears in it. */
export function createSentenceView(options: SentenceViewOptions): EditorView {
  const { fragment, undo } = options;
  // A fragment without a paragraph makes no document; the editor's own empty one is written with the first key.
  const { doc, mapping } =
    fragment.length === 0
      ? { doc: undefined, mapping: undefined }
      : initProseMirrorDoc(fragment, sentenceSchema);
  const mark =
    (role: MarkRole | null) =>
    (state: State, dispatch?: (tr: Transaction) => void): boolean => {
      if (!markAs(role)(state, dispatch)) options.onNothingToMark();
      return true;
    };
  const take = (): boolean => true;
  const keys = keymap({
    Enter: take,
    'Shift-Enter': take,
    'Mod-Enter': take,
    ...Object.fromEntries(options.roles.map((role) => [`Alt-${role.toLowerCase()}`, mark(role)])),
    'Alt-0': mark(null),
    'Mod-z': () => undo.undo() !== null || true,
    'Mod-y': () => undo.redo() !== null || true,
    'Mod-Shift-z': () => undo.redo() !== null || true,
  });
  return new EditorView(options.place, {
    state: EditorState.create({
      ...(doc === undefined ? { schema: sentenceSchema } : { doc }),
      plugins: [
        // Before any key is looked at.
        new Plugin({ props: { handleKeyDown: (view) => (takeSelection(view), false) } }),
        keys,
        keymap(baseKeymap),
        notTooLong(),
        ySyncPlugin(fragment, mapping === undefined ? {} : { mapping }),
        new Plugin({ view: () => ({ update: ({ state }) => options.onState(state) }) }),
      ],
    }),
    attributes: {
      role: 'textbox',
      'aria-label': options.label,
      'aria-description': options.description,
      dir: 'auto',
      class: 'sentence-text',
    },
    handlePaste: (view, event) => {
      const text = oneLine(event.clipboardData?.getData('text/plain') ?? '');
      if (text !== '') view.dispatch(view.state.tr.insertText(text).scrollIntoView());
      return true;
    },
    handleDrop: (view, event, _slice, moved) => {
      if (moved) return false;
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
      const text = oneLine(event.dataTransfer?.getData('text/plain') ?? '');
      if (at !== null && text !== '') view.dispatch(view.state.tr.insertText(text, at.pos));
      return true;
    },
  });
}

/** What would make it longer than a note may be is not taken; what others wrote always is. */
function notTooLong(): Plugin {
  return new Plugin({
    filterTransaction: (tr, { doc }) =>
      !tr.docChanged ||
      tr.getMeta(ySyncPluginKey) !== undefined ||
      tr.doc.content.size <= LIMITS.noteUtf16 ||
      tr.doc.content.size <= doc.content.size,
  });
}
