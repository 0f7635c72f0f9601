import type { Role } from '@triad/realist';
import type { Locator } from 'playwright-core';
import type { Person } from './person.ts';
import { findWords } from './find-words.ts';
import type { FoundWords } from './find-words.ts';
import { heardBy } from './heard.ts';
import { until } from './until.ts';

/** A stripe in the margin, by the initials above the lane in which it stands. */
export type Stripe = { readonly lane: string; readonly role: string };

/** A transcript as one person has it open: what they see of it, and their hands on it. */
export class Annotator {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  get page() {
    return this.person.page;
  }

  /** The words themselves. */
  get text(): Locator {
    return this.page.locator('.annotator .text');
  }

  /** Whether work is saved, in words. */
  get status(): Locator {
    return this.page.locator('header .pill').last();
  }

  /** What lies beside the text. */
  get panel(): Locator {
    return this.page.getByRole('complementary');
  }

  get openSketch(): Locator {
    return this.page.locator('.sketch.open');
  }

  /** The rows of the list of spans, as far as they are drawn. */
  get rows(): Locator {
    return this.panel.getByRole('option');
  }

  /** The quotes of the rows that are selected in the list. */
  currentQuotes(): Promise<readonly string[]> {
    return this.panel.getByRole('option', { selected: true }).locator('q').allTextContents();
  }

  /** Opens the transcript and waits until keys are accepted in it. */
  async open(project: string, transcript: string): Promise<this> {
    await this.openAsReader(project, transcript);
    await this.isReady();
    return this;
  }

  /** Opens the transcript for somebody who need not have a layer in it. */
  async openAsReader(project: string, transcript: string): Promise<this> {
    await this.person.goTo(`/projects/${project}/transcripts/${transcript}`);
    await this.text.getByRole('paragraph').first().waitFor();
    return this;
  }

  /** Waits until the own layer is open, or for who only reads the text, and nothing will move any more. */
  async isReady(status: 'Saved' | 'Reading' = 'Saved'): Promise<void> {
    await this.says(status);
    // Until its own fonts are there the text moves once more, and a long one until all is laid out.
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    await until('turns still to be laid out', () => this.unfinished(), 0);
  }

  /** How many turns have no height of their own yet. */
  unfinished(): Promise<number> {
    return this.text.locator('.rolled').count();
  }

  /** Waits until the header says this of the work, with all that was done to it before. */
  async says(status: string): Promise<void> {
    await this.page.evaluate(drawn);
    await until(`${this.person.name}'s status`, () => this.status.textContent(), status);
  }

  /** Begins to correct the text, and waits until it takes words. */
  async edit(): Promise<void> {
    await this.page.getByRole('button', { name: 'Edit text' }).click();
    await until('the text is editable', () => this.text.getAttribute('aria-readonly'), 'false');
  }

