import type { TextRange } from '@triad/realist';

/*
 * Which words of the passage are selected. Each of its pieces says in `data-at` where in the text it
 * begins; offsets are UTF-16.
 */

/** Null where nothing of the passage is selected. */
export function selectedIn(root: HTMLElement): TextRange | null {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (range.collapsed || !root.contains(range.startContainer) || !root.contains(range.endContainer))
    return null;
  const startUtf16 = offsetAt(root, range.startContainer, range.startOffset);
  const endUtf16 = offsetAt(root, range.endContainer, range.endOffset);
  return startUtf16 === null || endUtf16 === null || startUtf16 >= endUtf16
    ? null
    : { startUtf16, endUtf16 };
}

/** The same words as a range of the page; null where they are not all shown. */
export function domRangeOf(root: HTMLElement, { startUtf16, endUtf16 }: TextRange): Range | null {
  const start = placeOf(root, startUtf16, false);
  const end = placeOf(root, endUtf16, true);
  if (start === null || end === null) return null;
  const range = document.createRange();
  range.setStart(...start);
  range.setEnd(...end);
  return range;
}

function offsetAt(root: HTMLElement, node: Node, offset: number): number | null {
  if (node instanceof Text) {
    const at = beginOf(node);
    if (at !== null) return at + offset;
  }
  // Between elements: where the next piece begins, or the last ends.
  const point = document.createRange();
  point.setStart(node, offset);
  let end: number | null = null;
  for (const text of textsOf(root)) {
    const at = beginOf(text);
    if (at === null) continue;
    if (point.comparePoint(text, 0) >= 0) return at;
    end = at + text.data.length;
  }
  return end;
}

/** An end stands behind the last of its words, a start before its first. */
function placeOf(root: HTMLElement, offset: number, isEnd: boolean): [Node, number] | null {
  for (const text of textsOf(root)) {
    const at = beginOf(text);
    if (at === null) continue;
    const within = offset - at;
    const fits = isEnd
      ? within > 0 && within <= text.data.length
      : within >= 0 && within < text.data.length;
    if (fits) return [text, within];
  }
  return null;
}

function* textsOf(root: HTMLElement): Generator<Text> {
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    if (node instanceof Text) yield node;
  }
}

/** Null for what is no part of the text: names, times, signs that something is left out. */
function beginOf(text: Text): number | null {
  const at = text.parentElement?.dataset['at'];
  return at === undefined ? null : Number(at);
}
