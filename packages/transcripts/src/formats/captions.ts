import { count, nameLines, type Notes } from '../notes.ts';
import { sourceLine, type ParsedSource, type SourceLine } from '../source-line.ts';
import { parseCueLine, type VoiceState } from './cue-text.ts';
import { isTimeLine, readTimeLine, type CueTimes } from './cue-times.ts';
import { unrollCaptions } from './roll-up.ts';

type Numbered = {
  readonly text: string;
  readonly line: number;
  /** Nothing stands in it, not even a space: an upper row that recognisers leave empty has one. */
  readonly isBlank: boolean;
};

/** `how<00:00:02.500><c> are</c>`: a time before each word, as recognisers write them. */
const WORD_TIMES = /<(?:\d{1,4}:)?\d{2}:\d{2}\.\d{3}><c>/u;

/** Names that caption files give to cues: numbers and machine-made identifiers. They are dropped without a word. */
const MACHINE_NAME =
  /^(?:\d+|[\da-f]{8}-[\da-f-]{20,}(?:\/\d+-\d+)?|(?:cue|caption|subtitle|sub|line|seg(?:ment)?|#)?[-_ ]?\d+(?:[-_./]\d+)*)$/iu;

/**
 * WebVTT and SubRip to lines, cue by cue in file order. By hand, because libraries drop what is malformed without saying
 * where; here nothing that may be words is dropped, and each doubtful line is named.
 */
export function parseCaptions(text: string, format: 'vtt' | 'srt', notes: Notes): ParsedSource {
  const reader = new CaptionReader(format, notes);
  const all = text.split('\n').map((line, index): Numbered => ({
    text: line.trimEnd(),
    line: index + 1,
    isBlank: line === '',
  }));
  const from = format === 'vtt' ? reader.readHead(all) : 0;
  let block: Numbered[] = [];
  for (const line of all.slice(from)) {
    if (line.text.trim() !== '') block.push(line);
    else if (line.isBlank || !isTimeLine(block.at(-1)?.text ?? '')) {
      reader.readBlock(block);
      block = [];
    }
  }
  reader.readBlock(block);
  reader.finish();
  const lines = unrollCaptions(reader.lines, WORD_TIMES.test(text), notes);
  return { title: reader.title, lines, cues: true, mentioned: '' };
}

class CaptionReader {
  readonly lines: SourceLine[] = [];
  title: string | null = null;
  readonly #format: 'vtt' | 'srt';
  readonly #notes: Notes;
  readonly #wordless: number[] = [];
  readonly #disordered: number[] = [];
  #seenCue = false;
  #signed = true;
  #lastStart = -Infinity;

  constructor(format: 'vtt' | 'srt', notes: Notes) {
    this.#format = format;
    this.#notes = notes;
  }

  /** The signature and what the head says; returns the index of the first line after it. */
  readHead(all: readonly Numbered[]): number {
    let at = 0;
    while (at < all.length && all[at]?.text.trim() === '') at += 1;
    const first = all[at];
    if (first === undefined) return at;
    const signature = /^WEBVTT(?:[ \t]+(.*))?$/u.exec(first.text.trim());
    if (signature === null) {
      this.#signed = false;
      this.#notes.warn(
        'vtt/no-signature',
        'The first line is not WEBVTT, as a caption file begins; the rest was read as captions all the same. Check that nothing is missing.',
        first.line,
      );
      return at;
    }
    if (at > 0)
      this.#notes.warn(
        'vtt/late-signature',
        'WEBVTT stands below blank lines; the file was read all the same.',
        first.line,
      );
    const title = signature[1]?.replace(/^[-–—\s]+/u, '').trim() ?? '';
    if (title !== '' && !/^[\w-]+\s*[:=]/u.test(title)) this.title = title;
    const head: string[] = title === '' ? [] : [title];
    at += 1;
    while (at < all.length && all[at]?.text.trim() !== '' && !isTimeLine(all[at]?.text ?? '')) {
      const next = all[at + 1];
      if (next !== undefined && isTimeLine(next.text)) break;
      head.push(all[at]?.text ?? '');
      at += 1;
    }
    this.#notes.leave('front-matter', head.join('\n'), first.line, 0, all[at - 1]?.line);
    return at;
  }

  readBlock(block: readonly Numbered[]): void {
    const first = block[0];
    if (first === undefined) return;
    if (
      this.#format === 'vtt' &&
      /^(?:NOTE|STYLE|REGION)(?:\s|$)/u.test(first.text) &&
      !(block[1] !== undefined && isTimeLine(block[1].text))
    ) {
      this.#leaveComment(block);
      return;
    }
    const timeAt = block.findIndex((line) => isTimeLine(line.text));
    if (timeAt < 0) {
      this.#readUntimed(block);
      return;
    }
    this.#seenCue = true;
    this.#tellAbove(block.slice(0, timeAt));
    let at = timeAt;
    while (at < block.length) {
      const next = nextCueAt(block, at);
      const timeLine = block[at];
      if (timeLine === undefined) return;
      const times = readTimeLine(timeLine.text);
      this.#tellFault(times, timeLine.line);
      this.#pushCue(block.slice(at + 1, next.words), times, timeLine.line);
      at = next.time;
    }
  }

  finish(): void {
    if (this.#wordless.length > 0)
      this.#notes.warn(
        'captions/no-words',
        `${count(this.#wordless.length, 'cue')} without words (${nameLines(this.#wordless)}) were skipped.`,
        this.#wordless[0] ?? null,
      );
    if (this.#disordered.length > 0)
      this.#notes.warn(
        'captions/order',
        `${count(this.#disordered.length, 'cue')} (${nameLines(this.#disordered)}) begin before the cue above them; they were kept in the order of the file.`,
        this.#disordered[0] ?? null,
      );
  }

  #leaveComment(block: readonly Numbered[]): void {
    const text = block.map((line) => line.text).join('\n');
    const line = block[0]?.line ?? 1;
    this.#notes.leave('comment', text, line, this.lines.length, block.at(-1)?.line);
  }

  /** A block without a time line. */
  #readUntimed(block: readonly Numbered[]): void {
    const line = block[0]?.line ?? null;
    const isNumbered = /^\d+$/.test(block[0]?.text.trim() ?? '');
    if (!this.#seenCue && !isNumbered && (this.#format === 'srt' || !this.#signed)) {
      this.#leaveComment(block);
      this.#notes.warn(
        'captions/before-first-cue',
        'What stands before the first cue was left out: it has no time.',
        line,
      );
      return;
    }
    this.#seenCue = true;
    this.#notes.warn(
      'captions/no-time',
      'A block has no line with times; its words were kept without a time.',
      line,
    );
    this.#pushCue(
      isNumbered && block.length > 1 ? block.slice(1) : block,
      { start: null, end: null, fault: null },
      line ?? 0,
    );
  }

  /**
   * What stands above the first time line of a block. WebVTT calls the last line of it the cue's name; a name that reads
   * like a sentence is words that slipped above their times, and is kept.
   */
  #tellAbove(above: readonly Numbered[]): void {
    const name = above.at(-1);
    if (name === undefined) return;
    const text = name.text.trim();
    const isWords = text.length > 60 || text.split(/\s+/u).length > 3;
    if (!isWords && !MACHINE_NAME.test(text)) {
      this.#notes.leave('cue-name', text, name.line, this.lines.length);
      this.#notes.warn(
        'captions/cue-name',
        'The line above a cue’s times is the cue’s name, not its words; it was left out.',
        name.line,
      );
    }
    const words = isWords ? above : above.slice(0, -1);
    if (words.length === 0) return;
    this.#notes.warn(
      'captions/no-time',
      'Lines above a cue’s times were kept as words without a time.',
      above[0]?.line ?? null,
    );
    this.#pushCue(words, { start: null, end: null, fault: null }, above[0]?.line ?? 0);
  }

  #tellFault(times: CueTimes, line: number): void {
    if (times.fault !== null)
      this.#notes.warn(
        'captions/bad-time',
        `The time line ${times.fault}; the words of the cue were kept.`,
        line,
      );
    if (times.start === null) return;
    if (times.start < this.#lastStart) this.#disordered.push(line);
    this.#lastStart = times.start;
  }

  #pushCue(payload: readonly Numbered[], times: CueTimes, at: number): void {
    const state: VoiceState = { voice: null };
    let first = true;
    for (const line of payload) {
      const { segments, broken } = parseCueLine(line.text.trim(), state);
      if (broken)
        this.#notes.warn(
          'captions/broken-tag',
          'A tag is never closed with ">"; it was read as words.',
          line.line,
        );
      for (const segment of segments) {
        const join = first
          ? 'paragraph'
          : /^(?:[-–—]\s|\[\p{L}{2,4}\]\s)/u.test(segment.text)
            ? 'line'
            : 'soft';
        this.lines.push(
          sourceLine(segment.text, line.line, join, {
            voice: segment.voice,
            start: times.start,
            end: times.end,
          }),
        );
        first = false;
      }
    }
    if (first) this.#wordless.push(at);
  }
}

/**
 * Where the words of the cue whose time line is at `at` end, and where the next time line stands. A time line among the
 * words begins the next cue, unless it stands where the first words should.
 */
function nextCueAt(
  block: readonly Numbered[],
  at: number,
): { readonly words: number; readonly time: number } {
  const isTime = (index: number): boolean => isTimeLine(block[index]?.text ?? '');
  for (let index = at + 2; index < block.length; index += 1) {
    if (!isTime(index) || isTime(index - 1)) continue;
    const isNumbered = /^\d+$/.test(block[index - 1]?.text.trim() ?? '');
    if (isNumbered) return { words: index - 1, time: index };
    if (index > at + 2 || !isTime(at + 1)) return { words: index, time: index };
  }
  return { words: block.length, time: block.length };
}
