import type { LeftOut, LeftOutKind, Warning } from './transcript.ts';

/** No import needs more; the rest is told as a number. */
const MAX_WARNINGS = 100;
const MAX_LINES_NAMED = 5;

/** What an import has to say beside the turns: gathered by every step, read once at the end. */
export class Notes {
  readonly leftOut: (Omit<LeftOut, 'beforeTurn' | 'withinUtf16'> & {
    readonly order: number;
  })[] = [];
  readonly #warnings: Warning[] = [];
  #more = 0;

  warn(code: string, message: string, line: number | null = null): void {
    if (this.#warnings.length >= MAX_WARNINGS) this.#more += 1;
    else this.#warnings.push({ code, message, line });
  }

  /** `order` is the index among the parsed lines of the line that the piece stands before. */
  leave(kind: LeftOutKind, text: string, line: number, order: number, lastLine = line): void {
    const trimmed = text.trim();
    if (trimmed !== '') this.leftOut.push({ kind, text: trimmed, line, lastLine, order });
  }

  /** After lines were taken away: `orderOf` gives the new index of each old one. */
  reorder(orderOf: (order: number) => number): void {
    this.leftOut.forEach((piece, index) => {
      this.leftOut[index] = { ...piece, order: orderOf(piece.order) };
    });
  }

  warnings(): readonly Warning[] {
    if (this.#more === 0) return this.#warnings;
    const message = `${this.#more} further warnings of this file are not shown; check its layout.`;
    return [...this.#warnings, { code: 'transcript/more-warnings', message, line: null }];
  }
}

/** `line 4`, `lines 4, 9 and 12`, `lines 4, 9, 12, 15, 20 and 31 more`: for messages. */
export function nameLines(lines: readonly number[]): string {
  const shown = lines.slice(0, MAX_LINES_NAMED);
  const rest = lines.length - shown.length;
  if (lines.length === 1) return `line ${lines[0]}`;
  const last = rest > 0 ? `${rest} more` : String(shown.pop());
  return `lines ${shown.join(', ')} and ${last}`;
}

/** `1 line was`, `3 lines were`. */
export function countWere(n: number, one: string, many = `${one}s`): string {
  return `${count(n, one, many)} ${n === 1 ? 'was' : 'were'}`;
}

/** `1 line`, `3 lines`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
