import { expect, test } from 'vitest';
import { adjudicating as words } from '../../apps/web/src/messages/adjudicating.ts';
import { isAccessible } from '../support/accessible.ts';
import { isDecidedAs, isTold, looksAt, madeOf, placeOf } from '../support/adjudicating.ts';
import { Annotator } from '../support/annotator.ts';
import { closeBlindRound, codeBlind } from '../support/blind-round.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { importFile } from '../support/import-file.ts';
import type { Person } from '../support/person.ts';
import { sharedFile } from '../support/shared-data.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

/* A closed round, two leads at it at once, and a coder who reads what they decided and answers. */

const FILE = 'transcripts/metamuse-tools-for-thought-rev.txt';
const TRIP = 'short trip up to the Baltic sea';
const FRESH = 'fresh surroundings refresh your brain creatively';
const BRAIN = 'refresh your brain creatively';
const POWER = 'how powerful that effect is';
const OUTSIDE = 'anything that lets you externalize your thoughts';

const CODED = {
  'Ben Okoro': [
    [TRIP, 'c'],
    [FRESH, 'm'],
    [POWER, 'o'],
    [OUTSIDE, 'm'],
  ],
  'Cleo Marsh': [
    [TRIP, 'c'],
    [BRAIN, 'm'],
    [POWER, 'c'],
  ],
} as const;

browserSuite('adjudication', (stage) => {
  test('two leads decide at once, and a coder answers', async (context) => {
    const file = sharedFile(context, FILE);
    const ana = await enterLead(stage, 'Ana Lima');
    const { id: project } = await ana.call('createProject', {}, { title: 'Tools' });
    const transcript = await importFile(ana, project, file);
    const tom = await enterMember(stage, ana, project, 'Tom Hart', ['lead']);
    const [ben] = await codeBlind(stage, ana, project, transcript, CODED);
    if (ben === undefined) throw new Error('no coder');

    // Nothing is closed yet, and the page says so until something is.
    await ana.goTo(`/projects/${project}/adjudicate`);
    await ana.page.getByRole('heading', { name: words.none }).waitFor();
    await closeBlindRound(ana, project);
    await ana.page.getByRole('row', { name: /tools/i }).getByRole('link').first().click();

    // Both leads: first the place on which all agree is passed over, then the first open one is shown.
    await tom.goTo(`/projects/${project}/adjudicate/${transcript}`);
    for (const lead of [ana, tom]) await looksAt(lead, FRESH);
    await ana.page.getByText(words.leads.here(['Tom Hart'])).waitFor();
    await isAccessible(ana.page, 'places');

    // One key; the next open place is shown, and the other lead is told what was decided there.
    await ana.page.keyboard.press('u');
    await looksAt(ana, POWER);
    await tom.page.getByText(/Ana Lima decided this meanwhile: union, as mechanism/).waitFor();
    await tom.page.keyboard.press('0');
    await isTold(tom, words.leads.first('E'));
    await tom.page.keyboard.press('j');
    await looksAt(tom, POWER);
    await ana.page.getByText(words.leads.here(['Tom Hart'])).waitFor();

    // Labels are tied: the union asks for a role. Escape goes back; then with a reason.
    await ana.page.keyboard.press('u');
    const asks = ana.page.getByRole('group', { name: words.acts.chooseRoleOf(words.act.union) });
    await asks.waitFor();
    await ana.page.keyboard.press('Escape');
    await asks.waitFor({ state: 'detached' });
    await ana.page.keyboard.press('r');
    await ana.page.keyboard.type('It is what changed.');
    await ana.page.keyboard.press('Control+Enter');
    await isTold(ana, words.acts.chooseAct);
    await ana.page.keyboard.press('u');
    await ana.page.keyboard.press('o');
    await looksAt(ana, OUTSIDE);

    // Words drawn afresh with the keyboard.
    await ana.page.keyboard.press('d');
    const passage = ana.page.getByRole('textbox', { name: words.place.passageDraw });
    await passage.waitFor();
    for (let i = 0; i < ' your thoughts'.length; i += 1)
      await ana.page.keyboard.press('Shift+ArrowLeft');
    await dragWithin(ana);
    await ana.page.keyboard.press('m');
    await isTold(ana, new RegExp(words.said.lastOpen));
    await isDecidedAs(ana, OUTSIDE, words.short.drawn);
    await ana.page.keyboard.press('z');
    await isTold(ana, words.said.undone);
    await until('it waits again', () => madeOf(ana, OUTSIDE), '');
    await ana.page.keyboard.press('1');
    await isDecidedAs(ana, OUTSIDE, words.short.coder);

    // All on which all agree, at once, and undone together; the other lead sees both.
    await bulk(ana, words.bulk.all(1));
    await isDecidedAs(tom, TRIP, words.short.union);
    await ana.page.getByRole('button', { name: words.bulk.undo }).click();
    await until('the batch is undone', () => madeOf(tom, TRIP), '');

    // The consensus holds what was decided, with the words that were drawn or taken.
    const decisions = await ana.call('listDecisions', { transcript });
    expect(decisions.filter(({ ruling }) => ruling !== null)).toHaveLength(3);
    const power = decisions.find(({ ruling }) => ruling?.why === 'It is what changed.');
    expect(power?.agreed.map(({ role }) => role)).toEqual(['O']);

    // The coder sees it on their own span, and answers once.
    await new Annotator(ben).open(project, transcript);
    const panel = ben.page.getByRole('complementary').last();
    await panel.getByText(words.own.count(3, 3)).waitFor();
    // The layer that was decided about is not shown yet: its first span is gone to once it is.
    await panel.getByRole('button', { name: words.own.next }).click();
    await panel.getByRole('heading', { name: words.own.title }).waitFor();
    await panel
      .getByRole('option', { name: new RegExp(POWER) })
      .first()
      .click();
    await panel.getByText('It is what changed.').waitFor();
    await panel.getByRole('button', { name: words.reply.differ }).click();
    await ben.page.keyboard.type('It was there before.');
    await ben.page.keyboard.press('Control+Enter');
    await panel.getByText(words.reply.differs('Ben Okoro')).waitFor();
    await panel.getByText(words.own.count(3, 2)).waitFor();

    // The lead who looks at the place sees the answer come.
    await placeOf(ana, POWER).click();
    await ana.page.getByText('It was there before.').waitFor();
    await isAccessible(ana.page, 'an answer');
    await ana.goTo(`/projects/${project}/adjudicate`);
    await ana.page.getByText('1 differs').waitFor();
    await isAccessible(ana.page, 'the overview');
  });
});

/** Selects some of the words that are selected already, by the mouse. */
async function dragWithin({ page }: Person): Promise<void> {
  const drawn = page.locator('.asking-quote');
  const before = await drawn.innerText();
  const box = await page.locator('.passage-words .lit').first().boundingBox();
  if (box === null) throw new Error('nothing is lit');
  const y = box.y + 12;
  await page.mouse.move(box.x + 4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, y, { steps: 4 });
  await page.mouse.up();
  const isFewer = async (): Promise<boolean> => {
    const now = await drawn.innerText();
    return now !== '' && now.length < before.length && before.includes(now);
  };
  await until('fewer words', isFewer, true);
}

async function bulk({ page }: Person, entry: string): Promise<void> {
  await page.getByRole('button', { name: words.bulk.button }).click();
  await page.getByRole('menuitem', { name: entry }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words.bulk.confirm(1) })
    .click();
}
