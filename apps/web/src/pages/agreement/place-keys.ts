import { agreement } from '../../messages/agreement.ts';
import type { FootHint } from '../keys/page-foot.tsx';
import type { PlannedKey } from '../keys/page-keys.ts';

export type PlaceCommand = 'next' | 'previous' | 'flag' | 'comment' | 'help';

/** Every key of the page of places. */
export const PLACE_KEYS: readonly PlannedKey<PlaceCommand>[] = [
  { id: 'next', as: 'next' },
  { id: 'previous', as: 'previous' },
  { id: 'flag', letter: 'f' },
  { id: 'comment', letter: 'c', as: 'comment' },
  { id: 'help', as: 'help' },
];

export const PLACE_HINTS: readonly FootHint<PlaceCommand>[] = [
  { commands: ['next', 'previous'], label: agreement.place.step },
  { commands: ['flag'], label: agreement.flag.key },
  { commands: ['comment'], label: agreement.talk.key },
];
