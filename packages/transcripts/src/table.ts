import { couldBeSpeaker } from './labels/groups.ts';
import { labelShape } from './labels/label-shape.ts';
import { count, type Notes } from './notes.ts';
import { sourceLine, type SourceLine } from './source-line.ts';
import { wholeStamp } from './times.ts';

/** One row: the words of its cells (lines joined by U+000A), and its first line in the source. */
export type TableRow = {
  readonly cells: readonly string[];
  readonly line: number;
  readonly isHeader?: boolean;
};

type Columns = {
  readonly time: number;
  readonly endTime: number;
  readonly speaker: number;
  readonly words: number;
};

const HEADER_WORDS =
  /^(?:time|start|end|in|out|timestamp|timecode|speaker|name|who|text|transcript|words|content|speech|utterance|turn|no\.?|#|line|zeit|sprecher(?:in)?|person|text|inhalt|heure|temps|locuteur|texte|parole|tiempo|hora|hablante|persona|texto|tempo|oratore|testo|tijd|spreker|tekst|tid|talare|taler|czas|mówca|tekst|время|участник|текст|時間|时间|说话人|發言人|内容|內容|文字|時刻|話者|発言|זמן|דובר|טקסט|الوقت|المتحدث|النص)(?![\p{L}\p{M}])/iu;

/**
 * A table of turns to lines: which column holds times, speakers and words is told by what stands in it. Any other table
 * gives its cells in reading order, each a paragraph.
 */
export function tableLines(rows: readonly TableRow[], notes: Notes, order: number): SourceLine[] {
  const columns = findColumns(rows);
  if (columns === null) {
    return rows.flatMap((row) => {
      let line = row.line;
      return row.cells.flatMap((cell) => {
        const made = cellLines(cell, line);
        line += lineEnds(cell);
        return made;
      });
    });
  }
  const lines: SourceLine[] = [];
  let extra = 0;
  rows.forEach((row, index) => {
    const cell = (column: number): string => (column < 0 ? '' : (row.cells[column] ?? '').trim());
    if (index === 0 && isHeaderRow(row, columns)) {
      const head = rowText(row.cells);
      notes.leave('table', head, row.line, order, row.line + lineEnds(head));
      return;
    }
    const stamp = wholeStamp(cell(columns.time));
    const end = columns.endTime < 0 ? null : (wholeStamp(cell(columns.endTime))?.start ?? null);
    const words = cell(columns.words);
    const speaker = cell(columns.speaker)
      .replace(/\s+/gu, ' ')
      .replace(/\s*[:：]$/u, '');
    row.cells.forEach((other, column) => {
      if (
        column === columns.time ||
        column === columns.endTime ||
        column === columns.words ||
        column === columns.speaker ||
        other.trim() === ''
      )
        return;
      if (/^\d{1,6}\.?$/.test(other.trim())) return;
      extra += 1;
      const at = lineOfCell(row, column);
      notes.leave('table', other, at, order + lines.length, at + lineEnds(other));
    });
    const unread = stamp === null && cell(columns.time) !== '' ? [cell(columns.time)] : [];
    const wordsAt = lineOfCell(row, columns.words);
    [...unread, ...words.split('\n')].forEach((text, part) => {
      if (text.trim() === '') return;
      const line =
        part < unread.length ? lineOfCell(row, columns.time) : wordsAt + part - unread.length;
      const voice = part === 0 && columns.speaker >= 0 && speaker !== '' ? speaker : null;
      lines.push(
        sourceLine(text.trim(), line, part === 0 ? 'paragraph' : 'line', {
          voice,
          start: part === 0 ? (stamp?.start ?? null) : null,
          end: part === 0 ? (end ?? stamp?.end ?? null) : null,
        }),
      );
    });
    if (words === '' && speaker !== '')
      notes.leave('mark', speaker, lineOfCell(row, columns.speaker), order + lines.length);
  });
  if (extra > 0)
    notes.warn(
      'transcript/table-columns',
      `${count(extra, 'cell')} of a table that hold neither time, speaker nor words were left out of the turns.`,
    );
  return lines;
}

/** A row as it stands in the source: the lines of a cell go on below each other, the next cell behind the last. */
export function rowText(cells: readonly string[]): string {
  return cells.join('\t');
}

function lineOfCell(row: TableRow, column: number): number {
  return row.cells.slice(0, column).reduce((line, cell) => line + lineEnds(cell), row.line);
}

function lineEnds(text: string): number {
  return text.split('\n').length - 1;
}

function cellLines(cell: string, line: number): SourceLine[] {
  return cell
    .split('\n')
    .flatMap((text, part) =>
      text.trim() === '' ? [] : [sourceLine(text.trim(), line + part, 'paragraph')],
    );
}

/** Null where the table is not one of turns: no column of words beside one of times or speakers. */
function findColumns(rows: readonly TableRow[]): Columns | null {
  const width = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  if (rows.length < 2 || width < 2 || width > 8) return null;
  const body = rows.slice(isHeaderLike(rows[0]) ? 1 : 0);
  const columns = Array.from({ length: width }, (_, column) =>
    describe(body.map((row) => (row.cells[column] ?? '').trim())),
  );
  const times = columns.flatMap((column, index) => (column.times >= 0.7 ? [index] : []));
  const words = columns.reduce(
    (best, column, index) =>
      times.includes(index) || (best >= 0 && column.length <= (columns[best]?.length ?? 0))
        ? best
        : index,
    -1,
  );
  if (words < 0) return null;
  const speaker = columns.findIndex(
    (column, index) =>
      index !== words &&
      !times.includes(index) &&
      column.speakers >= 0.8 &&
      (column.distinct <= 0.6 ||
        column.roles ||
        (times.length > 0 && column.distinct < 1) ||
        isSpeakerHeader(rows[0], index)),
  );
  if (times.length === 0 && speaker < 0) return null;
  if (speaker < 0 && width > times.length + 2) return null;
  return { time: times[0] ?? -1, endTime: times[1] ?? -1, speaker, words };
}

type ColumnShape = {
  readonly times: number;
  readonly speakers: number;
  readonly distinct: number;
  readonly roles: boolean;
  readonly length: number;
};

function describe(cells: readonly string[]): ColumnShape {
  const filled = cells.filter((cell) => cell !== '');
  const share = (n: number): number => (filled.length === 0 ? 0 : n / filled.length);
  const shapes = filled.map((cell) =>
    cell.length > 80 || cell.includes('\n') ? null : labelShape(cell.replace(/\s*[:：]$/u, '')),
  );
  return {
    times: share(filled.filter((cell) => wholeStamp(cell) !== null).length),
    speakers: share(
      shapes.filter(
        (shape) =>
          shape !== null && (couldBeSpeaker(shape) || (shape.possible && shape.words <= 2)),
      ).length,
    ),
    distinct: share(new Set(filled).size),
    roles: shapes.some((shape) => shape?.role === true),
    length: filled.reduce((sum, cell) => sum + cell.length, 0),
  };
}

function isHeaderLike(row: TableRow | undefined): boolean {
  if (row === undefined) return false;
  const filled = row.cells.filter((cell) => cell.trim() !== '');
  return (
    row.isHeader === true ||
    (filled.length >= 2 && filled.every((cell) => isHeaderCell(cell.trim())))
  );
}

/** `Time`, `Speaker name`, `No.`; not `Speaker 1` nor `No, we came.` */
function isHeaderCell(cell: string): boolean {
  return (
    HEADER_WORDS.test(cell) &&
    (/^no\.?$/iu.test(cell) || (!/[\d.?!…,;]/u.test(cell) && !/^no\b/iu.test(cell))) &&
    cell.split(/\s+/u).length <= 3
  );
}

function isSpeakerHeader(row: TableRow | undefined, column: number): boolean {
  return (
    isHeaderLike(row) &&
    /^(?:speaker|name|who|sprecher|person|locuteur|hablante|oratore|spreker|talare|taler|mówca|участник|说话人|發言人|話者|דובר|المتحدث)/iu.test(
      row?.cells[column]?.trim() ?? '',
    )
  );
}

/** The first row names the columns: said so, worded so, or the only row whose time column holds no time. */
function isHeaderRow(row: TableRow, columns: Columns): boolean {
  if (isHeaderLike(row)) return true;
  const time = (row.cells[columns.time] ?? '').trim();
  return columns.time >= 0 && time !== '' && wholeStamp(time) === null && !/\d/.test(time);
}
