import { expect, test } from 'vitest';
import type { CmocAnswer } from '@triad/collab';
import type { Locator } from 'playwright-core';
import { hashOfCmoc } from '@triad/collab';
import { adjudicating } from '../../apps/web/src/messages/adjudicating.ts';
import { agreement } from '../../apps/web/src/messages/agreement.ts';
import { cmocs } from '../../apps/web/src/messages/cmocs.ts';
import { consolidating } from '../../apps/web/src/messages/consolidating.ts';
import { signing } from '../../apps/web/src/messages/signing.ts';
import { way } from '../../apps/web/src/messages/way.ts';
import { isAccessible } from '../support/accessible.ts';
import { isDecidedAs, isTold, looksAt, placeOf } from '../support/adjudicating.ts';
import { Annotator } from '../support/annotator.ts';
import { closeBlindRound } from '../support/blind-round.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Run } from '../support/marked-sentence.ts';
import { writeSentence } from '../support/marked-sentence.ts';
import type { Person } from '../support/person.ts';
import { sharedFile } from '../support/shared-data.ts';
import { evidenceShown, statesShown } from '../support/shown-cmocs.ts';
import { makeReviewLink, putToSignOff } from '../support/signing.ts';
import type { Team } from '../support/thinking-study.ts';
import {
  ADHD,
  AVAILABLE,
  COLLECTIVE,
  codedBlind,
  EXTENSION,
  FRESH,
  LITTLE,
  ORGANIZE,
  PAPER,
  POWER,
  SHORTER,
  TOOLS,
  TRIP,
} from '../support/thinking-study.ts';
import { until } from '../support/until.ts';

/*
 * Four members and an outside reviewer, from two coders' marks on two real interviews to a CMOC that is
 * agreed. One story in one file, since each step works on what the one before it made.
 */

const WHY = 'The article belongs to it.';
const DIFFERS = 'It says the same without it.';
const OBJECTION = 'Available to whom, and when?';
const TITLE = 'A memory outside the head';
const GROUP = 'Clear thinking';
const PLAIN = 'If you forget things, a tool that remembers for you helps you to think.';
const EXPERIENCE = 'I trust a paper diary more.';
const sentenceWith = (outcome: string): readonly Run[] => [
  ['When ', null],
  ['working memory is short', 'C'],
  [', ', null],
  [outcome, 'O'],
  [', because ', null],
  ['the tool remembers for them', 'M'],
  ['.', null],
];
const FIRST = 'people have what they need at hand';
const SECOND = 'people find again what they once noted';

browserSuite('the whole way', (stage) => {
  test('leads from two coders’ marks to an agreed CMOC', async (context) => {
    const files = [sharedFile(context, TOOLS), sharedFile(context, COLLECTIVE)];
    const team = await codedBlind(stage, files);
    await closesBeforeTheReviewer(team);
    await decidesWithAnother(team);
    await answersOnce(team);
    await consolidates(team);
    await divides(team);
    const cmoc = await combines(team);
    await writesTheDraft(team, cmoc);
    await isObjectedTo(team, cmoc);
    await isRevisedAndAgreed(team, cmoc);
    await isReviewedFromOutside(team, cmoc);
    await isFollowedBack(team);
    await standsInTheRecord(team, cmoc);
  }, 240_000);
});

/** The reviewer has the page of agreement open; it says how coders differ as soon as the round is closed. */
async function closesBeforeTheReviewer({ ana, tom, project }: Team): Promise<void> {
  const { page } = tom;
  await tom.goTo(`/projects/${project}/agreement`);
  await page.getByRole('heading', { name: agreement.none }).waitFor();
  await closeBlindRound(ana, project);
  await page.getByText(/^4 places differ; 2 are where a span begins or ends; /).waitFor();
  await isAccessible(page, 'agreement');
}

