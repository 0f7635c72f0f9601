import { configurationTable } from '@triad/consolidation';
import type { Comparison } from '@triad/consolidation';
import type { Role } from '@triad/realist';
import { isRole } from '@triad/realist';

/**
 * A reliability table of one transcript: a column for each group used in each configuration, a row for
 * each coder with the role of their part there. The same quote in two configurations is two columns,
 * since it may have another role in each.
 */
export type Reliability = RoleRows & {
  readonly columns: readonly { readonly configuration: number; readonly group: string }[];
};

/** Its rows, by member id: a letter for each column, and a point where there is none. */
export type RoleRows = { readonly coders: readonly string[]; readonly rows: readonly string[] };

const NONE = '.';

/** Undecided is no role. */
export function reliabilityTable(
  found: Pick<Comparison, 'coders' | 'configurations'>,
): Reliability {
  const { columns, rows } = configurationTable(found);
  const letter = (role: Role | null): string =>
    role === null || role === 'undecided' ? NONE : role;
  return { coders: found.coders, columns, rows: rows.map((row) => row.map(letter).join('')) };
}

/** The values of a row. */
export function valuesOf(row: string): readonly (Role | null)[] {
  return Array.from(row, (letter) => (isRole(letter) ? letter : null));
}
