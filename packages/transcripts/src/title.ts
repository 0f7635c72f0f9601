import type { ParsedSource } from './source-line.ts';
import type { LeftOut } from './transcript.ts';

const MAX_TITLE = 150;

/** The title that front matter, a heading or the first line above the conversation gives; null where none does. */
export function findTitle(source: ParsedSource, leftOut: readonly LeftOut[]): string | null {
  if (source.title !== null) return shorten(source.title);
  const lines = leftOut.flatMap((piece) =>
    piece.kind === 'preamble' ? piece.text.split('\n') : [],
  );
  if (lines.length === 0) return null;
  const named = lines
    .map(
      (line) =>
        /^(?:title|titel|titre|título|titolo|标题|標題|題名|제목)\s*[:：]\s*(.+)$/iu.exec(
          line,
        )?.[1],
    )
    .find((found) => found !== undefined);
  if (named !== undefined) return shorten(named);
  const [first = ''] = lines;
  const isTitle =
    first.length <= 120 &&
    !/[.:：,;]$/u.test(first) &&
    /\p{L}{2}/u.test(first) &&
    !/^[^\s]+\s*[:：]/u.test(first);
  return isTitle ? shorten(first) : null;
}

function shorten(title: string): string | null {
  const clean = title.replace(/\s+/gu, ' ').trim();
  if (clean === '') return null;
  return clean.length <= MAX_TITLE ? clean : `${clean.slice(0, MAX_TITLE - 1)}…`;
}
