import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { devices } from '../../apps/web/src/messages/devices.ts';
import { editing } from '../../apps/web/src/messages/editing.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { importInterview } from '../support/interview.ts';
import type { Stage } from '../support/live-stage.ts';
import { Person } from '../support/person.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { cuttable } from '../support/tunnel-cut.ts';
import { until } from '../support/until.ts';

/* Words of the interview, each of which stands in it once. */
const RELIEF = 'that was a relief';
const TOOLS = 'the one who could sharpen tools';
const SPRING = 'He stopped coming in the spring. For him it needed somebody';
const SILENCE = 'Peter found the silence hard';

/** A lead who codes, another lead, and a coder with a span on each phrase. */
async function begin(stage: Stage, lead: Person) {
  const { id: project } = await lead.call('createProject', {}, { title: 'Allotments' });
  const transcript = await importInterview(lead, project);
  const other = await enterMember(stage, lead, project, `Lea Roth ${project.slice(0, 4)}`, [
    'lead',
  ]);
  const coder = await enterMember(stage, lead, project, `Ben Okoro ${project.slice(0, 4)}`);
  const hers = await new Annotator(lead).open(project, transcript);
  const his = await new Annotator(coder).open(project, transcript);
  await his.drag(RELIEF);
  await his.press('o');
  await his.drag(TOOLS);
  await his.press('m');
  await his.drag(SILENCE);
  await his.press('c');
  await his.says('Saved');
  return { project, transcript, other, hers, his };
}

const editButton = (one: Annotator) => one.page.getByRole('button', { name: 'Edit text' });
const bar = (one: Annotator) => one.page.locator('.edit-bar');
const lostIn = (one: Annotator) => one.panel.locator('.lost li q').allTextContents();

/** Sets the caret in front of these words, by the keyboard's own means. */
async function caretBefore(one: Annotator, words: string): Promise<void> {
  await one.extend(words);
  await one.press('ArrowLeft');
}

