/**
 * How a line hangs on the one before it.
 * `paragraph`: a paragraph, row or cue begins. `line`: a new line that stays one. `soft`: a new line that only wraps the
 * words, though a label may begin it. `wrap`: a line broken in mid-sentence by the width of the page.
 */
export type Join = 'paragraph' | 'line' | 'soft' | 'wrap';

/** One line of a file, as each format hands it on: the common ground on which labels are sought. */
export type SourceLine = {
  /** Trimmed, never empty. */
  readonly text: string;
  /** Its line in the source, from 1. */
  readonly line: number;
  readonly join: Join;
  /** Length, in UTF-16 units, of the beginning that is bold, underlined or a heading; 0 where none is. */
  readonly strongUtf16: number;
  /** The speaker, where the format itself says it (a voice tag, a table's column); '' ends the voice before it. */
  readonly voice: string | null;
  /** Seconds, where the format itself says them. */
  readonly start: number | null;
  readonly end: number | null;
  /** A section heading: nobody's words, unless headings turn out to be the speakers. */
  readonly heading: boolean;
};

/** A plain line with everything else left at its default. */
export function sourceLine(
  text: string,
  line: number,
  join: Join,
  more: Partial<SourceLine> = {},
): SourceLine {
  return {
    text,
    line,
    join,
    strongUtf16: 0,
    voice: null,
    start: null,
    end: null,
    heading: false,
    ...more,
  };
}

/** What a format makes of a file's text or parts. */
export type ParsedSource = {
  readonly title: string | null;
  readonly lines: readonly SourceLine[];
  /** Cues: they are joined by a space, and those before the first label stay turns. */
  readonly cues: boolean;
  /** Names found in front matter: evidence for labels. */
  readonly mentioned: string;
};

/** A file read: the common ground, and the lines that its numbers point into. */
export type ReadSource = {
  readonly source: ParsedSource;
  /** See `Transcript.sourceLines`. */
  readonly sourceLines: readonly string[];
};