async function decidesWithAnother({ ana, tom, project, collective }: Team): Promise<void> {
  for (const lead of [ana, tom]) await lead.goTo(`/projects/${project}/adjudicate/${collective}`);
  for (const lead of [ana, tom]) await looksAt(lead, EXTENSION);
  await ana.page.getByText(adjudicating.leads.here(['Tom Hart'])).waitFor();

  // Tom decides with a reason; Ana, who looks at the same place, is told, and kept from deciding it again.
  await tom.page.keyboard.press('r');
  await tom.page.keyboard.type(WHY);
  await tom.page.keyboard.press('Control+Enter');
  await isTold(tom, adjudicating.acts.chooseAct);
  await tom.page.keyboard.press('u');
  await looksAt(tom, AVAILABLE);
  await ana.page.getByText(/Tom Hart decided this meanwhile: union, as mechanism/).waitFor();
  await ana.page.keyboard.press('1');
  await isTold(ana, adjudicating.leads.first('E'));
  await isAccessible(ana.page, 'a place that another decided');

  // Ana decides the next one, which Tom sees.
  await ana.page.keyboard.press('j');
  await looksAt(ana, AVAILABLE);
  await ana.page.keyboard.press('1');
  await tom.page.getByText(/Ana Lima decided this meanwhile: Ben Okoro’s span/).waitFor();
  for (const lead of [ana, tom]) {
    await isDecidedAs(lead, EXTENSION, adjudicating.short.union);
    await isDecidedAs(lead, AVAILABLE, adjudicating.short.coder);
  }

  // One key leads on to the other interview; a role that is tied is asked for, what else differs is left.
  await ana.page.keyboard.press('n');
  await looksAt(ana, FRESH);
  await ana.page.keyboard.press('j');
  await looksAt(ana, POWER);
  await ana.page.keyboard.press('u');
  await ana.page.keyboard.press('o');
  await isDecidedAs(ana, POWER, adjudicating.short.union);
}

/** Tom has the place before him when the coder's answer comes. */
async function answersOnce({ tom, cleo, project, collective }: Team): Promise<void> {
  await placeOf(tom, EXTENSION).click();
  await new Annotator(cleo).open(project, collective);
  const panel = cleo.page.getByRole('complementary').last();
  await panel.getByText(adjudicating.own.count(1, 1)).waitFor();
  await panel.getByRole('button', { name: adjudicating.own.show }).click();
  await panel
    .getByRole('option', { name: new RegExp(SHORTER) })
    .first()
    .click();
  await panel.getByText(WHY).waitFor();
  await panel.getByRole('button', { name: adjudicating.reply.differ }).click();
  await cleo.page.keyboard.type(DIFFERS);
  await cleo.page.keyboard.press('Control+Enter');
  await panel.getByText(adjudicating.reply.differs('Cleo Marsh')).waitFor();
  await isAccessible(cleo.page, 'what was decided of a coder’s span');
  await tom.page.getByText(DIFFERS).waitFor();
}

/** The strategy decides the rest; three candidates become drafts, one is set aside. */
async function consolidates({ ana, project }: Team): Promise<void> {
  const { page } = ana;
  await ana.goTo(`/projects/${project}/consolidate`);
  await page.getByRole('button', { name: consolidating.job.first }).click();
  await page.getByRole('radio', { name: /^Decide it by the strategy/ }).click({ force: true });
  await page.getByText(/^7 places are decided/).waitFor();
  await page.getByRole('button', { name: consolidating.job.begin, exact: true }).click();
  await page.getByText(consolidating.summary(4, 0, 0, 4)).waitFor();
  await chooses(ana, PAPER);
  await page.getByText(/^Nobody tied these 2 places/).waitFor();
  await isAccessible(page, 'candidates');
  await page.keyboard.press('x');
  await page.getByRole('dialog').getByRole('textbox').fill('Two examples, and no outcome.');
  await page.keyboard.press('Control+Enter');
  await page.getByText(consolidating.summary(4, 0, 1, 3)).waitFor();
  const isLost = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement === document.body);
  await until('the focus stays on the page', isLost, false);
  for (const [at, words] of [TRIP, LITTLE, ADHD].entries()) {
    await chooses(ana, words);
    await page.keyboard.press('Enter');
    await page.getByText(consolidating.summary(4, at + 1, 1, 2 - at)).waitFor();
  }
}

/** A candidate of the list, by its first words. */
async function chooses({ page }: Person, words: string): Promise<void> {
  await page
    .getByRole('list', { name: consolidating.list.label })
    .getByRole('link')
    .filter({ hasText: words })
    .click();
  await page.getByRole('article').locator('q', { hasText: words }).waitFor();
}

