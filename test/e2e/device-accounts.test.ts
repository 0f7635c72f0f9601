import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { entering } from '../../apps/web/src/messages/entering.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { isBare, openOn, setDeviceStage } from '../support/device-stage.ts';
import type { DeviceStage } from '../support/device-stage.ts';
import { keptOn } from '../support/kept-on-device.ts';
import { offers, quotesIn, takeKept } from '../support/kept-work.ts';
import type { Person } from '../support/person.ts';
import { emailOf, enterLead, enterMember, PASSWORD } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const TOOLS = 'the one who could sharpen tools';

browserSuite('two accounts on one device', (stage) => {
  let ana: Person;
  let pia: Person;
  let set: DeviceStage | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
    const { id } = await ana.call('createProject', {}, { title: 'Other' });
    pia = await enterMember(stage, ana, id, 'Pia Noll');
  });
  afterEach(() => set?.laptop.discard());

  /** A coder with one saved span, and one that waits on the device; the line is cut. */
  async function setWaiting(name: string) {
    stage.troubles.expect(/status of 40[134]|There is no such thing|The server does not answer/);
    set = await setDeviceStage(stage, ana, name);
    const { hers, laptop, coder, his } = set;
    const { confirmed } = await keptOn(coder);
    await his.drag(CARD);
    await his.press('c');
    await hers.sees(CARD, ['C']);
    const told = async () => (await keptOn(coder)).confirmed.join() !== confirmed.join();
    await until('the device knows that it is saved', told, true);
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    return set;
  }

  const signIn = async ({ page }: Person, name: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'E-mail' }).fill(emailOf(name));
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `account of ${name}` }).waitFor();
  };
  const signOut = async ({ page }: Person): Promise<void> => {
    await page.getByRole('button', { name: /: account of / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  };

  test('a sign-in link says who is in, and sends what waits before it is used', async () => {
    const { hers, laptop } = await setWaiting('Emil Roth');
    const [member] = (await stage.server.makeDemo()).members;
    await laptop.shut();
    await laptop.cable.plug();
    const again = await laptop.open();
    const { pathname, hash } = new URL(member?.link ?? '');
    await again.goTo(pathname + hash);
    await again.page.getByRole('heading', { name: entering.alreadyTitle('Emil Roth') }).waitFor();
    await again.page.getByRole('button', { name: entering.alreadyLinkAct }).click();
    await again.page.getByRole('button', { name: `account of ${member?.name}` }).waitFor();
    await hers.sees(TOOLS, ['M']);
    await isBare(again);
    expect(await offers(again.page, 0)).toEqual([]);
  });

  test('the page to sign in lets nobody in over another, and offers what could not be sent', async () => {
    const { laptop } = await setWaiting('Otto Lang');
    await laptop.shut();
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.page.routeWebSocket(/tunnel/, () => undefined);
    await again.goTo('/sign-in');
    await again.page.getByRole('heading', { name: entering.alreadyTitle('Otto Lang') }).waitFor();
    expect(await again.page.getByRole('textbox').count()).toBe(0);
    await again.page.getByRole('button', { name: 'Sign out' }).click();
    const [offer] = await offers(again.page, 1);
    expect(offer).toContain('You were signed out');
    expect(quotesIn(await takeKept(again.page), 'notOnTheServer')).toEqual([TOOLS]);
    await signIn(again, 'Pia Noll');
    expect(await offers(again.page, 0)).toEqual([]);
    await isBare(again);
  });

  test('a page to sign in that stood open notices who came in meanwhile', async () => {
    const { laptop, coder } = await setWaiting('Rosa Blum');
    await laptop.cable.plug();
    await coder.call('signOut');
    const second = await coder.context.newPage();
    stage.troubles.watch(second, 'Rosa, second tab');
    await second.goto(coder.at('/sign-in'));
    await second.getByRole('textbox', { name: 'E-mail' }).fill(emailOf('Pia Noll'));
    await coder.call('signIn', {}, { email: emailOf('Rosa Blum'), password: PASSWORD });
    await second.getByLabel('Password').fill(PASSWORD);
    await second.keyboard.press('Enter');
    await second.getByRole('heading', { name: entering.alreadyTitle('Rosa Blum') }).waitFor();
    expect((await coder.call('readSession')).account?.name).toBe('Rosa Blum');
  });

  test('work of the one is neither judged nor offered under the other, and is sent when its own is back', async () => {
    const { hers, laptop } = await setWaiting('Jan Vos');
    await laptop.shut();
    await laptop.cable.plug();
    const again = await laptop.open();
    // The session is another's from the moment on at which this device asks what may stay.
    let isOther = false;
    await again.page.route('**/api/projects', async (route) => {
      if (!isOther)
        await again.call('signIn', {}, { email: emailOf('Pia Noll'), password: PASSWORD });
      isOther = true;
      await route.continue();
    });
    await again.goTo('/account');
    const sealed = async () => {
      const { copies, answers, waiting } = await keptOn(again);
      return [copies.map((copy) => copy.split('/')[0]), answers, waiting];
    };
    await until('what the device keeps', sealed, [['layer'], [], 1]);
    expect(await offers(again.page, 0)).toEqual([]);
    await again.goTo('/');
    await again.page.getByRole('link', { name: 'Other' }).first().waitFor();
    expect(await offers(again.page, 0)).toEqual([]);
    expect(await sealed()).toEqual([['layer'], [], 1]);
    await hers.sees(TOOLS, []);
    await signOut(again);
    expect(await sealed()).toEqual([['layer'], [], 1]);
    await signIn(again, 'Jan Vos');
    await hers.sees(TOOLS, ['M']);
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
    expect(await offers(again.page, 0)).toEqual([]);
  });

  test('an open page that comes back as another’s leaves the work on the device', async () => {
    const { project, transcript, hers, laptop, coder } = await setWaiting('Vera Holm');
    const own = await coder.context.cookies();
    await coder.context.addCookies(await pia.context.cookies());
    const refused = coder.page.waitForResponse(
      (answer) => answer.url().endsWith('/api/session') && answer.ok(),
    );
    await laptop.cable.plug();
    await refused;
    await coder.page.getByRole('heading', { name: words.closed.otherTitle('Pia Noll') }).waitFor();
    await until('what the device keeps', async () => (await keptOn(coder)).copies.length, 1);
    expect((await keptOn(coder)).waiting).toBe(1);
    expect(await offers(coder.page, 0)).toEqual([]);
    await coder.context.addCookies(own);
    const again = await openOn(coder, project, transcript);
    await again.sees(TOOLS, ['M']);
    await hers.sees(TOOLS, ['M']);
    expect(await offers(coder.page, 0)).toEqual([]);
  });

  test('what is sealed goes when its 14 days are over', async () => {
    const { laptop } = await setWaiting('Hal Ames');
    await laptop.shut();
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.call('signIn', {}, { email: emailOf('Pia Noll'), password: PASSWORD });
    await again.goTo('/');
    await until('what waits', async () => (await keptOn(again)).copies.length, 1);
    await again.context.clock.install({ time: Date.now() + 15 * 24 * 3_600_000 });
    await again.goTo('/');
    await until('what the device keeps', async () => (await keptOn(again)).copies, []);
    expect(await offers(again.page, 0)).toEqual([]);
  });
});
