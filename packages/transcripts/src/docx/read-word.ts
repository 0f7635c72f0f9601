import mammoth from 'mammoth';
import { CONTROLS, LINE_END, toNfc } from '../decode/clean-text.ts';
import { ImportError } from '../errors.ts';
import type { ImportLimits } from '../limits.ts';
import { count, type Notes } from '../notes.ts';
import { sourceLine, type ReadSource, type SourceLine } from '../source-line.ts';
import { rowText, tableLines } from '../table.ts';
import { checkXml, refuseSize, type WordContents } from './check-xml.ts';
import { unpackWord } from './container.ts';
import { readBlocks, readPlain, type WordParagraph, type WordRun } from './model.ts';
import { refuseOtherContainers } from './other-containers.ts';
import { repack } from './repack.ts';

/** Parts that say how a page looks or who wrote it: nothing of a transcript is in them, and they can be large. */
const NOT_READ =
  /^(?:docProps|customXml)\/|^word\/(?:theme|glossary|charts|diagrams|embeddings|activeX|_rels\/settings)|^word\/(?:settings|webSettings|fontTable|stylesWithEffects|numbering|people|comments(?:Extended|Ids|Extensible)|header\d*|footer\d*)\.xml$/iu;

/**
 * A .docx to lines: paragraphs, their line breaks, tables. The container and its XML are checked first; mammoth, which
 * knows Word's styles, revisions and text boxes, then reads a copy that holds only what was checked.
 *
 * @throws ImportError
 */
export async function readWord(
  bytes: Uint8Array,
  notes: Notes,
  limits: ImportLimits,
): Promise<ReadSource> {
  refuseOtherContainers(bytes);
  const parts = await unpackWord(bytes, limits);
  const main = mainPartName(parts);
  if (!parts.has(main)) {
    throw new ImportError(
      'transcript/damaged',
      'The file is a zip, but no Word document is in it, or it is damaged. Open it in Word, save it anew as .docx and import that.',
    );
  }
  const read = new Map([...parts].filter(([name]) => name === main || !NOT_READ.test(name)));
  refuseSize(read, limits);
  const contents = checkXml(parts, main);
  const document = await runMammoth(repack(read));
  tellContents(contents, document, notes);
  const body = toLines(document.children, notes);
  return { ...body, sourceLines: [...body.sourceLines, ...leaveNotes(document, body, notes)] };
}

type WordDocument = {
  readonly children: readonly unknown[];
  readonly comments: readonly string[];
  readonly notes: readonly string[];
};

