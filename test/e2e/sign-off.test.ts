import type { CmocContent, Evidence, Sentence } from '@triad/realist';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { signing } from '../../apps/web/src/messages/signing.ts';
import { way } from '../../apps/web/src/messages/way.ts';
import { isAccessible } from '../support/accessible.ts';
import type { AgreedInterview } from '../support/agreed-interview.ts';
import { makeAgreedInterview } from '../support/agreed-interview.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { draftCmoc, rewriteCmoc } from '../support/draft-cmoc.ts';
import type { Stage } from '../support/live-stage.ts';
import type { Person } from '../support/person.ts';
import { makeReviewLink, putToSignOff } from '../support/signing.ts';
import { enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

/* A CMOC on real quotes, from the first version that is signed to an outside reviewer's answer. */

const { acts, panel, waitingList, matrix } = signing;
const { page: asked } = signing.reviews;
const OBJECTION = 'The card is a resource, so it belongs to the mechanism.';
const HASTY = 'There is no mechanism in it.';
const WENT_ON = 'The card was discussed on Monday.';
const COMMENT = 'Useful to whom needs saying.';
const PLAIN = 'When a doctor gives you a card, you go.';
const EXPERIENCE = 'It took me a year until I went.';

browserSuite('sign-off', (stage) => {
  test('a version is objected to, revised, signed anew, and reviewed from outside', async () => {
    const study = await makeAgreedInterview(stage);
    const { lead, ben, project } = study;
    const rea = await enterMember(stage, lead, project, 'Rea Holm', ['observer']);
    const cmoc = await draftCmoc(lead, project, contentOf(study, 'people go'));

    await lead.goTo(`/projects/${project}/cmocs/${cmoc}`);
    await putToSignOff(lead, 1, 'Look at the mechanism.');
    await objects(ben, project);
    await withdrawsAndObjectsAnew(ben, project, cmoc);
    await goesOnInSpite(study, cmoc);
    await revisesWhileAnotherWrites(study, cmoc);
    await signAnew(study, rea, cmoc);
    await exported(lead, project);
    const span = study.quotes[0]?.from[0] ?? '';
    await followTheWay(lead, study, span);
    await answersFromOutside(stage, lead, project, cmoc);
  }, 180_000);
});

function contentOf({ quotes, transcript }: AgreedInterview, outcome: string) {
  const sentence: Sentence = [
    { text: 'When ', role: null },
    { text: 'a doctor writes the group on a card', role: 'C' },
    { text: ', ', role: null },
    { text: outcome, role: 'O' },
    { text: ', because ', role: null },
    { text: 'it comes from somebody they trust', role: 'M' },
  ];
  const evidence = quotes.map(({ id, role }, order): Evidence => ({
    id: id as string as Evidence['id'],
    quote: { transcript, span: id },
    part: null,
    role: role === 'undecided' ? null : role,
    bearing: order === quotes.length - 1 ? 'caveat' : 'supports',
    standing: null,
    footing: null,
    order,
  }));
  return { title: 'A card from somebody trusted', sentence, parts: [], evidence } satisfies Omit<
    CmocContent,
    'narrative'
  >;
}

/** By keys alone, with the quotes before them. */
async function objects(ben: Person, project: string): Promise<void> {
  await ben.goTo(`/projects/${project}/sign-off`);
  const { page } = ben;
  await page.getByText(/^1 version waits for you; the one CMOC is not agreed/).waitFor();
  const card = page.getByRole('article', { name: 'CMOC 1' });
  await card.locator('q', { hasText: 'My doctor wrote it on a card' }).waitFor();
  await card.getByText('Look at the mechanism.').waitFor();
  await card.getByRole('button', { name: acts.object }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: signing.keys.title }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('o');
  await card.getByRole('textbox', { name: acts.field.object }).waitFor();
  await page.keyboard.type(HASTY);
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^Nothing waits for you; .*1 contested/).waitFor();
  // What had the focus went with what was signed.
  await page.locator('main:focus').waitFor();
  await page.getByRole('img', { name: 'Ben Okoro objects' }).waitFor();
  await isAccessible(page, 'sign-off');
}

