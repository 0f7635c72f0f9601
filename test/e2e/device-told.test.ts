import { afterEach, beforeAll, expect, test } from 'vitest';
import { devices } from '../../apps/web/src/messages/devices.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { allowCopies, expectOffline, isBare, isReadyForOffline } from '../support/device-stage.ts';
import { openOn, understand } from '../support/device-stage.ts';
import { keptOn } from '../support/kept-on-device.ts';
import { Laptop } from '../support/laptop.ts';
import type { Person } from '../support/person.ts';
import { emailOf, enterLead, joinProject, openInterview, PASSWORD } from '../support/team.ts';

const TOOLS = 'the one who could sharpen tools';

browserSuite('what is told of copies', (stage) => {
  let ana: Person;
  let laptop: Laptop | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => laptop?.discard());

  test('nothing is kept before it is answered, and it is told again after signing out', async () => {
    expectOffline(stage);
    const { project, transcript, hers } = await openInterview(ana);
    await allowCopies(ana, project, true);
    await understand(ana);
    laptop = await Laptop.of(stage, 'Cleo Marsh');
    const cleo = await laptop.open();
    await joinProject(ana, project, cleo);
    const his = await openOn(cleo, project, transcript);
    const notice = cleo.page.getByRole('heading', { name: devices.tellTitle });
    await notice.waitFor();
    // What is written now is saved, and kept by no device.
    await ana.page.bringToFront();
    await hers.drag(TOOLS);
    await hers.press('c');
    await his.sees(TOOLS, ['C']);
    const { copies, answers } = await keptOn(cleo);
    expect([copies, answers]).toEqual([[], []]);
    await understand(cleo);
    await isReadyForOffline(cleo);

    await cleo.page.getByRole('button', { name: /: account of / }).click();
    await cleo.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await cleo.page.getByRole('textbox', { name: 'E-mail' }).fill(emailOf('Cleo Marsh'));
    await isBare(cleo);
    await cleo.page.getByLabel('Password').fill(PASSWORD);
    await cleo.page.keyboard.press('Enter');
    await cleo.page.getByRole('link', { name: 'Allotments' }).first().click();
    await notice.waitFor();
    await cleo.page.getByRole('button', { name: devices.understood }).click();
    await openOn(cleo, project, transcript);
    await isReadyForOffline(cleo);
  });
});
