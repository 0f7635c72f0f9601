import type { TurnContent } from '@triad/collab';
import type { Holds } from './wipe.ts';

export type RedactedVersion = {
  /** The turns as they are now, by id. */
  readonly present: ReadonlyMap<string, TurnContent>;
  /** Ids of the turns in which words were taken out, and of those that their words came from. */
  readonly turns: ReadonlySet<string>;
  readonly replacement: string;
  readonly holds: Holds;
  readonly clean: (text: string) => string;
};

/**
 * A version of the text without the words. Of a turn that was redacted every older wording goes, and
 * the present one stands there instead: what was heard before a correction may be the same name. Any
 * other turn loses the words, unless the present text has them there still.
 */
export function redactVersion(
  version: readonly TurnContent[],
  { present, turns, replacement, holds, clean }: RedactedVersion,
): readonly TurnContent[] {
  return version.map((turn) => {
    const now = present.get(turn.id);
    if (turns.has(turn.id)) return { ...turn, paragraphs: now?.paragraphs ?? [replacement] };
    if (now !== undefined && holds(now.paragraphs.join('\n'))) return turn;
    // Words may stand across two paragraphs.
    const words = turn.paragraphs.join('\n');
    return holds(words) ? { ...turn, paragraphs: clean(words).split('\n') } : turn;
  });
}
