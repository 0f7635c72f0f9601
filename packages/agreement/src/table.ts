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
  /** How many values of each kind the pairable unit at this place has. */
  readonly counts: readonly Float64Array[];
};

/**
 * Reads a table.
 * @throws RangeError where rows differ in length, a value is no finite number, or one is there as a
 * number and as the same word
 */
export function countTable(table: Table): CountedTable {
  const units = table[0]?.length ?? 0;
  const seen = new Set<Value>();
  for (const [at, row] of table.entries()) {
    if (row.length !== units)
      throw new RangeError(`row ${at + 1} has ${row.length} units, not ${units}`);
    for (const value of row) {
      if (value === null) continue;
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw new RangeError(`row ${at + 1} has a value that is no finite number`);
      }
      seen.add(value);
    }
  }
  const values = [...seen].sort(inOrder);
  const names = new Set(values.map(String));
  if (names.size < values.length)
    throw new RangeError('a value is a number in one place, a word in another');
  const index = new Map(values.map((value, at) => [value, at]));
  const cells = Int32Array.from(
    table.flatMap((row) => row.map((value) => (value === null ? -1 : (index.get(value) ?? -1)))),
  );
  const pairable: number[] = [];
  const counts: Float64Array[] = [];
  for (let unit = 0; unit < units; unit += 1) {
    const count = new Float64Array(values.length);
    let sum = 0;
    for (let coder = 0; coder < table.length; coder += 1) {
      const value = cells[coder * units + unit] ?? -1;
      if (value < 0) continue;
      count[value] = (count[value] ?? 0) + 1;
      sum += 1;
    }
    if (sum < 2) continue;
    pairable.push(unit);
    counts.push(count);
  }
  return { coders: table.length, values, cells, units, pairable, counts };
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
