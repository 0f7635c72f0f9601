import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { keptWork } from '../../apps/web/src/messages/kept-work.ts';
import { until } from './until.ts';

/** A file of work that the server does not have. */
export type KeptFile = {
  readonly document: string;
  readonly cause: string;
  readonly reason: string | null;
  readonly work: Readonly<Record<'onTheServer' | 'notOnTheServer', readonly Entry[]>>;
  readonly update: string;
};
type Entry = { readonly field: string; readonly value: { readonly anchor: { quote: string } } };

function region(page: Page): Locator {
  return page.getByRole('region', { name: keptWork.label });
}

/** What is offered, once it is so much. */
export async function offers(page: Page, count: number): Promise<readonly string[]> {
  const alerts = region(page).getByRole('alert');
  await until('what is offered', () => alerts.count(), count);
  return alerts.allTextContents();
}

/** Downloads what is offered first. */
export async function takeKept(page: Page): Promise<KeptFile> {
  const downloading = page.waitForEvent('download');
  await region(page).getByRole('button', { name: keptWork.download }).first().click();
  return JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as KeptFile;
}

/** The words of the spans in it, in a fixed order. */
export function quotesIn(
  { work }: KeptFile,
  where: 'onTheServer' | 'notOnTheServer',
): readonly string[] {
  return work[where]
    .filter(({ field }) => field === 'spans')
    .map(({ value }) => value.anchor.quote)
    .sort();
}
