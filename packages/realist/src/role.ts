/**
 * The roles that words can play in a configuration.
 *
 * A span's own role is a coder's *first reading*; the role that counts belongs to the part of a
 * sketch (and later to the evidence of a CMOC), because the same quote is an outcome in one
 * configuration and a context in the next.
 */
export type Role = 'C' | 'M' | 'O' | 'I' | 'A' | 'undecided';

/** In the order in which roles are listed everywhere: C, M, O, I, A, undecided. */
export const ROLES: readonly Role[] = ['C', 'M', 'O', 'I', 'A', 'undecided'];

/** The roles of a project that has not turned intervention (I) and actor (A) on. */
export const CORE_ROLES: readonly Role[] = ['C', 'M', 'O', 'undecided'];

/** Position in {@link ROLES}, for sorting. */
export function compareRoles(a: Role, b: Role): number {
  return ROLES.indexOf(a) - ROLES.indexOf(b);
}

export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && (ROLES as readonly string[]).includes(value);
}
