import type { Notes } from '../notes.ts';
import { sourceLine, type Join, type ParsedSource, type SourceLine } from '../source-line.ts';
import { tableLines, type TableRow } from '../table.ts';
import { withoutEmphasis } from './emphasis.ts';
import { takeStrong } from './strong-beginning.ts';

const MAX_FRONT_MATTER_LINES = 300;
const HEADING = /^#{1,6}\s+/u;
const MAX_RULE = 200;
const MAX_BARS = 100;
const RULE = /^[-=_*~][-=_*~\s]*[-=_*~]$/u;
const FENCE = /^(?:```|~~~)/;

/**
 * Markdown to lines: front matter, headings, rules, tables, the mark-up of labels and emphasis are read; other mark-up
 * inside the words (links, escapes) stays as the author wrote it.
 */
export function parseMarkdown(text: string, notes: Notes): ParsedSource {
  const all = text.split('\n');
  const front = readFrontMatter(all, notes);
  const lines: SourceLine[] = [];
  let title = front.title;
  let join: Join = 'paragraph';
  let rows: TableRow[] = [];
  let comment: { text: string; line: number } | null = null;
  const flush = (): void => {
    if (rows.length > 0) for (const line of tableLines(rows, notes, lines.length)) lines.push(line);
    rows = [];
  };
  for (let index = front.lines; index < all.length; index += 1) {
    const raw = all[index] ?? '';
    const trimmed = raw.trim();
    const number = index + 1;
    if (comment !== null || trimmed.startsWith('<!--')) {
      comment ??= { text: '', line: number };
      comment.text += `${trimmed}\n`;
      if (trimmed.includes('-->')) {
        notes.leave('comment', comment.text, comment.line, lines.length, number);
        notes.warn(
          'transcript/comment',
          'A comment hidden in the file was left out.',
          comment.line,
        );
        comment = null;
      }
      continue;
    }
    if (isTableRow(trimmed)) {
      if (!/^[|\s:-]+$/u.test(trimmed))
        rows.push({
          cells: trimmed
            .slice(1, -1)
            .split(/(?<!\\)\|/u)
            .map((cell) => withoutEmphasis(takeStrong(cell.trim()).text)),
          line: number,
        });
      join = 'paragraph';
      continue;
    }
    flush();
    if (
      trimmed === '' ||
      (trimmed.length <= MAX_RULE && RULE.test(trimmed)) ||
      FENCE.test(trimmed)
    ) {
      join = 'paragraph';
      continue;
    }
    const heading = HEADING.exec(trimmed);
    if (heading !== null) {
      const words = takeStrong(withoutClosing(trimmed.slice(heading[0].length))).text;
      if (title === null && trimmed.startsWith('# ')) title = words;
      if (words !== '')
        lines.push(
          sourceLine(words, number, 'paragraph', { heading: true, strongUtf16: words.length }),
        );
      join = 'paragraph';
      continue;
    }
    const bold = takeStrong(trimmed);
    const words = withoutEmphasis(bold.text, bold.strongUtf16);
    lines.push(sourceLine(words, number, join, { strongUtf16: bold.strongUtf16 }));
    join = raw.endsWith('  ') || raw.endsWith('\\') ? 'line' : 'soft';
  }
  flush();
  if (comment !== null)
    notes.leave('comment', comment.text, comment.line, lines.length, all.length);
  return { title, lines, cues: false, mentioned: front.text };
}

/** `| cell | cell |`; what has more bars than any table is drawn with them. */
function isTableRow(trimmed: string): boolean {
  if (!trimmed.startsWith('|') || !trimmed.endsWith('|') || trimmed.length < 2) return false;
  let bars = 0;
  for (let at = 0; at >= 0; at = trimmed.indexOf('|', at + 1)) {
    bars += 1;
    if (bars > MAX_BARS) return false;
  }
  return true;
}

/** A heading may be closed with the signs that open it. */
function withoutClosing(heading: string): string {
  let end = heading.length;
  while (end > 0 && (heading[end - 1] === '#' || heading[end - 1] === ' ')) end -= 1;
  return heading.slice(0, end);
}

function readFrontMatter(
  all: readonly string[],
  notes: Notes,
): { readonly lines: number; readonly title: string | null; readonly text: string } {
  let from = 0;
  while (from < all.length && all[from]?.trim() === '') from += 1;
  const fence = all[from]?.trim();
  const none = { lines: 0, title: null, text: '' };
  if (fence !== '---' && fence !== '+++') return none;
  const ends = (line: string): boolean =>
    line.trim() === fence || (fence === '---' && line.trim() === '...');
  const length = all.slice(from + 1, from + 2 + MAX_FRONT_MATTER_LINES).findIndex(ends);
  if (length < 0) return none;
  const to = from + 1 + length;
  const body = all.slice(from + 1, to);
  if (
    !body.every((line) => line.trim() === '' || /^(?:\s|#|-\s|[\w" .-]{1,60}\s*[:=])/u.test(line))
  )
    return none;
  const text = body.join('\n');
  const title =
    /^title\s*[:=]\s*(.*)$/imu
      .exec(text)?.[1]
      ?.trim()
      .replace(/^(["'])(.*)\1$/u, '$2') ?? '';
  notes.leave('front-matter', text, from + 2, 0, to);
  return { lines: to + 1, title: title === '' ? null : title, text };
}
