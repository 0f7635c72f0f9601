import type { RoundAnswer } from '@triad/collab';
import { rounds as words } from '../../messages/rounds.ts';

/** What a round is called: by its title, else by kind and number. */
export function roundName({ title, kind, number }: RoundAnswer): string {
  return title === '' ? words.name[kind](number) : title;
}
