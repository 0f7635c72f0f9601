import type { TurnContent } from '@triad/collab';
import type { Holds } from './wipe.ts';

/*
 * What the history tells of words that a correction took from the text: where they stood, an earlier
 * wording may be the same name, misheard, as it may beside words that stand there still.
 */

/** What earlier wordings held, as a redaction needs it. */
export type HeldBefore = {
  /** Ids of the turns of which an earlier wording held the words. */
  readonly turns: readonly string[];
  /** Whether what held them there was imported so: then the original has no other wording of it. */
  readonly asImported: boolean;
};

export const NEVER_HELD: HeldBefore = { turns: [], asImported: true };

type Turns = ReadonlyMap<string, TurnContent>;

/** The turns that held the words in one of these versions, and say something else now. */
export function heldBefore(
  versions: readonly (readonly TurnContent[])[],
  { imported, present }: { readonly imported: Turns; readonly present: Turns },
  holds: Holds,
): HeldBefore {
  const turns = new Set<string>();
  let asImported = true;
  for (const { id, paragraphs } of versions.flat()) {
    const words = paragraphs.join('\n');
    if (words === present.get(id)?.paragraphs.join('\n') || !holds(words)) continue;
    turns.add(id);
    // As with words that stand in the text still: nobody has corrected what holds them.
    const first = new Set(imported.get(id)?.paragraphs);
    const holding = paragraphs.filter(holds);
    asImported &&= holding.length > 0 && holding.every((paragraph) => first.has(paragraph));
  }
  return { turns: [...turns], asImported };
}

/** Of some of the versions, and of the rest. */
export function joinHeld(some: HeldBefore, rest: HeldBefore): HeldBefore {
  return {
    turns: [...new Set([...some.turns, ...rest.turns])],
    asImported: some.asImported && rest.asImported,
  };
}
