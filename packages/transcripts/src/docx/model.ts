import { LINE_END } from '../decode/clean-text.ts';

/** The parts of mammoth's document model that transcripts need, read defensively from its untyped objects. */

/** A stretch of words in one style. */
export type WordRun = { readonly text: string; readonly strong: boolean };

/** Lines of a paragraph, as line breaks divide it. */
export type WordParagraph = {
  readonly kind: 'paragraph';
  readonly lines: readonly (readonly WordRun[])[];
  readonly style: string;
};

export type WordTable = {
  readonly kind: 'table';
  readonly rows: readonly { readonly cells: readonly string[]; readonly isHeader: boolean }[];
};

export type WordBlock = WordParagraph | WordTable;

type Node = {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly children: readonly unknown[];
};

const MAX_DEPTH = 150;

function asNode(value: unknown): Node | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields: Record<string, unknown> = { ...value };
  const type = fields['type'];
  const children = fields['children'];
  return typeof type === 'string'
    ? { type, fields, children: Array.isArray(children) ? children : [] }
    : null;
}

/** The blocks of mammoth's document, in reading order; tables within tables give their cells as paragraphs. */
export function readBlocks(elements: readonly unknown[], depth = 0): WordBlock[] {
  if (depth > MAX_DEPTH) return [];
  return elements.flatMap((element): WordBlock[] => {
    const node = asNode(element);
    if (node === null) return [];
    if (node.type === 'paragraph') return [readParagraph(node)];
    if (node.type === 'table') return [readTable(node, depth)];
    return readBlocks(node.children, depth + 1);
  });
}

/** The words of notes or comments: their paragraphs joined by U+000A. */
export function readPlain(elements: readonly unknown[]): string {
  return readBlocks(elements)
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n');
}

function readParagraph(node: Node): WordParagraph {
  const lines: WordRun[][] = [[]];
  const walk = (children: readonly unknown[], strong: boolean, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    for (const child of children) {
      const inner = asNode(child);
      if (inner === null) continue;
      const value = inner.fields['value'];
      if (inner.type === 'text' && typeof value === 'string') addText(lines, value, strong);
      else if (inner.type === 'tab') addText(lines, '\t', strong);
      else if (inner.type === 'break') lines.push([]);
      else if (inner.type === 'checkbox')
        addText(lines, inner.fields['checked'] === true ? '☒' : '☐', strong);
      else walk(inner.children, inner.type === 'run' ? isStrong(inner) : strong, depth + 1);
    }
  };
  walk(node.children, false, 0);
  const style = node.fields['styleName'];
  return { kind: 'paragraph', lines, style: typeof style === 'string' ? style : '' };
}

/** Words of a text may hold line ends of their own (from `w:cr` or separators): they divide lines too. */
function addText(lines: WordRun[][], value: string, strong: boolean): void {
  value
    .replace(LINE_END, '\n')
    .split('\n')
    .forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ text, strong });
    });
}

function isStrong(run: Node): boolean {
  return run.fields['isBold'] === true || run.fields['isUnderline'] === true;
}

function readTable(node: Node, depth: number): WordTable {
  const rows = node.children.flatMap((child) => {
    const row = asNode(child);
    if (row === null || row.type !== 'tableRow') return [];
    const cells = row.children.flatMap((each) => {
      const cell = asNode(each);
      if (cell === null) return [];
      return [
        readBlocks(cell.children, depth + 1)
          .map(blockText)
          .filter((text) => text !== '')
          .join('\n'),
      ];
    });
    return [{ cells, isHeader: row.fields['isHeader'] === true }];
  });
  return { kind: 'table', rows };
}

function blockText(block: WordBlock): string {
  if (block.kind === 'table')
    return block.rows
      .flatMap((row) => row.cells)
      .filter((cell) => cell !== '')
      .join('\n');
  return block.lines
    .map((runs) =>
      runs
        .map((run) => run.text)
        .join('')
        .trim(),
    )
    .filter((text) => text !== '')
    .join('\n');
}
