import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/**
 * The browser tells of a moved selection once a frame; what happens in the same frame must go by what
 * is selected all the same, so the page is asked.
 */
export function takeSelection(view: EditorView): void {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
  if (anchorNode === null || anchorNode === undefined) return;
  if (focusNode === null || focusNode === undefined) return;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return;
  const anchor = view.posAtDOM(anchorNode, anchorOffset ?? 0);
  const head = view.posAtDOM(focusNode, focusOffset ?? 0);
  const { selection, doc } = view.state;
  const known = TextSelection.between(doc.resolve(anchor), doc.resolve(head));
  if (selection.anchor === known.anchor && selection.head === known.head) return;
  view.dispatch(view.state.tr.setSelection(known));
}
