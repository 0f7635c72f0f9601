/** A line of a page, trimmed, with what its margin shows. */
export type PageLine = {
  readonly text: string;
  readonly line: number;
  /** White space before it, in characters. */
  readonly indent: number;
  /** A blank line, or a rule, stands before it. */
  readonly gap: boolean;
};

/** Lines of pages broken by width: not shorter than old terminals' halves, not longer than anything printed. */
const NARROWEST = 40;
const WIDEST = 120;

/**
 * Tells, for the index of a line, whether it only goes on with the line before because the page was too narrow: the
 * next word would not have fitted there. Never true in a file whose lines are not filled up to one width.
 */
export function wrapTest(page: readonly PageLine[]): (index: number) => boolean {
  const before: number[] = [];
  page.forEach((line, index) => {
    const previous = page[index - 1];
    if (!line.gap && previous !== undefined && /\s/u.test(previous.text))
      before.push(widthOf(previous));
  });
  if (before.length < 3) return () => false;
  const sorted = before.toSorted((a, b) => a - b);
  const width = sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0;
  const median = sorted[sorted.length >> 1] ?? 0;
  const filled = before.filter((each) => each >= width - 14 && each <= width).length;
  if (
    width < NARROWEST ||
    width > WIDEST ||
    (filled < before.length * 0.4 && median < width * 0.75)
  )
    return () => false;
  const isFull = (index: number): boolean => {
    const line = page[index];
    const previous = page[index - 1];
    if (line === undefined || previous === undefined || line.gap) return false;
    const word = /^\S+/u.exec(line.text)?.[0] ?? '';
    return widthOf(previous) + 1 + word.length > width;
  };
  // Where lines after the first stand further in, a line further out begins anew; elsewhere one further in does.
  let full = 0;
  let deeper = 0;
  page.forEach((line, index) => {
    if (!isFull(index)) return;
    full += 1;
    if (line.indent > (page[index - 1]?.indent ?? 0)) deeper += 1;
  });
  const hanging = deeper >= full * 0.1;
  return (index) => {
    if (!isFull(index)) return false;
    const step = (page[index]?.indent ?? 0) - (page[index - 1]?.indent ?? 0);
    return hanging ? step >= 0 : step <= 0;
  };
}

function widthOf(line: PageLine): number {
  return line.indent + line.text.length;
}
