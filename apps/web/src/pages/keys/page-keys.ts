import type { Preferences } from '@triad/collab';
import type { CommandId, KeyLike } from '../../annotator/keys.ts';
import { chordOf, personalShortcuts } from '../../annotator/keys.ts';

/* Every key of a page stands in one table, which its handler, its buttons, its foot and its `?` sheet read. */

export type PageKey<Command extends string> = {
  readonly id: Command;
  /** As `chordOf` writes them; the first is shown. None: it is turned off. */
  readonly keys: readonly string[];
};

/** A key of a page as it is meant to be, before anybody chose otherwise. */
export type PlannedKey<Command extends string> = {
  readonly id: Command;
  /** The act is the annotator's too, and has the keys that the person has for it there. */
  readonly as?: CommandId;
  /** A letter or digit of the page's own: off where letters are, and where the person chose it for another act. */
  readonly letter?: string;
  /** A key that is nobody's letter. */
  readonly always?: string;
};

/** The keys of a page as one person has them. */
export function pageKeys<Command extends string>(
  plan: readonly PlannedKey<Command>[],
  preferences: Preferences,
): readonly PageKey<Command>[] {
  const personal = personalShortcuts(preferences);
  const chosen = (as: CommandId | undefined): readonly string[] =>
    personal.find(({ id }) => id === as)?.keys ?? [];
  const taken = new Set(plan.flatMap(({ as }) => chosen(as)));
  const free = (letter: string): boolean => preferences.letterKeys !== false && !taken.has(letter);
  return plan.map(({ id, as, letter, always }) => ({
    id,
    keys: [
      ...(always === undefined ? [] : [always]),
      ...(letter === undefined || !free(letter) ? [] : [letter]),
      ...chosen(as),
    ],
  }));
}

/** The command of a press; null where the table has none. */
export function commandIn<Command extends string>(
  table: readonly PageKey<Command>[],
  event: KeyLike,
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