/** The first draft becomes two; a quote that coders tied in two roles is there in both, and one of them serves both. */
async function divides({ ana, project }: Team): Promise<void> {
  const { page } = ana;
  await ana.goTo(`/projects/${project}/cmocs`);
  await page.getByRole('button', { name: cmocs.overview.acts(1) }).click();
  await page.getByRole('menuitem', { name: cmocs.overview.divide }).click();
  const titles = page.getByRole('textbox', { name: cmocs.allocate.titleLabel, exact: true });
  await titles.nth(0).fill('Away from home');
  await titles.nth(1).fill('Surprised by the effect');
  await page.getByRole('textbox', { name: cmocs.allocate.memo }).fill('Two mechanisms.');
  await page.getByRole('heading', { name: cmocs.allocate.quotes }).click();
  await page.keyboard.press('1');
  for (const keys of [['1', '2'], ['2'], ['2']]) {
    await page.keyboard.press('j');
    for (const key of keys) await page.keyboard.press(key);
  }
  await page.getByText(cmocs.allocate.left(0)).waitFor();
  await isAccessible(page, 'dividing');
  await page.getByRole('button', { name: cmocs.divide.send, exact: true }).click();
  const lineage = page.getByRole('region', { name: cmocs.lineage.title });
  await lineage.getByText(cmocs.lineage.dividedFrom).waitFor();
  await lineage.getByText('Two mechanisms.').waitFor();
}

