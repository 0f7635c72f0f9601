import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import type { SketchSet } from './configurations.ts';
import { groupId } from './groups.ts';

/** A configuration as it is told outside: its sketches, and for each group used in it who uses it as what. */
export type Configuration = {
  readonly sketches: readonly { readonly id: string; readonly coder: string }[];
  /** In the order of groups. */
  readonly groups: readonly {
    readonly group: string;
    /** Coders in their order, roles in theirs. */
    readonly uses: readonly { readonly coder: string; readonly roles: readonly Role[] }[];
  }[];
  /** By a lead's ties: it is none of those that are computed without. */
  readonly byHand: boolean;
};

export function toConfiguration(
  { sketches, uses, byHand }: SketchSet,
  nameOf: (coder: number) => string,
): Configuration {
  return {
    sketches: sketches.map(({ id, coder }) => ({ id, coder: nameOf(coder) })),
    groups: [...uses].map(([group, byCoder]) => ({
      group: groupId(group),
      uses: [...byCoder]
        .sort(([a], [b]) => a - b)
        .map(([coder, roles]) => ({ coder: nameOf(coder), roles: [...roles].sort(compareRoles) })),
    })),
    byHand,
  };
}

/** A reliability table of the roles that coders gave to what they used. */
export type ConfigurationTable = {
  /** What each column is: a group, and the place of the configuration that uses it. */
  readonly columns: readonly { readonly configuration: number; readonly group: string }[];
  /** For each coder, in order, and each column their role, the first of several; null for none. */
  readonly rows: readonly (readonly (Role | null)[])[];
};

/** A column for each group used in each configuration, a row for each coder. */
export function configurationTable({
  coders,
  configurations,
}: {
  readonly coders: readonly string[];
  readonly configurations: readonly Configuration[];
}): ConfigurationTable {
  const columns = configurations.flatMap(({ groups }, configuration) =>
    groups.map(({ group, uses }) => ({
      configuration,
      group,
      roles: new Map(uses.map(({ coder, roles }) => [coder, roles[0] ?? null])),
    })),
  );
  return {
    columns: columns.map(({ configuration, group }) => ({ configuration, group })),
    rows: coders.map((coder) => columns.map(({ roles }) => roles.get(coder) ?? null)),
  };
}
