import { expect } from 'vitest';
import { shared } from '../../apps/web/src/messages/shared.ts';
import { signing } from '../../apps/web/src/messages/signing.ts';
import type { Person } from './person.ts';

const { propose } = signing;
const { dialog, link } = signing.reviews;

/** The lead, with the page of a CMOC before them, puts what its draft says to sign-off as a version. */
export async function putToSignOff({ page }: Person, version: number, note: string): Promise<void> {
  const button = version === 1 ? propose.button : propose.again(version);
  await page.getByRole('button', { name: button }).click();
  const box = page.getByRole('dialog');
  await box.getByRole('textbox').fill(note);
  await box.getByRole('button', { name: propose.submit }).click();
  await page
    .getByRole('heading', { name: new RegExp(`^Sign-off of version ${version} `) })
    .waitFor();
}

/** What a reviewer outside is asked about, of one CMOC. */
export type Asked = {
  readonly number: number;
  readonly title: string;
  /** How the sentence begins that the team wrote. */
  readonly sentence: RegExp;
  readonly plain: string;
  /** The one quote that is shown with it. */
  readonly quote: string;
};

/** The lead makes a link on the page of sign-off, for a partner; answers its address. */
export async function makeReviewLink(
  { page }: Person,
  note: string,
  { number, title, sentence, plain, quote }: Asked,
): Promise<string> {
  await page.getByRole('button', { name: signing.reviews.create }).click();
  const box = page.getByRole('dialog');
  await box.getByRole('textbox', { name: dialog.note }).fill(note);
  await box.getByRole('button', { name: new RegExp(dialog.choose) }).click();
  await page.getByRole('option', { name: title }).click();
  const field = box.getByRole('textbox', { name: dialog.sentence(number) });
  // It begins as what the team wrote.
  expect(await field.inputValue()).toMatch(sentence);
  await field.fill(plain);
  const quotes = box.getByRole('group', { name: dialog.quotes(number) });
  await quotes.getByText(quote).click();
  expect(await quotes.getByRole('checkbox', { checked: true }).count()).toBe(1);
  await box.getByRole('button', { name: dialog.submit }).click();
  const address = await page.getByRole('textbox', { name: link.label }).inputValue();
  await page.getByRole('button', { name: shared.madeLink.done }).click();
  return address;
}
