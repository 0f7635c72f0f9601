import { couldBeSpeaker } from './labels/groups.ts';
import { labelShape } from './labels/label-shape.ts';
import { labelBySign, runningNumbers, tellNumbers } from './labels/running-numbers.ts';
import { count, countWere, nameLines, type Notes } from './notes.ts';
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

/** A name that stands without words yet, with its time; `order` as `Notes.leave` has it. */
type Waiting = {
  readonly name: string;
  readonly line: number;
  readonly order: number;
  readonly start: number | null;
  readonly end: number | null;
};

const MAX_COLUMNS = 8;
const ROW_NUMBER = /^\d{1,6}\.?$/u;
const HEADER_WORDS =
  /^(?:time|start|end|in|out|timestamp|timecode|speaker|name|who|text|transcript|words|content|speech|utterance|turn|no\.?|#|line|zeit|sprecher(?:in)?|person|text|inhalt|heure|temps|locuteur|texte|parole|tiempo|hora|hablante|persona|texto|tempo|oratore|testo|tijd|spreker|tekst|tid|talare|taler|czas|mówca|tekst|время|участник|текст|時間|时间|说话人|發言人|内容|內容|文字|時刻|話者|発言|זמן|דובר|טקסט|الوقت|المتحدث|النص)(?![\p{L}\p{M}])/iu;

/**
 * A table of turns to lines: which column holds times, speakers and words is told by what stands in it. Any other table
 * gives its cells in reading order, each a paragraph.
 */
export function tableLines(
  numbered: readonly TableRow[],
  notes: Notes,
  order: number,
): SourceLine[] {
  const rows = withoutNumbers(numbered, notes);
  const columns = findColumns(rows);
  if (columns === null) {
    return withoutColumnOfNumbers(rows, notes).flatMap((row) => {
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
  const names = new Set(
    rows
      .filter((row) => (row.cells[columns.words] ?? '').trim() !== '')
      .map((row) => speakerOf(row.cells[columns.speaker] ?? '')),
  );
  const doubtful: number[] = [];
  let anyVoice = false;
  /** A name whose words stand in the rows below it. */
  let waiting: Waiting | null = null;
  const leaveWaiting = (): void => {
    if (waiting === null) return;
    notes.leave('mark', waiting.name, waiting.line, waiting.order);
    notes.warn(
      'transcript/mark',
      `On ${nameLines([waiting.line])}, the name of a speaker stands in a table without words and was left out.`,
      waiting.line,
    );
    waiting = null;
  };
  rows.forEach((row, index) => {
    const cell = (column: number): string => (column < 0 ? '' : (row.cells[column] ?? '').trim());
    if (index === 0 && isHeaderRow(row, columns)) {
      const head = rowText(row.cells);
      notes.leave('table', head, row.line, order, row.line + lineEnds(head));
      return;
    }
    const time = cell(columns.time);
    const stamp = wholeStamp(time);
    const endTime = cell(columns.endTime);
    const end = wholeStamp(endTime)?.start ?? null;
    const words = cell(columns.words);
    row.cells.forEach((other, column) => {
      if (
        column === columns.time ||
        column === columns.endTime ||
        column === columns.words ||
        column === columns.speaker ||
        other.trim() === ''
      )
        return;
      if (ROW_NUMBER.test(other.trim())) return;
      extra += 1;
      const at = lineOfCell(row, column);
      notes.leave('table', other, at, order + lines.length, at + lineEnds(other));
    });
    const said: { readonly text: string; readonly line: number }[] = [];
    const say = (column: number): void => {
      const text = row.cells[column] ?? '';
      const line = lineOfCell(row, column);
      text.split('\n').forEach((part, nth) => {
        if (part.trim() !== '') said.push({ text: part.trim(), line: line + nth });
      });
    };
    if (stamp === null && time !== '') say(columns.time);
    if (end === null && endTime !== '') say(columns.endTime);
    const isUnread = said.length > 0;
    let speaker = speakerOf(cell(columns.speaker));
    if (
      words === '' &&
      speaker !== '' &&
      !isNameAlone(cell(columns.speaker), names, columns, rows[index + 1])
    ) {
      const line = lineOfCell(row, columns.speaker);
      if (anyVoice && mayBeName(speaker)) doubtful.push(line);
      say(columns.speaker);
      speaker = '';
    }
    if (words !== '') say(columns.words);
    if (speaker !== '') leaveWaiting();
    if (said.length === 0) {
      if (speaker !== '')
        waiting = {
          name: speaker,
          line: lineOfCell(row, columns.speaker),
          order: order + lines.length,
          start: stamp?.start ?? null,
          end: end ?? stamp?.end ?? null,
        };
      return;
    }
    const above: Waiting | null = speaker === '' ? waiting : null;
    // Without speakers every row with a time is a turn, and one without goes on with it.
    const goesOn =
      columns.speaker < 0 && lines.length > 0 && stamp === null && (!isUnread || words === '');
    anyVoice ||= above !== null || speaker !== '';
    said.forEach(({ text, line }, part) => {
      const isFirst = part === 0;
      lines.push(
        sourceLine(text, line, isFirst && !goesOn ? 'paragraph' : 'line', {
          voice: isFirst ? (above?.name ?? (speaker === '' ? null : speaker)) : null,
          start: isFirst ? (stamp?.start ?? above?.start ?? null) : null,
          end: isFirst ? (end ?? stamp?.end ?? above?.end ?? null) : null,
        }),
      );
    });
    waiting = null;
  });
  leaveWaiting();
  if (doubtful.length > 0)
    notes.warn(
      'transcript/doubtful-label',
      `${countWere(doubtful.length, 'row of a table', 'rows of a table')} read as words of the turn above (${nameLines(doubtful)}), though nothing stands there but what may be a name or a heading. If one is a speaker, split the turn there and name them.`,
      doubtful[0],
    );
  if (extra > 0)
    notes.warn(
      'transcript/table-columns',
      `${count(extra, 'cell')} of a table that hold neither time, speaker nor words were left out of the turns.`,
    );
  return lines;
}

/** Takes running numbers away that stand in one cell with a label: `1. INT`. */
function withoutNumbers(rows: readonly TableRow[], notes: Notes): readonly TableRow[] {
  const width = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  if (width > MAX_COLUMNS) return rows;
  const labelOf = (text: string): string | null => {
    const whole = speakerOf(text);
    return labelBySign(text) ?? (mayBeName(whole) ? whole : null);
  };
  for (let column = 0; column < width; column += 1) {
    const texts = rows.map((row) => (row.cells[column] ?? '').trim());
    const lengths = runningNumbers(texts, labelOf);
    if (lengths === null) continue;
    tellNumbers(lengths, (index) => rows[index]?.line ?? null, notes);
    return rows.map((row, index) => {
      const bare = (texts[index] ?? '').slice(lengths[index]);
      return { ...row, cells: row.cells.map((cell, at) => (at === column ? bare : cell)) };
    });
  }
  return rows;
}

/** Blanks a column that only numbers rows whose words begin with a label: `1 | INT: words`. */
function withoutColumnOfNumbers(rows: readonly TableRow[], notes: Notes): readonly TableRow[] {
  const isNumber = (cell: string | undefined): boolean => ROW_NUMBER.test((cell ?? '').trim());
  const column = rows.find((row) => row.cells.some(isNumber))?.cells.findIndex(isNumber) ?? -1;
  const at = (row: TableRow, index: number): string => (row.cells[index] ?? '').trim();
  if (column < 0 || rows.some((row) => at(row, column) !== '' && !isNumber(row.cells[column])))
    return rows;
  const joined = rows.map((row) => `${at(row, column)} ${at(row, column + 1)}`.trim());
  const lengths = runningNumbers(joined, labelBySign);
  if (lengths === null) return rows;
  tellNumbers(lengths, (index) => rows[index]?.line ?? null, notes);
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, index) => (index === column ? '' : cell)),
  }));
}

