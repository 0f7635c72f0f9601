import { beforeAll, expect, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

/** As long as a title may be. */
const LONG = 'Second reading, after the codebook was sharpened in the spring'.padEnd(100, ' again');
const CODERS = ['Ben Okoro', 'Cleo Marsh', 'Dora Quist', 'Eli Frank'];
const DUE = { at: '2999-12-10T18:00:00Z', zone: 'Asia/Kolkata' };

browserSuite('words about rounds', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('a round of many with a long title leaves its pages in shape, and tells what is hidden', async () => {
    const { project, transcript } = await openInterview(ana);
    const people: Person[] = [];
    for (const name of CODERS) people.push(await enterMember(stage, ana, project, name));
    const [ben] = people;
    if (ben === undefined) throw new Error('nobody came');
    const members = await ana.call('listMembers', { project });
    const coders = members.map(({ id }) => id);
    const body = { kind: 'blind', transcripts: [transcript], due: DUE, ownEarlier: false } as const;
    const long = { ...body, title: LONG, coders };
    const round = await ana.call('openRound', { project }, long);

    for (const width of [900, 1440]) {
      for (const { page } of [ana, ben]) await page.setViewportSize({ width, height: 900 });
      await ana.goTo(`/projects/${project}`);
      const row = ana.page.getByRole('row').filter({ hasText: 'At the allotment' });
      await row.getByText('0 of 5 done').waitFor();
      await row.getByText(`hidden while ${LONG} lasts`).waitFor();
      const main = ana.page.getByRole('main');
      expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);

      await new Annotator(ben).open(project, transcript);
      const title = ben.page.getByRole('heading', { level: 1 });
      expect(await title.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    }

    // Over the text stands how many they are, and the keyboard reaches who.
    const notice = ben.page.getByRole('complementary', { name: LONG });
    const names = notice.getByText(/Ana Lima, .* and /);
    expect(await names.isVisible()).toBe(false);
    await notice.getByText('In it: 5 people, 0 done').focus();
    await ben.page.keyboard.press('Enter');
    await names.waitFor();
    // All that is shown there is one's own.
    expect(await ben.page.getByRole('button', { name: 'Coder' }).count()).toBe(0);
    const pill = ben.page.getByRole('img', { name: LONG });
    expect(await pill.getAttribute('aria-label')).toContain(
      'due 10 Dec 2999, 23:30 (Asia/Kolkata)',
    );

    // A lead who codes blind is not offered what the round withholds.
    await ana.goTo(`/projects/${project}/rounds`);
    const card = (name: string) => ana.page.getByRole('article', { name });
    await card(LONG).getByText('due 10 Dec 2999, 23:30 (Asia/Kolkata)').waitFor();
    await card('Open coding')
      .getByRole('button', { name: /Open coding/ })
      .click();
    await ana.page.getByRole('menuitem', { name: 'Close the round' }).waitFor();
    expect(await ana.page.getByRole('menuitem', { name: 'Record' }).count()).toBe(0);
    await ana.page.keyboard.press('Escape');

    // What is over is told as over.
    for (const person of [ana, ...people]) {
      const params = { project, round: round.id };
      await person.call('setRoundDone', params, { done: true });
    }
    const { rounds } = await ana.call('readProject', { project });
    const version = rounds.find(({ id }) => id === round.id)?.version ?? 0;
    const close = { version, transcripts: null };
    await ana.call('closeRound', { project, round: round.id }, close);
    await ana.goTo(`/projects/${project}/rounds`);
    const told = async () => (await card(LONG).getByRole('listitem').allInnerTexts()).join(' ');
    await until('who was done', async () => (await told()).match(/was done/g)?.length, 5);
  });
});
