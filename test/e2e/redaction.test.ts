import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { editing } from '../../apps/web/src/messages/editing.ts';
import { keptWork } from '../../apps/web/src/messages/kept-work.ts';
import { redacting as words } from '../../apps/web/src/messages/redacting.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { cuttable } from '../support/tunnel-cut.ts';
import { until } from '../support/until.ts';

/* Words of the interview, each of which stands in it once. */
const NAME = 'Peter';
const SILENCE = 'Peter found the silence hard';
const RELIEF = 'that was a relief';
const TOOLS = 'the one who could sharpen tools';

const button = (one: Annotator) => one.page.getByRole('toolbar').getByText(words.button);

browserSuite('a lead takes words out for good', (stage) => {
  let first: Promise<Person> | null = null;
  const lead = () => (first ??= enterLead(stage, 'Ana Lima'));

  test('they go everywhere, open tabs come back by themselves and say why', async () => {
    const ana = await lead();
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const his = await new Annotator(ben).open(project, transcript);
    await his.drag(SILENCE);
    await his.press('c');
    await his.drag(RELIEF);
    await his.press('m');
    await his.says('Saved');
    await his.tab('Talk').click();
    const draft = his.panel.getByRole('textbox', { name: 'Comment for the team' });
    await draft.fill('Who, then?');
    await hers.drag(NAME);
    await button(hers).click();
    const dialog = ana.page.locator('.dialog-modal');
    await dialog.getByText(words.all(1)).waitFor();
    expect(await dialog.locator('.redact-words').innerText()).toBe(NAME);
    await dialog.getByRole('button', { name: words.use('[name]') }).click();
    await dialog.getByRole('button', { name: words.next }).click();
    await dialog.getByText(words.confirm(1, '[name]')).waitFor();
    // It is said for a few seconds alone.
    await Promise.all([
      ana.page.getByText(words.done(1)).waitFor(),
      dialog.getByRole('button', { name: words.act }).click(),
    ]);
    await dialog.waitFor({ state: 'detached' });

    const notice = ben.page.getByRole('complementary', { name: words.cameTitle });
    await notice.getByText(words.came).waitFor();
    expect(await ana.page.getByText(words.came).count()).toBe(0);
    for (const one of [hers, his]) {
      await until(
        'the words are gone',
        async () => (await one.text.textContent())?.includes('[name] found the silence hard'),
        true,
      );
      await one.sees('[name] found the silence hard', ['C']);
      await one.sees(RELIEF, ['M']);
    }
    expect(await ben.page.locator('body').innerText()).not.toContain(NAME);
    // The page goes on working on the new generation, and undo brings nothing back.
    await his.isReady();
    expect(await draft.inputValue()).toBe('Who, then?');
    // It is said until they know it, whatever happens to the page meanwhile.
    await ben.page.reload();
    await his.isReady();
    await notice.getByRole('button', { name: words.cameDismiss }).click();
    await ben.page.reload();
    await his.isReady();
    expect(await notice.count()).toBe(0);
    await his.text.focus();
    await his.press('Control+z');
    await his.drag(TOOLS);
    await his.press('o');
    await his.sees(TOOLS, ['O']);
    await his.says('Saved');
    await hers.sees(TOOLS, ['O']);
    expect(await his.text.textContent()).not.toContain(NAME);

    await ana.goTo(`/projects/${project}/transcripts/${transcript}/history`);
    const list = ana.page.getByRole('region', { name: words.list });
    await list.getByText(words.entry(1, null), { exact: false }).waitFor();
  });

  test('whoever was away is told once, and what a lost span was on', async () => {
    const ana = await lead();
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Away');
    const his = await new Annotator(ben).open(project, transcript);
    await his.drag('he wanted to talk things over');
    await his.press('c');
    await his.says('Saved');
    await ben.goTo(`/projects/${project}`);
    await hers.edit();
    await hers.extend('wanted to talk things over');
    await hers.press('Backspace');
    await hers.says('Saved');
    await hers.press('Escape');
    await ana.page.goto('about:blank');
    await ana.call('redact', { transcript }, { words: NAME, all: true, replacement: '[name]' });
    await his.open(project, transcript);
    await ben.page.getByText(words.came).waitFor();
    await his.panel.getByText(editing.lost.takenOut).waitFor();
    // The list of redactions tells a lead as well.
    await ana.goTo(`/projects/${project}/transcripts/${transcript}/history`);
    await ana.page.getByRole('region', { name: words.list }).waitFor();
    await hers.open(project, transcript);
    expect(await ana.page.getByText(words.came).count()).toBe(0);
  });

  test('what a cut-off tab had not sent is offered without the words', async () => {
    stage.troubles.expect(/WebSocket is already in CLOSING or CLOSED state/);
    const ana = await lead();
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Sand');
    const wire = await cuttable(ben);
    const his = await new Annotator(ben).open(project, transcript);
    await his.drag(RELIEF);
    await his.press('o');
    await his.says('Saved');
    await wire.cut();
    await his.drag(SILENCE);
    await his.press('c');
    await his.says('Not saved: kept in this tab');
    await hers.drag(NAME);
    await button(hers).click();
    const dialog = ana.page.locator('.dialog-modal');
    await dialog.getByRole('button', { name: words.next }).click();
    await dialog.getByRole('button', { name: words.act }).click();
    await ana.page.getByText(words.done(1)).waitFor();
    wire.mend();
    const offer = ben.page.getByRole('region', { name: keptWork.label });
    await offer.waitFor();
    expect(await offer.innerText()).toContain(
      'Words were taken out of ‘At the allotment’ for good',
    );
    const coming = ben.page.waitForEvent('download');
    await offer.getByRole('button', { name: keptWork.download }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    expect(file).not.toContain(NAME);
    expect(file).toContain('[…] found the silence hard');
    await offer.getByRole('button', { name: keptWork.letGo }).click();
    await his.sees(RELIEF, ['O']);
  });

  test('corrections can be looked at again, with what was removed and added', async () => {
    const ana = await lead();
    const { hers, project } = await openInterview(ana);
    await hers.edit();
    await hers.extend('silence hard');
    await hers.press('ArrowLeft');
    await ana.page.keyboard.type('long ');
    await hers.says('Saved');
    // From the bar: the text is saved and closed before the dialog opens.
    await hers.extend('Nobody there asked');
    await ana.page.locator('.edit-bar').getByRole('button', { name: words.button }).click();
    const dialog = ana.page.locator('.dialog-modal');
    await dialog.getByText(words.all(1)).waitFor();
    await until('nobody edits', () => hers.text.getAttribute('aria-readonly'), 'true');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await ana.goTo(`/projects/${project}`);
    await ana.page.getByRole('button', { name: /More for At the/ }).click();
    await ana.page.getByRole('menuitem', { name: /History/ }).click();
    const difference = ana.page.getByRole('region', { name: 'What changed' });
    await difference.getByText('1 turn differs.').waitFor();
    expect(await difference.locator('ins').allInnerTexts()).toEqual([
      expect.stringContaining('long'),
    ]);
    expect(await difference.locator('del').count()).toBe(0);
    const versions = ana.page.getByRole('region', { name: 'Versions' }).getByRole('button');
    await until('versions', () => versions.count(), 2);
    await versions.last().focus();
    await ana.page.keyboard.press('Enter');
    await until('it is chosen', () => versions.last().getAttribute('aria-current'), 'true');
    // The first of all is compared with itself.
    const fold = ana.page.getByRole('button', { name: '8 unchanged turns' });
    await fold.click();
    await fold.waitFor({ state: 'detached' });
  });

  test('a name that was corrected away is taken out of the history', async () => {
    const ana = await lead();
    const { hers, project, transcript } = await openInterview(ana);
    const target = { kind: 'transcript' };
    await ana.call('createComment', { transcript }, { target, text: `Is ${NAME} a neighbour?` });
    await hers.edit();
    const bar = ana.page.locator('.edit-bar');
    await bar.getByText(editing.stays).waitFor();
    await hers.extend(NAME);
    await ana.page.keyboard.type('[name]');
    await hers.says('Saved');
    // With nothing selected the words are asked for.
    await hers.press('ArrowLeft');
    await bar.getByRole('button', { name: words.button }).click();
    const dialog = ana.page.locator('.dialog-modal');
    const field = dialog.getByRole('textbox', { name: words.words });
    await field.waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await ana.goTo(`/projects/${project}/transcripts/${transcript}/history`);
    const difference = ana.page.getByRole('region', { name: 'What changed' });
    await difference.locator('del').getByText(NAME).waitFor();
    await difference.getByRole('button', { name: words.buttonOf(NAME) }).click();
    await dialog.getByText(words.inText(0)).waitFor();
    expect(await field.inputValue()).toBe(NAME);
    const lines = dialog.getByRole('list', { name: words.elsewhere(0) });
    expect(await lines.getByRole('listitem').allInnerTexts()).toEqual([
      '1 comment',
      '1 version of the history',
    ]);
    // Other words are looked for before they can go.
    await field.fill('Wilhelmina');
    const next = dialog.getByRole('button', { name: words.next });
    expect(await next.isDisabled()).toBe(true);
    await field.press('Enter');
    await dialog.getByText(words.nowhere(0)).waitFor();
    await field.fill(NAME.toLowerCase());
    await field.press('Enter');
    await lines.waitFor();
    await next.click();
    await dialog.getByText(words.confirmElsewhere('[redacted]')).waitFor();
    expect(await lines.getByRole('listitem').count()).toBe(2);
    await dialog.getByText(words.backups).waitFor();
    await dialog.getByRole('button', { name: words.act }).click();
    await ana.page.getByText(words.done(0)).waitFor();
    await ana.page.getByText(words.entry(0, null), { exact: false }).waitFor();
    await until('the words are gone', () => difference.locator('del').count(), 0);
    expect(await ana.page.locator('body').innerText()).not.toContain(NAME);
    const comments = await ana.call('listComments', { transcript });
    expect(comments.map(({ text }) => text)).toEqual(['Is [redacted] a neighbour?']);
  });
});
