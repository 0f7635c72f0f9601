import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Annotator } from '../support/annotator.ts';
import { makeSetting } from '../support/demo-setting.ts';
import { LiveStage } from '../support/live-stage.ts';
import { withPalette } from '../support/palette-png.ts';
import type { Setting } from '../support/pages.ts';
import { pagesInside } from '../support/pages.ts';
import { until } from '../support/until.ts';
import { WORKSPACE } from '../support/workspace.ts';

/*
 * `node test/e2e/pictures.ts`: draws the pictures of the README from the running app with the demo
 * study, into docs/pictures, 1440 pixels wide.
 */

const FOLDER = join(WORKSPACE, 'docs', 'pictures');
const MOST_BYTES = 200_000;

/** Words of the demo study: of a sketch's mechanism, and some below that a colleague selects. */
const MECHANISM = 'It cuts the night up';
const READ = "once it's one to tell Bridie";

const stage = new LiveStage();
await stage.open();
try {
  await mkdir(FOLDER, { recursive: true });
  const setting = await makeSetting(stage);
  const pages = pagesInside(setting);
  const { page } = setting.lead;
  for (const name of ['projects', 'project', 'import', 'theory'] as const) {
    await pages[name]();
    await draw(page, name);
  }
  await pages['places of a transcript']();
  for (let place = 1; place < 3; place += 1) await page.keyboard.press('j');
  await draw(page, 'places');
  await letSomebodyRead(setting);
  await pages['annotator with an open sketch']();
  const annotator = new Annotator(setting.lead);
  await annotator.openSketch.locator('.quote-link').filter({ hasText: MECHANISM }).click();
  await until('somebody is here', async () => (await annotator.here()).length, 1);
  await draw(page, 'annotator');
  await page.emulateMedia({ colorScheme: 'dark' });
  await draw(page, 'annotator-dark');
} finally {
  await stage.close();
}

/** A second coder has the same transcript open and words of it selected. */
async function letSomebodyRead({ demo, lead, transcript }: Setting): Promise<void> {
  const other = demo.members.find(
    ({ name, roles }) => name !== lead.name && roles.includes('coder'),
  );
  if (other === undefined) throw new Error('the demo study has no second coder');
  const person = await stage.enter(other.name);
  await person.page.goto(other.link);
  await person.page.getByRole('table', { name: 'Transcripts' }).waitFor();
  const annotator = await new Annotator(person).open(demo.project.id, transcript);
  await annotator.drag(READ);
}

async function draw(page: Page, name: string): Promise<void> {
  // Nothing blinks, floats or waits in a picture.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const picture = withPalette(await page.screenshot({ caret: 'hide', animations: 'disabled' }));
  if (picture.length > MOST_BYTES) throw new Error(`${name} has ${picture.length} bytes`);
  await writeFile(join(FOLDER, `${name}.png`), picture);
  process.stdout.write(`${name}.png: ${Math.round(picture.length / 1000)} kB\n`);
}
