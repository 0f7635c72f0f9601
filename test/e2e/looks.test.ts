import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Stage } from '../support/browser-suite.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { INTERVIEW } from '../support/interview.ts';
import type { Setting } from '../support/pages.ts';
import { PAGES_INSIDE, PAGES_OUTSIDE, pagesInside, pagesOutside } from '../support/pages.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 900, height: 900 };
const SMALL = { width: 600, height: 900 };

browserSuite('the looks of every page', (stage) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await makeSetting(stage);
  });

  test.each(PAGES_OUTSIDE)('%s passes axe and fits', async (name) => {
    await expect(inspect(setting.visitor.page, pagesOutside(setting)[name])).resolves.toEqual([]);
  });

  test.each(PAGES_INSIDE)('%s passes axe and fits', async (name) => {
    stage.troubles.expect(/not-found.* status of 404/);
    await expect(inspect(setting.lead.page, pagesInside(setting)[name])).resolves.toEqual([]);
  });
});

async function makeSetting(stage: Stage): Promise<Setting> {
  const demo = await stage.server.makeDemo();
  const leader = demo.members.find(
    ({ roles }) => roles.includes('lead') && roles.includes('coder'),
  );
  if (leader === undefined) throw new Error('the demo study has no lead who codes');
  const [visitor, lead] = [await stage.enter('Visitor'), await stage.enter(leader.name)];
  await lead.page.goto(leader.link);
  await lead.page.getByRole('table', { name: 'Transcripts' }).waitFor();
  const transcripts = await lead.call('listTranscripts', { project: demo.project.id });
  const coded = transcripts.find(({ layers }) =>
    layers.some(({ member, sketches }) => member === leader.id && sketches > 0),
  );
  if (coded === undefined) throw new Error('the lead of the demo study has no sketch');
  const { link } = await lead.call(
    'createInvite',
    { project: demo.project.id },
    { roles: ['coder', 'reviewer'], note: 'Maria, second coder', validDays: 7 },
  );
  const file = { name: 'allotment.txt', mimeType: 'text/plain', buffer: Buffer.from(INTERVIEW) };
  return { stage, visitor, lead, demo, transcript: coded.id, invite: link, file };
}

/** What axe finds, light and dark, wide and narrow, and where the page is wider than the window. */
async function inspect(page: Page, open: () => Promise<unknown>): Promise<readonly string[]> {
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  await open();
  const faults = [
    ...(await overflow(page, WIDE)),
    ...(await audit(page, 'light, 1440')),
    ...(await overflow(page, NARROW)),
    ...(await audit(page, 'light, 900')),
  ];
  // In the dark colours alone are others.
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...(await audit(page, 'dark, 900', ['cat.color'])));
  await page.setViewportSize(WIDE);
  faults.push(...(await audit(page, 'dark, 1440', ['cat.color'])));
  faults.push(...(await overflow(page, SMALL)));
  return faults;
}

async function audit(page: Page, how: string, tags?: string[]): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (tags === undefined ? builder : builder.withTags(tags)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, any }) => {
      return `${how}: ${id}: ${target.join(' ')}: ${any[0]?.message ?? ''}`;
    }),
  );
}

async function overflow(
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<readonly string[]> {
  await page.setViewportSize(size);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return wide > size.width ? [`${size.width}: ${wide - size.width} px too wide`] : [];
}
