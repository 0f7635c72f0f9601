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
