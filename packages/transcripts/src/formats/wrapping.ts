/** A line of a page, trimmed, with what its margin shows. */
export type PageLine = {
  readonly text: string;
  readonly line: number;
  /** White space before it, in characters. */
  readonly indent: number;
  /** How many tabs are in it. */
  readonly tabs: number;
  /** A blank line, or a rule, stands before it. */
  readonly gap: boolean;
};

/** Lines of pages broken by width: in characters, from a narrow column to the widest page. */
const NARROWEST = 48;
const WIDEST = 130;
/** Fewer lines that look broken are chance. */
const LEAST_LINES = 4;

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
  if (before.length < LEAST_LINES) return () => false;
  const width = before.toSorted((a, b) => a - b)[Math.floor((before.length - 1) * 0.98)] ?? 0;
  if (width < NARROWEST || width > WIDEST) return () => false;
  const isFull = (index: number): boolean => {
    const line = page[index];
    const previous = page[index - 1];
    if (line === undefined || previous === undefined || line.gap) return false;
    const word = /^\S+/u.exec(line.text)?.[0] ?? '';
    return /\s/u.test(previous.text) && widthOf(previous) + 1 + word.length > width;
  };
  // Where lines after the first stand further in, a line at the margin begins anew; elsewhere one further in does.
  const margin = Math.min(...page.slice(0, 2000).map((line) => line.indent));
  let full = 0;
  let deeper = 0;
  page.forEach((line, index) => {
    if (!isFull(index)) return;
    full += 1;
    if (line.indent > margin && (page[index - 1]?.indent ?? 0) <= margin) deeper += 1;
  });
  if (full < LEAST_LINES || full < before.length * 0.5) return () => false;
  const hanging = deeper >= full * 0.1;
  return (index) => {
    if (!isFull(index)) return false;
    const indent = page[index]?.indent ?? 0;
    const previous = page[index - 1]?.indent ?? 0;
    return hanging ? indent > margin && indent >= previous : indent <= previous;
  };
}

function widthOf(line: PageLine): number {
  return line.indent + line.text.length;
}
