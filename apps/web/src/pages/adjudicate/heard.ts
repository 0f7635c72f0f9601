import type { MarkRole } from '@triad/realist';
import type { KeyLike } from '../../annotator/keys.ts';
import { chordOf } from '../../annotator/keys.ts';
import { commandIn } from '../keys/page-keys.ts';
import type { Asking } from './acts.tsx';
import type { DecideCommand, DecideKey } from './decide-keys.ts';
import { takeOf } from './decide-keys.ts';
import type { RoleKey } from './outcomes.ts';

/** What a key means: an act of the page, or the answer to what an act asks. */
export type Heard =
  | { readonly kind: 'command'; readonly command: DecideCommand }
  | { readonly kind: 'role'; readonly role: MarkRole }
  /** Enter. */
  | { readonly kind: 'usual' }
  /** The n-th of the spans that can stand, from 0. */
  | { readonly kind: 'tick'; readonly at: number };

/**
 * While an act asks, letters are roles and digits are spans; what leads elsewhere still does. Null where
 * the key means nothing here.
 */
export function heardAs(
  event: KeyLike,
  table: readonly DecideKey[],
  asking: Asking | null,
  /** None where the person has no keys that are letters alone. */
  letters: readonly RoleKey[],
): Heard | null {
  const command = commandIn(table, event);
  if (asking === null) return command === null ? null : { kind: 'command', command };
  const chord = chordOf(event);
  if (chord === 'Enter') return { kind: 'usual' };
  if (asking.act === 'both') {
    if (command === 'both') return { kind: 'usual' };
    const at = command === null ? null : takeOf(command);
    if (at !== null) return { kind: 'tick', at };
  } else {
    const role = letters.find(([key]) => key === chord)?.[1];
    if (role !== undefined) return { kind: 'role', role };
  }
  // Another act would be begun by mistake: only what leads away from this place is heard.
  return command !== null && LEAVING.has(command) ? { kind: 'command', command } : null;
}

const LEAVING: ReadonlySet<DecideCommand> = new Set(['back', 'next', 'previous', 'help']);
