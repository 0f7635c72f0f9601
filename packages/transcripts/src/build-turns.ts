import { closingStamps } from './closing-stamps.ts';
import { ImportError } from './errors.ts';
import type { ImportLimits } from './limits.ts';
import type { LabelDecision } from './labels/decide.ts';
import type { Candidate, LineReading } from './labels/parse-label.ts';
import { count, countWere, nameLines, type Notes } from './notes.ts';
import type { Join, ParsedSource, SourceLine } from './source-line.ts';
import type { Stamp } from './times.ts';
import type { LeftOut, Turn } from './transcript.ts';
import { countWords } from './turns.ts';

type OpenTurn = {
  speaker: string | null;
  start: number | null;
  end: number | null;
  /** Pieces and what joins them: a string grown line by line would be copied whole each time its end is looked at. */
  readonly pieces: string[];
  readonly firstLine: number;
  lastLine: number;
  readonly fromIndex: number;
  /** Where each of its lines goes on: the index among the source's lines, and the length of the text up to there. */
  readonly steps: { readonly index: number; readonly atUtf16: number }[];
  lengthUtf16: number;
};

/** What of a closed turn the pieces left out within it are placed by. */
type TurnPlace = Pick<OpenTurn, 'fromIndex' | 'steps'>;

const BRACKETED = /^(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\])\.?$/u;

/**
 * Walks the lines once and makes turns: a label begins one, or goes on with it where the speaker is the same; lines
 * without a label go on. Without any label each paragraph or cue is a turn. What belongs to no turn is kept in `notes`.
 *
 * @throws ImportError `transcript/too-many-turns`
 */
