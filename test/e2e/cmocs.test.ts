import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { cmocs } from '../../apps/web/src/messages/cmocs.ts';
import { consolidating } from '../../apps/web/src/messages/consolidating.ts';
import { isAccessible } from '../support/accessible.ts';
import type { Coded } from '../support/blind-round.ts';
import { closeBlindRound, codeBlind } from '../support/blind-round.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { importInterview } from '../support/interview.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

/* From two coders' marks to drafts that two leads write together, divide, and combine. */

const CARD = 'My doctor wrote it on a card';
const ASKED = 'Nobody there asked what was wrong with me';
const RELIEF = 'that was a relief';
const TOOLS = 'the tools come first';
const TRUST = 'it came from someone I trust';

/** Two passages: the second begins far behind the first. */
const MARKS = [
  [CARD, 'c'],
  [ASKED, 'm'],
  [RELIEF, 'o'],
  [TOOLS, 'c'],
  [TRUST, 'm'],
] as const;
const CODED: Coded = { 'Ben Okoro': MARKS, 'Cleo Marsh': MARKS };

browserSuite('cmocs', (stage) => {
  test('two leads write a draft together, divide and combine', async () => {
    const ana = await enterLead(stage, 'Ana Lima');
    const { id: project } = await ana.call('createProject', {}, { title: 'Allotments' });
    const transcript = await importInterview(ana, project);
    const lea = await enterMember(stage, ana, project, 'Lea Stone', ['lead']);
    const olu = await enterMember(stage, ana, project, 'Olu Hale', ['observer']);
    await codeBlind(stage, ana, project, transcript, CODED);
    await closeBlindRound(ana, project);

    // The strategy decides what no lead has; then there are two candidates, settled by keys.
    const { page } = ana;
    await ana.goTo(`/projects/${project}/consolidate`);
    await page.getByRole('button', { name: consolidating.job.first }).click();
    await page.getByRole('radio', { name: /^Decide it by the strategy/ }).click({ force: true });
    await page.getByText(/^5 places are decided/).waitFor();
    await isAccessible(page, 'beginning to consolidate');
    await page.getByRole('button', { name: consolidating.job.begin, exact: true }).click();
    await page.getByText(consolidating.summary(2, 0, 0, 2)).waitFor();
    const candidate = page.getByRole('article');
    await quoted(candidate, CARD);
    await isAccessible(page, 'candidates');
    await page.keyboard.press('j');
    await quoted(candidate, TRUST);
    await page.keyboard.press('x');
    await page.getByRole('dialog').getByRole('textbox').fill('Too thin.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(consolidating.summary(2, 0, 1, 1)).waitFor();
    await quoted(candidate, CARD);
    await page.keyboard.press('Enter');
    await page.getByText(consolidating.summary(2, 1, 1, 0)).waitFor();
    await ana.goTo(`/projects/${project}/consolidate?state=set-aside`);
    await candidate.getByText('Too thin.').waitFor();
    await page.getByRole('button', { name: consolidating.act.reopen }).click();
    await page.getByText(consolidating.summary(2, 1, 0, 1)).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(consolidating.summary(2, 2, 0, 0)).waitFor();

    // Two leads in one draft.
    const list = await ana.call('listCmocs', { project });
    const [first, second] = list.cmocs.toSorted(
      (a, b) => b.evidence.supports - a.evidence.supports,
    );
    if (first === undefined || second === undefined) throw new Error('two drafts are missing');
    const path = `/projects/${project}/cmocs/${first.id}`;
    await ana.goTo(path);
    await lea.goTo(path);
    const [hers, theirs] = [page, lea.page].map((each) =>
      each.getByRole('textbox', { name: cmocs.sentence.label }),
    );
    if (hers === undefined || theirs === undefined) throw new Error('no sentence');
    await theirs.waitFor();
    await page.getByRole('textbox', { name: cmocs.page.titleLabel, exact: true }).fill('Relief');
    await hers.click();
    // In the place of the form that an accepted candidate begins with.
    await page.keyboard.press('Control+a');
    await page.keyboard.type('When nobody asks, there is relief.');
    const typedAt = performance.now();
    await until('the words', () => theirs.innerText(), 'When nobody asks, there is relief.');
    // Ana's caret stands before the full stop while Lea writes before it, and marks words by keys.
    await page.keyboard.press('ArrowLeft');
    await theirs.click();
    await lea.page.keyboard.press('Home');
    await lea.page.keyboard.type('Often: ');
    await until('hers', () => hers.innerText(), 'Often: When nobody asks, there is relief.');
    for (const selected of ['When', 'When nobody', 'When nobody asks']) {
      await lea.page.keyboard.press('Control+Shift+ArrowRight');
      await until(
        'what is selected',
        () => lea.page.evaluate(() => getSelection()?.toString()),
        selected,
      );
    }
    await lea.page.keyboard.press('Alt+c');
    await marked(hers, 'C', 'When nobody asks');
    // What is typed within half a second of what was typed before is one step of undo with it.
    await until('a new step', async () => performance.now() - typedAt > 500, true);
    await page.keyboard.type(' at once');
    await until(
      'both',
      () => theirs.innerText(),
      'Often: When nobody asks, there is relief at once.',
    );
    await until(
      'their title',
      () =>
        lea.page.getByRole('textbox', { name: cmocs.page.titleLabel, exact: true }).inputValue(),
      'Relief',
    );
    // Undo is one's own: Lea's mark and words stay.
    await page.keyboard.press('Control+z');
    await until('undone', () => theirs.innerText(), 'Often: When nobody asks, there is relief.');

    // Parts and evidence: what one changes the other sees.
    const context = lea.page.getByRole('group', { name: 'Context', exact: true });
    await context.getByRole('textbox').fill('Nobody asks what is wrong');
    await until(
      'the part',
      () =>
        page.getByRole('group', { name: 'Context', exact: true }).getByRole('textbox').inputValue(),
      'Nobody asks what is wrong',
    );
    const evidence = page.getByRole('region', { name: cmocs.evidence.title });
    await evidence
      .getByRole('combobox', { name: `${cmocs.evidence.of(1, 3)}: ${cmocs.evidence.bearing}` })
      .selectOption('caveat');
    const counts = lea.page.getByText(/2 support, 1 caveat$/);
    await counts.waitFor();
    await page.getByRole('button', { name: cmocs.evidence.add }).click();
    const picks = page.getByRole('dialog').getByRole('listitem');
    await picks.filter({ hasText: TRUST }).getByRole('checkbox').check();
    await isAccessible(page, 'adding evidence');
    await page.getByRole('button', { name: cmocs.addEvidence.send(1), exact: true }).click();
    await quoted(lea.page.getByRole('region', { name: cmocs.evidence.title }), TRUST);
    await evidence.getByRole('link', { name: `also mechanism in CMOC ${second.number}` }).waitFor();
    await isAccessible(page, 'a draft');

    // Who is no lead reads all of it, and writes nothing.
    await olu.goTo(path);
    await olu.page.getByText(cmocs.page.readOnly).waitFor();
    await olu.page.getByText('Nobody asks what is wrong', { exact: true }).waitFor();
    expect(await olu.page.getByRole('main').getByRole('textbox').count()).toBe(0);

    await divide(ana, first.number);
    await combine(ana);
  });
});

/** The first draft becomes two; each quote is said, and one serves both. */
async function divide({ page }: Person, number: number): Promise<void> {
  await page.getByRole('button', { name: cmocs.overview.acts(number) }).click();
  await page.getByRole('menuitem', { name: cmocs.overview.divide }).click();
  const send = page.getByRole('button', { name: cmocs.divide.send, exact: true });
  await send.waitFor();
  const titles = page.getByRole('textbox', { name: cmocs.allocate.titleLabel, exact: true });
  await titles.nth(0).fill('Not asked');
  await titles.nth(1).fill('Trusted');
  await page.getByRole('textbox', { name: cmocs.allocate.memo }).fill('Two mechanisms.');
  await page.getByRole('heading', { name: cmocs.allocate.quotes }).click();
  expect(await send.isDisabled()).toBe(true);
  for (const keys of ['1', '12', '0']) {
    for (const key of keys) await page.keyboard.press(key);
    await page.keyboard.press('j');
  }
  await page.getByText(cmocs.allocate.left(1)).waitFor();
  expect(await send.isDisabled()).toBe(true);
  await page.keyboard.press('2');
  await page.getByText(cmocs.allocate.left(0)).waitFor();
  await isAccessible(page, 'dividing');
  await send.click();
  // The first of them is open, and says where it came from.
  const lineage = page.getByRole('region', { name: cmocs.lineage.title });
  await lineage.getByText(cmocs.lineage.dividedFrom).waitFor();
  await lineage.getByText('Two mechanisms.').waitFor();
  await page.getByText(/^2 quotes/).waitFor();
  // The parent reads on, retired, and names both.
  await lineage.getByRole('link', { name: /Relief/ }).click();
  await page.getByText(cmocs.page.retired).waitFor();
  for (const name of [/Not asked/, /Trusted/]) await lineage.getByRole('link', { name }).waitFor();
  expect(await page.getByRole('main').getByRole('textbox').count()).toBe(0);
  await isAccessible(page, 'a retired one');
}

/** Its halves become one again, and that is undone, too. */
async function combine({ page }: Person): Promise<void> {
  await page.getByRole('link', { name: cmocs.list.overview, exact: true }).click();
  for (const title of ['Not asked', 'Trusted']) {
    await page.getByRole('checkbox', { name: new RegExp(title) }).check();
  }
  await isAccessible(page, 'the overview');
  await page.getByRole('button', { name: cmocs.overview.beside }).click();
  await page.getByText(cmocs.beside.sharedQuotes(1)).waitFor();
  await isAccessible(page, 'side by side');
  await page.getByRole('link', { name: cmocs.beside.combine }).click();
  const send = page.getByRole('button', { name: cmocs.combine.send, exact: true });
  await page.getByRole('textbox', { name: cmocs.allocate.memo }).fill('One after all.');
  expect(await send.isDisabled()).toBe(true);
  await page.getByRole('button', { name: cmocs.combine.takeAll }).click();
  await page.getByText(cmocs.allocate.left(0)).waitFor();
  await isAccessible(page, 'combining');
  await send.click();
  const lineage = page.getByRole('region', { name: cmocs.lineage.title });
  await lineage.getByText(cmocs.lineage.combinedFrom).waitFor();
  await lineage.getByRole('button', { name: cmocs.lineage.undo }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('They differ.');
  await page.keyboard.press('Control+Enter');
  await page.getByText(cmocs.page.retired).waitFor();
  const left = page.getByRole('navigation', { name: cmocs.list.left });
  for (const name of ['Not asked draft', 'Trusted draft']) {
    await left.getByRole('link', { name }).waitFor();
  }
}

/** A participant's words stand there. */
function quoted(place: Locator, words: string): Promise<void> {
  return place.locator('q', { hasText: words }).waitFor();
}

/** Words of a sentence bear a mark. */
function marked(sentence: Locator, role: string, words: string): Promise<unknown> {
  return until('the mark', () => sentence.locator(`[data-role="${role}"]`).allInnerTexts(), [
    words,
  ]);
}
