import type { KeyLike, Shortcut } from '../../annotator/keys.ts';
import { chordOf } from '../../annotator/keys.ts';

/** Every key of the page of places, in one table: the handler, the foot and the `?` sheet read it. */
export type PlaceCommand = 'next' | 'previous' | 'flag' | 'comment' | 'help';

export type PageKey<Command extends string> = {
  readonly id: Command;
  /** As `chordOf` writes them; the first is shown. */
  readonly keys: readonly string[];
};
export type PlaceKey = PageKey<PlaceCommand>;

/**
 * The keys as the person has them in the annotator, where the act is the same; `c` for a comment and
 * `f` for a flag are this page's own, and give way to a key that the person chose.
 */
export function placeKeys(
  personal: readonly Shortcut[],
  areLettersOn: boolean,
): readonly PlaceKey[] {
  const own = (id: Shortcut['id']): readonly string[] =>
    personal.find((shortcut) => shortcut.id === id)?.keys ?? [];
  const taken = new Set(
    (['next', 'previous', 'comment', 'help'] as const).flatMap((id) => own(id)),
  );
  const free = (key: string): readonly string[] => (areLettersOn && !taken.has(key) ? [key] : []);
  return [
    { id: 'next', keys: own('next') },
    { id: 'previous', keys: own('previous') },
    { id: 'flag', keys: free('f') },
    { id: 'comment', keys: [...free('c'), ...own('comment')] },
    { id: 'help', keys: own('help') },
  ];
}

/** The command of a press, of a page's own table. */
export function placeCommandFor<Command extends string>(
  event: KeyLike,
  table: readonly PageKey<Command>[],
): Command | null {
  const chord = chordOf(event);
  return table.find(({ keys }) => chord !== null && keys.includes(chord))?.id ?? null;
}

/** The key that is shown for a command; undefined where it is turned off. */
export function firstKeyOf<Command extends string>(
  table: readonly PageKey<Command>[],
  command: Command,
): string | undefined {
  return table.find(({ id }) => id === command)?.keys[0];
}
