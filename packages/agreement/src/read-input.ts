import type { CodedSpan, Continuum } from './continuum.ts';
import { InputError } from './errors.ts';
import type { Table, Value } from './table.ts';
import { pairsOf } from './table.ts';

/** Spans over one text, or a table of values. */
export type AgreementInput =
  | { readonly kind: 'spans'; readonly continuum: Continuum }
  | { readonly kind: 'table'; readonly table: Table };

/** How much one input may hold; what it costs to answer grows with these. */
const MOST = {
  length: 1_000_000_000,
  coders: 100,
  spans: 200_000,
  labels: 1_000,
  /** Figures by label and pair of coders. */
  pairsOfLabels: 100_000,
  cells: 1_000_000,
  values: 2_000,
  /** Counts of each value in each column. */
  counts: 10_000_000,
  /** Pairs of coders, times columns and values. */
  comparisons: 500_000_000,
  /** UTF-16 units of an id, a label or a value. */
  word: 1_000,
  /** The size of a number in a table: larger ones cannot be squared and added. */
  number: 1e100,
} as const;

/**
 * Reads what came as JSON: `{"length", "labels"?, "coders": [{"id", "spans": [{"start", "end", "label"}]}]}`
 * or `{"table": [[value or null, ...], ...]}`, a row per coder. Other keys are passed over.
 * @throws InputError where it is neither, or both, or more than is taken on
 */
export function readAgreementInput(given: unknown): AgreementInput {
  const input = recordIn(given, 'The input');
  const isTable = 'table' in input;
  if (isTable === 'coders' in input) {
    throw malformed(
      isTable
        ? 'There are both a table and coders with spans; give one of the two.'
        : 'There is neither a table nor coders with spans.',
    );
  }
  if (isTable) return { kind: 'table', table: tableIn(input['table']) };
  return { kind: 'spans', continuum: continuumIn(input) };
}

function continuumIn(input: Readonly<Record<string, unknown>>): Continuum {
  const length = positionIn(input['length'], 'The length of the text', MOST.length);
  const given = listIn(input['coders'], 'The coders', MOST.coders);
  let left: number = MOST.spans;
  const coders = given.map((one, at) => {
    const name = `Coder ${at + 1}`;
    const coder = recordIn(one, name);
    const spans = listIn(coder['spans'], `The spans of coder ${at + 1}`, MOST.spans);
    left -= spans.length;
    if (left < 0) throw tooLarge('spans in all', MOST.spans);
    const id = wordIn(coder['id'], `The id of coder ${at + 1}`);
    if (id === '') throw malformed(`The id of coder ${at + 1} is empty.`);
    return { id, spans: spans.map((span, place) => spanIn(span, name, place, length)) };
  });
  refuseLikeNames(coders.map(({ id }) => id));
  const labels =
    input['labels'] === undefined
      ? undefined
      : listIn(input['labels'], 'The labels', MOST.labels).map((label, at) =>
          wordIn(label, `Label ${at + 1}`),
        );
  const all = new Set(labels ?? coders.flatMap(({ spans }) => spans.map(({ label }) => label)));
  if (all.size > MOST.labels) throw tooLarge('labels', MOST.labels);
  if (all.size * pairsOf(coders.length).length > MOST.pairsOfLabels) {
    throw tooLarge('pairs of coders times labels', MOST.pairsOfLabels);
  }
  if (all.has('all')) {
    throw malformed('A label is called "all", which stands for all labels; call it otherwise.');
  }
  return labels === undefined ? { length, coders } : { length, labels, coders };
}

function spanIn(given: unknown, coder: string, place: number, length: number): CodedSpan {
  const name = `${coder}, span ${place + 1}`;
  const span = recordIn(given, name);
  const start = positionIn(span['start'], `${name}: the start`, MOST.length);
  const end = positionIn(span['end'], `${name}: the end`, MOST.length);
  if (end < start) throw malformed(`${name} ends before it starts.`);
  if (end > length) throw malformed(`${name} ends after the text, which has ${length} positions.`);
  return { start, end, label: wordIn(span['label'], `${name}: the label`) };
}

/** Figures of two coders stand under `first|second`: no two pairs may have the same name. */
function refuseLikeNames(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length) throw malformed('Two coders have the same id.');
  const names = pairsOf(ids.length).map(([a, b]) => `${ids[a]}|${ids[b]}`);
  if (new Set(names).size < names.length) {
    throw malformed('Two pairs of coders have the same name; write the ids without "|".');
  }
}

function tableIn(given: unknown): Table {
  const rows = listIn(given, 'The table', MOST.cells);
  const first = listIn(rows[0] ?? [], 'Row 1', MOST.cells).length;
  if (first * rows.length > MOST.cells) throw tooLarge('cells', MOST.cells);
  const seen = new Map<string, Value>();
  const table = rows.map((row, at) => {
    const cells = listIn(row, `Row ${at + 1}`, MOST.cells);
    if (cells.length !== first) {
      throw malformed(`Row ${at + 1} has ${cells.length} values, and row 1 has ${first}.`);
    }
    return cells.map((cell, unit): Value | null => {
      if (cell === null) return null;
      const value = valueIn(cell, `Row ${at + 1}, column ${unit + 1}`);
      const same = seen.get(String(value)) ?? value;
      if (same !== value) {
        throw malformed(
          `Row ${at + 1}, column ${unit + 1} has as a ${typeof value} what is a ${typeof same} elsewhere; write it in one way.`,
        );
      }
      seen.set(String(value), value);
      return value;
    });
  });
  if (seen.size > MOST.values) throw tooLarge('different values', MOST.values);
  if (seen.size * first > MOST.counts) throw tooLarge('columns times values', MOST.counts);
  if (((rows.length * (rows.length - 1)) / 2) * (first + seen.size) > MOST.comparisons) {
    throw tooLarge('pairs of coders times columns and values', MOST.comparisons);
  }
  return table;
}

function valueIn(given: unknown, name: string): Value {
  if (typeof given === 'string') return wordIn(given, name);
  if (typeof given === 'number' && Math.abs(given) <= MOST.number) return given;
  throw malformed(
    typeof given === 'number'
      ? `${name} is no number that can be reckoned with.`
      : `${name} is neither a number nor a word nor null.`,
  );
}

function recordIn(given: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw malformed(`${name} is not an object.`);
  }
  return given as Readonly<Record<string, unknown>>;
}

function listIn(given: unknown, name: string, most: number): readonly unknown[] {
  if (!Array.isArray(given)) throw malformed(`${name}: not a list.`);
  if (given.length > most)
    throw new InputError('agreement/too-large', `${name}: more than ${most}.`);
  return given;
}

function wordIn(given: unknown, name: string): string {
  if (typeof given !== 'string') throw malformed(`${name} is not a word.`);
  if (given.length > MOST.word)
    throw tooLarge('characters in an id, a label or a value', MOST.word);
  return given;
}

function positionIn(given: unknown, name: string, most: number): number {
  if (!Number.isInteger(given)) throw malformed(`${name} is not a whole number.`);
  const position = Number(given);
  if (position < 0) throw malformed(`${name} is below 0.`);
  if (position > most) throw new InputError('agreement/too-large', `${name} is above ${most}.`);
  return position;
}

function malformed(message: string): InputError {
  return new InputError('agreement/malformed', message);
}

function tooLarge(what: string, most: number): InputError {
  return new InputError('agreement/too-large', `There are more than ${most} ${what}; give less.`);
}
