import { cmocs } from '../../apps/web/src/messages/cmocs.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';

/** Number and state of each CMOC in the overview, retired ones too, of which there are `count` in all. */
export async function statesShown(
  person: Person,
  project: string,
  count: number,
): Promise<readonly string[]> {
  const { page } = person;
  await person.goTo(`/projects/${project}/cmocs`);
  await page.getByText(cmocs.list.showRetired).last().click();
  const rows = page.getByRole('main').locator('.overview-row');
  await until('all rows', () => rows.count(), count);
  return rows.evaluateAll((each) =>
    each.map((row) => {
      const number = row.querySelector('.overview-number')?.textContent ?? '';
      return `${number} ${row.querySelector('.overview-facts > span')?.textContent ?? ''}`;
    }),
  );
}

/** Ids of the agreed spans that the page of a CMOC leads to from its evidence, in its order. */
export async function evidenceShown(
  person: Person,
  project: string,
  cmoc: string,
  count: number,
): Promise<readonly string[]> {
  await person.goTo(`/projects/${project}/cmocs/${cmoc}`);
  const links = person.page
    .getByRole('region', { name: cmocs.evidence.title })
    .getByRole('link', { name: cmocs.quote.way });
  await until('all quotes', () => links.count(), count);
  return links.evaluateAll((each) =>
    each.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? ''),
  );
}
