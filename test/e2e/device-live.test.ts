import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { allowCopies, isBare, setDeviceStage, understand } from '../support/device-stage.ts';
import type { DeviceStage } from '../support/device-stage.ts';
import { keptOn } from '../support/kept-on-device.ts';
import { offers, quotesIn, takeKept } from '../support/kept-work.ts';
import type { Person } from '../support/person.ts';
import { emailOf, enterLead, PASSWORD } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const TOOLS = 'the one who could sharpen tools';
const USEFUL = 'I felt useful again';

browserSuite('a device while its page is open', (stage) => {
  let ana: Person;
  let set: DeviceStage | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => set?.laptop.discard());

  /** A coder whose page is open, with a span that waits on the device. */
  async function setOffline(name: string) {
    stage.troubles.expect(/status of 40[134]|There is no such thing/);
    set = await setDeviceStage(stage, ana, name);
    await set.laptop.cable.cut();
    await set.his.says(words.state.offline);
    await set.his.drag(TOOLS);
    await set.his.press('m');
    await set.his.says(words.state.waiting.device);
    return set;
  }

  test('its person was removed: the words go from page and device, the work is offered', async () => {
    const { project, laptop, coder, his } = await setOffline('Ben Okoro');
    const members = await ana.call('listMembers', { project });
    const ben = members.find(({ name }) => name === 'Ben Okoro');
    await ana.call('removeMember', { project, member: ben?.id ?? '' });
    await laptop.cable.plug();
    const [offer] = await offers(coder.page, 1);
    expect(offer).toContain('no longer a member');
    expect(quotesIn(await takeKept(coder.page), 'notOnTheServer')).toEqual([TOOLS]);
    await isBare(coder);
    await until('words on the page', () => his.text.count(), 0);
  });

  test('its round was closed: the page says so, and the work is offered', async () => {
    const { project, laptop, coder, his } = await setOffline('Cleo Marsh');
    const { rounds } = await ana.call('readProject', { project });
    const [round] = rounds;
    await ana.call(
      'closeRound',
      { project, round: round?.id ?? '' },
      { version: round?.version, transcripts: null },
    );
    await laptop.cable.plug();
    const [offer] = await offers(coder.page, 1);
    expect(offer).toContain('round was closed');
    expect(quotesIn(await takeKept(coder.page), 'notOnTheServer')).toEqual([TOOLS]);
    await coder.page.getByText('No round takes your marks here.').waitFor();
    await his.sees(TOOLS, []);
    await until('what waits', async () => (await keptOn(coder)).waiting, 0);
  });

  test('a lead turned copies off: what waits is saved, then the device is bare', async () => {
    const { project, hers, laptop, coder, his } = await setOffline('Dora Wirth');
    await allowCopies(ana, project, false);
    await understand(ana);
    await laptop.cable.plug();
    await his.says('Saved');
    await hers.sees(TOOLS, ['M']);
    await understand(coder);
    await isBare(coder);
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(USEFUL);
    await his.press('o');
    await his.says(words.state.waiting.tab);
  });

  test('a device without room claims nothing, and keeps all once it has some', async () => {
    const { project, transcript, laptop } = await setOffline('Emil Roth');
    await laptop.shut();
    const emil = await laptop.open();
    // Before the browser has counted what it has room for, which it does not do again soon.
    const protocol = await emil.context.newCDPSession(emil.page);
    const origin = laptop.cable.address;
    await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    const his = await new Annotator(emil).openAsReader(project, transcript);
    await his.says(words.state.waiting.device);
    await his.drag(USEFUL);
    await his.press('o');
    await his.says(words.state.waiting['tab: device failed']);
    await protocol.send('Storage.overrideQuotaForOrigin', { origin });
    await his.drag(CARD);
    await his.press('c');
    await his.says(words.state.waiting.device);
    await laptop.shut();
    const again = await new Annotator(await laptop.open()).openAsReader(project, transcript);
    await again.sees(TOOLS, ['M']);
    await again.sees(USEFUL, ['O']);
    await again.sees(CARD, ['C']);
  });

  test('a blind round opens: the layer that it hides goes from the device, also out of what is offered', async () => {
    stage.troubles.expect(/status of 40[134]/);
    set = await setDeviceStage(stage, ana, 'Finn Aalto');
    const { project, transcript, laptop, coder, his } = set;
    const { confirmed, copies } = await keptOn(coder);
    const before = copies.find((name) => name.startsWith('layer/'));
    await his.drag(CARD);
    await his.press('c');
    await his.says('Saved');
    const isTold = async () => `${(await keptOn(coder)).confirmed}` !== `${confirmed}`;
    await until('the device knows that it is saved', isTold, true);
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    const members = await ana.call('listMembers', { project });
    const coders = members.filter(({ name }) => name === 'Finn Aalto').map(({ id }) => id);
    const due = { at: new Date(Date.now() + 24 * 3_600_000).toISOString(), zone: 'UTC' };
    await ana.call(
      'openRound',
      { project },
      { kind: 'blind', title: 'Pilot', transcripts: [transcript], coders, due, ownEarlier: false },
    );
    await laptop.cable.plug();
    await coder.page.getByRole('complementary', { name: 'Pilot' }).waitFor();
    await his.says('Saved');
    await offers(coder.page, 1);
    await until('what is offered on the device', async () => (await keptOn(coder)).offers, 1);
    const file = await takeKept(coder.page);
    expect(quotesIn(file, 'notOnTheServer')).toEqual([TOOLS]);
    expect(file.work.onTheServer).toEqual([]);
    expect(Buffer.from(file.update, 'base64').toString('latin1')).not.toContain(CARD);
    await until(
      'layers on the device',
      async () => {
        const { copies } = await keptOn(coder);
        return [copies.includes(before ?? ''), copies.length];
      },
      [false, 2],
    );
  });

  test('a document has another generation: what the server lacks is offered, nothing merged', async () => {
    const { project, transcript, hers, laptop, coder, his } = await setOffline('Gus Berg');
    await laptop.cable.plug();
    await his.says('Saved');
    const backup = await stage.server.backUp();
    await until('what waits on the device', async () => (await keptOn(coder)).waiting, 0);
    const told = (await keptOn(coder)).confirmed;
    await his.drag(USEFUL);
    await his.press('o');
    await hers.sees(USEFUL, ['O']);
    // The device is told of it a moment later; what it has not heard of it would call unsent.
    const isTold = async () => `${(await keptOn(coder)).confirmed}` !== `${told}`;
    await until('the device knows that it is saved', isTold, true);
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(CARD);
    await his.press('c');
    await his.says(words.state.waiting.device);
    await laptop.shut();
    await stage.server.kill();
    await stage.server.restore(backup);
    await stage.server.startAgain();
    await laptop.cable.plug();
    const gus = await laptop.open();
    // In again before the page knows that everybody was signed out.
    await gus.call('signIn', {}, { email: emailOf('Gus Berg'), password: PASSWORD });
    await gus.goTo('/account');
    const [offer] = await offers(gus.page, 1);
    expect(offer).toContain('went back to an earlier state');
    const file = await takeKept(gus.page);
    expect(quotesIn(file, 'notOnTheServer')).toEqual([CARD, USEFUL].sort());
    expect(file.work.onTheServer).toEqual([]);
    const again = new Annotator(gus);
    await again.openAsReader(project, transcript);
    await again.sees(TOOLS, ['M']);
    await again.sees(USEFUL, []);
    await again.sees(CARD, []);
    await again.says('Saved');
  });
});
