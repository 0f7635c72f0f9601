import {
  cameOf,
  commentTarget,
  CONTEXT_NEEDED_UTF16,
  contextFits,
  contextMatch,
  indexText,
  locateAnchor,
  locateComment,
  makeAnchor,
  trimRange,
} from '@triad/collab';
import type { CommentTarget, TextIndex } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { Anchor } from '@triad/realist';
import type * as Y from 'yjs';
import type { Flat, Ledger } from './ledger.ts';
import type { Random } from './random.ts';

/** A span as the test knows it: which letters it was put on. */
export type Marked = {
  readonly anchor: Anchor;
  /** As a comment on these words comes back from the server; null for a span. */
  readonly comment: CommentTarget | null;
  /** Where it was put, in the text of then. */
  readonly range: TextRange;
  /** Of its letters, white space left out, in order. */
  readonly letters: readonly number[];
  /** What a letter beside each end, white space left out, was; null where the words were cut from a word. */
  readonly beside: {
    readonly start: number | undefined | null;
    readonly end: number | undefined | null;
  };
  /** Letters that stood in its turn. */
  readonly turn: ReadonlySet<number>;
  /** Letters from this identity on came later. */
  readonly since: number;
};

/** How a span was found, counted; `other` are those on other words where nothing could tell. */
export type Counts = {
  kept: number;
  reanchored: number;
  reported: number;
  retyped: number;
  other: number;
};

export const noCounts = (): Counts => ({
  kept: 0,
  reanchored: 0,
  reported: 0,
  retyped: 0,
  other: 0,
});

/** Puts spans on random words of the text as it stands in this copy of the document. */
export function markSome(
  doc: Y.Doc,
  ledger: Ledger,
  random: Random,
  count: number,
): readonly Marked[] {
  const index = indexText(doc);
  const flat = ledger.flat();
  const turns = lettersByTurn(flat);
  const marked: Marked[] = [];
  for (let tries = 0; marked.length < count && tries < count * 4; tries += 1) {
    const range = someWords(index.text, random);
    const anchor = range === null ? null : makeAnchor(index, range);
    if (range === null || anchor === null) continue;
    marked.push({
      anchor,
      comment: marked.length % 4 === 0 ? comeBack({ kind: 'passage', anchor }) : null,
      range,
      letters: lettersIn(flat, range),
      beside: {
        start: isCut(flat.text, range.startUtf16) ? null : letterBeside(flat, range.startUtf16, -1),
        end: isCut(flat.text, range.endUtf16) ? null : letterBeside(flat, range.endUtf16, 1),
      },
      turn: turns.get(flat.turnOf[range.startUtf16] ?? -1) ?? new Set(),
      since: ledger.next,
    });
  }
  return marked;
}

function comeBack(target: CommentTarget): CommentTarget {
  return commentTarget.parse(JSON.parse(JSON.stringify(target)));
}

export function lettersByTurn({ ids, turnOf }: Flat): ReadonlyMap<number, ReadonlySet<number>> {
  const turns = new Map<number, Set<number>>();
  ids.forEach((id, at) => {
    const turn = turnOf[at] ?? -1;
    const letters = turns.get(turn);
    if (letters === undefined) turns.set(turn, new Set([id]));
    else letters.add(id);
  });
  for (const letters of turns.values()) letters.delete(0);
  return turns;
}

function someWords(text: string, random: Random): TextRange | null {
  const from = random.below(text.length);
  const words = 1 + random.below(random.below(3) === 0 ? 25 : 4);
  const found = new RegExp(`(?:\\S+\\s+){0,${words - 1}}\\S+`, 'y');
  found.lastIndex = text.indexOf(' ', from) + 1;
  const [quote] = found.exec(text) ?? [];
  if (quote === undefined) return null;
  const startUtf16 = text.indexOf(' ', from) + 1;
  const endUtf16 = startUtf16 + quote.length;
  const kind = random.below(10);
  // Most people leave the signs beside the words out; some mark a part of a word.
  if (kind < 5) {
    const signs = (/^[^\p{L}\p{N}]*/u.exec(quote) ?? [''])[0].length;
    const ending = (/[^\p{L}\p{N}]*$/u.exec(quote) ?? [''])[0].length;
    if (signs + ending >= quote.length) return null;
    return { startUtf16: startUtf16 + signs, endUtf16: endUtf16 - ending };
  }
  return trimRange(text, { startUtf16, endUtf16: kind === 5 ? endUtf16 - 1 : endUtf16 });
}

