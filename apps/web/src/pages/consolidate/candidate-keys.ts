import type { KeyLike } from '../../annotator/keys.ts';
import { consolidating } from '../../messages/consolidating.ts';
import type { FootHint } from '../keys/page-foot.tsx';
import type { PageKey, PlannedKey } from '../keys/page-keys.ts';
import { commandIn } from '../keys/page-keys.ts';

export type CandidateCommand =
  | 'next'
  | 'previous'
  | 'accept'
  | 'add'
  | 'set-aside'
  | 'beside'
  | 'help';

/** Every key of the page where candidates are settled. */
export const CANDIDATE_KEYS: readonly PlannedKey<CandidateCommand>[] = [
  { id: 'next', as: 'next' },
  { id: 'previous', as: 'previous' },
  { id: 'accept', always: 'Enter' },
  { id: 'add', letter: 'a' },
  { id: 'set-aside', letter: 'x' },
  { id: 'beside', letter: 'b' },
  { id: 'help', as: 'help' },
];

const words = consolidating.keys;
export const READ_HINTS: readonly FootHint<CandidateCommand>[] = [
  { commands: ['next', 'previous'], label: words.step },
];
/** What leads do, too. */
export const CHANGE_HINTS: typeof READ_HINTS = [
  ...READ_HINTS,
  { commands: ['accept'], label: words.acceptShort },
  { commands: ['add'], label: words.addShort },
  { commands: ['set-aside'], label: words.asideShort },
];

/** Where Enter does what is focused; a link to what is shown already (`data-shown`) would do nothing. */
const PRESSED = 'button, a[href]:not([data-shown]), summary';

export function candidateCommandFor(
  event: KeyLike & Pick<KeyboardEvent, 'target'>,
  table: readonly PageKey<CandidateCommand>[],
): CandidateCommand | null {
  const { target, key } = event;
  const isPress = key === 'Enter' && target instanceof Element && target.closest(PRESSED) !== null;
  return isPress ? null : commandIn(table, event);
}
