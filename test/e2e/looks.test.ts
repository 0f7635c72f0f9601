import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { browserSuite } from '../support/browser-suite.ts';
import { makeSetting } from '../support/demo-setting.ts';
import { OPENED, opened } from '../support/opened.ts';
import type { Setting } from '../support/pages.ts';
import { PAGES_INSIDE, PAGES_OUTSIDE, pagesInside, pagesOutside } from '../support/pages.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 900, height: 900 };
const SMALL = { width: 600, height: 900 };
/** The rules of axe that a change of colours can break. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

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

  test.each(OPENED)('%s passes axe', async (name) => {
    await expect(inspectOpened(setting.lead.page, opened(setting)[name])).resolves.toEqual([]);
  });
});

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
  faults.push(...(await audit(page, 'dark, 900', COLOURS)));
  await page.setViewportSize(WIDE);
  faults.push(...(await audit(page, 'dark, 1440', COLOURS)));
  faults.push(...(await overflow(page, SMALL)));
  return faults;
}

/** What axe finds, light and dark, where a change of the window's size would close what is open. */
async function inspectOpened(page: Page, open: () => Promise<unknown>): Promise<readonly string[]> {
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  await open();
  const faults = await audit(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...faults, ...(await audit(page, 'dark'))];
}

async function audit(page: Page, how: string, rules?: string[]): Promise<readonly string[]> {
  // There are no frames, so nothing needs a page of its own to be put together in.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
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
  // The page hears of its new size at the next frame, and draws by it before that is painted.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return wide > size.width ? [`${size.width}: ${wide - size.width} px too wide`] : [];
}
