import type { Locator } from 'playwright-core';
import { Annotator } from './annotator.ts';
import { ImportPage } from './import-page.ts';
import type { Setting, Ways } from './pages.ts';
import { pagesInside } from './pages.ts';

/** What a click or a key brings onto a page: menus, dialogs, the toolbar, the other tabs. */
export const OPENED = [
  'menu of the account',
  'menu of a transcript',
  'dialog: change the project',
  'dialog: speakers and participants',
  'dialog: remove a transcript',
  'menu of a member',
  'dialog: roles',
  'dialog: remove a member',
  'dialog: invite',
  'dialog: the link that was made',
  'dialog: merge speakers',
  'list of participants',
  'dialog: new participant',
  'toolbar at a selection',
  'tab of spans',
  'tab of memos',
  'tab of talk',
  // The last: the page stays, and this stays open on it.
  'dialog: take words out',
] as const;

/** Leads a lead of the demo study who also codes to each; it stands when the promise resolves. */
export function opened(setting: Setting): Ways<(typeof OPENED)[number]> {
  const { lead, demo, transcript } = setting;
  const { page } = lead;
  const pages = pagesInside(setting);
  const annotator = new Annotator(lead);
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name }).first();
  const dialog = (name: string | RegExp): Locator =>
    page.getByRole('dialog', { name }).or(page.getByRole('alertdialog', { name }));
  const pick = (name: string): Promise<void> => page.getByRole('menuitem', { name }).click();
  const menuOf = async (row: Locator): Promise<void> => {
    await row.getByRole('button', { name: /^More for / }).click();
    await page.getByRole('menu').waitFor();
  };
  const transcriptMenu = async (): Promise<void> => {
    await pages.project();
    await menuOf(page.getByRole('table', { name: 'Transcripts' }).getByRole('row').nth(1));
  };
  const memberMenu = async (): Promise<void> => {
    await pages.members();
    const rows = page.getByRole('table', { name: 'Members' }).getByRole('row');
    await menuOf(rows.filter({ hasNotText: lead.name }).nth(1));
  };
  const invite = async (): Promise<void> => {
    await pages.members();
    await button('Invite people').click();
    await dialog('Invite somebody').waitFor();
  };
  const participants = async (): Promise<void> => {
    await pages.import();
    await new ImportPage(lead).anyParticipant.click();
    await page.getByRole('listbox').waitFor();
  };
  const openTranscript = async (): Promise<void> => {
    // Where it is open already it need not be loaded again.
    if (!page.url().endsWith(transcript)) await annotator.open(demo.project.id, transcript);
  };
  const tab = async (name: 'Spans' | 'Memos' | 'Talk'): Promise<void> => {
    await openTranscript();
    await annotator.tab(name).click();
    await annotator.panel.getByRole('tab', { name, selected: true }).waitFor();
  };
  return {
    'menu of the account': async () => {
      await pages.projects();
      await button(/: account of /).click();
      await page.getByRole('menu').waitFor();
    },
    'menu of a transcript': transcriptMenu,
    'dialog: change the project': async () => {
      await pages.project();
      await button(`More for ${demo.project.title}`).click();
      await pick('Change the project');
      await dialog('Change the project').waitFor();
    },
    'dialog: speakers and participants': async () => {
      await transcriptMenu();
      await pick('Speakers and participants');
      await dialog(/^Speakers of /).waitFor();
    },
    'dialog: remove a transcript': async () => {
      await transcriptMenu();
      await pick('Remove the transcript');
      await dialog(/^Remove /).waitFor();
    },
    'menu of a member': memberMenu,
    'dialog: roles': async () => {
      await memberMenu();
      await pick('Change roles');
      await dialog(/^Roles of /).waitFor();
    },
    'dialog: remove a member': async () => {
      await memberMenu();
      await pick('Remove from the project');
      await dialog(/^Remove /).waitFor();
    },
    'dialog: invite': invite,
    'dialog: the link that was made': async () => {
      await invite();
      await button('Make the link').click();
      await dialog('Send this link').waitFor();
    },
    'dialog: merge speakers': async () => {
      await pages.import();
      const importing = new ImportPage(lead);
      await importing.chooseSpeakers();
      await button('Merge').click();
      await dialog(/^Merge /).waitFor();
    },
    'list of participants': participants,
    'dialog: new participant': async () => {
      await participants();
      await page.getByRole('option', { name: 'New participant' }).click();
      await dialog('New participant').waitFor();
    },
    'toolbar at a selection': async () => {
      await openTranscript();
      await annotator.selectSome();
      await page.getByRole('toolbar').locator('visible=true').first().waitFor();
    },
    'dialog: take words out': async () => {
      await openTranscript();
      await annotator.selectSome();
      await page.getByRole('toolbar').getByText('Redact…').click();
      await dialog('Take these words out for good').getByRole('radio').first().waitFor();
    },
    'tab of spans': () => tab('Spans'),
    'tab of memos': () => tab('Memos'),
    'tab of talk': () => tab('Talk'),
  };
}
