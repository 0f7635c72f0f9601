import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { keptWork } from '../../apps/web/src/messages/kept-work.ts';
import { redacting } from '../../apps/web/src/messages/redacting.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { allowCopies, setDeviceStage } from '../support/device-stage.ts';
import type { DeviceStage } from '../support/device-stage.ts';
import { keptOn, makeOlder } from '../support/kept-on-device.ts';
import { offers, quotesIn, takeKept } from '../support/kept-work.ts';
import type { Person } from '../support/person.ts';
import { enterLead } from '../support/team.ts';
import { until } from '../support/until.ts';

const TOOLS = 'the one who could sharpen tools';

browserSuite('work that a device offers', (stage) => {
  let ana: Person;
  let set: DeviceStage | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => set?.laptop.discard());

  /** A coder with a span that waits on the device; their browser is closed. */
  async function setWaiting(name: string) {
    stage.troubles.expect(/status of 40[134]|There is no such thing|The server does not answer/);
    set = await setDeviceStage(stage, ana, name);
    const { laptop, his } = set;
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    await laptop.shut();
    await laptop.cable.plug();
    return set;
  }
  /** The same; its round was closed meanwhile, and the browser is opened again. */
  async function setOffered(name: string) {
    const waiting = await setWaiting(name);
    const { project, laptop } = waiting;
    const [round] = (await ana.call('readProject', { project })).rounds;
    const closing = { version: round?.version, transcripts: null };
    await ana.call('closeRound', { project, round: round?.id ?? '' }, closing);
    const again = await laptop.open();
    await again.goTo('/');
    const [offer] = await offers(again.page, 1);
    expect(offer).toContain('round was closed');
    await until('on the device', () => offersOn(again), 1);
    return { ...waiting, again };
  }
  const offersOn = async (person: Person) => (await keptOn(person)).offers;
  const isSaidToStay = ({ page }: Person): Promise<void> =>
    page.getByText(keptWork.what.device).waitFor();

  test('stays until it is downloaded, whatever becomes of the tab, and shows in every tab', async () => {
    const { laptop, again } = await setOffered('Ben Okoro');
    await isSaidToStay(again);
    let asked = false;
    again.page.on('dialog', (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await again.page.reload();
    await offers(again.page, 1);
    expect(asked).toBe(false);
    await laptop.shut();

    const anew = await laptop.open();
    await anew.goTo('/account');
    const page = await anew.context.newPage();
    stage.troubles.watch(page, 'Ben, second tab');
    await page.goto(anew.at('/'));
    await offers(anew.page, 1);
    await offers(page, 1);
    const file = await takeKept(page);
    expect(quotesIn(file, 'notOnTheServer')).toEqual([TOOLS]);
    await offers(anew.page, 0);
    await until('on the device', () => offersOn(anew), 0);
    // Where it was downloaded it can still be taken once more.
    await offers(page, 1);
    await page.reload();
    await page.getByRole('link', { name: 'Allotments' }).first().waitFor();
    expect(await offers(page, 0)).toEqual([]);
  });

  test('is let go when that was asked once', async () => {
    const { again } = await setOffered('Cleo Marsh');
    const { page } = again;
    await page.getByRole('button', { name: keptWork.letGo }).click();
    const dialog = page.getByRole('alertdialog', { name: keptWork.letGoTitle });
    await dialog.getByRole('button', { name: keptWork.keep }).click();
    await dialog.waitFor({ state: 'detached' });
    await offers(page, 1);
    expect(await offersOn(again)).toBe(1);
    await page.getByRole('button', { name: keptWork.letGo }).click();
    await dialog.getByRole('button', { name: keptWork.letGo }).click();
    await offers(page, 0);
    await until('on the device', () => offersOn(again), 0);
  });

  test('that may not stay on the device shows in every tab all the same', async () => {
    const { project, laptop } = await setWaiting('Hana Sato');
    const members = await ana.call('listMembers', { project });
    const member = members.find(({ name }) => name === 'Hana Sato')?.id ?? '';
    await ana.call('removeMember', { project, member });
    const again = await laptop.open();
    const front = await again.context.newPage();
    stage.troubles.watch(front, 'Hana, second tab');
    await Promise.all([again.goTo('/'), front.goto(again.at('/account'))]);
    await offers(again.page, 1);
    await offers(front, 1);
    expect((await keptOn(again)).offers).toBe(0);
    // A tab that comes later has it from the others.
    await again.page.close();
    const third = await again.context.newPage();
    stage.troubles.watch(third, 'Hana, third tab');
    await third.goto(again.at('/'));
    const [offer] = await offers(third, 1);
    expect(offer).toContain('no longer a member');
    expect(quotesIn(await takeKept(third), 'notOnTheServer')).toEqual([TOOLS]);
    await offers(front, 0);
  });

  test('goes from the device with the copies, and is then this tab’s', async () => {
    const { project, again } = await setOffered('Dora Wirth');
    await isSaidToStay(again);
    await allowCopies(ana, project, false);
    await again.page.reload();
    await until('on the device', () => offersOn(again), 0);
    await offers(again.page, 1);
    await again.page.getByText(keptWork.what.tab).waitFor();
    expect(quotesIn(await takeKept(again.page), 'notOnTheServer')).toEqual([TOOLS]);
  });

  test('loses words that are taken out of the transcript meanwhile', async () => {
    const { hers, again } = await setOffered('Emil Roth');
    await hers.drag(TOOLS);
    await ana.page.getByRole('toolbar').getByText(redacting.button).click();
    const dialog = ana.page.locator('.dialog-modal');
    await dialog.getByRole('button', { name: redacting.next }).click();
    await dialog.getByRole('button', { name: redacting.act }).click();
    await ana.page.getByText(redacting.done(1)).waitFor();
    await again.page.reload();
    await again.page.getByText('Words were taken out').waitFor();
    const file = await takeKept(again.page);
    expect(JSON.stringify(file)).not.toContain('sharpen');
    expect(file.update).toBeNull();
  });

  test('what waits is carried on from an earlier version of what browsers keep', async () => {
    const { hers, laptop } = await setWaiting('Finn Aalto');
    const again = await laptop.open();
    // Of the same origin, without the app: nothing has opened the database yet.
    await again.goTo('/api/session');
    expect(await makeOlder(again)).toBe(1);
    await again.goTo('/account');
    await hers.sees(TOOLS, ['M']);
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
    expect(await offersOn(again)).toBe(0);
  });
});
