import type { Role, Span, TextRange } from '@triad/realist';
import { compareRoles } from '@triad/realist';

/** A span with its coder and the place where its words stand now, kept so by {@link moveAlong}. */
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

/**
 * What stands before a span grew or shrank. In place: thousands move along with each key that somebody
 * types into the text, and whoever holds one wants to know where it is now.
 */
export function moveAlong(range: TextRange, byUtf16: number): void {
  const moved = range as { startUtf16: number; endUtf16: number };
  moved.startUtf16 += byUtf16;
  moved.endUtf16 += byUtf16;
}

/** Above this many changes at once, sorting anew is cheaper than inserting one by one. */
const BULK = 200;

/**
 * The marks of all visible layers in the order of the text, with their lanes. On loading, lanes are
 * given by start, then longest, the first that is free; a mark that comes later takes the first lane
 * that is free along its whole length, and no other moves. Only where none of the drawn lanes is
 * free are the marks that it runs over laid out anew, so that no new mark is without a line that
 * would have one after a reload.
 */
export class MarkStore {
  #marks: MutableMark[] = [];
  /** Greatest end among marks 0..i; makes 'who reaches past this place' a bisection. */
  #reach: Int32Array = new Int32Array(0);
  readonly #lanes: number;

  /** `lanes`: how many are drawn under the words. */
  constructor(lanes: number) {
    this.#lanes = lanes;
  }

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
    this.#reach = new Int32Array(this.#marks.length + 1024);
    const ends: number[] = [];
    let reach = 0;
    this.#marks.forEach((mark, i) => {
      const free = ends.findIndex((end) => end <= mark.startUtf16);
      mark.lane = free < 0 ? ends.length : free;
      ends[mark.lane] = mark.endUtf16;
      reach = Math.max(reach, mark.endUtf16);
      this.#reach[i] = reach;
    });
  }

  /** Applies a change and returns the ranges in which something must be drawn anew. */
  apply(change: MarkChange): readonly TextRange[] {
    if (change.removed.length + change.added.length > BULK) return this.#reload(change);
    for (const placed of change.removed) this.#remove(placed);
    const moved = change.added.flatMap((placed) => this.#add(placed));
    return [...change.removed, ...change.added, ...moved];
  }

  /**
   * As {@link apply} after a change of the text: all that begins at `fromUtf16` or after it moved by
   * `byUtf16`, the spans themselves already. What is only put elsewhere keeps its lane where it can.
   */
  retext(
    change: MarkChange,
    { fromUtf16, byUtf16 }: { readonly fromUtf16: number; readonly byUtf16: number },
  ): readonly TextRange[] {
    if (change.removed.length + change.added.length > BULK) return this.#reload(change);
    const lanes = new Map(change.removed.map((placed) => [keyOf(placed), this.#remove(placed)]));
    for (let i = this.#firstFrom(fromUtf16); i < this.#marks.length; i += 1) {
      const mark = this.#marks[i];
      if (mark !== undefined) moveAlong(mark, byUtf16);
      this.#reach[i] = Math.max(this.#reach[i - 1] ?? 0, mark?.endUtf16 ?? 0);
    }
    const added = [...change.added].sort(
      (a, b) => a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16,
    );
    const moved = added.flatMap((placed) => this.#add(placed, lanes.get(keyOf(placed))));
    return [...change.removed, ...change.added, ...moved];
  }

  #reload({ removed, added }: MarkChange): readonly TextRange[] {
    const gone = new Set(removed.map(keyOf));
    const kept = this.#marks.flatMap(({ spans }) => spans).filter((one) => !gone.has(keyOf(one)));
    this.load([...kept, ...added]);
    return [{ startUtf16: 0, endUtf16: Number.MAX_SAFE_INTEGER }];
  }

  /** Returns the lane that it had; undefined where it was not there. */
  #remove(placed: PlacedSpan): number | undefined {
    const index = this.#find(placed);
    const mark = this.#marks[index];
    if (mark === undefined || compareMarks(mark, newMark(placed)) !== 0) return undefined;
    mark.spans = mark.spans.filter((other) => !isSame(other, placed));
    if (mark.spans.length > 0) return mark.lane;
    this.#marks.splice(index, 1);
    this.#reach.copyWithin(index, index + 1, this.#marks.length + 1);
    this.#measureFrom(index);
    return mark.lane;
  }

  /** Returns the marks that moved to make room; `wished` is its lane if that is free. */
  #add(placed: PlacedSpan, wished?: number): readonly TextRange[] {
    const index = this.#find(placed);
    const fresh = newMark(placed);
    const mark = this.#marks[index];
    if (mark !== undefined && compareMarks(mark, fresh) === 0) {
      mark.spans.push(placed);
      return [];
    }
    const taken = new Set(this.within(placed).map(({ lane }) => lane));
    fresh.lane = wished === undefined || taken.has(wished) ? 0 : wished;
    while (taken.has(fresh.lane)) fresh.lane += 1;
    this.#marks.splice(index, 0, fresh);
    if (this.#reach.length < this.#marks.length) {
      const longer = new Int32Array(this.#marks.length + 1024);
      longer.set(this.#reach);
      this.#reach = longer;
    }
    this.#reach.copyWithin(index + 1, index, this.#marks.length - 1);
    this.#measureFrom(index);
    return fresh.lane < this.#lanes ? [] : this.#layOutAround(fresh);
  }

  /** Lays out the run of overlapping marks around one; returns those whose lane changed. */
  #layOutAround(mark: TextRange): readonly TextRange[] {
    let from = this.#firstReaching(mark.startUtf16);
    while (from > 0) {
      const start = this.#marks[from]?.startUtf16 ?? mark.startUtf16;
      if ((this.#reach[from - 1] ?? 0) <= Math.min(start, mark.startUtf16)) break;
      from -= 1;
    }
    let reach = mark.endUtf16;
    const ends: number[] = [];
    const moved: TextRange[] = [];
    for (let i = from; i < this.#marks.length; i += 1) {
      const one = this.#marks[i];
      if (one === undefined || one.startUtf16 >= reach) break;
      reach = Math.max(reach, one.endUtf16);
      const free = ends.findIndex((end) => end <= one.startUtf16);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = one.endUtf16;
      if (one.lane !== lane) moved.push(one);
      one.lane = lane;
    }
    return moved;
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

  /** Index of the first mark that begins at `offset` or after it. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle]?.startUtf16 ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** From a changed mark on, until the reach comes out as it was. */
  #measureFrom(index: number): void {
    let reach = index === 0 ? 0 : (this.#reach[index - 1] ?? 0);
    for (let i = index; i < this.#marks.length; i += 1) {
      reach = Math.max(reach, this.#marks[i]?.endUtf16 ?? 0);
      if (i > index && this.#reach[i] === reach) return;
      this.#reach[i] = reach;
    }
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

function keyOf({ member, span }: PlacedSpan): string {
  return `${member}/${span.id}`;
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
