import { adjudicating } from '../../apps/web/src/messages/adjudicating.ts';
import { cmocs } from '../../apps/web/src/messages/cmocs.ts';
import { consolidating } from '../../apps/web/src/messages/consolidating.ts';
import { reviews } from '../../apps/web/src/messages/reviews.ts';
import { rounds } from '../../apps/web/src/messages/rounds.ts';
import { signing } from '../../apps/web/src/messages/signing.ts';
import { way } from '../../apps/web/src/messages/way.ts';
import type { Stage } from './live-stage.ts';
import { Annotator } from './annotator.ts';
import type { ChosenFile } from './import-page.ts';
import { ImportPage } from './import-page.ts';
import type { Person } from './person.ts';
import type { DemoStudy } from './triad-server.ts';

export const PAGES_OUTSIDE = ['setup', 'sign-in', 'invite', 'review'] as const;
export const PAGES_INSIDE = [
  'projects',
  'project',
  'import',
  'members',
  'theory',
  'agreement',
  'places of a transcript',
  'rounds',
  'adjudication',
  'places to be decided',
  'candidates',
  'CMOCs',
  'a CMOC',
  'CMOCs side by side',
  'sign-off',
  'the way of a quote',
  'history',
  'annotator with an open sketch',
  'annotator with its keys',
  'account',
  'not found',
] as const;

/** Leads to each page; it stands when the promise resolves. */
export type Ways<Name extends string> = Readonly<Record<Name, () => Promise<unknown>>>;

/** What is needed to lead to every page. */
export type Setting = {
  readonly stage: Stage;
  readonly visitor: Person;
  readonly lead: Person;
  readonly demo: DemoStudy;
  readonly transcript: string;
  readonly invite: string;
  /** For an outside reviewer. */
  readonly review: string;
  /** A file for the preview. */
  readonly file: ChosenFile;
};

/** Pages for those who have not signed in. */
export function pagesOutside({
  stage,
  visitor,
  invite,
  review,
}: Setting): Ways<(typeof PAGES_OUTSIDE)[number]> {
  const { page } = visitor;
  return {
    setup: async () => {
      await page.goto(stage.server.setupUrl);
      await page.getByRole('button', { name: 'Create account' }).waitFor();
    },
    'sign-in': async () => {
      await visitor.goTo('/sign-in');
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    },
    invite: async () => {
      await page.goto('about:blank');
      await page.goto(invite);
      await page.getByRole('button', { name: 'Join the project' }).waitFor();
    },
    review: async () => {
      await page.goto('about:blank');
      await page.goto(review);
      await page.getByRole('button', { name: reviews.page.finish }).waitFor();
    },
  };
}

