import type { Role, Span, TextRange } from '@triad/realist';
import { compareRoles } from '@triad/realist';

/** A span with its coder and the place where its words stand now. */
export type PlacedSpan = TextRange & { readonly member: string; readonly span: Span };

/**
 * What is drawn: equal spans of the same role are one mark, with all its coders. A mark has one
 * lane for its whole length.
 */
export type Mark = TextRange & {
  readonly role: Role;
  readonly spans: readonly PlacedSpan[];
  readonly lane: number;
};

export type MarkChange = {
  readonly removed: readonly PlacedSpan[];
  readonly added: readonly PlacedSpan[];
};

type MutableMark = TextRange & { readonly role: Role; spans: PlacedSpan[]; lane: number };

/** Above this many changes at once, sorting anew is cheaper than inserting one by one. */
const BULK = 200;

/**
 * The marks of all visible layers in the order of the text, with their lanes. Lanes are by start,
 * then longest, the first that is free; only the run of overlapping marks around a change is laid
 * out anew, so one span more among 20,000 costs microseconds.
 */
export class MarkStore {
  #marks: MutableMark[] = [];
  /** Greatest end among marks 0..i; makes 'who reaches past this place' a bisection. */
  #reach: Int32Array = new Int32Array(0);

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  /** Replaces everything. */
  load(spans: Iterable<PlacedSpan>): void {
    const byPlace = new Map<string, MutableMark>();
    for (const placed of spans) {
      const key = `${placed.startUtf16}:${placed.endUtf16}:${placed.span.role}`;
      const mark = byPlace.get(key);
      if (mark === undefined) byPlace.set(key, newMark(placed));
      else mark.spans.push(placed);
    }
    this.#marks = [...byPlace.values()].sort(compareMarks);
    this.#measure();
    this.#layOut(0, this.#marks.length);
  }

  /** Applies a change and returns the ranges in which something must be drawn anew. */
  apply(change: MarkChange): readonly TextRange[] {
    if (change.removed.length + change.added.length > BULK) {
      const gone = new Set(change.removed.map(({ member, span }) => `${member}/${span.id}`));
      const kept = this.#marks
        .flatMap((mark) => mark.spans)
        .filter(({ member, span }) => !gone.has(`${member}/${span.id}`));
      this.load([...kept, ...change.added]);
      return [{ startUtf16: 0, endUtf16: Number.MAX_SAFE_INTEGER }];
    }
    const dirty: TextRange[] = [];
    for (const placed of change.removed) {
      const index = this.#find(placed);
      const mark = this.#marks[index];
      if (mark === undefined || compareMarks(mark, newMark(placed)) !== 0) continue;
      mark.spans = mark.spans.filter((other) => !isSame(other, placed));
      if (mark.spans.length === 0) this.#marks.splice(index, 1);
      dirty.push(placed);
    }
    for (const placed of change.added) {
      const index = this.#find(placed);
      const mark = this.#marks[index];
      const fresh = newMark(placed);
      if (mark !== undefined && compareMarks(mark, fresh) === 0) mark.spans.push(placed);
      else this.#marks.splice(index, 0, fresh);
      dirty.push(placed);
    }
    this.#measure();
    const moved = dirty.flatMap((range) => this.#layOutAround(range));
    return [...dirty, ...moved];
  }

  /** Marks that share a position with the range, in order. */
  within(range: TextRange): readonly Mark[] {
    const found: Mark[] = [];
    for (let i = this.#firstReaching(range.startUtf16); i < this.#marks.length; i += 1) {
      const mark = this.#marks[i];
      if (mark === undefined || mark.startUtf16 >= range.endUtf16) break;
      if (mark.endUtf16 > range.startUtf16) found.push(mark);
    }
    return found;
  }

  #find(range: TextRange & { readonly span: Span }): number {
    const wanted = { ...range, role: range.span.role };
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const mark = this.#marks[middle];
      if (mark !== undefined && compareMarks(mark, wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #measure(): void {
    if (this.#reach.length < this.#marks.length) {
      this.#reach = new Int32Array(this.#marks.length + 1024);
    }
    let reach = 0;
    this.#marks.forEach((mark, i) => {
      reach = Math.max(reach, mark.endUtf16);
      this.#reach[i] = reach;
    });
  }

  /** Index of the first mark from which on something reaches past `offset`. */
  #firstReaching(offset: number): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#reach[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Lays out the run of overlapping marks around a range; returns those whose lane moved. */
  #layOutAround(range: TextRange): readonly TextRange[] {
    let from = this.#firstReaching(range.startUtf16);
    while (from > 0) {
      const mark = this.#marks[from];
      const start = mark === undefined ? range.startUtf16 : mark.startUtf16;
      if ((this.#reach[from - 1] ?? 0) <= Math.min(start, range.startUtf16)) break;
      from -= 1;
    }
    let to = from;
    let reach = range.endUtf16;
    for (; to < this.#marks.length; to += 1) {
      const mark = this.#marks[to];
      if (mark === undefined || mark.startUtf16 >= reach) break;
      reach = Math.max(reach, mark.endUtf16);
    }
    return this.#layOut(from, to);
  }

  #layOut(from: number, to: number): readonly TextRange[] {
    const ends: number[] = [];
    const moved: TextRange[] = [];
    for (let i = from; i < to; i += 1) {
      const mark = this.#marks[i];
      if (mark === undefined) continue;
      let lane = ends.findIndex((end) => end <= mark.startUtf16);
      if (lane < 0) lane = ends.length;
      ends[lane] = mark.endUtf16;
      if (mark.lane === lane) continue;
      mark.lane = lane;
      moved.push(mark);
    }
    return moved;
  }
}

function newMark(placed: PlacedSpan): MutableMark {
  return {
    startUtf16: placed.startUtf16,
    endUtf16: placed.endUtf16,
    role: placed.span.role,
    spans: [placed],
    lane: -1,
  };
}

function isSame(a: PlacedSpan, b: PlacedSpan): boolean {
  return a.member === b.member && a.span.id === b.span.id;
}

function compareMarks(
  a: TextRange & { readonly role: Role },
  b: TextRange & { readonly role: Role },
): number {
  return a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16 || compareRoles(a.role, b.role);
}
