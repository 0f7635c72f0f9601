import { configurationTable } from '@triad/consolidation';
import type { Comparison } from '@triad/consolidation';
import type { Role } from '@triad/realist';

/**
 * A reliability table of one transcript: a column for each group used in each configuration, a row for
 * each coder with the role of their part there, null where there is none. The same quote in two
 * configurations is two columns, since it may have another role in each.
 */
export type Reliability = {
  /** By member id, in the order of the rows. */
  readonly coders: readonly string[];
  readonly columns: readonly { readonly configuration: number; readonly group: string }[];
  readonly rows: readonly (readonly (Role | null)[])[];
};

/** Undecided is no role. */
export function reliabilityTable(
  found: Pick<Comparison, 'coders' | 'configurations'>,
): Reliability {
  const { columns, rows } = configurationTable(found);
  return {
    coders: found.coders,
    columns,
    rows: rows.map((row) => row.map((role) => (role === 'undecided' ? null : role))),
  };
}
