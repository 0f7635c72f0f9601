import type { TranscriptSummary } from '@triad/collab';
import { expect, test } from 'vitest';
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

/** What the overview, and the transcript with most highlights, say is what the server holds. */
async function showsWholeStudy(person: Person): Promise<void> {
  const { page } = person;
  const project = new URL(page.url()).pathname.split('/')[2] ?? '';
  const transcripts = await person.call('listTranscripts', { project });
  expect(transcripts.length).toBeGreaterThanOrEqual(4);
  for (const { title, words, layers } of transcripts) {
    expect(words).toBeGreaterThan(1_500);
    const row = page.getByRole('table', { name: 'Transcripts' }).getByRole('row', { name: title });
    for (const { spans } of layers.filter((layer) => layer.spans > 0)) {
      await row.getByText(String(spans), { exact: true }).first().waitFor();
    }
  }
  const layers = transcripts.flatMap((transcript) => transcript.layers);
  expect(sum(layers.map(({ sketches }) => sketches))).toBeGreaterThanOrEqual(6);
  expect(new Set(layers.filter(({ spans }) => spans > 0).map(({ member }) => member)).size).toBe(3);

  const most = transcripts.reduce((a, b) => (spansOf(a) >= spansOf(b) ? a : b));
  const annotator = await new Annotator(person).openAsReader(project, most.id);
  await annotator
    .tab('Spans')
    .filter({ hasText: String(spansOf(most)) })
    .waitFor();
  const sketches = sum(most.layers.map((layer) => layer.sketches));
  await annotator
    .tab('Sketches')
    .filter({ hasText: String(sketches) })
    .waitFor();
  const inLayers = async () => sum(Object.values(await annotator.layers()).map(Number));
  await until('spans in the list of layers', inLayers, spansOf(most));
}

function spansOf({ layers }: TranscriptSummary): number {
  return sum(layers.map(({ spans }) => spans));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
