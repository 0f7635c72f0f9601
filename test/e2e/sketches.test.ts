import { beforeAll, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const CARD = 'My doctor wrote it on a card';
const USEFUL = 'I felt useful again';
const BACK = 'So I went back the week after';
const TRUST = 'it came from someone I trust';

browserSuite('sketches', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('take parts from afar, in another role than their span, for others to see', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const his = await new Annotator(ben).open(project, transcript);
    await hers.drag(TRUST);
    await hers.press('o');

    // A span begins a sketch; what is marked while it is open joins it.
    await hers.drag(USEFUL);
    await hers.press('m', 't');
    await hers.openSketch.waitFor();
    await hers.drag(BACK);
    await hers.press('o');
    await until('parts', () => hers.parts(), [`Mechanism: ${USEFUL}`, `Outcome: ${BACK}`]);

    // One made before and far away is picked by its words, and plays another role here.
    await hers.openSketch.getByRole('button', { name: 'Add a span you marked before' }).click();
    await hers.openSketch.getByRole('searchbox').fill('someone');
    await hers.openSketch.locator('.pick').getByRole('button', { name: TRUST }).click();
    await until('three parts', async () => (await hers.parts()).length, 3);
    const role = hers.openSketch.locator('.parts > li').filter({ hasText: TRUST });
    await role.getByRole('button', { name: /^Role in this sketch/ }).focus();
    await hers.press('c');
    const parts = [`Context: ${TRUST}`, `Mechanism: ${USEFUL}`, `Outcome: ${BACK}`];
    await until('parts', () => hers.parts(), parts);
    await hers.sees(TRUST, ['O']);
    await hers.openSketch.getByText('C–M–O triad').waitFor();
    await until('threads', () => hers.threads(), ['Sketch 1: 3 knots']);

    // The other coder finds it in the panel, and its thread once it is open.
    await his.tab('Sketches').filter({ hasText: '1' }).waitFor();
    await until('threads of others', () => his.threads(), []);
    await his.openFirstSketch();
    await until('the opened thread', () => his.threads(), ['Sketch 1: 3 knots']);
  });

  test('are undone gesture by gesture', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(CARD);
    await hers.press('c', 't');
    await hers.openSketch.waitFor();
    await hers.drag(USEFUL);
    await hers.press('m');
    await until('parts', () => hers.parts(), [`Context: ${CARD}`, `Mechanism: ${USEFUL}`]);
    // Marking inside a sketch made a span and a part: one step takes both back.
    await hers.press('Control+z');
    await hers.sees(USEFUL, []);
    await until('parts', () => hers.parts(), [`Context: ${CARD}`]);
    await hers.press('Control+z');
    await hers.openSketch.waitFor({ state: 'detached' });
    await hers.sees(CARD, ['C']);
    await hers.press('Control+z');
    await hers.sees(CARD, []);
    await hers.press('Control+y', 'Control+y', 'Control+y');
    await hers.sees(USEFUL, ['M']);
    await hers.tab('Sketches').filter({ hasText: '1' }).waitFor();
  });

  test('have a button for a memo on them, whatever span is current', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(USEFUL);
    await hers.press('m', 't', 'n');
    await writeMemo(hers, 'On the span.');
    await hers.press('Escape');
    await hers.tab('Sketches').click();
    await hers.openSketch.getByRole('button', { name: 'Memo' }).click();
    await writeMemo(hers, 'On the sketch.');
    const memos = hers.panel.getByRole('textbox', { name: 'Memo' });
    const texts = () =>
      memos.evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
    await until('memos', texts, ['On the sketch.', 'On the span.']);
    await until('quotes', () => hers.panel.locator('.memo q').allTextContents(), [USEFUL]);
  });

  test('carry memos of their own, which others read with what the sketch bears on', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Reader');
    await addStatement(hers, project);
    await hers.open(project, transcript);
    await hers.drag(USEFUL);
    await hers.press('m', 't');
    await choose(hers, 'Bears on', 'Trust travels');
    await choose(hers, 'How', 'refutes');

    await hers.openSketch.getByRole('button', { name: 'Memo' }).click();
    await writeMemo(hers, 'It is the card that does it.');
    await hers.panel.getByRole('button', { name: /^on Sketch 1/ }).click();
    await hers.openSketch.waitFor();
    await until('focus', () => focused(hers), 'Sketch 1 · one role so far');
    await hers.openSketch.getByRole('button', { name: 'Done' }).click();
    await hers.panel.getByText('refutes: Trust travels').waitFor();

    const his = await new Annotator(ben).open(project, transcript);
    await his.openFirstSketch();
    const card = his.panel.locator('.sketch.on');
    await card.getByText('refutes: Trust travels').waitFor();
    await card.getByText('It is the card that does it.').waitFor();
    await until('fields', () => card.getByRole('textbox').count(), 0);
  });

  test('say that the statement they bore on was removed, and take another or none', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    await addStatement(hers, project);
    await hers.open(project, transcript);
    await hers.drag(USEFUL);
    await hers.press('m', 't');
    await choose(hers, 'Bears on', 'Trust travels');
    await hers.says('Saved');
    await removeStatement(hers, project);

    await hers.open(project, transcript);
    await hers.openFirstSketch();
    const gone = hers.openSketch.getByText('The statement it bore on was removed.');
    await gone.waitFor();
    await until('words of the library', () => hers.panel.getByText('Select an item').count(), 0);
    await until('ways to bear', () => hers.openSketch.getByText('supports').count(), 0);
    await choose(hers, 'Bears on', 'No statement');
    await gone.waitFor({ state: 'detached' });
    await until('focus', () => focused(hers), 'No statement');
  });

  test('keep the focus at hand where what had it goes', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(USEFUL);
    await hers.press('m', 't');
    await hers.drag(BACK);
    await hers.press('o');
    await until('parts', () => hers.parts(), [`Mechanism: ${USEFUL}`, `Outcome: ${BACK}`]);
    await hers.openSketch.getByRole('button', { name: 'Done' }).click();

    await hers.panel.locator('.sketch-open').focus();
    await hers.press('Enter');
    await until('focus', () => focused(hers), 'Sketch 1 · M–O dyad');

    const picker = 'Add a span you marked before';
    await hers.openSketch.getByRole('button', { name: picker }).click();
    await until('focus', () => focused(hers), 'Search your spans');
    await hers.press('Escape');
    await until('focus', () => focused(hers), picker);

    const takeOut = 'Take out of the sketch';
    await hers.openSketch.getByRole('button', { name: takeOut }).first().focus();
    await hers.press('Enter');
    await until('parts', () => hers.parts(), [`Outcome: ${BACK}`]);
    await until('focus', () => focused(hers), takeOut);
    await hers.press('Enter');
    await until('parts', () => hers.parts(), []);
    await until('focus', () => focused(hers), picker);

    // Undo acts in the text, so that is where the focus is.
    await hers.openSketch.getByRole('button', { name: 'Delete sketch' }).focus();
    await hers.press('Enter');
    await hers.openSketch.waitFor({ state: 'detached' });
    await hers.page.getByText('Sketch deleted. Ctrl+Z brings it back.').waitFor();
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('Control+z');
    await hers.panel.getByRole('article', { name: 'Sketch 1' }).waitFor();
  });

  test('offer the words of a form as long as none are written', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(USEFUL);
    await hers.press('m', 't');
    const restatement = hers.openSketch.getByRole('textbox', { name: 'Restatement' });
    const form = 'When … then … because';
    await choose(hers, 'Form', form);
    await until('offered', () => restatement.inputValue(), `${form} …`);
    // The same again, once its words are taken out.
    await restatement.fill('');
    await choose(hers, 'Form', form);
    await until('offered again', () => restatement.inputValue(), `${form} …`);
    await restatement.fill('Trust gives worth.');
    await choose(hers, 'Form', 'If … then … because');
    await hers.openSketch.getByRole('button', { name: /^If … then … because/ }).waitFor();
    await until('kept', () => restatement.inputValue(), 'Trust gives worth.');
  });
});

