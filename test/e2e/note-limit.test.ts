import { LIMITS } from '@triad/collab';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { say } from '../../apps/web/src/messages.ts';
import { annotator } from '../../apps/web/src/messages/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { cuttable } from '../support/tunnel-cut.ts';
import { until } from '../support/until.ts';

const MOST = LIMITS.noteUtf16;
const CARD = 'My doctor wrote it on a card';
const END = 'the last words';
const FULL = `xxxxxx ${'so it went on '.repeat(2_000)}`.slice(0, MOST - END.length) + END;

/** What a screen reader says of a field beside its name: of what is wrong with it. */
function saidOf(field: Locator): Promise<string | null> {
  return field.evaluate((element) => {
    const id = element.getAttribute('aria-describedby');
    const reason = id === null ? null : document.getElementById(id);
    return reason?.getAttribute('role') === 'alert' ? reason.textContent : null;
  });
}

function caretOf(field: Locator): Promise<readonly number[]> {
  return field.evaluate((element: HTMLTextAreaElement) => [
    element.selectionStart,
    element.selectionEnd,
  ]);
}

async function select(field: Locator, start: number, end: number): Promise<void> {
  await field.evaluate(
    (element: HTMLTextAreaElement, [start, end]) => element.setSelectionRange(start, end),
    [start, end] as const,
  );
}

browserSuite('a note at its limit', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('takes nothing more, says how much is too much, and keeps every letter', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(CARD);
    await hers.press('c', 'n');
    const memo = hers.page.getByRole('textbox', { name: 'Memo' });
    await memo.fill(FULL);
    await hers.says('Saved');
    await select(memo, 0, 0);
    await memo.evaluate((element) => element.scrollTo({ top: 0 }));
    await hers.page.keyboard.type('B');
    await until('the reason', () => saidOf(memo), say.sharedText.tooLong(MOST, 1));
    await expect(memo.inputValue()).resolves.toBe(FULL);
    await expect(caretOf(memo)).resolves.toEqual([0, 0]);
    await expect(memo.evaluate(({ scrollTop }) => scrollTop)).resolves.toBe(0);
    await expect(memo.getAttribute('aria-invalid')).resolves.toBe('true');

    // Where nobody could tell from the words.
    await select(memo, 3, 3);
    await hers.page.keyboard.type('x');
    await until('the caret', () => caretOf(memo), [3, 3]);
    await expect(memo.inputValue()).resolves.toBe(FULL);

    // Also in the middle, and over a selection, which stays selected.
    await select(memo, 100, 104);
    await hers.page.keyboard.insertText('y'.repeat(5_004));
    await until('the reason', () => saidOf(memo), say.sharedText.tooLong(MOST, 5_000));
    await expect(memo.inputValue()).resolves.toBe(FULL);
    await expect(caretOf(memo)).resolves.toEqual([100, 104]);

    // As much as goes may come, and then nothing is said any more.
    await hers.page.keyboard.insertText('abcd');
    const swapped = `${FULL.slice(0, 100)}abcd${FULL.slice(104)}`;
    await until('the memo', () => memo.inputValue(), swapped);
    await until('nothing is said', () => saidOf(memo), null);
    await hers.says('Saved');
    await hers.page.reload();
    await hers.isReady();
    await hers.tab('Memos').click();
    await until('the memo as it is stored', () => memo.inputValue(), swapped);
  });

  test('is not cut where a paste is longer than all that fits', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(CARD);
    await hers.press('c', 'n');
    const memo = hers.page.getByRole('textbox', { name: 'Memo' });
    await memo.fill('so far');
    await select(memo, 6, 6);
    await hers.page.keyboard.insertText('yes '.repeat((MOST + 5_000) / 4));
    await until('the reason', () => saidOf(memo), say.sharedText.tooLong(MOST, 5_006));
    await expect(memo.inputValue()).resolves.toBe('so far');
    await hers.page.keyboard.type(', and on');
    await until('the memo', () => memo.inputValue(), 'so far, and on');
  });

  test('loses nothing where two fill it at the same time', async () => {
    const { id: project } = await ana.call('createProject', {}, { title: 'Allotments' });
    const ben = await enterMember(stage, ana, project, 'Ben Okoro', ['lead']);
    const wire = await cuttable(ben);
    await ana.goTo(`/projects/${project}/theory`);
    await ana.page.getByRole('button', { name: say.theory.add }).first().click();
    const name = `${say.theory.number(1)}: ${say.theory.sentence}`;
    const [hers, his] = [ana, ben].map(({ page }) => page.getByRole('textbox', { name })) as [
      Locator,
      Locator,
    ];
    await hers.fill(FULL.slice(1));
    await ben.goTo(`/projects/${project}/theory`);
    await until('what Ben sees', () => his.inputValue(), FULL.slice(1));
    await wire.cut();
    await select(his, MOST - 1, MOST - 1);
    await his.press('!');
    await until('what Ben wrote', () => his.inputValue(), `${FULL.slice(1)}!`);
    await select(hers, 0, 0);
    await hers.press('?');
    await until('what Ana wrote', () => hers.inputValue(), `?${FULL.slice(1)}`);
    wire.mend();
    const both = `?${FULL.slice(1)}!`;
    for (const field of [hers, his]) await until('both', () => field.inputValue(), both);

    // One letter over what may be: nothing more comes in, and what makes it shorter may be done.
    await his.press('!');
    await until('the reason', () => saidOf(his), say.sharedText.tooLong(MOST, 2));
    await expect(his.inputValue()).resolves.toBe(both);
    await his.press('Backspace');
    for (const field of [hers, his]) {
      await until('one letter fewer', () => field.inputValue(), both.slice(0, -1));
    }
    await until('nothing is said', () => saidOf(his), null);
  });

  test('of a paste that a field cannot hold it takes nothing, and says so', async () => {
    const { hers } = await openInterview(ana);
    await hers.page.getByRole('tab', { name: /^Talk/ }).click();
    const field = hers.page.getByRole('textbox', { name: annotator.talk.label });
    await field.fill('Begun: ');
    await paste(field, 'x'.repeat(MOST));
    const said = say.sharedText.tooLong(MOST, 'Begun: '.length);
    await hers.page.getByText(said).waitFor();
    await expect(field.inputValue()).resolves.toBe('Begun: ');
    await paste(field, 'it fits');
    await until('what is pasted', () => field.inputValue(), 'Begun: it fits');
  });
});

/** As from the system's clipboard. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.page().context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await field.evaluate((_, words) => navigator.clipboard.writeText(words), text);
  await field.press('ControlOrMeta+v');
}