browserSuite('a lead edits the text', (stage) => {
  let first: Promise<Person> | null = null;
  const lead = () => (first ??= enterLead(stage, 'Ana Lima'));

  test('spans stay on their words, and one whose words changed is reported', async () => {
    const { hers, his } = await begin(stage, await lead());
    await his.click(TOOLS);
    const scrolled = await his.page.locator('.annotator').evaluate((box) => (box.scrollTop = 40));
    await hers.edit();
    await until(
      'who edits',
      () => bar(his).locator('strong').textContent(),
      'Ana Lima is editing the text',
    );

    await caretBefore(hers, 'My doctor wrote it');
    await hers.page.keyboard.type('Well, you know, ');
    await caretBefore(hers, 'Nobody there asked');
    await hers.press('Enter');
    await caretBefore(hers, 'I felt useful again');
    await hers.press('Control+Enter');
    await until('turns', () => his.text.locator('.turn').count(), 9);
    await caretBefore(hers, 'silence hard');
    // At one stroke: with a pause between the letters they would be taken back one by one.
    await hers.page.keyboard.insertText('long ');
    for (const one of [hers, his]) {
      await one.sees(RELIEF, ['O']);
      await one.sees(TOOLS, ['M']);
    }
    await until('lost spans', () => lostIn(his), [
      'Peter found the silence hard',
      'Peter found the long silence hard',
    ]);
    const scrollTop = () => his.page.locator('.annotator').evaluate((box) => box.scrollTop);
    await until('where he reads', scrollTop, scrolled);

    await his.panel.getByRole('button', { name: 'Put it there' }).click();
    for (const one of [hers, his]) await one.sees('Peter found the long silence hard', ['C']);
    await until('lost spans', () => lostIn(his), []);

    await hers.press('Control+z');
    await hers.sees('Peter found the silence hard', []);
    await hers.press('Control+Shift+z');
    await his.sees('Peter found the long silence hard', ['C']);
    await hers.press('Escape');
    await until('the text is closed', () => hers.text.getAttribute('aria-readonly'), 'true');
    await hers.says('Saved');
    await until('nobody edits', () => bar(his).count(), 0);
  });

  test('what is said of an edit is whole in a narrow window', async () => {
    const { hers, his } = await begin(stage, await lead());
    await his.drag(SPRING);
    await his.press('c');
    await his.says('Saved');
    await his.page.setViewportSize({ width: 900, height: 900 });
    await hers.edit();
    for (const words of ['silence hard', 'coming in the']) {
      await caretBefore(hers, words);
      await hers.page.keyboard.type('long ');
    }
    await until('lost spans', async () => (await lostIn(his)).length, 2);
    await his.panel.locator('.lost-quote').first().click();
    const rows = his.panel.locator('.lost li');
    const overhang = () =>
      rows.evaluateAll((all) => {
        const edge = all[0]?.closest('.notice-words')?.getBoundingClientRect().right ?? 0;
        return Math.max(...all.map((row) => row.getBoundingClientRect().right - edge));
      });
    expect(await overhang()).toBeLessThanOrEqual(0);
    const hint = bar(his).locator('.edit-hint');
    expect(await hint.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await hers.press('Escape');
    await hers.says('Saved');
  });

  test('what is typed before the text takes it codes nothing', async () => {
    const ana = await lead();
    const { hers } = await begin(stage, ana);
    const { promise, resolve } = Promise.withResolvers<void>();
    await ana.page.route(/\/leases$/, async (route) => {
      await promise;
      await route.continue();
    });
    await hers.drag(RELIEF);
    await hers.press('c');
    await hers.says('Saved');
    await editButton(hers).click();
    await hers.click(RELIEF);
    await ana.page.keyboard.type('So, me too');
    resolve();
    await until('the text is editable', () => hers.text.getAttribute('aria-readonly'), 'false');
    await bar(hers).getByRole('button', { name: 'Done' }).click();
    await hers.says('Saved');
    await hers.sees(RELIEF, ['C', 'O']);
    expect(await ana.page.getByRole('article', { name: 'Sketch' }).count()).toBe(0);
  });

  test('a comment stays on its words, and says so where they are gone', async () => {
    const { hers, his } = await begin(stage, await lead());
    await his.drag('Nobody there asked');
    await his.tab('Talk').click();
    await his.panel.getByRole('textbox', { name: 'Comment for the team' }).fill('Who, then?');
    await his.panel.getByRole('button', { name: 'Send' }).click();
    const about = (one: Annotator) => one.panel.locator('.comment .quote-link').allTextContents();
    await until('what it is about', () => about(his), ['Nobody there asked']);

    await hers.edit();
    await caretBefore(hers, 'My doctor wrote it');
    await hers.page.keyboard.type('Well, you know, ');
    await caretBefore(hers, 'Nobody there asked');
    await hers.page.keyboard.type('So. ');
    await hers.says('Saved');
    await until(
      'the words',
      async () => (await his.text.textContent())?.includes('So. Nobody'),
      true,
    );
    await until('what it is about', () => about(his), ['Nobody there asked']);

    await caretBefore(hers, 'there asked');
    await hers.page.keyboard.type('at all ');
    const lost = his.panel.locator('.lost-place');
    await until('what is lost', () => lost.locator('q').allTextContents(), [
      'Nobody there asked',
      'Nobody at all there asked',
    ]);
    expect(await lost.textContent()).toContain('The text no longer holds these words.');
    await lost.getByRole('button', { name: 'Put it there' }).click();
    await until('what it is about', () => about(his), ['Nobody at all there asked']);
    await hers.press('Escape');
    await hers.says('Saved');
  });

  test('another lead sees the lease, and edits once it is given back', async () => {
    const { project, transcript, hers, other } = await begin(stage, await lead());
    const theirs = await new Annotator(other).openAsReader(project, transcript);
    await hers.edit();
    await until(
      'who edits',
      () => bar(theirs).locator('strong').textContent(),
      'Ana Lima is editing the text',
    );
    await until('the button waits', () => editButton(theirs).isDisabled(), true);
    await hers.page.getByRole('button', { name: 'Done' }).click();
    await until('the button is free', () => editButton(theirs).isDisabled(), false);
    // Refused in between they are told, and nothing moves for that.
    await theirs.page.setViewportSize({ width: 900, height: 900 });
    const foot = theirs.page.locator('.frame-foot');
    const height = async () => (await foot.boundingBox())?.height;
    const before = await height();
    const message =
      'Ana Lima is editing this text. One person edits at a time; try again when they are done.';
    stage.troubles.expect(/409 \(Conflict\).*\/leases/);
    await theirs.page.route(/\/leases$/, (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: 'transcripts/being-edited', message } },
      }),
    );
    await editButton(theirs).click();
    await foot.getByText(message).waitFor();
    expect(await height()).toBe(before);
    await theirs.page.unroute(/\/leases$/);
    await theirs.edit();
    await caretBefore(theirs, 'My doctor wrote it');
    await theirs.page.keyboard.type('Yes. ');
    await until(
      'the words',
      async () => (await hers.text.textContent())?.includes('Yes. My doctor'),
      true,
    );
  });

  test('another tab of the same lead asks before it takes the text, and gives it free when it is closed', async () => {
    // The first tab asks why its lease is over.
    stage.troubles.expect(/409 \(Conflict\).*\/leases\//);
    const ana = await lead();
    const { project, transcript, hers, other } = await begin(stage, ana);
    const theirs = await new Annotator(other).openAsReader(project, transcript);
    await hers.edit();
    const page = await ana.context.newPage();
    const { name, context } = ana;
    const tab = new Annotator(new Person({ name, context, page, address: ana.at('') }));
    await tab.openAsReader(project, transcript);
    const dialog = page.getByRole('alertdialog');
    await editButton(tab).click();
    await dialog.getByText(editing.elsewhere.body).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await hers.page.bringToFront();
    await caretBefore(hers, 'My doctor wrote it');
    await hers.page.keyboard.type('Yes. ');
    await hers.says('Saved');

    await page.bringToFront();
    await editButton(tab).click();
    await dialog.getByRole('button', { name: editing.elsewhere.here }).click();
    await until('the text is editable', () => tab.text.getAttribute('aria-readonly'), 'false');
    await hers.page.getByText(editing.ranOut.elsewhere).waitFor();
    expect(await hers.text.getAttribute('aria-readonly')).toBe('true');

    await caretBefore(tab, 'My doctor wrote it');
    await page.keyboard.type('Indeed. ');
    await tab.says('Saved');
    await until('the button waits', () => editButton(theirs).isDisabled(), true);
    await page.goto('about:blank');
    await page.close();
    await until('the button is free', () => editButton(theirs).isDisabled(), false);
    await theirs.edit();
    await until('the other edits', () => editButton(hers).isDisabled(), true);
    await theirs.press('Escape');
    // What this tab gave back itself is asked about by nobody.
    await hers.page.bringToFront();
    await until('nobody edits', () => editButton(hers).isDisabled(), false);
    await hers.edit();
    await hers.press('Escape');
    await hers.says('Saved');
    await hers.edit();
    await hers.press('Escape');
  });

  test('a span whose words were deleted leads to its turn', async () => {
    const { hers, his } = await begin(stage, await lead());
    await hers.edit();
    await hers.extend(SILENCE);
    await hers.press('Backspace');
    await hers.says('Saved');
    await until('lost spans', () => lostIn(his), [SILENCE]);
    await his.press('Control+Home');
    await his.panel.getByRole('button', { name: editing.lost.showTurn }).click();
    const atCaret = (): Promise<string> =>
      his.page.evaluate(
        () => getSelection()?.anchorNode?.parentElement?.closest('.turn')?.textContent ?? '',
      );
    await until('the turn', async () => (await atCaret()).startsWith('Not for everyone.'), true);

    // Said again in another turn they are on offer, as what they are.
    await caretBefore(hers, 'And what was it');
    await hers.page.keyboard.type(`${SILENCE}. `);
    await hers.says('Saved');
    await his.panel.getByText(editing.lost.same).waitFor();
    await hers.press('Escape');
  });

  test('a lead without a connection is told what is possible', async () => {
    stage.troubles.expect(/WebSocket is already in CLOSING or CLOSED state/);
    const ana = await lead();
    const { hers } = await begin(stage, ana);
    await ana.page.route(/\/leases$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), holdsMs: 1_000 } });
    });
    await ana.page.route(/\/leases\/[^/]+$/, (route) => route.abort());
    stage.troubles.expect(/ERR_FAILED/);
    await editButton(hers).click();
    await hers.page.getByText(editing.ranOut.unheard).waitFor();
    await ana.page.unroute(/\/leases$/);
    await ana.page.unroute(/\/leases\/[^/]+$/);
  });

  test('what is written after the lease ran out is refused and comes back as text', async () => {
    // The stand-in for a socket says so where something arrives at one that was cut.
    stage.troubles.expect(/WebSocket is already in CLOSING or CLOSED state/);
    const wire = await cuttable(await lead());
    const { transcript, hers, his } = await begin(stage, await lead());
    await hers.edit();
    await caretBefore(hers, 'My doctor wrote it');
    await hers.page.keyboard.type('Yes. ');
    await until(
      'the words',
      async () => (await his.text.textContent())?.includes('Yes. My doctor'),
      true,
    );
    await wire.cut();
    await hers.page.keyboard.type('Never to be seen. ');
    await hers.says('Not saved: kept in this tab');
    // A tab that goes gives nothing back while something of it is still to be taken under its lease.
    await hers.page.evaluate(() => dispatchEvent(new Event('pagehide')));
    expect(await hers.text.getAttribute('aria-readonly')).toBe('false');
    // Taken by the same lead elsewhere, which ends the one that is out of reach.
    const { id: lease } = await (await lead()).call('takeLease', { transcript });
    wire.mend();
    const dialog = hers.page.getByRole('alertdialog');
    await dialog.waitFor();
    expect(await dialog.locator('dd').allTextContents()).toEqual([
      expect.stringContaining('Yes. Never to be seen. My doctor wrote it'),
    ]);
    await dialog.getByRole('button', { name: 'I have what I need' }).click();
    await hers.isReady();
    for (const one of [hers, his]) {
      expect(await one.text.textContent()).not.toContain('Never to be seen');
      await one.sees(RELIEF, ['O']);
    }
    await (await lead()).call('releaseLease', { transcript, lease });
  });

  test('what was typed after the right to edit ran out comes back, and is asked about', async () => {
    const ana = await lead();
    const { transcript, hers } = await begin(stage, ana);
    const { page } = ana;
    stage.troubles.expect(/ERR_INTERNET_DISCONNECTED|WebSocket connection to|status of 404/);
    const taking = page.waitForResponse((answer) => answer.url().endsWith('/leases'));
    await hers.edit();
    const { id: lease } = (await (await taking).json()) as { readonly id: string };
    await caretBefore(hers, 'Not for everyone');
    await ana.context.setOffline(true);
    await page.keyboard.type('Never seen words. ');
    await ana.call('releaseLease', { transcript, lease });
    await ana.context.setOffline(false);

    const dialog = page.getByRole('alertdialog', { name: editing.returned.title });
    await dialog.getByText('Never seen words.').waitFor();
    const isAsked = () => {
      const event = new Event('beforeunload', { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(await page.getByText(devices.left(1)).count()).toBe(0);
    await until('asked', () => page.evaluate(isAsked), true);
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: editing.returned.download }).click();
    const file = await readFile(await (await downloading).path(), 'utf8');
    expect(file).toContain('Never seen words. Not for everyone');
    await until('asked', () => page.evaluate(isAsked), false);
    await dialog.getByRole('button', { name: editing.returned.close }).click();
    await hers.says('Saved');
  });
});
