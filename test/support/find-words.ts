/** Where words stand on the page, and what is drawn over them. */
export type FoundWords = {
  /** Before the first letter and behind the last, client pixels. */
  readonly start: { readonly x: number; readonly y: number };
  readonly end: { readonly x: number; readonly y: number };
  /** The unbroken run of marked letters that holds the first letter; empty where it is not marked. */
  readonly marked: string;
  /** Roles of the lines under the first letter, in the order of their lanes. */
  readonly roles: readonly string[];
};

/**
 * Looks words up in the text. Runs in the page, so it stands by itself. Null where no paragraph
 * holds them, or more than one place does.
 */
export function findWords(
  text: HTMLElement | SVGElement,
  { words, scroll }: { readonly words: string; readonly scroll: boolean },
): FoundWords | null {
  const places: {
    readonly node: Text;
    readonly offset: number;
    readonly mark: Element | null;
  }[][] = [];
  for (const paragraph of text.querySelectorAll('p')) {
    const at = paragraph.textContent.indexOf(words);
    if (at < 0) continue;
    if (paragraph.textContent.indexOf(words, at + 1) >= 0) return null;
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const letters: (typeof places)[number] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const mark = node.parentElement?.closest('.s') ?? null;
      for (let offset = 0; offset < (node as Text).length; offset += 1) {
        letters.push({ node: node as Text, offset, mark });
      }
    }
    places.push(letters);
  }
  const [letters] = places;
  if (letters === undefined || places.length > 1) return null;
  const content = letters.map(({ node, offset }) => node.data[offset] ?? '').join('');
  const first = content.indexOf(words);
  const last = first + words.length - 1;

  const boxOf = (index: number): DOMRect => {
    const letter = letters[index];
    const range = document.createRange();
    if (letter !== undefined) {
      range.setStart(letter.node, letter.offset);
      range.setEnd(letter.node, letter.offset + 1);
    }
    return range.getBoundingClientRect();
  };
  if (scroll) {
    letters[first]?.node.parentElement?.scrollIntoView({ block: 'nearest' });
    const view = text.closest('.annotator')?.getBoundingClientRect();
    const scroller = text.closest('.annotator');
    const box = boxOf(first);
    // Well inside, so that nothing that floats at an edge is in the way.
    if (
      view !== undefined &&
      scroller !== null &&
      (box.top < view.top + 80 || box.bottom > view.bottom - 160)
    ) {
      scroller.scrollTop += box.top - view.top - view.height / 3;
    }
  }
  const startBox = boxOf(first);
  const endBox = boxOf(last);

  let from = first;
  let to = first;
  while (from > 0 && letters[from - 1]?.mark) from -= 1;
  while (to < letters.length && letters[to]?.mark) to += 1;
  const isMarked = Boolean(letters[first]?.mark);
  const roles: string[] = [];
  for (
    let element = letters[first]?.mark ?? null;
    element !== null;
    element = element.parentElement?.closest('.s') ?? null
  ) {
    const style = element.getAttribute('style') ?? '';
    for (const [, role] of style.matchAll(/--line-(\w+)/g))
      if (role !== undefined) roles.push(role);
  }
  return {
    start: { x: startBox.left + 1, y: (startBox.top + startBox.bottom) / 2 },
    end: { x: endBox.right - 1, y: (endBox.top + endBox.bottom) / 2 },
    marked: isMarked ? content.slice(from, to) : '',
    roles,
  };
}
