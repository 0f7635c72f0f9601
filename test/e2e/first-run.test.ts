import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Stage } from '../support/live-stage.ts';
import { ImportPage } from '../support/import-page.ts';
import type { Person } from '../support/person.ts';
import { sharedFile } from '../support/shared-data.ts';
import { PASSWORD } from '../support/team.ts';
import { until } from '../support/until.ts';

const WORD_FILE = 'transcripts/metamuse-collective-intelligence-teams-style.docx';
const CAPTIONS = 'transcripts/talk-python-voice-tags-long.vtt';

browserSuite('the first run', (stage) => {
  test('leads from the printed link to three people in one transcript', async (context) => {
    const word = sharedFile(context, WORD_FILE);
    const captions = sharedFile(context, CAPTIONS);
    const ana = await stage.enter('Ana Lima');

    await makeFirstAccount(ana, stage.server.setupUrl);
    await makeProject(ana);
    await writeStatements(ana);
    await importBoth(ana, word, captions);

    const table = ana.page.getByRole('table', { name: 'Transcripts' });
    const row = table.getByRole('row').filter({ hasText: 'Collective intelligence' });
    await row.getByText('#13', { exact: true }).waitFor();
    await isKeptOriginal(ana, word);

    const [ben, cleo] = [
      await acceptInvite(stage, 'Ben Okoro', await invite(ana, 'Ben')),
      await acceptInvite(stage, 'Cleo Wirth', await invite(ana, 'Cleo')),
    ];
    const all: Annotator[] = [];
    for (const person of [ana, ben, cleo]) {
      await person.page
        .getByRole('link', { name: /Collective intelligence/ })
        .first()
        .click();
      all.push(new Annotator(person));
    }
    for (const one of all) await one.isReady();
    for (const one of all) {
      const others = [ana, ben, cleo]
        .map(({ name }) => name)
        .filter((name) => name !== one.person.name);
      await until('who is here', () => one.here(), others);
      // What was renamed, mapped and split before the import is what all read.
      await one.text.locator('[data-who="Guest"]').first().waitFor();
    }
  });
});

async function makeFirstAccount({ page, name }: Person, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.org');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'No projects yet' }).waitFor();
}

async function makeProject({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Tools for thought');
  await dialog
    .getByRole('textbox', { name: 'What it evaluates' })
    .fill('How teams think together.');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('heading', { name: 'Bring in the first interviews' }).waitFor();
}

async function writeStatements(ana: Person): Promise<void> {
  const { page } = ana;
  await page.getByRole('link', { name: 'Theory statements' }).first().click();
  for (const [index, title] of ['Doubt aloud', 'Small loops'].entries()) {
    await page.getByRole('button', { name: 'Add a statement' }).click();
    const name = `Statement ${index + 1}`;
    await page.getByRole('textbox', { name: `${name}: Title` }).fill(title);
    await page
      .getByRole('textbox', { name: `${name}: Statement` })
      .fill('If people see the work of others as it grows, they dare to show their own.');
  }
  await until('saved', () => page.getByRole('status').first().textContent(), 'Saved');
  await page.getByRole('link', { name: 'Overview' }).click();
  // The overview reads the same document, so both are there without a reload.
  await page.getByRole('complementary').getByText('Small loops').waitFor();
}

async function importBoth(ana: Person, word: string, captions: string): Promise<void> {
  const { page } = ana;
  const importing = new ImportPage(ana);
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await importing.choose(word, captions);
  await importing.show(basename(word));

  await importing.rename('Conor White-Sullivan', 'Guest');
  await importing.setKind('Guest', 'Participant');
  await importing.setKind('Adam Wiggins', 'Interviewer');
  await importing.mapToNew('Guest', '#13', 'founder of a tool');
  const whole = (await importing.wordsOf(1).textContent()) ?? '';
  await importing.splitBehind(1, 'Often');
  await until('the first half', () => importing.wordsOf(1).textContent(), 'Often');
  await until(
    'the second half',
    () => importing.wordsOf(2).textContent(),
    whole.slice('Often '.length),
  );
  // The caret stands before the second half, so Backspace takes the split back.
  await page.keyboard.press('Backspace');
  await until(
    'joined again',
    async () => flat(await importing.wordsOf(1).textContent()),
    flat(whole),
  );
  // By the button this time: the caret stands where the two were joined.
  await importing.splitHere(1);
  await until('split again', () => importing.wordsOf(1).textContent(), 'Often');
  await importing.keepOriginal();
  await importing.importOne();

  // One file is left; it is checked and imported in its turn.
  await importing.show(basename(captions));
  await importing.mapTo('Michael Booth', '#13');
  await importing.importOne();
  await page.getByRole('table', { name: 'Transcripts' }).waitFor();
}

/** White space apart: two turns that are joined stand in two paragraphs. */
function flat(words: string | null): string {
  return (words ?? '').replace(/\s+/g, ' ');
}

async function isKeptOriginal({ page }: Person, path: string): Promise<void> {
  await page.getByRole('button', { name: /^More for .*Collective intelligence/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /Download the original/ }).click(),
  ]);
  expect(await readFile(await download.path())).toEqual(await readFile(path));
}

async function invite({ page }: Person, note: string): Promise<string> {
  await page.getByRole('link', { name: 'Members', exact: false }).first().click();
  await page.getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByRole('textbox', { name: 'For whom' }).fill(note);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const made = page.getByRole('alertdialog', { name: 'Send this link' });
  const link = await made.getByRole('textbox', { name: 'Invite link' }).inputValue();
  await made.getByRole('button', { name: 'Done' }).click();
  return link;
}

async function acceptInvite(stage: Stage, name: string, link: string): Promise<Person> {
  const person = await stage.enter(name);
  const { page } = person;
  await page.goto(link);
  await page.getByRole('heading', { name: 'Join Tools for thought' }).waitFor();
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page
    .getByRole('textbox', { name: 'E-mail' })
    .fill(`${name.split(' ')[0] ?? ''}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join the project' }).click();
  await page.getByRole('table', { name: 'Transcripts' }).waitFor();
  return person;
}