/** Chooses an option of a field of the open sketch. */
async function choose({ openSketch, page }: Annotator, label: string, option: string) {
  await openSketch.getByRole('button', { name: new RegExp(`${label}$`) }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Types where a memo is written, once that has the focus. */
async function writeMemo({ panel, page }: Annotator, memo: string): Promise<void> {
  await panel.getByRole('textbox', { name: 'Memo' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type(memo);
}

/** The name of what has the focus. */
function focused({ page }: Annotator): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    if (element === document.body) return 'BODY';
    const label = (element as HTMLTextAreaElement).labels?.[0];
    return element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent;
  });
}

async function addStatement({ page, person }: Annotator, project: string): Promise<void> {
  await person.goTo(`/projects/${project}/theory`);
  await page.getByRole('button', { name: 'Add a statement' }).click();
  await page.getByRole('textbox', { name: 'Statement 1: Title' }).fill('Trust travels');
  await until('saved', () => page.getByRole('status').first().textContent(), 'Saved');
}

async function removeStatement({ page, person }: Annotator, project: string): Promise<void> {
  await person.goTo(`/projects/${project}/theory`);
  await page.getByRole('button', { name: /Remove.*Trust travels/ }).click();
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: /^Remove/ })
    .click();
  await page.getByText('Trust travels').waitFor({ state: 'detached' });
  await until('saved', () => page.getByRole('status').first().textContent(), 'Saved');
}
