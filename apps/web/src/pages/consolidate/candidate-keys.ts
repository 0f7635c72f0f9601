import type { KeyLike, Shortcut } from '../../annotator/keys.ts';
import { chordOf } from '../../annotator/keys.ts';

/** Every key of the page, in one table: the handler, the buttons, the foot and the `?` sheet read it. */
export type CandidateCommand =
  | 'next'
  | 'previous'
  | 'accept'
  | 'add'
  | 'set-aside'
  | 'beside'
  | 'help';

export type CandidateKey = {
  readonly id: CandidateCommand;
  /** As `chordOf` writes them; the first is shown. */
  readonly keys: readonly string[];
};

/** Steps and help as the person has them in the annotator; the others are this page's own. */
export function candidateKeys(
  personal: readonly Shortcut[],
  areLettersOn: boolean,
): readonly CandidateKey[] {
  const own = (id: Shortcut['id']): readonly string[] =>
    personal.find((shortcut) => shortcut.id === id)?.keys ?? [];
  const taken = new Set((['next', 'previous', 'help'] as const).flatMap((id) => own(id)));
  const free = (key: string): readonly string[] => (areLettersOn && !taken.has(key) ? [key] : []);
  return [
    { id: 'next', keys: own('next') },
    { id: 'previous', keys: own('previous') },
    { id: 'accept', keys: ['Enter'] },
    { id: 'add', keys: free('a') },
    { id: 'set-aside', keys: free('x') },
    { id: 'beside', keys: free('b') },
    { id: 'help', keys: own('help') },
  ];
}

export function candidateCommandFor(
  event: KeyLike,
  table: readonly CandidateKey[],
): CandidateCommand | null {
  const chord = chordOf(event);
  return table.find(({ keys }) => chord !== null && keys.includes(chord))?.id ?? null;
}
