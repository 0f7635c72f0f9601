import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { devices } from '../../apps/web/src/messages/devices.ts';
import { keptWork } from '../../apps/web/src/messages/kept-work.ts';
import { shared } from '../../apps/web/src/messages/shared.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { expectOffline, openOn } from '../support/device-stage.ts';
import { offers, quotesIn, takeKept } from '../support/kept-work.ts';
import { Laptop } from '../support/laptop.ts';
import type { Person } from '../support/person.ts';
import { enterLead, joinProject, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const TOOLS = 'the one who could sharpen tools';

browserSuite('a short loss where no copies are kept', (stage) => {
  let ana: Person;
  let laptop: Laptop | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => laptop?.discard());

  /** A coder whose last span is in the tab alone. `before` is done before the page is opened. */
  async function setUnsaved(name: string, before: (person: Person) => Promise<void>) {
    expectOffline(stage);
    stage.troubles.expect(/ERR_FAILED|dynamically imported|is not there|does not answer/);
    const { project, transcript, hers } = await openInterview(ana);
    laptop = await Laptop.of(stage, name);
    const coder = await laptop.open();
    await joinProject(ana, project, coder);
    await before(coder);
    const his = await openOn(coder, project, transcript);
    return { project, transcript, hers, laptop, coder, his };
  }
  type Unsaved = Awaited<ReturnType<typeof setUnsaved>>;
  async function cutAndCode({ laptop: { cable }, his }: Unsaved): Promise<void> {
    await cable.cut();
    await his.says(words.state.offline);
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.tab);
  }
  const toAccount = async ({ page }: Person): Promise<void> => {
    await page.getByRole('button', { name: /: account of / }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
  };
  const hasCode = ({ page }: Person, file: string): Promise<boolean> =>
    page.evaluate(
      (name) => performance.getEntriesByType('resource').some((each) => each.name.includes(name)),
      file,
    );

  test('other pages open, each says what is not saved, and it is saved from there', async () => {
    const unsaved = await setUnsaved('Dora Wirth', () => Promise.resolve());
    const { hers, coder } = unsaved;
    const { page } = coder;
    // The code of other pages comes by itself.
    for (const file of ['account-page', 'projects-page', 'theory-page', 'rename-transcript']) {
      await until(`code of ${file}`, () => hasCode(coder, file), true);
    }
    await cutAndCode(unsaved);
    await toAccount(coder);
    await page.getByRole('heading', { name: 'Your account' }).first().waitFor();
    await page.getByText(devices.left(1)).waitFor();
    await page.getByRole('link', { name: 'Triad' }).first().click();
    await page.getByRole('heading', { name: shared.errors.unavailableTitle }).first().waitFor();
    await page.getByText(devices.left(1)).waitFor();
    expect(await page.getByRole('button', { name: shared.errors.reload }).count()).toBe(0);
    await unsaved.laptop.cable.plug();
    await page.getByRole('heading', { name: 'Projects' }).first().waitFor();
    await hers.sees(TOOLS, ['M']);
    await page.getByText(devices.left(1)).waitFor({ state: 'detached' });
    expect(await offers(page, 0)).toEqual([]);
  });

  test('a page without its code says that there is no connection, and comes by itself', async () => {
    const unsaved = await setUnsaved('Hal Ames', async ({ page }) => {
      await page.route('**/assets/account-page*', (route) => route.abort());
    });
    const { hers, coder } = unsaved;
    const { page } = coder;
    await cutAndCode(unsaved);
    let loads = 0;
    page.on('load', () => (loads += 1));
    await toAccount(coder);
    await page.getByRole('heading', { name: shared.errors.unavailableTitle }).first().waitFor();
    await page.getByText(devices.left(1)).waitFor();
    expect(await page.getByRole('button', { name: shared.errors.reload }).count()).toBe(0);
    await page.unroute('**/assets/account-page*');
    await unsaved.laptop.cable.plug();
    await page.getByRole('heading', { name: 'Your account' }).first().waitFor();
    await hers.sees(TOOLS, ['M']);
    await page.getByText(devices.left(1)).waitFor({ state: 'detached' });
    expect(loads).toBe(0);
  });

  test('signing out sends what this tab has not sent', async () => {
    const unsaved = await setUnsaved('Vera Holm', () => Promise.resolve());
    const { hers, coder, laptop: own } = unsaved;
    await cutAndCode(unsaved);
    await own.cable.plug();
    await coder.page.getByRole('button', { name: /: account of / }).click();
    await coder.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await coder.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await hers.sees(TOOLS, ['M']);
    expect(await offers(coder.page, 0)).toEqual([]);
  });

  test('a blind round began meanwhile: what was not sent is offered alone, under the words', async () => {
    const unsaved = await setUnsaved('Ben Okoro', () => Promise.resolve());
    const { project, transcript, coder, his, laptop: own } = unsaved;
    const { page } = coder;
    // There is no talk in a blind round.
    stage.troubles.expect(/status of 403/);
    await his.drag(CARD);
    await his.press('c');
    await his.says('Saved');
    await cutAndCode(unsaved);
    const members = await ana.call('listMembers', { project });
    const coders = members.filter(({ name }) => name === 'Ben Okoro').map(({ id }) => id);
    const due = { at: '2999-01-01T12:00:00Z', zone: 'UTC' };
    const blind = { kind: 'blind', title: 'Pilot', transcripts: [transcript], coders, due };
    await ana.call('openRound', { project }, { ...blind, ownEarlier: false });
    await own.cable.plug();
    await page.getByRole('complementary', { name: 'Pilot' }).waitFor();
    const region = page.getByRole('region', { name: keptWork.label });
    await region.getByText('a blind round began: until').waitFor();
    expect((await offers(page, 1))[0]).toContain('‘At the allotment’');
    const [frame, notice] = [page.locator('.frame'), region].map((part) => part.boundingBox());
    const { y = 0, height = 0 } = (await frame) ?? {};
    expect(y + height).toBeLessThanOrEqual((await notice)?.y ?? 0);

    const downloading = page.waitForEvent('download');
    const file = await takeKept(page);
    expect((await downloading).suggestedFilename()).toContain('At the allotment');
    expect(quotesIn(file, 'notOnTheServer')).toEqual([TOOLS]);
    expect(file.work.onTheServer).toEqual([]);
    expect(Buffer.from(file.update, 'base64').toString('latin1')).not.toContain(CARD);
  });
});
