/** The value that a coder gave to a unit. */
export type Value = string | number;

/** A row for each coder, a column for each unit; null where the coder gave the unit no value. */
export type Table = readonly (readonly (Value | null)[])[];

/** A table by the numbers of its values; what measures are counted from. */
export type CountedTable = {
  readonly coders: number;
  /** Every value that occurs, in order: numbers by size, words by code unit. */
  readonly values: readonly Value[];
  /** Row after row, the index of a value, or -1. */
  readonly cells: Int32Array;
  readonly units: number;
  /** Columns with two values or more; the others pair with nothing and are left out of everything. */
  readonly pairable: readonly number[];
  /** How many values each pairable unit has. */
  readonly sizes: Float64Array;
  /** How many of each value: a row for each pairable unit, a column for each value. */
  readonly counts: Float64Array;
};

/**
 * Reads a table.
 * @throws RangeError where rows differ in length, a value is no finite number, or one is there as a
 * number and as the same word
 */
export function countTable(table: Table): CountedTable {
  const units = table[0]?.length ?? 0;
  // Values by their places in the order in which they occur; they are put in order when all are known.
  const found = new Map<Value, number>();
  const cells = new Int32Array(table.length * units).fill(-1);
  for (let coder = 0; coder < table.length; coder += 1) {
    const row = table[coder] ?? [];
    if (row.length !== units)
      throw new RangeError(`row ${coder + 1} has ${row.length} units, not ${units}`);
    for (let unit = 0; unit < units; unit += 1) {
      const value = row[unit] ?? null;
      if (value === null) continue;
      let place = found.get(value);
      if (place === undefined) {
        place = found.size;
        found.set(value, place);
      }
      cells[coder * units + unit] = place;
    }
  }
  const values = [...found.keys()].sort(inOrder);
  refuseUnclear(values);
  const many = values.length;
  const places = new Int32Array(many);
  for (const [at, value] of values.entries()) places[found.get(value) ?? 0] = at;
  const sizes = new Float64Array(units);
  const counts = new Float64Array(units * many);
  // Row after row, in the order in which cells lie in memory.
  for (let from = 0; from < cells.length; from += units) {
    for (let unit = 0; unit < units; unit += 1) {
      const place = cells[from + unit] ?? -1;
      if (place < 0) continue;
      const value = places[place] ?? 0;
      cells[from + unit] = value;
      sizes[unit] = (sizes[unit] ?? 0) + 1;
      counts[unit * many + value] = (counts[unit * many + value] ?? 0) + 1;
    }
  }
  const pairable: number[] = [];
  for (let unit = 0; unit < units; unit += 1) {
    const size = sizes[unit] ?? 0;
    if (size < 2) continue;
    sizes[pairable.length] = size;
    if (pairable.length < unit) {
      counts.copyWithin(pairable.length * many, unit * many, (unit + 1) * many);
    }
    pairable.push(unit);
  }
  return {
    coders: table.length,
    values,
    cells,
    units,
    pairable,
    sizes: sizes.subarray(0, pairable.length),
    counts: counts.subarray(0, pairable.length * many),
  };
}

function refuseUnclear(values: readonly Value[]): void {
  if (values.some((value) => typeof value === 'number' && !Number.isFinite(value))) {
    throw new RangeError('a value is no finite number');
  }
  if (new Set(values.map(String)).size < values.length) {
    throw new RangeError('a value is a number in one place, a word in another');
  }
}

function inOrder(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Sum of the numbers. */
export function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const each of numbers) sum += each;
  return sum;
}

/** Every two of so many, the lesser first. */
export function pairsOf(many: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let a = 0; a < many; a += 1) for (let b = a + 1; b < many; b += 1) pairs.push([a, b]);
  return pairs;
}

/** The place of these two, the lesser first, in {@link pairsOf} so many. */
export function pairAt(a: number, b: number, many: number): number {
  return a * many - (a * (a + 1)) / 2 + (b - a - 1);
}
