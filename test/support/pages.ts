import type { Stage } from './live-stage.ts';
import { Annotator } from './annotator.ts';
import type { ChosenFile } from './import-page.ts';
import { ImportPage } from './import-page.ts';
import type { Person } from './person.ts';
import type { DemoStudy } from './triad-server.ts';

export const PAGES_OUTSIDE = ['setup', 'sign-in', 'invite'] as const;
export const PAGES_INSIDE = [
  'projects',
  'project',
  'import',
  'members',
  'theory',
  'agreement',
  'places of a transcript',
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
  /** A file for the preview. */
  readonly file: ChosenFile;
};

/** Pages for those who have not signed in. */
export function pagesOutside({
  stage,
  visitor,
  invite,
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
