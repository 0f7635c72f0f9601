import { beforeAll, expect, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const USEFUL = 'I felt useful again';
const CARD = 'My doctor wrote it on a card';
const RELIEF = 'that was a relief';

browserSuite('rounds', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('a lead opens a blind round, coders work unseen, and closing shows all', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const cleo = await enterMember(stage, ana, project, 'Cleo Marsh');
    const his = await new Annotator(ben).open(project, transcript);
    await hers.drag(CARD);
    await hers.press('c');
    await his.sees(CARD, ['C']);
    await hers.says('Saved');

    // The lead opens it from the page of rounds, for the two others.
    await ana.goTo(`/projects/${project}/rounds`);
    await ana.page.getByRole('button', { name: 'Open a round' }).click();
    const dialog = ana.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Pilot');
    await dialog.getByRole('checkbox', { name: 'At the allotment' }).click({ force: true });
    await dialog.getByRole('checkbox', { name: 'Ana Lima' }).click({ force: true });
    await dialog.getByRole('button', { name: 'Open the round' }).click();
    const card = ana.page.getByRole('article', { name: 'Pilot' });
    await card.waitFor();

    // What Ben had before him of others is gone, and the page says why.
    await ben.page.getByRole('complementary', { name: 'Pilot' }).waitFor();
    await his.isReady();
    await his.sees(CARD, []);
    await until('talk', () => his.tab('Talk').count(), 0);
    await until('who is here', () => his.here(), []);
    await his.drag(USEFUL);
    await his.press('m');
    await his.sees(USEFUL, ['M']);
    await his.says('Saved');
    const theirs = await new Annotator(cleo).open(project, transcript);
    await theirs.sees(USEFUL, []);
    await theirs.sees(CARD, []);
    await theirs.drag(RELIEF);
    await theirs.press('o');
    await theirs.says('Saved');

    // The lead, who is not in it, learns who has begun and who is done, and no more.
    const progress = () => card.getByRole('listitem').allInnerTexts();
    const told = async () => (await progress()).map((line) => line.replace(/\s+/g, ' '));
    await until('who started', told, ['Ben Okoro started', 'Cleo Marsh started']);
    await ben.page.getByRole('switch', { name: 'I am done' }).click({ force: true });
    await until('who is done', told, ['Ben Okoro done', 'Cleo Marsh started']);
    await hers.open(project, transcript);
    await hers.sees(USEFUL, []);
    await ana.page.getByText('Pilot is under way on this transcript').waitFor();

    // Closing warns of who is not done, and then everybody sees everything.
    await ana.goTo(`/projects/${project}/rounds`);
    await card.getByRole('button', { name: /Pilot/ }).click();
    await ana.page.getByRole('menuitem', { name: 'Close the round' }).click();
    await ana.page.getByText('Not done yet: Cleo Marsh.').waitFor();
    await ana.page.getByRole('button', { name: 'Close the round' }).click();
    await card.getByText('closed', { exact: true }).waitFor();
    await ben.page.getByRole('complementary', { name: 'Pilot' }).waitFor({ state: 'detached' });
    await his.isReady();
    await his.sees(CARD, ['C']);

    // Layers of the closed round are looked at beside those of the open one.
    await his.sees(RELIEF, []);
    await ben.page.getByRole('checkbox', { name: 'Show the layer of Cleo Marsh (Pilot)' }).check();
    await his.sees(RELIEF, ['O']);
    await his.sees(USEFUL, []);
    const whole = ben.page.getByRole('checkbox', { name: 'Show all layers of Pilot' });
    await whole.check();
    await his.sees(USEFUL, ['M']);
    for (const lane of ['Ben Okoro (Open coding)', 'Ben Okoro (Pilot)']) {
      await ben.page.locator('.lane-names').getByTitle(lane).waitFor();
    }
    await whole.uncheck();
    await his.sees(RELIEF, []);

    // Of two closed rounds the one closed last is what figures rest on, unless the lead says another.
    await ana.goTo(`/projects/${project}/rounds`);
    const figures = (reader: Person) =>
      reader.page.getByRole('region', { name: 'What figures rest on' }).getByRole('listitem');
    await figures(ana).filter({ hasText: 'Pilot' }).waitFor();
    const open = ana.page.getByRole('article', { name: 'Open coding' });
    await open.getByRole('button', { name: /Open coding/ }).click();
    await ana.page.getByRole('menuitem', { name: 'Close the round' }).click();
    await ana.page.getByRole('button', { name: 'Close the round' }).click();
    const basis = ana.page.getByRole('button', { name: 'The round on which the figures of' });
    await until('the latest', () => basis.innerText(), 'Closed last (Open coding)');
    await basis.click();
    await ana.page.getByRole('option', { name: 'Pilot', exact: true }).click();
    await until('her choice', () => basis.innerText(), 'Pilot');
    await ben.goTo(`/projects/${project}/rounds`);
    await figures(ben).filter({ hasText: 'Pilot' }).waitFor();
  });

  test('what is closed takes no marks, says so, and is opened again for one coder', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    await hers.drag(CARD);
    await hers.press('c');
    await hers.says('Saved');
    await ana.goTo(`/projects/${project}/rounds`);
    const card = ana.page.getByRole('article', { name: 'Open coding' });
    const act = async (name: string) => {
      await card.getByRole('button', { name: /Open coding/ }).click();
      await ana.page.getByRole('menuitem', { name }).click();
    };
    await act('Close the round');
    await ana.page.getByRole('button', { name: 'Close the round' }).click();
    await card.getByText('closed', { exact: true }).waitFor();
    await hers.openAsReader(project, transcript);
    await hers.sees(CARD, ['C']);
    await ana.page.getByText('No round takes your marks here.').waitFor();
    await hers.selectSome();
    await hers.press('m');
    await hers.sees(CARD, ['C']);

    await ana.goTo(`/projects/${project}/rounds`);
    await act('Open again for one coder');
    await ana.page.getByRole('textbox', { name: 'Why' }).fill('The end was overlooked.');
    await ana.page.getByRole('button', { name: 'Open again' }).click();
    await card.getByText('Open again for Ana Lima').waitFor();
    await hers.open(project, transcript);
    await hers.drag(USEFUL);
    await hers.press('o');
    await hers.says('Saved');
    await ana.goTo(`/projects/${project}/rounds`);
    await card.getByRole('button', { name: 'End it for Ana Lima' }).click();
    await card.getByText('Open again for Ana Lima').waitFor({ state: 'detached' });
    await act('Record');
    const record = ana.page.getByRole('dialog');
    await record.getByText('after the reveal').waitFor();
    await record.getByText('The end was overlooked.').waitFor();
    await record.getByText(/Ana Lima, .*; ended /).waitFor();
    await record.locator('summary').first().click();
    await record
      .getByText(/^[0-9a-f]{64}$/)
      .first()
      .waitFor();
    const events = record.getByRole('region', { name: 'What became of it' }).getByRole('listitem');
    const told = (await events.allInnerTexts()).map((line) => line.split('\n')[0]);
    expect(told).toEqual(['It came with the project', 'Ana Lima closed it']);
    expect(await record.getByRole('row').count()).toBe(3);
  });

  test('a lead in a round makes its date later alone, and nobody waits for who codes no longer', async () => {
    const { project, transcript } = await openInterview(ana);
    await enterMember(stage, ana, project, 'Dora Quist');
    const members = await ana.call('listMembers', { project });
    const dora = members.find(({ name }) => name === 'Dora Quist');
    const due = { at: new Date(Date.now() + 864_000_000).toISOString(), zone: 'Europe/London' };
    const coders = members.map(({ id }) => id);
    const body = { kind: 'blind', title: 'Pilot', transcripts: [transcript], coders, due } as const;
    await ana.call('openRound', { project }, { ...body, ownEarlier: false });
    await ana.goTo(`/projects/${project}/rounds`);
    const card = ana.page.getByRole('article', { name: 'Pilot' });
    const act = async (name: string) => {
      await card.getByRole('button', { name: /Pilot/ }).click();
      await ana.page.getByRole('menuitem', { name }).click();
    };
    await act('Change');
    const field = ana.page.getByLabel('Due');
    const [day = ''] = (await field.inputValue()).split('T');
    const soon = new Date(Date.now() + 172_800_000).toISOString().slice(0, 16);
    await field.fill(soon);
    await ana.page.getByText('so you can only make it later').waitFor();
    expect(await ana.page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    const year = Number(day.slice(0, 4)) + 1;
    await field.fill(`${year}-06-01T18:00`);
    await ana.page.getByRole('button', { name: 'Save' }).click();
    await card.getByText(`1 Jun ${year}, 18:00 (`).waitFor();

    // Bound as the others are, she is told so before she tries.
    await act('Close the round');
    const asked = ana.page.getByRole('dialog');
    await asked.getByText('so you can close it once all are done').waitFor();
    expect(await asked.getByRole('button', { name: 'Close the round' }).isDisabled()).toBe(true);
    await ana.page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });

    await ana.call(
      'setRoundDone',
      { project, round: await roundCalled(ana, project) },
      { done: true },
    );
    const { id: member = '', version = 0 } = dora ?? {};
    await ana.call('changeMember', { project, member }, { version, roles: ['reviewer'] });
    await card.getByText('(no longer codes)').waitFor();
    await act('Close the round');
    await ana.page.getByText('Nobody waits for Dora Quist').waitFor();
    await ana.page.getByRole('button', { name: 'Close the round' }).click();
    await card.getByText('closed', { exact: true }).waitFor();
    await act('Record');
    const events = ana.page.getByRole('region', { name: 'What became of it' });
    await events.getByText('Ana Lima changed its date from').waitFor();
    await events.getByText('Dora Quist no longer codes (by Ana Lima)').waitFor();
    await events.getByText('Ana Lima closed it').waitFor();
  });
});

async function roundCalled(lead: Person, project: string): Promise<string> {
  const { rounds } = await lead.call('readProject', { project });
  return rounds.find(({ title }) => title === 'Pilot')?.id ?? '';
}
