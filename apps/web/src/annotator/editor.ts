import type { TextIndex } from '@triad/collab';
import { fromPm, TEXT_FIELD, toPm, transcriptSchema } from '@triad/collab';
import type { Speaker } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { Node } from 'prosemirror-model';
import { EditorState, Plugin, TextSelection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import type { NodeView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import type * as Y from 'yjs';
import { formatTime } from './time.ts';
import { editPlugin } from './edit-plugin.ts';
import type { EditPluginOptions } from './edit-plugin.ts';
import { readOnlyPlugin } from './read-only.ts';
import { takeSelection } from './take-selection.ts';
import { turnLineage } from './turn-lineage.ts';

export type EditorOptions = {
  readonly place: HTMLElement;
  readonly doc: Y.Doc;
  readonly index: () => TextIndex;
  readonly speakers: readonly Speaker[];
  readonly label: string;
  /** Says what the letter keys do, for those who do not see the foot of the page. */
  readonly description: string;
  readonly plugins: readonly Plugin[];
  /** Before a key is looked at and the selection read. */
  readonly beforeKey: () => void;
  /** A key pressed in the text; true if it was a command. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onSelection: (range: TextRange) => void;
  readonly onClick: (offsetUtf16: number) => boolean;
  /** The text itself changed. */
  readonly onText: () => void;
  readonly editing: EditPluginOptions;
};

/**
 * The transcript as text that can be read and selected with mouse and keyboard, and changed by the
 * lead who holds the lease alone.
 */
export function createEditor(options: EditorOptions): EditorView {
  const { isEditing, isAsking } = options.editing;
  const fragment = options.doc.getXmlFragment(TEXT_FIELD);
  const { doc, mapping } = initProseMirrorDoc(fragment, transcriptSchema);
  const names = new Map(options.speakers.map((speaker) => [speaker.key, speaker]));
  const keys = new Plugin({
    props: {
      handleKeyDown: (view, event) => {
        options.beforeKey();
        takeSelection(view);
        return !isEditing() && !isAsking() && options.onKey(event);
      },
    },
  });
  const watch = new Plugin({
    view: () => ({
      update: (view, before) => {
        if (view.state.doc !== before.doc) options.onText();
        if (!view.state.selection.eq(before.selection)) {
          options.onSelection(selectedRange(view, options.index()));
        }
      },
    }),
  });
  const view = new EditorView(
    { mount: options.place },
    {
      state: EditorState.create({
        doc,
        plugins: [
          keys,
          editPlugin(options.editing),
          readOnlyPlugin(isEditing),
          ySyncPlugin(fragment, { mapping }),
          options.editing.history.plugin,
          turnLineage(() => crypto.randomUUID()),
          watch,
          ...options.plugins,
        ],
      }),
      nodeViews: { turn: (node) => turnView(node, names) },
      attributes: () => ({
        role: 'textbox',
        tabindex: '0',
        'aria-multiline': 'true',
        'aria-readonly': String(!isEditing()),
        'aria-label': options.label,
        'aria-description': isEditing() ? options.editing.description : options.description,
        inputmode: isEditing() ? 'text' : 'none',
        spellcheck: 'false',
        autocorrect: 'off',
        autocapitalize: 'off',
        translate: 'no',
      }),
      handleClick: (_view, position) => options.onClick(fromPm(options.index(), position)),
      scrollMargin: 80,
      scrollThreshold: 40,
    },
  );
  // React saves and restores the selection of a focused element whose `contentEditable` reads
  // 'true' at every commit, by walking the whole text up to the caret. Nothing that React draws is
  // inside this one; the attribute, which is what the browser goes by, stays as it is.
  Object.defineProperty(view.dom, 'contentEditable', { get: () => 'plaintext-only' });
  takeInput(view, false);
  return view;
}

/** After editing began or ended: the element tells the browser and its reader what it takes now. */
export function showEditing(view: EditorView, isEditing: boolean): void {
  takeInput(view, isEditing);
  view.dom.classList.toggle('editing', isEditing);
  view.setProps({});
}

/**
 * Chromium gathers the whole text for input methods whenever the caret moves after a layout. A text
 * that takes no input is spared that by an empty context of its own; caret and keys stay as they are.
 */
function takeInput(view: EditorView, isEditing: boolean): void {
  if (!('EditContext' in window)) return;
  const editContext = isEditing ? null : new (window.EditContext as new () => object)();
  Object.assign(view.dom, { editContext });
}

export function selectedRange(view: EditorView, index: TextIndex): TextRange {
  const { from, to } = view.state.selection;
  return { startUtf16: fromPm(index, from), endUtf16: fromPm(index, to) };
}

/** A range of the text as a selection of the editor. */
export function selectionOf(view: EditorView, index: TextIndex, range: TextRange): TextSelection {
  const { doc } = view.state;
  return TextSelection.create(doc, toPm(index, range.startUtf16), toPm(index, range.endUtf16));
}

function turnView(node: Node, speakers: ReadonlyMap<string, Speaker>): NodeView {
  const dom = document.createElement('section');
  const attributes = node.attrs as { id: string; speaker: string; start: number | null };
  const speaker = speakers.get(attributes.speaker);
  dom.className = `turn ${speaker?.kind ?? 'unknown'}`;
  dom.dataset['turn'] = attributes.id;
  // The margin is drawn from attributes: no element of it stands in the text, so selecting and
  // copying give the words alone.
  dom.dataset['who'] = speaker?.name ?? '';
  dom.dataset['time'] = attributes.start === null ? '' : formatTime(attributes.start);
  return {
    dom,
    contentDOM: dom,
    // How the turn itself is shown is the page's affair, and no change of its text.
    ignoreMutation: ({ type, target }) => type === 'attributes' && target === dom,
  };
}