/** What was withdrawn stays in the record, and the version is no longer contested. */
async function withdrawsAndObjectsAnew(ben: Person, project: string, cmoc: string): Promise<void> {
  const { page } = ben;
  await ben.goTo(`/projects/${project}/cmocs/${cmoc}`);
  await page.getByRole('button', { name: acts.withdraw }).click();
  await page.getByRole('button', { name: acts.withdraw }).waitFor({ state: 'detached' });
  const own = page.getByRole('region', { name: acts.label(1) });
  await own.and(page.locator(':focus')).waitFor();
  await page.getByText(HASTY).waitFor();
  await page
    .getByText(/objected; withdrawn/)
    .first()
    .waitFor();
  expect(await page.locator('.standing.contested').count()).toBe(0);
  await own.getByRole('button', { name: acts.object, exact: true }).click();
  await own.getByRole('textbox', { name: acts.field.object }).fill(OBJECTION);
  await own.getByRole('button', { name: acts.send.object, exact: true }).click();
  await page.locator('.standing.contested').waitFor();
  await ben.goTo(`/projects/${project}/sign-off`);
  await page.getByText(/^Nothing waits for you; .*1 contested/).waitFor();
}

/** What Cleo says against it; what Ben says still stands. */
async function goesOnInSpite(
  { lead, cleo, project }: AgreedInterview,
  cmoc: string,
): Promise<void> {
  const { latest } = await cleo.call('readCmoc', { project, cmoc });
  await cleo.call(
    'signOff',
    { project, cmoc },
    { of: latest?.id, sha256: latest?.sha256, version: 0, verdict: 'object', text: HASTY },
  );
  await lead.goTo(`/projects/${project}/cmocs/${cmoc}`);
  const said = lead.page.getByRole('listitem').filter({ hasText: 'Cleo Marsh' });
  await said.getByRole('button', { name: signing.goOn.button }).click();
  const box = lead.page.getByRole('dialog', { name: signing.goOn.title('Cleo Marsh') });
  await box.getByRole('textbox').fill(WENT_ON);
  await box.getByRole('button', { name: signing.goOn.submit }).click();
  await box.waitFor({ state: 'detached' });
  await said.getByText(WENT_ON).waitFor();
  const { signOffs } = await lead.call('readCmoc', { project, cmoc });
  expect(signOffs?.object).toBe(1);
}

/** Cleo writes about version 1 while version 2 comes: what she typed stays, and is said of version 2. */
async function revisesWhileAnotherWrites(study: AgreedInterview, cmoc: string): Promise<void> {
  const { lead, cleo, project } = study;
  const { page } = cleo;
  await cleo.goTo(`/projects/${project}/cmocs/${cmoc}`);
  await page.getByRole('button', { name: acts['agree-with-comment'] }).click();
  const field = page.getByRole('textbox', { name: acts.field['agree-with-comment'] });
  await field.fill(COMMENT);
  await rewriteCmoc(lead, project, cmoc, contentOf(study, 'people find their way there'));
  // The draft is live on her page, too: it says that it is being revised.
  await page.getByText(panel.revising(1)).waitFor();
  await lead.goTo(`/projects/${project}/cmocs/${cmoc}`);
  await putToSignOff(lead, 2, 'Look at the outcome.');
  await page.getByText(acts.moved(1, 2)).waitFor();
  expect(await field.inputValue()).toBe(COMMENT);
  const send = page.getByRole('button', { name: acts.send['agree-with-comment'] });
  expect(await send.isDisabled()).toBe(true);
  await page.getByRole('button', { name: acts.read(2) }).click();
  await send.click();
  await page.getByRole('heading', { name: panel.heading(2, 1, 4, 3) }).waitFor();
  await page.getByText(COMMENT, { exact: true }).waitFor();
  await isAccessible(page, 'a CMOC');
}

async function signAnew(
  { lead, ben, project }: AgreedInterview,
  rea: Person,
  cmoc: string,
): Promise<void> {
  await ben.page.getByText(/^1 version waits for you/).waitFor();
  await ben.page
    .getByRole('article', { name: 'CMOC 1' })
    .getByText('people find their way there')
    .waitFor();
  await ben.page.keyboard.press('a');
  await ben.page.getByText(/^Nothing waits for you/).waitFor();
  await rea.goTo(`/projects/${project}/sign-off`);
  await rea.page.getByText(/^1 version waits for you/).waitFor();
  // An observer signs, and sees no words of a text that they may not read.
  await rea.page.getByText(waitingList.others).waitFor();
  expect(await rea.page.locator('q', { hasText: 'My doctor' }).count()).toBe(0);
  await rea.page.keyboard.press('x');
  await rea.page.getByRole('textbox', { name: acts.field.abstain }).waitFor();
  await rea.page.getByRole('button', { name: acts.send.abstain }).click();
  await rea.page.getByText(/^Nothing waits for you/).waitFor();

  await lead.goTo(`/projects/${project}/cmocs/${cmoc}`);
  await lead.page.getByRole('button', { name: acts.agree, exact: true }).click();
  await lead.page.getByRole('heading', { name: panel.heading(2, 3, 4, 3) }).waitFor();
  await lead.page.getByText(panel.earlierOf(1, signing.standing.superseded)).click();
  await lead.page.getByText(OBJECTION).waitFor();
  // The others see it come, without loading anything anew.
  await ben.page.getByText(/the one CMOC is agreed/).waitFor();
}

