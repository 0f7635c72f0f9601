import type { Transcript } from '@triad/transcripts';

/** Every kind of line, paragraph and page end, as the importer counts lines. */
// oxlint-disable-next-line no-control-regex
const LINE_END = /\r\n?|[\n\u2028\u2029\u0085\u000b\u000c]/u;
/** A preview shows the beginning of what is longer. */
const MOST_LINES = 100_000;
const MOST_LINE_UTF16 = 20_000;

/**
 * The source as lines, laid beside the turns in the preview. A .docx has no lines: its turns'
 * paragraphs stand for them.
 */
export function readSourceLines(
  bytes: Uint8Array,
  { format, turns }: Transcript,
): readonly string[] {
  const lines =
    format === 'docx'
      ? turns.flatMap(({ text }) => text.split('\n'))
      : decode(bytes).split(LINE_END);
  return lines
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, MOST_LINE_UTF16).normalize('NFC').toWellFormed());
}

/** For looking at alone; what is imported is what the importer reads. */
function decode(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