/** Follows the container's own pointer to its main part, as a few writers name it otherwise. */
function mainPartName(parts: ReadonlyMap<string, Uint8Array>): string {
  const relations = parts.get('_rels/.rels');
  if (relations !== undefined) {
    const text = new TextDecoder().decode(relations.subarray(0, 100_000));
    for (const [tag] of text.matchAll(/<\w*:?Relationship\b[^>]{0,2000}>/gu)) {
      if (!/\/officeDocument["']/u.test(tag)) continue;
      const target = /Target=["']\/?([^"']+)["']/u.exec(tag)?.[1];
      if (target !== undefined && parts.has(target)) return target;
    }
  }
  return 'word/document.xml';
}

async function runMammoth(buffer: Buffer): Promise<WordDocument> {
  let document: WordDocument = { children: [], comments: [], notes: [] };
  const transformDocument = (raw: unknown): unknown => {
    document = readDocument(raw);
    // The HTML that mammoth would make next is not used.
    return { ...Object(raw), children: [], comments: [] };
  };
  try {
    await mammoth.convertToHtml({ buffer }, { transformDocument, externalFileAccess: false });
  } catch {
    throw new ImportError(
      'transcript/damaged',
      'The Word file is damaged and cannot be read. Open it in Word, save it anew as .docx and import that.',
    );
  }
  return document;
}

function readDocument(raw: unknown): WordDocument {
  const fields: Record<string, unknown> = { ...Object(raw) };
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const bodies = (value: unknown): string[] =>
    list(value)
      .map((each) => readPlain(list(Object(each)['body'])))
      .filter((text) => text !== '');
  const noteMap: unknown = Object(fields['notes'])['_notes'];
  return {
    children: list(fields['children']),
    comments: bodies(fields['comments']),
    notes: bodies(Object.values(Object(noteMap))),
  };
}

function tellContents(contents: WordContents, document: WordDocument, notes: Notes): void {
  if (contents.deletions > 0 || contents.insertions > 0) {
    notes.warn(
      'docx/tracked-changes',
      `The file holds tracked changes: ${count(contents.insertions, 'insertion')} were taken as accepted and ${count(contents.deletions, 'deletion')} left out. If that is wrong, accept or reject them in Word first.`,
    );
  }
  if (document.comments.length > 0)
    notes.warn(
      'docx/comments',
      `${count(document.comments.length, 'comment')} of reviewers were left out: they are not words of the conversation.`,
    );
  if (document.notes.length > 0)
    notes.warn(
      'docx/notes',
      `${count(document.notes.length, 'footnote or endnote', 'footnotes or endnotes')} were left out of the turns.`,
    );
  if (contents.textBoxes > 0)
    notes.warn(
      'docx/text-box',
      'Words in text boxes were taken in where the box is anchored; check that they stand in the right place.',
    );
  if (contents.pictures > 0)
    notes.warn(
      'docx/pictures',
      `${count(contents.pictures, 'picture')} were left out; words in pictures are not read.`,
    );
  if (contents.struck > 0)
    notes.warn('docx/struck', 'Words that are struck through were kept as words.');
}

/** Footnotes, endnotes and comments stand behind the body, as lines that can be looked at. */
function leaveNotes(document: WordDocument, body: ReadSource, notes: Notes): string[] {
  const added: string[] = [];
  const leave = (kind: 'note' | 'comment', text: string): void => {
    const lines = clean(text).split('\n');
    const first = body.sourceLines.length + added.length + 1;
    notes.leave(kind, lines.join('\n'), first, body.source.lines.length, first + lines.length - 1);
    for (const line of lines) added.push(line);
  };
  for (const text of document.notes) leave('note', text);
  for (const text of document.comments) leave('comment', text);
  return added;
}

function toLines(children: readonly unknown[], notes: Notes): ReadSource {
  const lines: SourceLine[] = [];
  const sourceLines: string[] = [];
  let title: string | null = null;
  for (const block of readBlocks(children)) {
    if (block.kind === 'table') {
      const rows = block.rows.map(({ cells: raw, isHeader }) => {
        const cells = raw.map((cell) => clean(cell));
        const line = sourceLines.length + 1;
        for (const text of rowText(cells).split('\n')) sourceLines.push(text);
        return { cells, isHeader, line };
      });
      for (const line of tableLines(rows, notes, lines.length)) lines.push(line);
      continue;
    }
    const heading =
      /^(?:heading|title|subtitle|überschrift|titel|titre|título|titolo|toc)\b/iu.test(block.style);
    const made = paragraphLines(block, heading, sourceLines);
    if (title === null && heading && made[0] !== undefined && !/^toc/iu.test(block.style))
      title = made[0].text;
    for (const line of made) lines.push(line);
  }
  return { source: { title, lines, cues: false, mentioned: '' }, sourceLines };
}

function paragraphLines(
  paragraph: WordParagraph,
  heading: boolean,
  sourceLines: string[],
): SourceLine[] {
  const made: SourceLine[] = [];
  for (const runs of paragraph.lines) {
    const whole = clean(runs.map((run) => run.text).join(''));
    const text = whole.trim();
    sourceLines.push(whole);
    if (text === '') continue;
    const lead = whole.length - whole.trimStart().length;
    const strong = Math.min(text.length, Math.max(0, strongLength(runs) - lead));
    made.push(
      sourceLine(text, sourceLines.length, made.length === 0 ? 'paragraph' : 'line', {
        strongUtf16: heading ? text.length : strong,
        heading,
      }),
    );
  }
  return made;
}

/** Length of the bold or underlined beginning; white space and a colon after it count as part of it. */
function strongLength(runs: readonly WordRun[]): number {
  let length = 0;
  for (const run of runs) {
    if (!run.strong && !/^[\s:：]*$/u.test(run.text)) break;
    length += clean(run.text).length;
  }
  const beginning = clean(runs.map((run) => run.text).join('')).slice(0, length);
  return runs.some((run) => run.strong && run.text.trim() !== '') ? beginning.trimEnd().length : 0;
}

function clean(text: string): string {
  return toNfc(text.replace(LINE_END, '\n').replace(CONTROLS, ''));
}
