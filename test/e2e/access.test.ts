import { beforeAll, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

browserSuite('access', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('a removed member is told in the open tab and is out at once', async () => {
    const { project, transcript, hers } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const his = await new Annotator(ben).open(project, transcript);
    await his.drag('I felt useful again');
    await his.press('m');
    await hers.sees('I felt useful again', ['M']);

    await ana.goTo(`/projects/${project}/members`);
    await ana.page.getByRole('button', { name: 'More for Ben Okoro' }).click();
    await ana.page.getByRole('menuitem', { name: 'Remove from the project' }).click();
    // What his page was just asking for is no longer for him either.
    stage.troubles.expect(/status of 404|ApiError: There is no such thing/);
    const question = ana.page.getByRole('alertdialog', { name: /^Remove Ben Okoro/ });
    await question.getByRole('button', { name: 'Remove' }).click();

    await ben.page.getByText('You are no longer a member of that project').waitFor();
    await his.text.waitFor({ state: 'detached' });
    await ben.page.getByRole('heading', { name: 'No projects yet' }).waitFor();
    await ben.goTo(`/projects/${project}/transcripts/${transcript}`);
    await ben.page.getByRole('heading', { name: 'Nothing is here' }).first().waitFor();

    // The work stays, under the name.
    await hers.open(project, transcript);
    await hers.sees('I felt useful again', ['M']);
    await until('layers', () => hers.layers(), { You: '0', 'Ben Okoro': '1' });
  });

  test('an observer reads the text only where a lead lets them', async () => {
    const { project, transcript, hers } = await openInterview(ana);
    await hers.drag('I felt useful again');
    await hers.press('m');
    await hers.says('Saved');
    const olu = await enterMember(stage, ana, project, 'Olu Observer', ['observer']);
    await olu.goTo(`/projects/${project}`);
    const table = olu.page.getByRole('table', { name: 'Transcripts' });
    await table.getByText('A lead has not opened this transcript').waitFor();
    const link = olu.page.getByRole('link', { name: 'At the allotment' });
    await until('links to it', () => link.count(), 0);
    stage.troubles.expect(/status of 403|ApiError: Your roles/);
    await olu.goTo(`/projects/${project}/transcripts/${transcript}`);
    await olu.page.getByRole('heading', { name: 'Not for your roles' }).first().waitFor();

    await olu.goTo(`/projects/${project}`);
    await ana.goTo(`/projects/${project}`);
    await ana.page.getByRole('button', { name: 'More for At the allotment' }).click();
    await ana.page.getByRole('menuitem', { name: 'Let observers read it' }).click();
    // Without a reload: the observer's page hears of it.
    await table.getByRole('link', { name: 'At the allotment' }).click();
    const theirs = new Annotator(olu);
    await theirs.text.getByRole('paragraph').first().waitFor();
    await theirs.sees('I felt useful again', ['M']);
    await theirs.isReady('Reading');
    await theirs.drag('Peter found the silence hard');
    await theirs.press('c');
    await olu.page.getByText('You read here').waitFor();
    await theirs.sees('Peter found the silence hard', []);

    // Closed again: the open tab loses the text.
    await ana.page.getByRole('button', { name: 'More for At the allotment' }).click();
    await ana.page.getByRole('menuitem', { name: 'Close it to observers' }).click();
    await theirs.text.waitFor({ state: 'detached' });
    await olu.page.getByText('This transcript is closed to you').first().waitFor();
  });
});