  /** Selects words with the mouse. */
  async drag(words: string): Promise<void> {
    const { start, end } = await this.#find(words, true);
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, end.y);
    await mouse.move(end.x, end.y);
    await mouse.up();
    await this.#isSelected(words);
  }

  /** Selects a few letters of whatever stands first, with the keyboard. */
  async selectSome(): Promise<void> {
    await this.text
      .getByRole('paragraph')
      .first()
      .click({ position: { x: 40, y: 10 } });
    for (let count = 0; count < 12; count += 1) await this.press('Shift+ArrowRight');
    await until('a selection', async () => (await this.selected()).length > 0, true);
  }

  /** Selects words with the keyboard, from a caret set in front of them. */
  async extend(words: string): Promise<void> {
    const { start } = await this.#find(words, true);
    await this.page.mouse.click(start.x, start.y);
    for (let count = 0; count < words.length; count += 1) {
      await this.page.keyboard.press('Shift+ArrowRight');
    }
    await this.#isSelected(words);
  }

  async click(words: string): Promise<void> {
    const { start } = await this.#find(words, true);
    // Past the border, where the spans on both of its sides would be meant, and away from where a
    // drag began, which would make it a double click.
    await this.page.mouse.click(start.x + 30, start.y);
  }

  /** Presses keys where the focus is, one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Waits until the text holds these words and exactly they are marked, with these roles and no others over them. */
  async sees(words: string, roles: readonly Role[]): Promise<void> {
    await until(
      `${this.person.name} sees '${words}'`,
      () => this.marksOver(words),
      roles.length === 0 ? NOTHING : { marked: words, roles: [...roles] },
    );
  }

  /**
   * What is drawn over these words: the whole run that is marked around them, and its roles. Null
   * where the text does not hold them, or not yet.
   */
  async marksOver(words: string): Promise<Pick<FoundWords, 'marked' | 'roles'> | null> {
    const found = await this.text.evaluate(findWords, { words, scroll: false });
    return found === null ? null : { marked: found.marked, roles: found.roles };
  }

  /** Whether the first of these words can be seen without scrolling. */
  async isInView(words: string): Promise<boolean> {
    const { start } = await this.#find(words, false);
    const box = await this.page.locator('.annotator').boundingBox();
    return box !== null && start.y > box.y && start.y < box.y + box.height;
  }

  /** The stripes of the margin, each in its lane, in a fixed order. */
  async stripes(): Promise<readonly Stripe[]> {
    const found = await this.page.evaluate(() => {
      const lanes = [...document.querySelectorAll('.lane-names b')].map((name) => {
        const { left, right } = name.getBoundingClientRect();
        return { name: name.textContent ?? '', left, right };
      });
      return [...document.querySelectorAll('.stripe')].map((stripe) => {
        const { left, right } = stripe.getBoundingClientRect();
        const middle = (left + right) / 2;
        const lane = lanes.find((one) => one.left <= middle && middle < one.right);
        return { lane: lane?.name ?? '', role: stripe.classList.item(1) ?? '' };
      });
    });
    return found.sort((a, b) => (a.lane + a.role).localeCompare(b.lane + b.role));
  }

  /** How many spans each layer has, by the name in the list. */
  layers(): Promise<Readonly<Record<string, string>>> {
    return this.page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('.side-layer')].map((layer) => [
          layer.querySelector('.truncate')?.textContent ?? '',
          layer.querySelector('.n')?.textContent ?? '',
        ]),
      ),
    );
  }

  /** Who else is here, by name, in a fixed order. */
  here(): Promise<readonly string[]> {
    return this.page
      .locator('.presence [role=img]')
      .evaluateAll((avatars) =>
        avatars.map((avatar) => avatar.getAttribute('aria-label') ?? '').sort(),
      );
  }

  /** Opens the first sketch of the list; where the panel is a drawer, it is opened first. */
  async openFirstSketch(): Promise<void> {
    await this.tab('Sketches').click();
    await this.panel.locator('.sketch-open').first().click();
    await this.panel.locator('.sketch.open, .sketch.on').first().waitFor();
  }

  /** The parts of the open sketch: role and words. */
  parts(): Promise<readonly string[]> {
    return this.openSketch.locator('.parts > li').evaluateAll((items) =>
      items.map((item) => {
        const role = item.querySelector('.part-role')?.getAttribute('aria-label') ?? '';
        const inferred = item.querySelector('input')?.value;
        const words = inferred ?? item.querySelector('q')?.textContent ?? '';
        return `${role.split(': ')[1] ?? ''}: ${words}`;
      }),
    );
  }

  /** The threads beside the text: of which sketch, and how many parts each ties. */
  threads(): Promise<readonly string[]> {
    return this.page.locator('.threads svg').evaluateAll((threads) =>
      threads.map((thread) => {
        const title = thread.querySelector('title')?.textContent ?? '';
        return `${title}: ${thread.querySelectorAll('.knot').length} knots`;
      }),
    );
  }

  /** The words that others have selected now, as they are drawn. */
  othersSelections(): Promise<readonly string[]> {
    return this.page.evaluate(() =>
      [...(CSS.highlights.get('triad-colleagues') ?? [])].map((range) => `${range as Range}`),
    );
  }

  tab(name: 'Spans' | 'Sketches' | 'Memos' | 'Talk'): Locator {
    return this.panel.getByRole('tab', { name });
  }

  /** Whether the keys of the text act now. */
  hasFocus(): Promise<boolean> {
    return this.text.evaluate((text) => text.contains(document.activeElement));
  }

  async #find(words: string, scroll: boolean): Promise<FoundWords> {
    const found = await this.text.evaluate(findWords, { words, scroll });
    if (found === null) throw new Error(`the text does not hold '${words}' exactly once`);
    return found;
  }

  async #isSelected(words: string): Promise<void> {
    try {
      await until('the selection', () => this.selected(), words);
    } catch (error) {
      throw new Error(`words not selected. The page heard:\n${await heardBy(this.page)}`, {
        cause: error,
      });
    }
  }

  /** The words that are selected on the page. */
  selected(): Promise<string> {
    return this.page.evaluate(() => `${getSelection()}`);
  }
}

/**
 * Resolves once the page has drawn what it was told so far. What stands beside the text is drawn after
 * the frame that comes next, by a timer and then a message (`afterPaint`), and by React a message later:
 * what goes the same way behind them comes last.
 */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let messages = 0;
    port1.addEventListener('message', () => {
      messages += 1;
      if (messages === 3) resolve();
      else port2.postMessage(messages);
    });
    port1.start();
    let isPainted = false;
    const painted = (): void => {
      if (isPainted) return;
      isPainted = true;
      setTimeout(() => port2.postMessage(messages), 0);
    };
    requestAnimationFrame(painted);
    // No frames come in a tab behind another.
    setTimeout(painted, 200);
  });
}

const NOTHING = { marked: '', roles: [] };
