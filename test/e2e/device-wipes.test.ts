import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { devices } from '../../apps/web/src/messages/devices.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { allowCopies, isBare, setDeviceStage, understand } from '../support/device-stage.ts';
import type { DeviceStage } from '../support/device-stage.ts';
import { holdCopies, keptOn } from '../support/kept-on-device.ts';
import { offers, quotesIn, takeKept } from '../support/kept-work.ts';
import type { Person } from '../support/person.ts';
import { emailOf, enterLead, PASSWORD } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const TOOLS = 'the one who could sharpen tools';
const DAY_MS = 24 * 3_600_000;

browserSuite('what a device keeps goes', (stage) => {
  let ana: Person;
  let set: DeviceStage | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => set?.laptop.discard());

  /** A coder with one saved span, and, made without a connection, one that waits; their browser is closed. */
  async function setWaiting(name: string) {
    // What the server says of what is no longer for this person.
    stage.troubles.expect(/status of 40[134]|There is no such thing|The server does not answer/);
    set = await setDeviceStage(stage, ana, name);
    const { hers, laptop, coder, his } = set;
    const { confirmed } = await keptOn(coder);
    await his.drag(CARD);
    await his.press('c');
    await hers.sees(CARD, ['C']);
    await until(
      'what the device knows the server to have',
      async () => (await keptOn(coder)).confirmed.join() !== confirmed.join(),
      true,
    );
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.drag(TOOLS);
    await his.press('m');
    await his.says(words.state.waiting.device);
    await laptop.shut();
    return set;
  }

  const copiesAndAnswers = async (person: Person) => {
    const { copies, answers } = await keptOn(person);
    return [copies, answers];
  };

  /** The file that is offered, which has the waiting span alone as missing. */
  async function isOffered(person: Person, why: string): Promise<void> {
    const [offer] = await offers(person.page, 1);
    expect(offer).toContain('did not reach the server');
    expect(offer).toContain(why);
    const file = await takeKept(person.page);
    expect(quotesIn(file, 'notOnTheServer')).toEqual([TOOLS]);
    expect(file.work.onTheServer).toEqual([]);
  }

  test('where its person was removed meanwhile, and what waited is offered', async () => {
    const { project, transcript, hers, laptop } = await setWaiting('Ben Okoro');
    const members = await ana.call('listMembers', { project });
    const ben = members.find(({ name }) => name === 'Ben Okoro');
    await ana.call('removeMember', { project, member: ben?.id ?? '' });
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.goTo(`/projects/${project}/transcripts/${transcript}`);
    await isOffered(again, 'you are no longer a member');
    await isBare(again);
    await hers.sees(TOOLS, []);
  });

  test('also where a page that just closes has not let go of it yet', async () => {
    const { project, laptop } = await setWaiting('Lou Hart');
    const members = await ana.call('listMembers', { project });
    const lou = members.find(({ name }) => name === 'Lou Hart');
    await ana.call('removeMember', { project, member: lou?.id ?? '' });
    const again = await laptop.open();
    await again.goTo('/account');
    const letGo = await holdCopies(again);
    const heard = again.page.waitForResponse((answer) => answer.url().endsWith('/api/projects'));
    await laptop.cable.plug();
    await heard;
    await letGo();
    await isOffered(again, 'you are no longer a member');
    await isBare(again);
  });

  test('where the transcript was removed meanwhile, from any page', async () => {
    const { transcript, laptop } = await setWaiting('Kim Vogt');
    await ana.page.goto('about:blank');
    await ana.call('removeTranscript', { transcript });
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.goTo('/account');
    await isOffered(again, 'Meanwhile it was removed');
    await until('what is left', () => copiesAndAnswers(again), [[], []]);
  });

  test('where its round was closed meanwhile, all but the text', async () => {
    const { project, transcript, laptop } = await setWaiting('Cleo Marsh');
    const { rounds } = await ana.call('readProject', { project });
    const [round] = rounds;
    await ana.call(
      'closeRound',
      { project, round: round?.id ?? '' },
      { version: round?.version, transcripts: null },
    );
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.goTo(`/projects/${project}/transcripts/${transcript}`);
    await isOffered(again, 'round was closed');
    const annotator = new Annotator(again);
    await annotator.sees(CARD, ['C']);
    await annotator.sees(TOOLS, []);
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
  });

  test('where a lead turned copies off, once what waits is sent', async () => {
    const { project, hers, laptop } = await setWaiting('Dora Wirth');
    await allowCopies(ana, project, false);
    await understand(ana);
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.goTo(`/projects/${project}`);
    await again.page.getByRole('heading', { name: devices.untellTitle }).waitFor();
    await hers.sees(TOOLS, ['M']);
    await isBare(again);
    expect(await offers(again.page, 0)).toEqual([]);
  });

  test('where its session was ended elsewhere, and what waited is offered', async () => {
    const { project, transcript, laptop } = await setWaiting('Emil Roth');
    const elsewhere = await stage.enter('Emil, elsewhere');
    const email = emailOf('Emil Roth');
    await elsewhere.call('signIn', {}, { email, password: PASSWORD });
    const next = 'quite another one';
    await elsewhere.call('changePassword', {}, { current: PASSWORD, next });
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.goTo(`/projects/${project}/transcripts/${transcript}`);
    await again.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await isOffered(again, 'You were signed out');
    await isBare(again);
  });

  test('with signing out, which sends what waits', async () => {
    const { project, hers, laptop } = await setWaiting('Finn Aalto');
    const again = await laptop.open();
    await again.goTo(`/projects/${project}`);
    await again.page.getByText('No connection. You see what this device keeps').waitFor();
    await laptop.cable.plug();
    await again.page.getByText('No connection.').waitFor({ state: 'detached' });
    await again.page.getByRole('button', { name: /: account of / }).click();
    await again.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await again.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await isBare(again);
    await hers.sees(TOOLS, ['M']);
  });

  test('14 days after the server was last heard, before anything is shown', async () => {
    const { project, transcript, laptop } = await setWaiting('Gus Berg');
    const again = await laptop.open();
    await again.context.clock.install({ time: Date.now() + 13 * DAY_MS });
    await again.goTo('/');
    await again.page.getByRole('link', { name: 'Allotments' }).first().waitFor();
    await again.context.clock.setSystemTime(Date.now() + 15 * DAY_MS);
    await again.goTo(`/projects/${project}/transcripts/${transcript}`);
    await again.page.getByRole('heading', { name: 'No connection' }).first().waitFor();
    await isOffered(again, '14 days');
    await until('what is left', () => copiesAndAnswers(again), [[], []]);
  });

  test('where a blind round hides it', async () => {
    const { project, transcript, laptop } = await setWaiting('Ida Koch');
    await ana.page.goto('about:blank');
    const members = await ana.call('listMembers', { project });
    const coders = members.filter(({ name }) => name === 'Ida Koch').map(({ id }) => id);
    const due = { at: new Date(Date.now() + DAY_MS).toISOString(), zone: 'UTC' };
    await ana.call(
      'openRound',
      { project },
      { kind: 'blind', title: 'Pilot', transcripts: [transcript], coders, due, ownEarlier: false },
    );
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.goTo('/');
    await offers(again.page, 1);
    await until(
      'layers on the device',
      async () => (await keptOn(again)).copies.filter((name) => name.startsWith('layer/')),
      [],
    );
    // What is hidden does not come back by the file.
    const file = await takeKept(again.page);
    expect(quotesIn(file, 'notOnTheServer')).toEqual([TOOLS]);
    expect(file.work.onTheServer).toEqual([]);
    expect(Buffer.from(file.update, 'base64').toString('latin1')).not.toContain(CARD);
  });

  test('for another account all but what waits, of which nothing is offered', async () => {
    const { hers, laptop } = await setWaiting('Jon Dahl');
    await laptop.cable.plug();
    const again = await laptop.open();
    await again.call('signIn', {}, { email: emailOf('Ana Lima'), password: PASSWORD });
    await again.goTo('/');
    await again.page.getByRole('link', { name: 'Allotments' }).first().waitFor();
    const kept = async () => {
      const { copies, answers, texts } = await keptOn(again);
      return [copies.map((name) => name.split('/')[0]), answers, texts];
    };
    await until('what is kept', kept, [['layer'], [], []]);
    expect(await offers(again.page, 0)).toEqual([]);
    await again.call('signIn', {}, { email: emailOf('Jon Dahl'), password: PASSWORD });
    await again.goTo('/');
    await hers.sees(TOOLS, ['M']);
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
  });

  test('after a restore, and what the server went back on is offered, too', async () => {
    const { project, transcript, hers, laptop } = await setWaiting('Hana Sato');
    const backup = await stage.server.backUp();
    await laptop.cable.plug();
    const before = await laptop.open();
    await before.goTo('/account');
    await hers.sees(TOOLS, ['M']);
    await until('what waits', async () => (await keptOn(before)).waiting, 0);
    await laptop.shut();
    await stage.server.kill();
    await stage.server.restore(backup);
    await stage.server.startAgain();
    const again = await laptop.open();
    await again.goTo(`/projects/${project}/transcripts/${transcript}`);
    // A restore signs everybody out.
    await again.page.getByRole('textbox', { name: 'E-mail' }).fill(emailOf('Hana Sato'));
    await isBare(again);
    await again.page.getByLabel('Password').fill(PASSWORD);
    await again.page.keyboard.press('Enter');
    // With what it kept the device forgot that this was told.
    await understand(again);
    const annotator = new Annotator(again);
    await annotator.sees(CARD, ['C']);
    await annotator.sees(TOOLS, []);
    const [offer] = await offers(again.page, 1);
    expect(offer).toContain('went back to an earlier state');
    expect(quotesIn(await takeKept(again.page), 'notOnTheServer')).toEqual([TOOLS]);
  });
});
