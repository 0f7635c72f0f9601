import { beforeAll, expect, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const RELIEF = 'that was a relief';
const ASKING = 'Nobody there asked what was wrong with me, and that was a relief';
const USEFUL = 'I felt useful again';
const BACK = 'So I went back the week after';
const TOOLS = 'the one who could sharpen tools';
const SILENCE = 'Peter found the silence hard';

browserSuite('spans', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  /** The interview open before Ana and before a second coder. */
  async function openBoth(name: string) {
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, name);
    const his = await new Annotator(ben).open(project, transcript);
    await hers.open(project, transcript);
    return { hers, his };
  }

  test('a role changes by one key and the memo stays', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(USEFUL);
    await hers.press('m', 'n');
    await hers.tab('Memos').filter({ hasText: '1' }).waitFor();
    await hers.page.getByRole('textbox', { name: 'Memo' }).fill('Dignity as resource.');
    await hers.press('Escape');
    await until('focus', () => hers.hasFocus(), true);
    await hers.press('o');
    await hers.sees(USEFUL, ['O']);
    await until('stripes', () => hers.stripes(), [{ lane: 'AL', role: 'O' }]);
    await expect(hers.page.getByRole('textbox', { name: 'Memo' }).inputValue()).resolves.toBe(
      'Dignity as resource.',
    );
    await hers.says('Saved');
  });

  test('words selected before the frame that draws a mark stay selected', async () => {
    const { hers } = await openInterview(ana);
    // Frames that are late, as on a busy machine.
    await hers.page.evaluate((lateMs) => {
      const next = requestAnimationFrame;
      globalThis.requestAnimationFrame = (act) => Number(setTimeout(() => next(act), lateMs));
    }, 500);
    await hers.drag(RELIEF);
    await hers.press('c');
    await hers.sees(RELIEF, ['C']);
    await hers.drag(USEFUL);
    // Asked for after whatever the mark asked for, so it comes last.
    await hers.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    await until('what is selected', () => hers.selected(), USEFUL);
    await hers.press('m');
    await hers.sees(USEFUL, ['M']);
  });

  test.each([
    ['in another turn', RELIEF, USEFUL],
    ['in the same paragraph', USEFUL, BACK],
  ])('words being selected stay so when a mark %s is to be drawn', async (_where, marked, next) => {
    const { hers } = await openInterview(ana);
    await deafen(hers);
    await hers.drag(marked);
    // Its bar stands where the next words are, until the mark is made.
    await hers.page.getByRole('toolbar', { name: 'Mark the selection' }).waitFor();
    // What waits for a frame to be painted is held, and let go at the last move of the mouse.
    await hers.page.evaluate(() => {
      const post = MessagePort.prototype.postMessage;
      const held: (() => void)[] = [];
      let moves = 0;
      MessagePort.prototype.postMessage = function hold(this: MessagePort, message: unknown) {
        if (message === null && moves < 2) held.push(() => Reflect.apply(post, this, [message]));
        else Reflect.apply(post, this, [message]);
      };
      document.addEventListener('mousemove', ({ buttons }) => {
        if (buttons !== 1) return;
        moves += 1;
        if (moves === 2) for (const act of held) act();
      });
    });
    await hers.press('c');
    await hers.drag(next);
    // Where the words are drawn anew after the release, their selection comes back a frame later.
    await hers.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    await until('what is selected', () => hers.selected(), next);
    await hers.press('m');
    await hers.sees(next, ['M']);
    await hers.sees(marked, ['C']);
  });

  test.each([
    ['with nothing marked in it', 'Ben Reader', 'Ben Reader'],
    ['with a mark in the same paragraph', 'Ana Lima', 'Ben Writer'],
  ])('words being selected stay so when a layer %s is hidden', async (_what, whose, other) => {
    const { hers } = await openBoth(other);
    await deafen(hers);
    await hers.drag(USEFUL);
    await hers.press('m');
    await hers.sees(USEFUL, ['M']);
    // While the last move of the mouse is told, before the selection that it makes.
    await hers.page.evaluate((name) => {
      const layer = document.querySelector<HTMLElement>(`.side-layer input[aria-label*="${name}"]`);
      let moves = 0;
      addEventListener('mousemove', ({ buttons }) => {
        if (buttons !== 1) return;
        moves += 1;
        if (moves === 2) layer?.click();
      });
    }, whose);
    await hers.drag(BACK);
    const shown = hers.page.getByRole('checkbox', { name: whose });
    await until('the layer is shown', () => shown.isChecked(), false);
    await hers.sees(USEFUL, whose === 'Ana Lima' ? [] : ['M']);
    await until('what is selected', () => hers.selected(), BACK);
  });

  test('a span is marked unsure, moved by a word, deleted and brought back', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(TOOLS);
    await hers.press('c', 'q');
    await hers.rows.filter({ hasText: 'unsure' }).waitFor();
    await hers.text.locator('.r[style*="C?"]').waitFor();
    await hers.press('[');
    await hers.sees(`simply ${TOOLS}`, ['C']);
    await hers.press('{', '}');
    await hers.sees('the one who could sharpen', ['C']);
    await hers.press(']', 'Delete');
    await hers.sees(TOOLS, []);
    await hers.rows.first().waitFor({ state: 'detached' });
    await hers.press('Control+z');
    await hers.sees(TOOLS, ['C']);
    await hers.rows.filter({ hasText: 'unsure' }).waitFor();
  });

  test('the toolbar at a selection marks as the keys do', async () => {
    const { hers } = await openInterview(ana);
    await hers.drag(SILENCE);
    const toolbar = hers.page.getByRole('toolbar', { name: 'Mark the selection' });
    await toolbar.getByRole('button', { name: 'Undecided' }).click();
    await hers.sees(SILENCE, ['undecided']);
    await toolbar.waitFor({ state: 'hidden' });
    await until('focus', () => hers.hasFocus(), true);
  });

  test('a click where several spans lie lists them all', async () => {
    const { hers, his } = await openBoth('Ben Okoro');
    await hers.drag(ASKING);
    await hers.press('c');
    await hers.drag(RELIEF);
    await hers.press('o');
    await his.drag(RELIEF);
    await his.press('m');
    await until('three', () => hers.marksOver(RELIEF), { marked: ASKING, roles: ['C', 'M', 'O'] });

    await hers.click(RELIEF);
    const list = hers.page.getByRole('listbox', { name: '3 spans here' });
    const listed = () => list.getByRole('option').allTextContents();
    // Shortest first; of two alike, in the order of the roles.
    const options = [`M${RELIEF}BO`, `O${RELIEF}AL`, `C${ASKING}AL`];
    await until('the list', listed, options);
    await list.getByRole('option').nth(2).click();
    await list.waitFor({ state: 'detached' });
    await until('the current span', () => hers.currentQuotes(), [ASKING]);

    // By keys alone: Enter lists what is at the caret, arrows move, Enter goes, Escape closes.
    await hers.click(RELIEF);
    await hers.press('Enter');
    await until('focus', () => list.evaluate((ul) => ul === document.activeElement), true);
    await hers.press('ArrowDown', 'Enter');
    await list.waitFor({ state: 'detached' });
    await until('focus', () => hers.hasFocus(), true);
    await until('the current span', () => hers.currentQuotes(), [RELIEF]);
    await hers.press('u');
    await until('three', () => hers.marksOver(RELIEF), {
      marked: ASKING,
      roles: ['C', 'M', 'undecided'],
    });
    await hers.press('Enter', 'Escape');
    await list.waitFor({ state: 'detached' });
  });

  test('a key is about what the caret is at, and nothing where a list asks which', async () => {
    const { hers } = await openInterview(ana);
    for (const [words, key] of [
      [ASKING, 'c'],
      [RELIEF, 'm'],
      [USEFUL, 'o'],
    ] as const) {
      await hers.drag(words);
      await hers.press(key);
      await until('the current span', () => hers.currentQuotes(), [words]);
    }
    await hers.press('Control+Home');
    await until('no span is current', () => hers.currentQuotes(), []);
    await hers.press('Delete', 'm');
    await hers.drag(TOOLS);
    await hers.press('o');
    await hers.click(RELIEF);
    await hers.page.getByRole('listbox', { name: '2 spans here' }).waitFor();
    await hers.press('Delete', 'u');
    await hers.sees(TOOLS, ['O']);
    await hers.sees(USEFUL, ['O']);
    await until('both', () => hers.marksOver(RELIEF), { marked: ASKING, roles: ['C', 'M'] });
  });

  test('a coder who joins meanwhile is named at once', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    const dora = await enterMember(stage, ana, project, 'Dora Quint');
    const hersToo = await new Annotator(dora).open(project, transcript);
    await hersToo.drag(USEFUL);
    await hersToo.press('o');
    await hers.sees(USEFUL, ['O']);
    await until('who is here', () => hers.here(), ['Dora Quint']);
    await until('layers', () => hers.layers(), { You: '0', 'Dora Quint': '1' });
    await until('the lane', () => hers.stripes(), [{ lane: 'DQ', role: 'O' }]);
    // The stripe leads to what it stands for.
    await hers.page.locator('.stripe').click();
    await until('the span in the list', () => hers.currentQuotes(), [USEFUL]);
  });

  test('the list is filtered by role, coder and words, and a click jumps', async () => {
    const { hers, his } = await openBoth('Ben Adeyemi');
    await hers.page.setViewportSize({ width: 1440, height: 520 });
    await hers.drag(RELIEF);
    await hers.press('o');
    await his.drag(USEFUL);
    await his.press('o');
    await hers.drag('it came from someone I trust');
    await hers.press('m');
    const quotes = () => hers.rows.locator('q').allTextContents();
    const all = [RELIEF, USEFUL, 'it came from someone I trust'];
    await until('all, in the order of the text', quotes, all);

    const roles = hers.panel.getByRole('group', { name: 'Roles shown' });
    await roles.getByRole('button', { name: 'Outcome' }).click();
    await until('outcomes', quotes, [RELIEF, USEFUL]);
    await hers.panel.getByRole('button', { name: /Coder/ }).click();
    await hers.page.getByRole('option', { name: 'Ben Adeyemi' }).click();
    await until('outcomes of Ben', quotes, [USEFUL]);
    await hers.panel.getByRole('button', { name: 'Clear the filter' }).click();
    await until('all again', quotes, all);
    await hers.panel.getByRole('searchbox', { name: 'Search in the quotes' }).fill('TRUST');
    await until('by words', quotes, [all[2] ?? '']);
    await hers.panel.getByRole('searchbox', { name: 'Search in the quotes' }).fill('');

    await until('first words above the view', () => hers.isInView(RELIEF), false);
    await hers.rows.filter({ hasText: RELIEF }).click();
    await until('jumped there', () => hers.isInView(RELIEF), true);
    await until('focus', () => hers.hasFocus(), true);
    await hers.page.setViewportSize({ width: 1440, height: 900 });
  });
});

/** The page hears of no selection while the mouse makes it, as when it is busy. */
function deafen({ page }: Annotator): Promise<void> {
  return page.evaluate(() => {
    let deaf = false;
    addEventListener('pointerdown', () => void (deaf = true), true);
    addEventListener('mouseup', () => void (deaf = false));
    const hear = (event: Event) => {
      if (deaf) event.stopImmediatePropagation();
    };
    addEventListener('selectionchange', hear, true);
  });
}
