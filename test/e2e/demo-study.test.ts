import { expect, test } from 'vitest';
import { loadDemoStudy } from '../../apps/server/src/demo/study/study.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead } from '../support/team.ts';
import { until } from '../support/until.ts';

browserSuite('the demo study', (stage) => {
  test('is tried from the first-run page, which stays open', async () => {
    const guest = await stage.enter('Guest');
    await guest.page.goto(stage.server.setupUrl);
    await guest.page.getByRole('button', { name: 'Try the demo study' }).click();
    await guest.page.getByRole('table', { name: 'Transcripts' }).waitFor();
    await showsWholeStudy(guest);

    // The first account is still to be made, with the same link.
    const lead = await stage.enter('Lead');
    await lead.page.goto(stage.server.setupUrl);
    await lead.page.getByRole('button', { name: 'Create account' }).waitFor();
    const { setupNeeded } = await lead.call('readSession');
    expect(setupNeeded).toBe(true);
  });

  test('is made from the list of projects', async () => {
    const ana = await enterLead(stage, 'Ana Lima');
    await ana.goTo('/');
    await ana.page.getByRole('button', { name: 'Try the demo study' }).click();
    await ana.page.getByRole('table', { name: 'Transcripts' }).waitFor();
    await showsWholeStudy(ana);
  });

  test('keeps words that are selected in the frame that draws what was scrolled to', async () => {
    const { project, members } = await stage.server.makeDemo();
    const ben = await stage.enter('Ben');
    await ben.page.goto(members.find(({ roles }) => roles.includes('coder'))?.link ?? '');
    await ben.page.getByRole('table', { name: 'Transcripts' }).getByRole('link').first().click();
    const his = new Annotator(ben);
    await his.isReady();
    await his.tab('Spans').filter({ hasText: /\d/ }).waitFor();
    expect(new URL(ben.page.url()).pathname).toContain(project.id);
    await his.text.focus();
    await his.press('Control+Home');
    await his.text.evaluate((text) => {
      const scroller = text.closest('.annotator');
      const node = [...text.querySelectorAll('p')].at(-1)?.firstChild;
      if (scroller === null || !node) throw new Error('the page is another');
      // Heard before the page itself hears of the scroll: its own frame comes right behind.
      const select = () => getSelection()?.setBaseAndExtent(node, 0, node, 5);
      const heard = () => void requestAnimationFrame(select);
      document.addEventListener('scroll', heard, { capture: true, once: true });
      scroller.scrollTop = scroller.scrollHeight;
    });
    await until('the far words', async () => (await his.selected()).length, 5);
    for (let frame = 0; frame < 3; frame += 1) {
      await ben.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
    expect((await his.selected()).length).toBe(5);
  });

  test('scrolls the memos of a coder in their own box, and not the column around them', async () => {
    const { members } = await stage.server.makeDemo();
    const coder = await stage.enter('Coder', { height: 500 });
    await coder.page.goto(members.find(({ roles }) => roles.includes('coder'))?.link ?? '');
    await coder.page.getByRole('table', { name: 'Transcripts' }).getByRole('link').first().click();
    const annotator = new Annotator(coder);
    await annotator.isReady();
    await annotator.tab('Memos').click();
    // Those of others come after one's own: until then there may be nothing to scroll.
    const box = coder.page.locator('.frame-right .tab-panel');
    const scrolls = () => box.evaluate((panel) => panel.scrollHeight > panel.clientHeight);
    await until('memos beyond their box', scrolls, true);
    const hidden = await coder.page
      .locator('.frame-right')
      .evaluate((column) => column.scrollHeight - column.clientHeight);
    expect(hidden).toBe(0);
  });

  test('signs each member in by the links that the command prints', async () => {
    const { project, members } = await stage.server.makeDemo();
    expect(members.filter(({ roles }) => roles.includes('coder'))).toHaveLength(3);
    for (const { name, link } of members) {
      const member = await stage.enter(name);
      await member.page.goto(link);
      await member.page.getByRole('table', { name: 'Transcripts' }).waitFor();
      expect(new URL(member.page.url()).pathname).toBe(`/projects/${project.id}`);
      await member.page.getByRole('button', { name: `Account of ${name}` }).waitFor();
      await member.context.close();
    }
    // Each works once.
    const late = await stage.enter('Late');
    stage.troubles.expect(/status of 4\d\d/);
    await late.page.goto(members[0]?.link ?? '');
    await late.page.getByText('This link did not sign you in').waitFor();
  });
});

/** What the overview says, and the transcript with most highlights, is what was written. */
async function showsWholeStudy(person: Person): Promise<void> {
  const { page } = person;
  const table = page.getByRole('table', { name: 'Transcripts' });
  const { transcripts, codings, members } = loadDemoStudy();
  expect(transcripts.length).toBeGreaterThanOrEqual(4);
  for (const { id, title } of transcripts) {
    const row = table.getByRole('row').filter({ hasText: title });
    for (const coding of codings.filter(({ transcript }) => transcript === id)) {
      const { name = '' } = members.find(({ id }) => id === coding.member) ?? {};
      const label = new RegExp(`^${name}: ${coding.spans.length} highlights`);
      await row.getByRole('img', { name: label }).waitFor();
    }
  }
  const [first] = transcripts;
  await table.getByRole('link', { name: first?.title ?? '' }).click();
  const annotator = new Annotator(person);
  const here = codings.filter(({ transcript }) => transcript === first?.id);
  const spans = sum(here.map((coding) => coding.spans.length));
  const sketches = sum(here.map((coding) => coding.sketches.length));
  await annotator
    .tab('Spans')
    .filter({ hasText: `${spans}` })
    .waitFor();
  await annotator
    .tab('Sketches')
    .filter({ hasText: `${sketches}` })
    .waitFor();
  const inLayers = async () => sum(Object.values(await annotator.layers()).map(Number));
  await until('spans in the list of layers', inLayers, spans);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
