import { StorageError } from './errors.ts';

/* How both stores count versions of their layout: the first is what was before any step, each step leads to the next. */

/** To which nothing leads. */
export const FIRST_VERSION = 1;

/** The version to which these lead. */
export function lastVersion(steps: readonly unknown[]): number {
  return FIRST_VERSION + steps.length;
}

/** Throws `storage/invalid` for a version to which none of these leads. */
export function refuseUnknownVersion(to: number, steps: readonly unknown[]): void {
  const last = lastVersion(steps);
  if (Number.isInteger(to) && to >= FIRST_VERSION && to <= last) return;
  throw new StorageError(
    'storage/invalid',
    `no step leads to data version ${to}; there are ${FIRST_VERSION} to ${last}`,
  );
}
