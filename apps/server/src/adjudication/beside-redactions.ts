import type { Context } from '../context.ts';
import { refuse } from '../refusal.ts';

/**
 * Does something that writes about a text while no redaction of it runs. One that was asked for before words
 * were taken out might bring them back: it is refused with `decisions/moved`. What is done so on one
 * transcript is done in turn.
 */
export async function besideRedactions<Result>(
  { tables, locks }: Pick<Context, 'tables' | 'locks'>,
  transcript: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const count = () => tables.redactions.count('transcript', transcript);
  const before = await count();
  return locks(`comments/${transcript}`, async () => {
    if ((await count()) !== before) throw refuse('decisions/moved');
    return act();
  });
}