export function buildTurns(
  source: ParsedSource,
  readings: readonly LineReading[],
  decision: LabelDecision,
  notes: Notes,
  limits: ImportLimits,
): { turns: Turn[]; leftOut: LeftOut[] } {
  const { lines, cues } = source;
  const firstLabel = decision.labels.findIndex((label) => label !== null);
  const anyLabel = firstLabel >= 0;
  const stamps = closingStamps(source, decision);
  const turns: Turn[] = [];
  const places: TurnPlace[] = [];
  /** Runs of lines before the first speaker, divided where something else was left out. */
  const preamble: { readonly from: number; readonly lines: SourceLine[] }[] = [];
  const innerStamps: number[] = [];
  const interjections: number[] = [];
  const headings: number[] = [];
  let open: OpenTurn | null = null;
  let pending: { start: number; end: number | null } | null = null;

  const close = (): void => {
    if (open === null) return;
    const text = open.pieces.join('').trim();
    if (text !== '') {
      if (turns.length >= limits.turns) {
        throw new ImportError(
          'transcript/too-many-turns',
          `The file has more than ${limits.turns} turns, more than one transcript may have; split it into several files.`,
        );
      }
      turns.push({
        speaker: open.speaker,
        start: open.start,
        end: open.start !== null && open.end !== null && open.end < open.start ? null : open.end,
        text,
        source: { firstLine: open.firstLine, lastLine: open.lastLine },
      });
      places.push({ fromIndex: open.fromIndex, steps: open.steps });
    }
    open = null;
  };
  const begin = (
    speaker: string | null,
    index: number,
    line: SourceLine,
    time: { start: number | null; end: number | null },
  ): OpenTurn => {
    close();
    const turn: OpenTurn = {
      speaker,
      start: time.start,
      end: time.end,
      pieces: [],
      firstLine: line.line,
      lastLine: line.line,
      fromIndex: index,
      steps: [],
      lengthUtf16: 0,
    };
    open = turn;
    return turn;
  };

  lines.forEach((line, index) => {
    const reading = readings[index];
    const label = decision.labels[index] ?? null;
    const nextIsLabel = (decision.labels[index + 1] ?? null) !== null;
    const stamp = reading?.stamp ?? null;
    if (stamp !== null) {
      pending = { start: stamp.start, end: stamp.end };
      if (
        anyLabel &&
        index > firstLabel &&
        !nextIsLabel &&
        !stampServesNext(decision, readings, index)
      )
        innerStamps.push(line.line);
      return;
    }
    if (decision.marks.has(index)) {
      notes.leave('mark', line.text, line.line, index);
      notes.warn(
        'transcript/mark',
        `${where(line)}a label without words, such as a chapter mark, was left out.`,
        line.line,
      );
      return;
    }
    if (line.heading && label === null) {
      notes.leave('heading', line.text, line.line, index);
      headings.push(line.line);
      return;
    }
    if (label === null && anyLabel && index < firstLabel && !cues && decision.opening === 'out') {
      const run = preamble.at(-1);
      if (run !== undefined && run.from + run.lines.length === index) run.lines.push(line);
      else preamble.push({ from: index, lines: [line] });
      pending = null;
      return;
    }
    if (
      label === null &&
      decision.ownLines &&
      anyLabel &&
      line.join !== 'wrap' &&
      BRACKETED.test(line.text)
    ) {
      notes.leave('interjection', line.text, line.line, index);
      interjections.push(line.line);
      return;
    }
    let body = label === null ? line.text : line.text.slice(label.bodyFromUtf16);
    const time = timeOf(line, label, reading, pending);
    let current: OpenTurn | null = open;
    let join: Join = line.join;
    if (label !== null && (current === null || current.speaker !== label.label)) {
      current = begin(label.label, index, line, time);
    } else if (
      label === null &&
      (current === null ||
        (index < (anyLabel ? firstLabel : Infinity) &&
          (line.join === 'paragraph' || pending !== null || hasTime(reading, source))))
    ) {
      if (hasTime(reading, source)) body = body.slice(reading.leading.to).replace(/^[\s–—-]+/u, '');
      current = begin(null, index, line, time);
    } else if (current !== null) {
      if (label !== null && label.form !== 'voice' && join !== 'paragraph') join = 'line';
      if (line.end !== null) current.end = line.end;
      if (
        label === null &&
        line.join === 'paragraph' &&
        reading?.leading?.marked === true &&
        !cues
      ) {
        body = body.slice(reading.leading.to).replace(/^[\s–—-]+/u, '');
        innerStamps.push(line.line);
      }
      if (current.pieces.length === 0 && current.start === null) current.start = time.start;
    }
    pending = null;
    if (current === null) return;
    const closing = stamps.read(body);
    if (closing !== null) {
      body = body.slice(0, closing.from);
      if (stamps.areStarts || closing.end !== null) current.start ??= closing.start;
      if (!stamps.areStarts) current.end = closing.end ?? closing.start;
    }
    current.steps.push({ index, atUtf16: current.lengthUtf16 });
    current.lengthUtf16 += append(
      current.pieces,
      body.trim(),
      cues && join === 'paragraph' && anyLabel ? 'soft' : join,
      cues,
    );
    current.lastLine = line.line;
  });
  close();

  tellPreamble(preamble, notes);
  if (headings.length > 0)
    notes.warn(
      'transcript/headings',
      `${countWere(headings.length, 'heading')} left out of the turns: nobody says such words.`,
      headings[0],
    );
  if (interjections.length > 0)
    notes.warn(
      'transcript/interjections',
      `${countWere(interjections.length, 'line wholly in brackets, such as applause,', 'lines wholly in brackets, such as applause,')} left out of the turns: nobody says such words.`,
      interjections[0],
    );
  if (innerStamps.length > 0)
    notes.warn(
      'transcript/inner-times',
      `${countWere(innerStamps.length, 'time stamp within a turn', 'time stamps within a turn')} not kept: a turn has one start.`,
      innerStamps[0] || null,
    );
  const leftOut = notes.leftOut
    .toSorted((a, b) => a.order - b.order)
    .map(({ order, ...piece }) => ({ ...piece, ...placeOf(places, order) }));
  return { turns, leftOut };
}

