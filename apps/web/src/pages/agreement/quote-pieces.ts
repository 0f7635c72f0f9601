import type { TextRange } from '@triad/realist';

/**
 * A stretch of the words around a place, as one coder has it: `shared` is marked by all who marked
 * here, `own` by them and not by all, `others` by others and not by them.
 */
export type QuotePiece = { readonly kind: 'shared' | 'own' | 'others'; readonly text: string };

/** A stretch longer than this, UTF-16 units, is shown by its beginning and end. */
const LONG_UTF16 = 320;
const KEPT_UTF16 = 140;

/**
 * The words of `hull` as the coder of `span` has them, beside a run that all spans of the place
 * `shared`. The pieces are in the order of the text, none is empty, and together they are the hull.
 */
export function quotePieces(
  text: string,
  {
    hull,
    shared,
    span,
  }: { readonly hull: TextRange; readonly shared: TextRange; readonly span: TextRange },
): readonly QuotePiece[] {
  const edges = [hull, shared, span]
    .flatMap(({ startUtf16, endUtf16 }) => [startUtf16, endUtf16])
    .filter((edge) => edge >= hull.startUtf16 && edge <= hull.endUtf16);
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  const pieces: QuotePiece[] = [];
  sorted.slice(1).forEach((end, i) => {
    const start = sorted[i] ?? end;
    const kind = holds(shared, start) ? 'shared' : holds(span, start) ? 'own' : 'others';
    const last = pieces.at(-1);
    const piece = text.slice(start, end);
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + piece };
    else pieces.push({ kind, text: piece });
  });
  return pieces;
}

/** A long stretch by its beginning and its end, cut between words. */
export function shortened(text: string): string {
  if (text.length <= LONG_UTF16) return text;
  const head = text.slice(0, KEPT_UTF16).replace(/\s\S*$/u, '');
  const tail = text.slice(-KEPT_UTF16).replace(/^\S*\s/u, '');
  return `${head} … ${tail}`;
}

function holds({ startUtf16, endUtf16 }: TextRange, offset: number): boolean {
  return offset >= startUtf16 && offset < endUtf16;
}
