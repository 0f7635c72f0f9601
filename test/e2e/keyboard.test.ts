import type { Locator } from 'playwright-core';
import { beforeAll, test } from 'vitest';
import type { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

browserSuite('by keyboard alone', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('a sketch is tied, completed and related to the theory', async () => {
    const { project, transcript, hers } = await openInterview(ana);
    await writeStatement(hers, project);
    await hers.open(project, transcript);
    await tabTo(hers, () => hers.hasFocus());

    // The second turn: its first sentence, then its third, each selected by the sentence key.
    await goToSecondTurn(hers);
    await hers.press('Home');
    await selectSentence(hers, 'My doctor wrote it on a card, of all things.');
    await hers.press('c');
    await hers.sees('My doctor wrote it on a card, of all things.', ['C']);

    // T on the whole turn opens a sketch that holds what is marked inside.
    await hers.press('p', 't');
    await hers.openSketch.waitFor();
    await until('parts', () => hers.parts(), [
      'Context: My doctor wrote it on a card, of all things.',
    ]);
    await until('focus', () => hers.hasFocus(), true);

    // What is marked while it is open joins it.
    await goToSecondTurn(hers);
    await hers.press('End');
    await selectWordsBack(hers, 4);
    await hers.press('o');
    await until('two parts', async () => (await hers.parts()).length, 2);

    // An inferred mechanism: I leads to its field, Enter adds it, Escape leads back to the text.
    await hers.press('i');
    const inferred = hers.openSketch.getByRole('textbox', { name: 'Add an inferred part' });
    await until(
      'focus',
      () => inferred.evaluate((field) => field === document.activeElement),
      true,
    );
    await ana.page.keyboard.type('being trusted gives worth');
    await hers.press('Enter');
    await until('three parts', async () => (await hers.parts()).length, 3);
    await hers.openSketch.getByText('C–M–O triad').waitFor();

    // The restatement, its form, the statement and how it bears on it, all by Tab and arrows.
    await tabTo(hers, () => isFocused(hers, 'Form'));
    await hers.press('Enter');
    await optionHasFocus(hers);
    await hers.page.getByRole('option', { name: 'If … then … because' }).waitFor();
    await hers.press('ArrowDown', 'Enter');
    await tabTo(hers, () => isFocused(hers, 'Restatement'));
    await ana.page.keyboard.type(
      'If a doctor trusts, then one goes back, because trust gives worth.',
    );
    await tabTo(hers, () => isFocused(hers, 'Bears on'));
    await hers.press('Enter');
    await optionHasFocus(hers);
    await hers.page.getByRole('option', { name: 'Trust travels' }).waitFor();
    await hers.press('ArrowDown', 'Enter');
    await tabTo(hers, () => isFocused(hers, 'How'));
    await hers.press('Enter');
    await optionHasFocus(hers);
    await hers.page.getByRole('option', { name: 'refutes' }).waitFor();
    await hers.press('ArrowDown', 'Enter');
    await hers.openSketch.getByRole('button', { name: /refutes/ }).waitFor();

    await hers.press('Escape');
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('n');
    await hers.page.getByRole('textbox', { name: 'Memo' }).and(focus(hers)).waitFor();
    await ana.page.keyboard.type('Why so.');
    await hers.press('Escape');
    await hers.says('Saved');

    // All of it is there for whoever opens it next.
    await hers.page.reload();
    await hers.isReady();
    await hers.tab('Sketches').filter({ hasText: '1' }).waitFor();
    await hers.tab('Memos').filter({ hasText: '1' }).waitFor();
    await hers.tab('Sketches').click();
    await hers.panel.getByText('If a doctor trusts, then one goes back').waitFor();
  });

  test('spans are made, walked, changed, found and deleted', async () => {
    const { hers } = await openInterview(ana);
    await tabTo(hers, () => hers.hasFocus());
    await goToSecondTurn(hers);
    await hers.press('Home');
    const first = 'My doctor wrote it on a card, of all things.';
    await selectSentence(hers, first);
    await hers.press('c', 'ArrowDown', 'ArrowDown', 'End');
    await selectWordsBack(hers, 2);
    const second = 'relief.';
    await until('two steps back', () => hers.selected(), second);
    await hers.press('m', 'q');
    await hers.rows.filter({ hasText: 'unsure' }).waitFor();

    // K and J walk from span to span; a role key changes the one that is reached.
    await hers.press('k', 'o');
    await hers.sees(first, ['O']);
    await hers.press('j', 'u');
    await hers.sees(second, ['undecided']);

    // The list: / finds by words, L leads into it, arrows and Enter lead back to the text.
    await hers.press('/');
    const search = hers.panel.getByRole('searchbox', { name: 'Search in the quotes' });
    await until('focus', () => search.evaluate((field) => field === document.activeElement), true);
    await ana.page.keyboard.type('doctor');
    await until('found', () => hers.rows.count(), 1);
    await hers.press('Escape');
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('l');
    const list = hers.panel.getByRole('listbox', { name: 'Spans' });
    await until('focus', () => list.evaluate((box) => box === document.activeElement), true);
    await hers.press('Home', 'Enter');
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('Delete');
    await hers.sees(first, []);
    await hers.press('Control+z');
    await hers.sees(first, ['O']);
  });

  test('the sheet of keys opens, is searched and closes', async () => {
    const { hers } = await openInterview(ana);
    await tabTo(hers, () => hers.hasFocus());
    await hers.press('?');
    const sheet = hers.page.getByRole('dialog', { name: 'Keys of the annotator' });
    await sheet.getByRole('textbox', { name: 'Search the keys' }).and(focus(hers)).waitFor();
    await ana.page.keyboard.type('sketch');
    await sheet.getByText('Tie into a sketch', { exact: true }).waitFor();
    await sheet.getByText('Redo', { exact: true }).waitFor({ state: 'detached' });
    await hers.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await until('focus', () => hers.hasFocus(), true);
  });

  test('a key of the sheet is changed, and what the page needs is left to it', async () => {
    const { hers } = await openInterview(ana);
    await tabTo(hers, () => hers.hasFocus());
    await hers.press('?');
    const sheet = hers.page.getByRole('dialog', { name: 'Keys of the annotator' });
    const change = sheet.getByRole('button', { name: /^Change the key of: Context/ });
    const said = sheet.getByRole('status');
    const says = (words: string): Promise<void> => said.getByText(words).waitFor();
    await change.click();
    await says('Press the new key');
    await hers.press('Alt+x');
    await says('Keys with Alt belong');
    await hers.press('Tab');
    await says('Tab moves between the parts of the page');
    await hers.press('Control+p');
    await says('The browser or the system does something');
    await hers.press('ArrowDown');
    await says('That key moves through the text');
    await hers.press('CapsLock');
    await says('A key that locks others');
    await hers.press('m');
    await says('That key already does: Mechanism.');

    // Whoever goes elsewhere has done with it: what they type there is theirs.
    const search = sheet.getByRole('textbox', { name: 'Search the keys' });
    await search.click();
    await until('no waiting', () => said.textContent(), '');
    await hers.press('x');
    await until('the search', () => search.inputValue(), 'x');
    await until('keys', () => ownKeys(ana), {});
    await hers.press('Backspace');

    await change.click();
    await says('Press the new key');
    await hers.press('x');
    await until('keys', () => ownKeys(ana), { 'mark-C': 'x' });
    await change.getByText('X', { exact: true }).waitFor();
    await sheet.getByRole('button', { name: 'Give all keys back' }).click();
    await until('keys', () => ownKeys(ana), {});
    await change.getByText('C', { exact: true }).waitFor();
  });

  test('letter keys are turned off in the account', async () => {
    const { project, transcript, hers } = await openInterview(ana);
    await hers.person.goTo('/account');
    await hers.page.getByRole('switch', { name: /^Letter keys/ }).focus();
    await hers.press('Space');
    await until('kept', () => letterKeys(ana), false);
    await hers.open(project, transcript);
    await hers.drag('I felt useful again');
    await hers.press('m');
    await hers.page.getByText('Letter keys are off').waitFor();
    await hers.sees('I felt useful again', []);
    // Every act keeps its button.
    const toolbar = hers.page.getByRole('toolbar', { name: 'Mark the selection' });
    await toolbar.getByRole('button', { name: 'Mechanism' }).click();
    await hers.sees('I felt useful again', ['M']);
    const act = (name: string): Promise<void> =>
      hers.panel.getByRole('button', { name, exact: true }).click();
    await act('End a word later');
    await hers.sees('I felt useful again, for', ['M']);
    await act('End a word earlier');
    await act('Begin a word later');
    await hers.sees('felt useful again', ['M']);
    await act('Begin a word earlier');
    await hers.sees('I felt useful again', ['M']);

    // Deleting takes the button away that was pressed: the keys go on acting, in the text.
    await act('Delete');
    await hers.sees('I felt useful again', []);
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('Control+z');
    await hers.sees('I felt useful again', ['M']);

    // The current span is tied, whatever else is selected.
    await hers.rows.first().click();
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('Control+Shift+ArrowRight');
    await until('a selection', async () => (await hers.selected()).trim(), 'I');
    await act('Tie into a sketch');
    await until('parts', () => hers.parts(), ['Mechanism: I felt useful again']);
    await until('focus', () => hers.hasFocus(), true);
    await ana.call('changeAccount', {}, { preferences: { letterKeys: true } });
  });
});