/** Pages for a lead of the demo study who also codes. */
export function pagesInside({
  lead,
  demo,
  transcript,
  file,
}: Setting): Ways<(typeof PAGES_INSIDE)[number]> {
  const { page } = lead;
  const project = `/projects/${demo.project.id}`;
  const annotator = new Annotator(lead);
  return {
    projects: async () => {
      await lead.goTo('/');
      await page.getByRole('link', { name: demo.project.title }).waitFor();
    },
    project: async () => {
      await lead.goTo(project);
      await page.getByRole('table', { name: 'Transcripts' }).waitFor();
    },
    import: async () => {
      await lead.goTo(`${project}/import`);
      await new ImportPage(lead).choose(file);
      await new ImportPage(lead).show(file.name);
    },
    members: async () => {
      await lead.goTo(`${project}/members`);
      await page.getByRole('table', { name: 'Members' }).waitFor();
    },
    theory: async () => {
      await lead.goTo(`${project}/theory`);
      await page.getByRole('textbox', { name: 'Statement 1: Title' }).waitFor();
    },
    agreement: async () => {
      await lead.goTo(`${project}/agreement`);
      await page.getByRole('rowheader', { name: 'Span F, exact' }).waitFor();
    },
    'places of a transcript': async () => {
      await lead.goTo(`${project}/agreement`);
      await page.getByRole('table', { name: 'Transcripts' }).getByRole('link').first().click();
      await page.getByRole('region', { name: 'The place, coder by coder' }).waitFor();
    },
    rounds: async () => {
      await lead.goTo(`${project}/rounds`);
      await page.getByRole('heading', { name: rounds.title, level: 2 }).waitFor();
    },
    adjudication: async () => {
      await lead.goTo(`${project}/adjudicate`);
      await page.getByRole('table', { name: adjudicating.table.caption }).waitFor();
    },
    'places to be decided': async () => {
      await lead.goTo(`${project}/adjudicate`);
      const table = page.getByRole('table', { name: adjudicating.table.caption });
      await table.locator('.transcript-name').first().click();
      await page.locator('.passage-words .lit').first().waitFor();
    },
    candidates: async () => {
      await lead.goTo(`${project}/consolidate`);
      await page.getByText(consolidating.why.title).waitFor();
    },
    CMOCs: async () => {
      await lead.goTo(`${project}/cmocs`);
      await page.locator('.overview-row').first().waitFor();
    },
    'a CMOC': async () => {
      const [first] = await signedCmocs(lead, demo.project.id);
      await lead.goTo(`${project}/cmocs/${first}`);
      await page.getByRole('region', { name: cmocs.evidence.title }).locator('q').first().waitFor();
    },
    'CMOCs side by side': async () => {
      const [first, second] = await signedCmocs(lead, demo.project.id);
      await lead.goTo(`${project}/cmocs?beside=${first},${second}`);
      await page.getByRole('heading', { name: cmocs.beside.title }).waitFor();
    },
    'sign-off': async () => {
      await lead.goTo(`${project}/sign-off`);
      await page.getByRole('table', { name: signing.matrix.label }).waitFor();
    },
    'the way of a quote': async () => {
      const [cmoc = ''] = await signedCmocs(lead, demo.project.id);
      const { content } = await lead.call('readCmoc', { project: demo.project.id, cmoc });
      const { quote } = content.evidence[0] ?? {};
      await lead.goTo(`${project}/way/${quote?.transcript}/${quote?.span}`);
      await page.getByRole('list', { name: way.steps }).waitFor();
    },
    history: async () => {
      const { versions } = await lead.call('readHistory', { transcript });
      if (versions.length === 0) await correctSomething(annotator, demo.project.id, transcript);
      await lead.goTo(`${project}/transcripts/${transcript}/history`);
      await page.getByText('1 turn differs.').waitFor();
    },
    'annotator with an open sketch': async () => {
      await annotator.open(demo.project.id, transcript);
      await annotator.openFirstSketch();
    },
    'annotator with its keys': async () => {
      // Where it is open already it need not be loaded again.
      if (!page.url().endsWith(transcript)) await annotator.open(demo.project.id, transcript);
      await annotator.text.focus();
      await annotator.press('?');
      await page.getByRole('dialog', { name: 'Keys of the annotator' }).waitFor();
    },
    account: async () => {
      await lead.goTo('/account');
      await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    },
    'not found': async () => {
      await lead.goTo('/no/such/page');
      await page.getByRole('heading', { name: 'Nothing is here' }).first().waitFor();
    },
  };
}

/** Ids of those that are put to sign-off. */
export async function signedCmocs(lead: Person, project: string): Promise<readonly string[]> {
  const list = await lead.call('listCmocs', { project });
  return list.cmocs.flatMap(({ id, signOffs }) => (signOffs === null ? [] : [id]));
}

/** So that there is a history. */
async function correctSomething(
  annotator: Annotator,
  project: string,
  transcript: string,
): Promise<void> {
  await annotator.open(project, transcript);
  const { page, text } = annotator;
  await page.getByRole('button', { name: 'Edit text' }).click();
  await text.and(page.locator('[aria-readonly="false"]')).waitFor();
  await annotator.selectSome();
  await page.keyboard.type('Well, ');
  await page.getByRole('button', { name: 'Done' }).click();
  // It is there again once all is saved; the text takes nothing more before that.
  await page.getByRole('button', { name: 'Edit text' }).waitFor();
}
