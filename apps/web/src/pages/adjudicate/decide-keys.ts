import type { Shortcut } from '../../annotator/keys.ts';
import type { PageKey } from '../agreement/place-keys.ts';

/** The coders' spans that a digit takes. */
export const TAKES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
type Take = `take-${(typeof TAKES)[number]}`;

/** Every key of the page where places are decided, in one table. */
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

/** This page's own keys; each gives way to a key that the person chose for an act of the annotator. */
const OWN: readonly (readonly [DecideCommand, string])[] = [
  ...TAKES.map((n) => [`take-${n}`, String(n)] as const),
  ['union', 'u'],
  ['intersection', 'i'],
  ['both', 'b'],
  ['drawn', 'd'],
  ['none', '0'],
  ['again', 's'],
  ['reopen', 'x'],
  ['unlock', 'e'],
  ['flag', 'f'],
  ['reason', 'r'],
  ['undo', 'z'],
  ['transcript', 'n'],
];
/** Acts that are the annotator's, with its keys. */
const SHARED = ['next', 'previous', 'comment', 'back', 'help'] as const;

export function decideKeys(
  personal: readonly Shortcut[],
  areLettersOn: boolean,
): readonly DecideKey[] {
  const shared = SHARED.map((id) => ({
    id,
    keys: personal.find((shortcut) => shortcut.id === id)?.keys ?? [],
  }));
  const taken = new Set(shared.flatMap(({ keys }) => keys));
  return [
    ...OWN.map(([id, key]) => ({ id, keys: areLettersOn && !taken.has(key) ? [key] : [] })),
    ...shared,
  ];
}

/** Which coder's span a command takes, from 0; null for any other. */
export function takeOf(command: DecideCommand): number | null {
  const n = TAKES.find((each) => command === `take-${each}`);
  return n === undefined ? null : n - 1;
}