async function letterKeys(person: Person): Promise<boolean | undefined> {
  const { account } = await person.call('readSession');
  return account?.preferences.letterKeys;
}

async function ownKeys(person: Person): Promise<Readonly<Record<string, string | null>>> {
  const { account } = await person.call('readSession');
  return account?.preferences.keys ?? {};
}

async function writeStatement({ page, person }: Annotator, project: string): Promise<void> {
  await person.goTo(`/projects/${project}/theory`);
  await page.getByRole('button', { name: 'Add a statement' }).click();
  await page.getByRole('textbox', { name: 'Statement 1: Title' }).fill('Trust travels');
  await until('saved', () => page.getByRole('status').first().textContent(), 'Saved');
}

/** Where keys go now. */
function focus({ page }: Annotator): Locator {
  return page.locator(':focus');
}

/** Waits until keys go to the options of what was opened, which have the focus a moment after they show. */
function optionHasFocus(annotator: Annotator): Promise<void> {
  return annotator.page.getByRole('option').and(focus(annotator)).waitFor();
}

/** Presses Tab until the focus is where it is wanted. */
async function tabTo({ page }: Annotator, isThere: () => Promise<boolean>): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there');
}

/** Whether the field of the open sketch with this label has the focus. */
function isFocused({ openSketch }: Annotator, label: string): Promise<boolean> {
  return openSketch.evaluate((sketch, label) => {
    const focused = document.activeElement;
    if (focused === null || !sketch.contains(focused)) return false;
    const ids = (focused.getAttribute('aria-labelledby') ?? '').split(' ');
    const named = ids.map((id) => document.getElementById(id)?.textContent ?? '');
    const labels = [...((focused as HTMLInputElement).labels ?? [])].map((one) => one.textContent);
    return [...named, ...labels, focused.getAttribute('aria-label')].includes(label);
  }, label);
}

/** Walks down line by line from the beginning until the caret stands in the second turn. */
async function goToSecondTurn(annotator: Annotator): Promise<void> {
  await annotator.press('Control+Home');
  const turn = () =>
    annotator.page.evaluate(() => {
      const section = getSelection()?.anchorNode?.parentElement?.closest('.turn') ?? null;
      return section?.parentElement?.querySelectorAll('.turn').item(1) === section;
    });
  for (let line = 0; line < 6 && !(await turn()); line += 1) await annotator.press('ArrowDown');
}

async function selectSentence(annotator: Annotator, words: string): Promise<void> {
  await annotator.press('s');
  await until('the sentence', () => annotator.selected(), words);
}

async function selectWordsBack(annotator: Annotator, words: number): Promise<void> {
  for (let count = 0; count < words; count += 1) {
    await annotator.press('Control+Shift+ArrowLeft');
  }
}
