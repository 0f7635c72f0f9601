import type { PageKey, PlannedKey } from '../keys/page-keys.ts';

/** The coders' spans that a digit takes. */
export const TAKES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
type Take = `take-${(typeof TAKES)[number]}`;

export type DecideCommand =
  | Take
  | 'union'
  | 'intersection'
  | 'both'
  | 'drawn'
  | 'none'
  | 'again'
  | 'reopen'
  | 'unlock'
  | 'flag'
  | 'reason'
  | 'comment'
  | 'next'
  | 'previous'
  | 'undo'
  | 'transcript'
  | 'back'
  | 'help';

export type DecideKey = PageKey<DecideCommand>;

/** Every key of the page where places are decided. */
export const DECIDE_KEYS: readonly PlannedKey<DecideCommand>[] = [
  ...TAKES.map((n) => ({ id: `take-${n}`, letter: String(n) }) as const),
  { id: 'union', letter: 'u' },
  { id: 'intersection', letter: 'i' },
  { id: 'both', letter: 'b' },
  { id: 'drawn', letter: 'd' },
  { id: 'none', letter: '0' },
  { id: 'again', letter: 's' },
  { id: 'reopen', letter: 'x' },
  { id: 'unlock', letter: 'e' },
  { id: 'flag', letter: 'f' },
  { id: 'reason', letter: 'r' },
  { id: 'undo', letter: 'z' },
  { id: 'transcript', letter: 'n' },
  { id: 'next', as: 'next' },
  { id: 'previous', as: 'previous' },
  { id: 'comment', as: 'comment' },
  { id: 'back', as: 'back' },
  { id: 'help', as: 'help' },
];

/** Which coder's span a command takes, from 0; null for any other. */
export function takeOf(command: DecideCommand): number | null {
  const n = TAKES.find((each) => command === `take-${each}`);
  return n === undefined ? null : n - 1;
}
