import type { Verdict } from '@triad/realist';
import type { KeyLike, Shortcut } from '../../annotator/keys.ts';
import { chordOf } from '../../annotator/keys.ts';

/** Every key of the sign-off page, in one table: the handler, the buttons, the foot and the `?` sheet read it. */
export type SignCommand = 'next' | 'previous' | 'agree' | 'comment' | 'object' | 'abstain' | 'help';

export type SignKey = {
  readonly id: SignCommand;
  /** As `chordOf` writes them; the first is shown. */
  readonly keys: readonly string[];
};

export const VERDICT_OF: Readonly<Partial<Record<SignCommand, Verdict>>> = {
  agree: 'agree',
  comment: 'agree-with-comment',
  object: 'object',
  abstain: 'abstain',
};

/**
 * Steps and help as the person has them in the annotator; the letters of the acts are this page's own,
 * and give way to a key that the person chose for those.
 */
export function signKeys(personal: readonly Shortcut[], areLettersOn: boolean): readonly SignKey[] {
  const own = (id: Shortcut['id']): readonly string[] =>
    personal.find((shortcut) => shortcut.id === id)?.keys ?? [];
  const taken = new Set((['next', 'previous', 'help'] as const).flatMap((id) => own(id)));
  const free = (key: string): readonly string[] => (areLettersOn && !taken.has(key) ? [key] : []);
  return [
    { id: 'next', keys: own('next') },
    { id: 'previous', keys: own('previous') },
    { id: 'agree', keys: free('a') },
    { id: 'comment', keys: free('c') },
    { id: 'object', keys: free('o') },
    { id: 'abstain', keys: free('x') },
    { id: 'help', keys: own('help') },
  ];
}

export function signCommandFor(event: KeyLike, table: readonly SignKey[]): SignCommand | null {
  const chord = chordOf(event);
  return table.find(({ keys }) => chord !== null && keys.includes(chord))?.id ?? null;
}