/** The two of the second interview become one; answers its id. */
async function combines({ ana }: Team): Promise<string> {
  const { page } = ana;
  await page.getByRole('link', { name: cmocs.list.overview, exact: true }).click();
  for (const number of [2, 3]) {
    const name = cmocs.overview.choose(number, cmocs.untitled);
    await page.getByRole('checkbox', { name }).check();
  }
  await page.getByRole('button', { name: cmocs.overview.combine }).click();
  const title = page.getByRole('textbox', { name: cmocs.allocate.titleLabel, exact: true });
  await title.fill('Memory');
  await page.getByRole('button', { name: cmocs.combine.takeAll }).click();
  await page.getByRole('textbox', { name: cmocs.allocate.memo }).fill('One tool, one mechanism.');
  await page.getByText(cmocs.allocate.left(0)).waitFor();
  await isAccessible(page, 'combining');
  await page.getByRole('button', { name: cmocs.combine.send, exact: true }).click();
  const lineage = page.getByRole('region', { name: cmocs.lineage.title });
  await lineage.getByText(cmocs.lineage.combinedFrom).waitFor();
  await lineage.getByText('One tool, one mechanism.').waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

async function writesTheDraft({ ana, tom, project }: Team, cmoc: string): Promise<void> {
  const { page } = ana;
  await tom.goTo(`/projects/${project}/cmocs/${cmoc}`);
  await page.getByRole('textbox', { name: cmocs.page.titleLabel, exact: true }).fill(TITLE);
  await writeSentence(ana, sentenceWith(FIRST));
  await page.getByRole('button', { name: cmocs.overview.acts(6) }).click();
  await page.getByRole('menuitem', { name: cmocs.overview.place }).click();
  const box = page.getByRole('dialog');
  await box.getByRole('button', { name: new RegExp(cmocs.create.group) }).click();
  await page.getByRole('option', { name: cmocs.create.newGroup }).click();
  await box.getByRole('textbox', { name: cmocs.create.newGroupName }).fill(GROUP);
  await box.getByRole('button', { name: cmocs.place.send }).click();
  await page.getByRole('main').getByText(GROUP, { exact: true }).first().waitFor();
  // The other lead has all of it, and it is theirs to write, too.
  const title = tom.page.getByRole('textbox', { name: cmocs.page.titleLabel, exact: true });
  await until('their title', () => title.inputValue(), TITLE);
  await tom.page.getByText(FIRST).first().waitFor();
  await isAccessible(page, 'a draft');
}

async function isObjectedTo({ ana, tom, ben, cleo, project }: Team, cmoc: string): Promise<void> {
  await putToSignOff(ana, 1, 'Is it said as it was meant?');
  await saysOfWaiting(ben, { project, cmoc, outcome: FIRST }, 'a');
  await saysOfWaiting(cleo, { project, cmoc, outcome: FIRST }, 'o');
  await cleo.page.keyboard.type(OBJECTION);
  await cleo.page.keyboard.press('Control+Enter');
  await cleo.page.getByText(/^Nothing waits for you; .*1 contested/).waitFor();
  await isAccessible(cleo.page, 'sign-off');
  // The lead, whose page stood open, has the objection before them.
  const panel = ana.page.getByRole('complementary').last();
  await panel.getByText(OBJECTION).waitFor();
  await panel.getByText(signing.standing.contested, { exact: true }).waitFor();
  await tom.page.getByText(signing.standing.contested, { exact: true }).first().waitFor();
}

/** The one version that waits for somebody, with its quotes and its mark before them; then a key. */
async function saysOfWaiting(
  person: Person,
  {
    project,
    cmoc,
    outcome,
  }: { readonly project: string; readonly cmoc: string; readonly outcome: string },
  key: string,
): Promise<void> {
  const { page } = person;
  const path = `/projects/${project}/sign-off`;
  if (!page.url().endsWith(path)) await person.goTo(path);
  await page.getByText(/^1 version waits for you/).waitFor();
  const card = page.getByRole('article', { name: signing.cmoc(6) });
  await card.getByText(outcome).waitFor();
  await card.locator('q', { hasText: EXTENSION }).waitFor();
  const { latest } = await person.call('readCmoc', { project, cmoc });
  await card.getByText(signing.hash(latest?.sha256 ?? '')).waitFor();
  await page.keyboard.press(key);
}

async function isRevisedAndAgreed(
  { ana, tom, ben, cleo, project }: Team,
  cmoc: string,
): Promise<void> {
  const panel = ana.page.getByRole('complementary').last();
  await writeSentence(ana, sentenceWith(SECOND));
  await panel.getByText(signing.panel.revising(1)).waitFor();
  await putToSignOff(ana, 2, 'It says now what for.');
  for (const coder of [ben, cleo]) {
    await saysOfWaiting(coder, { project, cmoc, outcome: SECOND }, 'a');
    await coder.page.getByText(/^Nothing waits for you/).waitFor();
  }
  await tom.page
    .getByRole('complementary')
    .last()
    .getByRole('button', { name: signing.acts.agree, exact: true })
    .click();
  await panel.getByRole('heading', { name: signing.panel.heading(2, 3, 4, 3) }).waitFor();
  await panel.getByText(signing.standing.agreed, { exact: true }).waitFor();
  // What was said of the first version stays with it.
  await panel.getByText(signing.panel.earlierOf(1, signing.standing.superseded)).click();
  await panel.getByText(OBJECTION).waitFor();
}

async function isReviewedFromOutside(
  { stage, ana, tom, project }: Team,
  cmoc: string,
): Promise<void> {
  await ana.goTo(`/projects/${project}/sign-off`);
  const link = await makeReviewLink(ana, 'A partner', {
    number: 6,
    title: TITLE,
    sentence: /^When working memory is short, people find again/,
    plain: PLAIN,
    quote: LITTLE,
  });
  await ana.goTo(`/projects/${project}/cmocs/${cmoc}`);
  const guest = await stage.enter('a partner');
  const { page } = guest;
  const { page: asked } = signing.reviews;
  await page.goto(link);
  await page.getByRole('heading', { name: PLAIN }).waitFor();
  await page.getByText(LITTLE).waitFor();
  await page.getByText(asked.answers['in-my-experience'], { exact: true }).click();
  await page.getByRole('textbox').fill(EXPERIENCE);
  await page.getByRole('button', { name: asked.finish }).click();
  await page.getByRole('heading', { name: asked.thanks }).waitFor();
  await isAccessible(page, 'the page of a reviewer');
  expect(await guest.context.cookies()).toEqual([]);
  // It comes to both leads' pages, and counts for nothing.
  for (const lead of [ana, tom]) {
    const panel = lead.page.getByRole('complementary').last();
    await panel.getByText(EXPERIENCE).waitFor();
    await panel.getByRole('heading', { name: signing.panel.heading(2, 3, 4, 3) }).waitFor();
  }
}

/** From the evidence to the way of a quote, and from there to the words as a coder marked them. */
async function isFollowedBack({ ana, project, collective }: Team): Promise<void> {
  const { page } = ana;
  await page
    .getByRole('region', { name: cmocs.evidence.title })
    .getByRole('link', { name: `${cmocs.quote.way} ${EXTENSION}` })
    .click();
  await page.getByText(/^2 coders marked it; 1 agreed quote; 1 CMOC uses it/).waitFor();
  const steps = page.getByRole('list', { name: way.steps });
  const marked = (name: string): Locator =>
    steps
      .getByRole('listitem')
      .filter({ hasText: way.marked.as(name, 'mechanism') })
      .last();
  await marked('Ben Okoro').getByText(EXTENSION, { exact: true }).waitFor();
  await marked('Cleo Marsh').getByText(SHORTER, { exact: true }).waitFor();
  await steps.getByText('Tom Hart', { exact: true }).waitFor();
  await steps.getByText(way.decided.outcome.union).waitFor();
  await steps.getByText(way.decided.why(WHY)).waitFor();
  await steps.getByText(way.decided.reply.differs('Cleo Marsh')).waitFor();
  await steps.getByText(way.evidence.versions([1, 2])).waitFor();
  // What it was combined from names it, too.
  await steps
    .getByRole('link', { name: `CMOC 6 ${TITLE}` })
    .first()
    .waitFor();
  await isAccessible(page, 'the way of a quote');
  // A coder's span leads to their words in the text.
  await marked('Cleo Marsh').getByRole('link', { name: way.marked.toText }).click();
  await page.waitForURL(new RegExp(`/projects/${project}/transcripts/${collective}#span=`));
  const annotator = new Annotator(ana);
  await annotator.isReady();
  await until('her words are before the lead', () => annotator.isInView(SHORTER), true);
}

/** What the pages said stands in what the API answers. */
async function standsInTheRecord(team: Team, id: string): Promise<void> {
  const { ana, project, collective } = team;
  const { cmocs: all, lineages, groups } = await ana.call('listCmocs', { project });
  const states = all.map(({ number, state }) => `${number} ${cmocs.state.names[state]}`);
  expect(states.toSorted()).toEqual([
    '1 retired',
    '2 retired',
    '3 retired',
    '4 draft',
    '5 draft',
    '6 agreed',
  ]);
  expect((await statesShown(ana, project, states.length)).toSorted()).toEqual(states.toSorted());
  expect(lineages.map(({ kind, memo }) => [kind, memo])).toEqual([
    ['divide', 'Two mechanisms.'],
    ['combine', 'One tool, one mechanism.'],
  ]);
  const cmoc = await ana.call('readCmoc', { project, cmoc: id });
  expect(groups.find((group) => group.id === cmoc.group)?.title).toBe(GROUP);
  expect(cmoc).toMatchObject({ number: 6, title: TITLE, revising: false });
  // Each version is what its mark says, and the draft says what the second does.
  expect(cmoc.versions.map(({ number, standing }) => [number, standing])).toEqual([
    [1, 'superseded'],
    [2, 'agreed'],
  ]);
  for (const { sha256, content } of cmoc.versions) expect(sha256).toBe(hashOfCmoc(content));
  expect(cmoc.draftSha256).toBe(cmoc.latest?.sha256);
  expect(await saidOf(team, cmoc)).toEqual([
    ['Ben Okoro', 1, 'agree', ''],
    ['Cleo Marsh', 1, 'object', OBJECTION],
    ['Ben Okoro', 2, 'agree', ''],
    ['Cleo Marsh', 2, 'agree', ''],
    ['Tom Hart', 2, 'agree', ''],
  ]);
  expect(cmoc.reviews).toMatchObject([{ kind: 'in-my-experience', text: EXPERIENCE }]);
  // Its evidence is what is agreed of the second interview, and nothing else.
  const decisions = await ana.call('listDecisions', { transcript: collective });
  const agreed = decisions.flatMap((decision) => decision.agreed.map((span) => span.id as string));
  const evidence = cmoc.content.evidence.map(({ quote }) => quote.span as string);
  expect(evidence.toSorted()).toEqual(agreed.toSorted());
  expect(await evidenceShown(ana, project, id, evidence.length)).toEqual(evidence);
  const words = cmoc.quotes.map((quote) => quote.words).toSorted();
  expect(words).toEqual([LITTLE, EXTENSION, AVAILABLE, ADHD, ORGANIZE].toSorted());
}

async function saidOf({ ana, project }: Team, { versions }: CmocAnswer) {
  const members = await ana.call('listMembers', { project });
  return versions.flatMap(({ number, signOffs }) =>
    signOffs
      .map(({ member, verdict, text }) => {
        const name = members.find(({ id }) => id === member)?.name ?? '';
        return [name, number, verdict, text] as const;
      })
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
}
