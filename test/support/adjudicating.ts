import type { Locator } from 'playwright-core';
import { adjudicating as words } from '../../apps/web/src/messages/adjudicating.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';

/** Waits until a lead has a place before them, by its words in the passage. */
export function looksAt({ page }: Person, quote: string): Promise<void> {
  const lit = page.locator('.passage-words .lit');
  return until('the place', async () => (await lit.allInnerTexts()).join(' '), quote);
}

/** What the foot says of what was just done. */
export async function isTold({ page }: Person, sentence: string | RegExp): Promise<void> {
  await page.locator('.foot-said').getByText(sentence).waitFor();
}

/** A place in the list. */
export function placeOf({ page }: Person, quote: string): Locator {
  return page
    .getByRole('list', { name: words.place.list })
    .getByRole('button')
    .filter({ hasText: quote });
}

/** What the list says was made of a place; empty while nothing was. */
export async function madeOf(person: Person, quote: string): Promise<string> {
  const text = await placeOf(person, quote).locator('.place-state').innerText();
  return /✓ [^\n]+/.exec(text)?.[0] ?? '';
}

/** Waits until the list says of a place what was made of it: one of `adjudicating.short`. */
export function isDecidedAs(person: Person, quote: string, short: string): Promise<void> {
  return until('it is decided', () => madeOf(person, quote), words.place.mark(short));
}
