import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { devices } from '../../apps/web/src/messages/devices.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { keptOn } from '../support/kept-on-device.ts';
import { Laptop } from '../support/laptop.ts';
import type { Person } from '../support/person.ts';
import { enterLead, joinProject, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const TOOLS = 'the one who could sharpen tools';
const USEFUL = 'I felt useful again';
const SILENCE = 'Peter found the silence hard';

browserSuite('copies on a device', (stage) => {
  let ana: Person;
  const laptops: Laptop[] = [];
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(async () => {
    for (const laptop of laptops.splice(0)) await laptop.discard();
  });

  /** A project that keeps copies, and Ben on a laptop of his own. */
  async function setTheStage(name: string) {
    // What a browser says of a server that is away.
    stage.troubles.expect(
      /ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|WebSocket connection to|ERR_EMPTY_RESPONSE|ERR_SOCKET/,
    );
    const { project, transcript, hers } = await openInterview(ana);
    const { version } = await ana.call('readProject', { project });
    await ana.call('changeProject', { project }, { version, deviceCopies: true });
    await ana.page.getByRole('button', { name: devices.understood }).click();
    const laptop = await Laptop.of(stage, name);
    laptops.push(laptop);
    const ben = await laptop.open();
    await joinProject(ana, project, ben);
    const his = await open(ben, project, transcript);
    await ben.page.getByRole('button', { name: devices.understood }).click();
    return { project, transcript, hers, laptop, ben, his };
  }

  test('what was coded offline outlives the browser, and arrives', async () => {
    const { project, transcript, hers, laptop, ben, his } = await setTheStage('Ben Okoro');
    await his.drag(CARD);
    await his.press('c');
    await his.says('Saved');
    await isReadyForOffline(ben);
    await stage.server.kill();
    await his.says(words.state.offline);
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    await laptop.shut();

    // Without the server: from the list of projects to the opened transcript.
    const again = await laptop.open();
    await again.goTo('/');
    await again.page.getByText('No connection. You see what this device keeps').waitFor();
    await again.page.getByText(devices.waiting(1)).waitFor();
    await again.page.getByRole('link', { name: 'Allotments' }).first().click();
    await again.page.getByRole('table', { name: 'Transcripts' }).getByRole('link').first().click();
    const his2 = new Annotator(again);
    await his2.says(words.state.waiting.device);
    await his2.sees(CARD, ['C']);
    await his2.sees(TOOLS, ['M']);
    expect(await again.page.getByRole('button', { name: 'Edit text' }).count()).toBe(0);
    await his2.drag(USEFUL);
    await his2.press('o');
    await his2.sees(USEFUL, ['O']);
    await his2.says(words.state.waiting.device);

    await stage.server.startAgain();
    await his2.says('Saved');
    await hers.sees(TOOLS, ['M']);
    await hers.sees(USEFUL, ['O']);
    await again.page.getByText('No connection.').waitFor({ state: 'detached' });
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
    expect(project + transcript).toBeTruthy();
  });

  test('what waits is sent from any page, with nothing opened', async () => {
    const { hers, laptop, ben, his } = await setTheStage('Cleo Marsh');
    await isReadyForOffline(ben);
    await stage.server.kill();
    await his.says(words.state.offline);
    await his.drag(SILENCE);
    await his.press('o');
    await his.says(words.state.waiting.device);
    await laptop.shut();
    await stage.server.startAgain();
    const again = await laptop.open();
    await again.goTo('/account');
    await hers.sees(SILENCE, ['O']);
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
  });

  test('two tabs of one coder keep and send side by side', async () => {
    const { project, transcript, hers, laptop, ben, his } = await setTheStage('Dora Wirth');
    await isReadyForOffline(ben);
    const second = await ben.context.newPage();
    const other = new Annotator(
      new (ben.constructor as typeof Person)({
        name: 'Dora, second tab',
        context: ben.context,
        page: second,
        address: stage.server.address,
      }),
    );
    await other.open(project, transcript);
    await stage.server.kill();
    await his.says(words.state.offline);
    await other.says(words.state.offline);
    await ben.page.bringToFront();
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    await second.bringToFront();
    await other.drag(USEFUL);
    await other.press('o');
    await other.says(words.state.waiting.device);
    await laptop.shut();
    await stage.server.startAgain();
    const again = await laptop.open();
    const both = await open(again, project, transcript);
    await both.sees(TOOLS, ['M']);
    await both.sees(USEFUL, ['O']);
    await hers.sees(TOOLS, ['M']);
    await hers.sees(USEFUL, ['O']);
  });
});

async function open(person: Person, project: string, transcript: string): Promise<Annotator> {
  const annotator = new Annotator(person);
  await annotator.openAsReader(project, transcript);
  await annotator.says('Saved');
  return annotator;
}

/** The device has the app and the documents. */
async function isReadyForOffline(person: Person): Promise<void> {
  await until('documents on the device', async () => (await keptOn(person)).copies.length, 2);
  await person.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