/** A label in a column, without the colon that may close it. */
function speakerOf(cell: string): string {
  return cell
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/\s*[:：]$/u, '');
}

/**
 * Whether what stands alone in the column of speakers names who says the rows below: somebody whom other rows name, or a
 * name and colon above words that nobody else says. Anything else is words that slipped out of their column.
 */
function isNameAlone(
  cell: string,
  names: ReadonlySet<string>,
  columns: Columns,
  next: TableRow | undefined,
): boolean {
  const speaker = speakerOf(cell);
  if (names.has(speaker)) return true;
  const opensWords =
    (next?.cells[columns.speaker] ?? '').trim() === '' &&
    (next?.cells[columns.words] ?? '').trim() !== '';
  return /[:：]$/u.test(cell) && opensWords && mayBeName(speaker);
}

function mayBeName(text: string): boolean {
  const shape = labelShape(text);
  return (
    (couldBeSpeaker(shape) || shape.meta) &&
    !shape.runsOn &&
    shape.words <= 4 &&
    !/[:：]|[.,]$/u.test(text)
  );
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
  if (rows.length < 2 || width < 2 || width > MAX_COLUMNS) return null;
  const all = rows.slice(isHeaderLike(rows[0]) ? 1 : 0);
  // A cell that is the only one of its row need not be of the kind of its column.
  const fuller = all.filter((row) => row.cells.filter((cell) => cell.trim() !== '').length > 1);
  const body = fuller.length < all.length * 0.5 ? all : fuller;
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
  // What stands alone heads no columns: it is words, or a title.
  if (row.cells.filter((cell) => cell.trim() !== '').length < 2) return false;
  const time = (row.cells[columns.time] ?? '').trim();
  return columns.time >= 0 && time !== '' && wholeStamp(time) === null && !/\d/.test(time);
}
