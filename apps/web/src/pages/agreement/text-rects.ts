import type { TextRange } from '@triad/realist';
import type { SceneTurn } from './scene.ts';
import { paragraphsOf } from './scene.ts';

/** Top and bottom of the lines on which a range stands, client pixels. */
export type Lines = { readonly top: number; readonly bottom: number };

/** Where a range stands, as far as it lies in this turn; null where none of it is on the page. */
export function linesOf(
  element: Element,
  turn: SceneTurn,
  text: string,
  range: TextRange,
): Lines | null {
  const start = Math.max(range.startUtf16, turn.startUtf16);
  const end = Math.min(range.endUtf16, turn.endUtf16);
  if (start >= end) return null;
  const first = rectOf(element, turn, text, start);
  const last = rectOf(element, turn, text, end - 1);
  return first === null || last === null ? null : { top: first.top, bottom: last.bottom };
}

/** The box of one character; of a line feed that of what stands beside it. */
function rectOf(element: Element, turn: SceneTurn, text: string, offset: number): DOMRect | null {
  const paragraphs = paragraphsOf(text, turn);
  const at = paragraphs.findLastIndex(({ startUtf16 }) => startUtf16 <= offset);
  const paragraph = element.children[at];
  const place = paragraphs[at];
  if (paragraph === undefined || place === undefined) return null;
  let left = Math.min(offset, Math.max(place.startUtf16, place.endUtf16 - 1)) - place.startUtf16;
  const nodes = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left < length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left + 1);
      return range.getBoundingClientRect();
    }
    left -= length;
  }
  return paragraph.getBoundingClientRect();
}
