import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { devices } from '../../apps/web/src/messages/devices.ts';
import { overview } from '../../apps/web/src/messages/overview.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { isReadyForOffline, isTakenOver, openOn, setDeviceStage } from '../support/device-stage.ts';
import type { DeviceStage } from '../support/device-stage.ts';
import { cachedOn, keptOn } from '../support/kept-on-device.ts';
import { Person } from '../support/person.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const TOOLS = 'the one who could sharpen tools';
const USEFUL = 'I felt useful again';
const SILENCE = 'Peter found the silence hard';

browserSuite('copies on a device', (stage) => {
  let ana: Person;
  let set: DeviceStage | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => set?.laptop.discard());
  const setUp = async (name: string) => (set = await setDeviceStage(stage, ana, name));

  test('what was coded offline outlives the browser, and arrives', async () => {
    const { hers, laptop, his } = await setUp('Ben Okoro');
    await his.drag(CARD);
    await his.press('c');
    await hers.sees(CARD, ['C']);
    await laptop.cable.cut();
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    await laptop.shut();

    // Without the server: from the list of projects to the opened transcript.
    const ben = await laptop.open();
    await ben.goTo('/');
    await ben.page.getByText('No connection. You see what this device keeps').waitFor();
    await ben.page.getByText(devices.waiting(1)).waitFor();
    await ben.page.getByRole('link', { name: 'Allotments' }).first().click();
    // Theories are not kept: that is said in the place of an opening that never ends.
    await ben.page.getByRole('link', { name: 'Theory statements', exact: true }).click();
    await ben.page.getByText(devices.notHereBody).waitFor();
    expect(await ben.page.getByText(words.state.opening, { exact: true }).count()).toBe(0);
    await ben.page.getByRole('link', { name: 'Overview' }).click();
    await ben.page.getByRole('table', { name: 'Transcripts' }).waitFor();
    await ben.page.getByText(overview.nothingSeen).waitFor();
    await ben.page.getByRole('table', { name: 'Transcripts' }).getByRole('link').first().click();
    const again = new Annotator(ben);
    await again.says(words.state.waiting.device);
    await again.sees(CARD, ['C']);
    await again.sees(TOOLS, ['M']);
    await again.drag(USEFUL);
    await again.press('o');
    await again.sees(USEFUL, ['O']);
    await again.says(words.state.waiting.device);

    await laptop.cable.plug();
    await again.says('Saved');
    await hers.sees(TOOLS, ['M']);
    await hers.sees(USEFUL, ['O']);
    await ben.page.getByText('No connection.').waitFor({ state: 'detached' });
    await until('what waits', async () => (await keptOn(ben)).waiting, 0);
  });

  test('what waits is sent from any page, with nothing opened', async () => {
    const { hers, laptop, his } = await setUp('Cleo Marsh');
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(SILENCE);
    await his.press('o');
    await his.says(words.state.waiting.device);
    await laptop.shut();
    await laptop.cable.plug();
    const cleo = await laptop.open();
    await cleo.goTo('/account');
    await hers.sees(SILENCE, ['O']);
    await until('what waits', async () => (await keptOn(cleo)).waiting, 0);
  });

  test('two tabs of one coder keep and send side by side', async () => {
    const { project, transcript, hers, laptop, coder, his } = await setUp('Dora Wirth');
    const { context } = coder;
    const second = await context.newPage();
    stage.troubles.watch(second, 'Dora, second tab');
    const name = 'Dora, second tab';
    const { address } = laptop.cable;
    const other = new Annotator(new Person({ name, context, page: second, address }));
    await other.open(project, transcript);
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await other.says(words.state.offline);
    await coder.page.bringToFront();
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    await second.bringToFront();
    await other.drag(USEFUL);
    await other.press('o');
    await other.says(words.state.waiting.device);
    await laptop.shut();
    await laptop.cable.plug();
    const both = await openOn(await laptop.open(), project, transcript);
    await both.sees(TOOLS, ['M']);
    await both.sees(USEFUL, ['O']);
    await hers.sees(TOOLS, ['M']);
    await hers.sees(USEFUL, ['O']);
  });

  test('the device has one’s own and the text, and the app alone in its caches', async () => {
    const { project, transcript, hers, coder, his } = await setUp('Emil Roth');
    await hers.drag(CARD);
    await hers.press('c');
    await his.sees(CARD, ['C']);
    const { me } = await coder.call('readProject', { project });
    await until('answers on the device', async () => (await keptOn(coder)).answers, [
      `members ${project}`,
      `project ${project}`,
      `transcript ${transcript}`,
    ]);
    const { copies } = await keptOn(coder);
    const cached = await cachedOn(coder);
    expect(copies.map((copy) => copy.split('/').slice(0, 2).join('/'))).toEqual([
      `layer/${transcript}`,
      `transcript/${transcript}`,
    ]);
    expect(copies[0]?.split('/')[3]).toBe(me);
    expect(cached.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([]);
    expect(cached.length).toBeGreaterThan(20);
  });

  test('closing a tab asks where the work is in the tab alone, and not where the device has it', async () => {
    const { project, transcript, laptop, coder, his } = await setUp('Finn Aalto');
    const asks = async (page: Person['page']): Promise<boolean> => {
      let asked = false;
      page.on('dialog', (dialog) => {
        asked = true;
        void dialog.accept();
      });
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
      return asked;
    };
    await laptop.cable.cut();
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    expect(await asks(coder.page)).toBe(false);

    const gus = await enterMember(stage, ana, project, 'Gus Berg');
    await gus.context.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
    });
    const without = await openOn(gus, project, transcript);
    await gus.page.getByText(devices.tellNone).waitFor();
    await gus.page.getByRole('button', { name: devices.understood }).click();
    await stage.server.kill();
    await without.says(words.state.offline);
    await without.drag(USEFUL);
    await without.press('o');
    await without.says(words.state.waiting.tab);
    expect(await asks(gus.page)).toBe(true);
    await stage.server.startAgain();
  });

  test('a new build takes the place of the one before, with nothing to close first', async () => {
    const { project, laptop, coder } = await setUp('Ida Koch');
    const { caches } = await keptOn(coder);
    const version = caches[0]?.split(' ')[1] ?? '';
    const builds = [version, ...['1', '2'].map((last) => version.slice(1) + last)];
    for (const [at, build] of builds.entries()) {
      laptop.cable.saysInstead(version, build);
      await coder.goTo(`/projects/${project}`);
      // The one before stays for pages that are still open, and none before that.
      const wanted = builds.slice(Math.max(0, at - 1), at + 1).map((each) => `triad-app ${each}`);
      await until('builds on the device', async () => (await keptOn(coder)).caches, wanted);
      await isTakenOver(coder);
    }
    await laptop.cable.cut();
    await coder.goTo('/');
    await coder.page.getByText('No connection. You see what this device keeps').waitFor();
    await coder.page.getByRole('link', { name: 'Allotments' }).first().waitFor();
  });

  test('a build that waits for the one before, though it need not, is told to take over', async () => {
    const { project, laptop, coder } = await setUp('Lea Wolf');
    const script = await coder.context.request.get(coder.at('/service-worker.js'));
    const [takesOver = ''] = /await \w+\.skipWaiting\(\)/.exec(await script.text()) ?? [];
    expect(takesOver).not.toBe('');
    await coder.context.addInitScript(() => {
      navigator.serviceWorker?.addEventListener('controllerchange', () => {
        document.documentElement.dataset['tookOver'] = 'yes';
      });
    });
    laptop.cable.saysInstead(takesOver, 'void 0'.padEnd(takesOver.length));
    await coder.goTo(`/projects/${project}`);
    await coder.page.locator('html[data-took-over]').waitFor();
  });

  test('a lead edits as before, and the device has what the server has', async () => {
    const { project, transcript, hers } = await setUp('Jon Dahl');
    const { page } = ana;
    // It was open before the device might keep it.
    await hers.open(project, transcript);
    await isReadyForOffline(ana);
    await hers.edit();
    await hers.click(SILENCE);
    await page.keyboard.press('End');
    await page.keyboard.type(' So it was.');
    await page.getByRole('button', { name: 'Done' }).click();
    await hers.says('Saved');
    await until(
      'the text on the device',
      async () => (await keptOn(ana)).texts.some((text) => text.includes(' it was.')),
      true,
    );
    await stage.server.kill();
    await hers.says(words.state.offline);
    await until(
      'the way to edit',
      () => page.getByRole('button', { name: 'Edit text' }).count(),
      0,
    );
    await stage.server.startAgain();
    await hers.says('Saved');
    await page.getByRole('button', { name: 'Edit text' }).waitFor();
  });
});
