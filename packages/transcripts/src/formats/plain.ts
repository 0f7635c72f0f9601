import type { Notes } from '../notes.ts';
import { sourceLine, type ParsedSource, type SourceLine } from '../source-line.ts';
import { tableLines } from '../table.ts';
import { wholeStamp } from '../times.ts';
import { takeStrongLabel } from './strong-beginning.ts';
import { wrapTest, type PageLine } from './wrapping.ts';

/** A rule drawn with signs: no words. */
const RULE = /^[-=_*~–—#]{3,}$/u;

/** Plain text to lines: which of them are broken only by the width of the page is judged over the whole file. */
export function parsePlain(text: string, notes: Notes): ParsedSource {
  const page: PageLine[] = [];
  let gap = true;
  text.split('\n').forEach((raw, index) => {
    const trimmed = raw.trim();
    if (trimmed === '' || RULE.test(trimmed)) {
      gap = true;
      return;
    }
    const indent = raw.length - raw.trimStart().length;
    const tabs = raw.slice(0, indent).split('\t').length - 1;
    page.push({ text: trimmed, line: index + 1, indent, tabs, gap });
    gap = false;
  });
  const table = tabTable(page, notes);
  if (table !== null) return { title: null, lines: table, cues: false, mentioned: '' };
  const wraps = wrapTest(page);
  const lines = page.map((line, index): SourceLine => {
    const join = line.gap ? 'paragraph' : wraps(index) ? 'wrap' : 'line';
    const { text, strongUtf16 } = takeStrongLabel(line.text);
    return sourceLine(text, line.line, join, { strongUtf16 });
  });
  return { title: null, lines: eachLineAParagraph(lines), cues: false, mentioned: '' };
}

/** Where blank lines hardly occur, line ends are what divides paragraphs. */
function eachLineAParagraph(lines: SourceLine[]): SourceLine[] {
  const paragraphs = lines.filter((line) => line.join === 'paragraph').length;
  if (paragraphs > Math.max(1, lines.length * 0.1)) return lines;
  return lines.map((line) => (line.join === 'line' ? { ...line, join: 'paragraph' } : line));
}

/** Lines that are rows of two to five columns set off by tabs. */
function tabTable(page: readonly PageLine[], notes: Notes): SourceLine[] | null {
  if (page.length < 4) return null;
  const widths = page.map((line) => line.text.split('\t', 6).length);
  const columns = Math.max(...widths.slice(0, 200));
  const full = page.filter((_, index) => widths[index] === columns);
  if (columns < 2 || columns > 5 || full.length < page.length * 0.8) return null;
  const margin = full.reduce((least, line) => Math.min(least, line.tabs), Infinity);
  const firsts = new Set(
    full.filter((line) => line.tabs === margin).map((line) => line.text.split('\t', 1)[0]?.trim()),
  );
  const rows = page.map((line) => {
    const cells = line.text.split('\t').map((cell) => cell.trim());
    const first = cells[0] ?? '';
    // A row that was only moved in is whole: it begins as others do.
    const isWhole = cells.length >= columns && (firsts.has(first) || wholeStamp(first) !== null);
    const width = Math.min(cells.length, columns);
    const most = width < columns ? columns - width : columns - 1;
    const blank = isWhole ? 0 : Math.min(Math.max(0, line.tabs - margin), most);
    const filled = columns - blank;
    // Tabs beyond the last column are the words' own.
    const last = cells.slice(filled - 1).join('\t');
    return {
      cells: [
        ...Array.from({ length: blank }, () => ''),
        ...cells.slice(0, filled - 1),
        ...(cells.length >= filled ? [last] : []),
      ],
      line: line.line,
    };
  });
  return tableLines(rows, notes, 0);
}