async function exported({ page }: Person, project: string): Promise<void> {
  await page.goto(new URL(`/projects/${project}/sign-off`, page.url()).href);
  await page.getByRole('table', { name: matrix.label }).waitFor();
  await page.getByRole('button', { name: signing.export.button }).click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /JSON/ }).click(),
  ]);
  const record = await readFile(await saved.path(), 'utf8');
  expect(record).toContain(OBJECTION);
  expect(record).toContain(COMMENT);
}

/** From a coder's span forward to the CMOC. */
async function followTheWay(
  { page }: Person,
  { project, transcript }: AgreedInterview,
  span: string,
): Promise<void> {
  await page.goto(new URL(`/projects/${project}/way/${transcript}/${span}`, page.url()).href);
  await page.getByText(/^2 coders marked it; 1 agreed quote; 1 CMOC uses it/).waitFor();
  const steps = page.getByRole('list', { name: way.steps });
  await steps.getByText('Ben Okoro marked context').waitFor();
  await steps.getByText('“Both coders marked it.”').waitFor();
  await steps.getByText(way.evidence.versions([1, 2])).waitFor();
  await isAccessible(page, 'the way of a quote');
  await steps.getByRole('link', { name: 'CMOC 1 A card from somebody trusted' }).click();
  await page.getByRole('heading', { name: /^Sign-off of version 2/ }).waitFor();
}

async function answersFromOutside(
  stage: Stage,
  lead: Person,
  project: string,
  cmoc: string,
): Promise<void> {
  await lead.goTo(`/projects/${project}/sign-off`);
  // With one quote of five, and the sentence in plain words.
  const link = await makeReviewLink(lead, 'A partner', {
    number: 1,
    title: 'A card from somebody trusted',
    sentence: /^When a doctor writes the group on a card, people/,
    plain: PLAIN,
    quote: 'My doctor wrote it on a card',
  });
  const guest = await stage.enter('a partner');
  const { page } = guest;
  const calls: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) calls.push(pathname);
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(link);
  await page.getByRole('heading', { name: PLAIN }).waitFor();
  await page.getByText('My doctor wrote it on a card').waitFor();
  await isAccessible(page, 'the page of a reviewer');
  await page.getByText(asked.answers['in-my-experience'], { exact: true }).click();
  await page.getByText(asked.needsWords).waitFor();
  await page.getByRole('textbox').fill(EXPERIENCE);
  // The page scrolls by itself: on a phone the window would be left half empty.
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  // Slowly: what they wrote is kept by the time that the button is let go.
  await page.getByRole('button', { name: asked.finish }).hover();
  await page.mouse.down();
  await page.getByText(asked.kept, { exact: true }).waitFor();
  await page.mouse.up();
  await page.getByRole('heading', { name: asked.thanks }).waitFor();
  // It is there when they come back, and can be changed.
  await page.reload();
  await until('what they said', () => page.getByRole('textbox').inputValue(), EXPERIENCE);
  expect(await guest.context.cookies()).toEqual([]);
  expect(calls.filter((path) => !/^\/api\/(session|reviews\/(look|answer))$/.test(path))).toEqual(
    [],
  );

  await lead.goTo(`/projects/${project}/cmocs/${cmoc}`);
  const beside = lead.page.getByRole('complementary').last();
  await beside.getByText(EXPERIENCE).waitFor();
  await beside
    .getByText(panel.notCounted(signing.replied['in-my-experience']), { exact: true })
    .waitFor();
  await beside.getByRole('heading', { name: panel.heading(2, 3, 4, 3) }).waitFor();

  await lead.goTo(`/projects/${project}/sign-off`);
  await lead.page.getByRole('button', { name: signing.reviews.withdrawOf('A partner') }).click();
  await lead.page
    .getByRole('alertdialog')
    .getByRole('button', { name: signing.reviews.withdraw })
    .click();
  await lead.page.getByText(signing.reviews.state.withdrawn, { exact: true }).waitFor();
  stage.troubles.expect(/status of 410 .*reviews\/look/);
  await page.reload();
  await page.getByRole('heading', { name: asked.over }).waitFor();
}
