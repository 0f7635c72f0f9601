import { createHash } from 'node:crypto';
import { buildTurns } from './build-turns.ts';
import { leaveCredits } from './credits.ts';
import { cleanText } from './decode/clean-text.ts';
import { decodeText } from './decode/decode-text.ts';
import { readWord } from './docx/read-word.ts';
import { refuseOtherContainers } from './docx/other-containers.ts';
import { ImportError, tooManyLines } from './errors.ts';
import { parseCaptions } from './formats/captions.ts';
import { parseMarkdown } from './formats/markdown.ts';
import { parsePlain } from './formats/plain.ts';
import { decideLabels } from './labels/decide.ts';
import { readLine } from './labels/parse-label.ts';
import { withoutRunningNumbers } from './labels/running-numbers.ts';
import { IMPORT_LIMITS, type ImportLimits } from './limits.ts';
import { Notes } from './notes.ts';
import type { ParsedSource, ReadSource } from './source-line.ts';
import { findTitle } from './title.ts';
import { tellDoubts } from './tell-doubts.ts';
import type { Transcript, TranscriptFormat } from './transcript.ts';

/** A file as it was uploaded: its name counts only for its ending. */
export type ImportFile = { readonly name: string; readonly bytes: Uint8Array };

export type ImportOptions = { readonly limits?: Partial<ImportLimits> };

const FORMATS: Readonly<Record<string, TranscriptFormat>> = {
  docx: 'docx',
  txt: 'txt',
  text: 'txt',
  log: 'txt',
  md: 'md',
  markdown: 'md',
  vtt: 'vtt',
  srt: 'srt',
};

/**
 * Reads a transcript: who speaks, when, and which words. Pure (same bytes, same result), bounded in time and memory on
 * any input, linear in its size. Words of the file that are in no turn are in `leftOut`, and what is doubtful in
 * `warnings`.
 *
 * @throws ImportError where nothing can be imported; no other error, whatever the bytes are.
 */
export async function importTranscript(
  file: ImportFile,
  options: ImportOptions = {},
): Promise<Transcript> {
  const limits: ImportLimits = { ...IMPORT_LIMITS, ...options.limits };
  refuseSize(file.bytes.byteLength, limits.fileBytes);
  const format = formatOf(file);
  if (file.bytes.byteLength === 0)
    throw new ImportError(
      'transcript/empty',
      'The file is empty (0 bytes); export the transcript again and import that.',
    );
  if (format !== 'docx') refuseSize(file.bytes.byteLength, limits.textBytes);
  const notes = new Notes();
  const { source: read, sourceLines } =
    format === 'docx'
      ? await readWord(file.bytes, notes, limits)
      : parseText(file.bytes, format, notes, limits);
  if (sourceLines.length > limits.lines || read.lines.length > limits.lines)
    throw tooManyLines(limits.lines);
  refuseWordless(read, format, notes);
  const source = withoutRunningNumbers(read, notes);
  const readings = source.lines.map((line) => readLine(line, source.cues));
  const decision = decideLabels(source.lines, readings, source);
  const spoken = leaveCredits(source, decision, notes);
  const { turns, leftOut } = buildTurns(spoken, readings, decision, notes, limits);
  if (turns.length === 0) throw wordless(format);
  tellDoubts(turns, source, decision, notes);
  return {
    title: findTitle(source, leftOut),
    format,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    turns,
    leftOut,
    sourceLines,
    warnings: notes.warnings(),
  };
}

function refuseSize(bytes: number, limit: number): void {
  if (bytes <= limit) return;
  const megabytes = (n: number): string =>
    `${(n / (1024 * 1024)).toFixed(n < 10 * 1024 * 1024 ? 1 : 0)} MB`;
  throw new ImportError(
    'transcript/too-large',
    `The file is ${megabytes(bytes)} large; at most ${megabytes(limit)} can be imported. Take out pictures, or split it into several files.`,
  );
}

function formatOf(file: ImportFile): TranscriptFormat {
  const ending = /\.([^./\\]+)$/u.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  if (ending === 'doc' || ending === 'dot') {
    refuseOtherContainers(file.bytes);
    throw new ImportError(
      'transcript/legacy-doc',
      'Files named .doc cannot be read here; open it in Word, save it as .docx and import that.',
    );
  }
  const shown = /^[a-z0-9]{1,8}$/u.test(ending)
    ? `Files of the kind .${ending}`
    : 'Files without a known ending';
  throw new ImportError(
    'transcript/unsupported-format',
    `${shown} cannot be imported; save the transcript as .docx, .txt, .md, .vtt or .srt.`,
  );
}

function parseText(
  bytes: Uint8Array,
  format: Exclude<TranscriptFormat, 'docx'>,
  notes: Notes,
  limits: ImportLimits,
): ReadSource {
  const text = cleanText(decodeText(bytes, notes, limits), notes);
  if (hasMoreLines(text, limits.lines)) throw tooManyLines(limits.lines);
  if (!/[^\s\uFEFF]/u.test(text))
    throw bytes.byteLength <= 4
      ? new ImportError(
          'transcript/empty',
          'The file is empty; export the transcript again and import that.',
        )
      : wordless(format);
  const source =
    format === 'md'
      ? parseMarkdown(text, notes)
      : format === 'txt'
        ? parsePlain(text, notes)
        : parseCaptions(text, format, notes);
  return { source, sourceLines: text.split('\n') };
}

function hasMoreLines(text: string, limit: number): boolean {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

function refuseWordless(source: ParsedSource, format: TranscriptFormat, notes: Notes): void {
  const hasWords = source.lines.some((line) => /[\p{L}\p{N}]/u.test(line.text));
  if (hasWords) return;
  if (notes.leftOut.length > 0 && format !== 'docx')
    throw new ImportError(
      'transcript/no-words',
      'No spoken words were found in the file, only headings or notes about it; check that it is the transcript.',
    );
  throw wordless(format);
}

function wordless(format: TranscriptFormat): ImportError {
  if (format === 'docx')
    return new ImportError(
      'transcript/no-text',
      'The Word file has no text in its body (headers, footers and pictures are not read); check that it is the transcript.',
    );
  return new ImportError(
    'transcript/no-words',
    'There are no words in the file; check that it is the transcript.',
  );
}
