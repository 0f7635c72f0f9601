import type { MethodSettings } from '@triad/collab';
import type { Role } from '@triad/realist';
import { ROLES } from '@triad/realist';
import type { Shortcut } from './keys.ts';

/*
 * What the settings of the method offer a coder. What is marked or tied already stays, and is shown and
 * changed, whatever is offered now.
 */

type Offered = Pick<MethodSettings, 'roles' | 'inferred'>;

/** The roles that are offered, in their order. */
export function offeredRoles({ roles }: Pick<MethodSettings, 'roles'>): readonly Role[] {
  return ROLES.filter((role) => (role !== 'I' && role !== 'A') || roles.includes(role));
}

/**
 * The table without what is not offered. Keys of the roles beyond C, M and O give way to a key that the
 * person chose for something else.
 */
export function offeredShortcuts(table: readonly Shortcut[], method: Offered): readonly Shortcut[] {
  const roles = new Set<string>(offeredRoles(method).map((role) => `mark-${role}`));
  const offered = table.filter(
    ({ id }) => (id !== 'infer' || method.inferred) && (!id.startsWith('mark-') || roles.has(id)),
  );
  return offered.map((shortcut) => {
    if (shortcut.id !== 'mark-I' && shortcut.id !== 'mark-A') return shortcut;
    const isFree = (key: string): boolean =>
      !offered.some(({ id, keys }) => id !== shortcut.id && keys.includes(key));
    return { ...shortcut, keys: shortcut.keys.filter(isFree) };
  });
}
