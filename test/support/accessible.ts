import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The rules of axe that a change of colours can break. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Fails with what axe finds on a page as it stands, in the light, and of its colours in the dark. */
export async function isAccessible(page: Page, what: string): Promise<void> {
  const faults = await audit(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...(await audit(page, COLOURS)));
  await page.emulateMedia({ colorScheme: 'light' });
  expect(faults, what).toEqual([]);
}

async function audit(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames, so nothing needs a page of its own to be put together in.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, any }) => {
      return `${rules === undefined ? 'light' : 'dark'}: ${id}: ${target.join(' ')}: ${any[0]?.message ?? ''}`;
    }),
  );
}