/** Whether an offset parts a word: letters on either side, an apostrophe or a hyphen between them. */
function isCut(text: string, at: number): boolean {
  const [left, right] = [text.slice(Math.max(0, at - 2), at), text.slice(at, at + 2)];
  return (
    (/[\p{L}\p{N}]$/u.test(left) && /^['’-]?[\p{L}\p{N}]/u.test(right)) ||
    (/[\p{L}\p{N}]['’-]$/u.test(left) && /^[\p{L}\p{N}]/u.test(right))
  );
}

function letterBeside({ text, ids }: Flat, edge: number, step: 1 | -1): number | undefined {
  let at = step === 1 ? edge : edge - 1;
  while (/\s/.test(text.charAt(at))) at += step;
  return ids[at];
}

/** The sides on which a longer word was made of whole words, by other letters than stood beside them. */
function grownSides(
  flat: Flat,
  range: TextRange,
  { beside }: Marked,
): readonly ('before' | 'after')[] {
  const isGrown = (was: number | undefined | null, at: number, step: 1 | -1): boolean =>
    was !== null && isCut(flat.text, at) && letterBeside(flat, at, step) !== was;
  const sides: ('before' | 'after')[] = [];
  if (isGrown(beside.start, range.startUtf16, -1)) sides.push('before');
  if (isGrown(beside.end, range.endUtf16, 1)) sides.push('after');
  return sides;
}

/** Judges one span against the record; throws where it is silently wrong or wrongly reported. */
export function judge(doc: Y.Doc, flat: Flat, span: Marked, counts: Counts): void {
  const index = indexOf(doc);
  const place =
    span.comment === null
      ? locateAnchor(doc, index, span.anchor)
      : locateComment(doc, index, span.comment);
  if (place === null || place.kind === 'untold') throw new Error('a comment is about no words');
  if (place.kind === 'lost') {
    counts.reported += 1;
    const reason = mustBeFound(index, flat, span);
    if (reason !== null) throw new Error(`a span is reported although ${reason}`);
    return;
  }
  const beside = contextMatch(index.text, place.range, span.anchor);
  for (const side of grownSides(flat, place.range, span)) {
    if (beside[side] < CONTEXT_NEEDED_UTF16) throw new Error('a span is on part of a longer word');
    counts.other += 1;
    return;
  }
  const found = lettersIn(flat, place.range);
  const own = new Set(span.letters);
  if (found.some((id) => id < span.since && !own.has(id))) {
    const told = place.by === 'position' || contextFits(index.text, place.range, span.anchor);
    if (!told) throw new Error('a span is on other words, and what stands beside them says so');
    counts.other += 1;
  } else if (found.some((id) => !own.has(id))) counts.retyped += 1;
  else if (place.by === 'position') counts.kept += 1;
  else counts.reanchored += 1;
}

let last: {
  readonly doc: Y.Doc;
  readonly index: ReturnType<typeof indexText>;
  readonly letters: ReadonlySet<number>;
};

/** One index for all spans judged on one state. */
export function beginJudging(doc: Y.Doc, flat: Flat): void {
  last = { doc, index: indexText(doc), letters: new Set(flat.ids) };
  if (last.index.text !== flat.text) throw new Error('the copy holds another text');
}

/** Of the state on which judging began. */
export function indexOf(doc: Y.Doc): ReturnType<typeof indexText> {
  if (last.doc !== doc) throw new Error('begin judging first');
  return last.index;
}

/** Whether a letter stands in the text on which judging began. */
export function stands(id: number): boolean {
  return last.letters.has(id);
}

/** Why this span may not be reported; null where it may. */
function mustBeFound(index: TextIndex, flat: Flat, span: Marked): string | null {
  const { letters, anchor, turn } = span;
  const range = standingOf(flat, letters);
  if (range === null || grownSides(flat, range, span).length > 0) return null;
  const turns = new Set(flat.turnOf.filter((_, at) => turn.has(flat.ids[at] ?? 0)));
  // Also those that came of its turn by a join and a split, whichever letters went there.
  index.turns.forEach(({ startUtf16 }, at) => {
    const came = flat.turnOf[startUtf16];
    if (came !== undefined && cameOf(index, at, anchor.turn)) turns.add(came);
  });
  const quote = anchor.quote.replace(/\s+/g, '');
  let times = 0;
  for (const one of turns) times += occurrences(flat, one, quote);
  if (times !== 1) return null;
  if (anchor.quote.length >= 25) return 'its long quote stands once in its turns';
  const before = flat.text.slice(Math.max(0, range.startUtf16 - 6), range.startUtf16);
  const after = flat.text.slice(range.endUtf16, range.endUtf16 + 6);
  if (before.length === 6 && anchor.before.endsWith(before)) return 'it has what stood before it';
  if (after.length === 6 && anchor.after.startsWith(after)) return 'it has what stood after it';
  return null;
}

/** How often a quote begins in a turn, white space aside. */
function occurrences(flat: Flat, turn: number, quote: string): number {
  const first = flat.turnOf.indexOf(turn);
  const end = flat.turnOf.lastIndexOf(turn) + 1;
  const here = flat.text.slice(first, end).replace(/\s+/g, '');
  const after = flat.text.slice(end, end + 4 * quote.length).replace(/\s+/g, '');
  let count = 0;
  const all = here + after;
  for (let at = all.indexOf(quote); at >= 0 && at < here.length; at = all.indexOf(quote, at + 1)) {
    count += 1;
  }
  return count;
}

/** Where these letters stand, one after the other with nothing but white space between; else null. */
function standingOf(flat: Flat, letters: readonly number[]): TextRange | null {
  const [head] = letters;
  const startUtf16 = head === undefined ? -1 : flat.ids.indexOf(head);
  if (startUtf16 < 0) return null;
  let at = startUtf16;
  for (const id of letters) {
    while (/\s/.test(flat.text.charAt(at)) && flat.ids[at] !== id) at += 1;
    if (flat.ids[at] !== id) return null;
    at += 1;
  }
  return { startUtf16, endUtf16: at };
}

export function lettersIn(flat: Flat, { startUtf16, endUtf16 }: TextRange): readonly number[] {
  const ids: number[] = [];
  for (let at = startUtf16; at < endUtf16; at += 1) {
    if (!/\s/.test(flat.text.charAt(at))) ids.push(flat.ids[at] ?? 0);
  }
  return ids;
}