/** A stamp on its own line belongs to the label behind it, also across blank lines and further stamps. */
function stampServesNext(
  decision: LabelDecision,
  readings: readonly LineReading[],
  index: number,
): boolean {
  let next = index + 1;
  while (next < readings.length && (readings[next]?.stamp ?? null) !== null) next += 1;
  if ((decision.labels[next] ?? null) !== null) return true;
  // `Name` / `00:12` / words: the stamp was already read with the label above it.
  return (decision.labels[index - 1] ?? null) !== null;
}

function timeOf(
  line: SourceLine,
  label: Candidate | null,
  reading: LineReading | undefined,
  pending: { start: number; end: number | null } | null,
): { start: number | null; end: number | null } {
  if (line.start !== null || line.end !== null) return { start: line.start, end: line.end };
  if (label !== null && label.start !== null) return { start: label.start, end: label.end };
  const leading = reading?.leading ?? null;
  if (leading !== null && (label !== null || leading.marked || leading.parts > 2))
    return { start: leading.start, end: leading.end };
  return pending ?? { start: null, end: null };
}

/** Without speakers, a stamp at the beginning of a paragraph is its time; `10:30 was too late` is not. */
function hasTime(
  reading: LineReading | undefined,
  source: ParsedSource,
): reading is LineReading & { readonly leading: Stamp } {
  const leading = reading?.leading ?? null;
  return !source.cues && leading !== null && (leading.marked || leading.parts > 2);
}

const EAST_ASIAN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，：；？！「」『』（）]/u;

/** Returns by how many UTF-16 units the text grew. */
function append(pieces: string[], piece: string, join: Join, cues: boolean): number {
  const last = pieces.at(-1);
  if (piece === '') return 0;
  let between = ' ';
  if (last === undefined) between = '';
  else if (join === 'paragraph' || join === 'line') between = '\n';
  // Chinese and Japanese lines wrap without a space.
  else if (!cues && EAST_ASIAN.test(last.at(-1) ?? '') && EAST_ASIAN.test(piece[0] ?? ''))
    between = '';
  if (between !== '') pieces.push(between);
  pieces.push(piece);
  return between.length + piece.length;
}

function tellPreamble(
  preamble: readonly { readonly from: number; readonly lines: readonly SourceLine[] }[],
  notes: Notes,
): void {
  if (preamble.length === 0) return;
  let words = 0;
  for (const { from, lines } of preamble) {
    const text = lines.map((line) => line.text).join('\n');
    words += countWords(text);
    notes.leave('preamble', text, lines[0]?.line ?? 1, from, lines.at(-1)?.line);
  }
  const first = preamble[0]?.lines[0]?.line ?? 1;
  const last = preamble.at(-1)?.lines.at(-1)?.line ?? first;
  notes.warn(
    'transcript/preamble',
    `${count(words, 'word')} before the first speaker (up to line ${last}) were left out of the turns; if somebody says them, take them back in the preview, or give them a label in the file and import it again.`,
    first,
  );
}

function where(line: SourceLine): string {
  return `On ${nameLines([line.line])}, `;
}

/** Where a piece stands that was left out before the line of this index. */
function placeOf(
  places: readonly TurnPlace[],
  order: number,
): Pick<LeftOut, 'beforeTurn' | 'withinUtf16'> {
  const beforeTurn = firstAtOrAfter(places, order, ({ fromIndex }) => fromIndex);
  const steps = places[beforeTurn - 1]?.steps ?? [];
  const goesOn = steps[firstAtOrAfter(steps, order, ({ index }) => index)];
  return { beforeTurn, withinUtf16: goesOn?.atUtf16 ?? null };
}

function firstAtOrAfter<T>(
  sorted: readonly T[],
  order: number,
  indexOf: (each: T) => number,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = sorted[middle];
    if (each !== undefined && indexOf(each) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}
