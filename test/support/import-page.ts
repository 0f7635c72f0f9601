import { importing as words } from '../../apps/web/src/messages/importing.ts';
import type { Locator } from 'playwright-core';
import type { Person } from './person.ts';

/** A file that is on no disk. */
export type ChosenFile = {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
};

/** The import page with one file open in the preview. */
export class ImportPage {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  get #page() {
    return this.#person.page;
  }

  get files(): Locator {
    return this.#page.locator('.file-list .file');
  }

  /** Chooses files as from the system's dialog. */
  async choose(...paths: readonly (string | ChosenFile)[]): Promise<void> {
    const button = this.#page.getByRole('button', { name: /^(Choose|Add) files$/ });
    const [chooser] = await Promise.all([
      this.#page.waitForEvent('filechooser'),
      button.first().click(),
    ]);
    const names = paths.filter((path) => typeof path === 'string');
    const made = paths.filter((path) => typeof path !== 'string');
    await (made.length > 0 ? chooser.setFiles(made) : chooser.setFiles(names));
  }

  /** Shows a file in the preview. */
  async show(fileName: string): Promise<void> {
    await this.files.filter({ hasText: fileName }).getByRole('button').first().click();
    await this.source.waitFor();
  }

  /** The lines of the file as they stand in it. */
  get source(): Locator {
    return this.#page.getByRole('region', { name: 'Source', exact: true });
  }

  get turns(): Locator {
    return this.#page.getByRole('list', { name: words.turnsLabel }).getByRole('listitem');
  }

  wordsOf(turn: number): Locator {
    return this.#page.getByRole('textbox', { name: new RegExp(`^Words of turn ${turn},`) });
  }

  async rename(label: string, to: string): Promise<void> {
    const field = this.#page.getByRole('textbox', { name: words.label(label) });
    await field.fill(to);
    await field.press('Enter');
    await this.#page.getByRole('textbox', { name: words.label(to) }).waitFor();
  }

  kindOf(label: string): Locator {
    return this.#page.getByRole('button', { name: words.kindOf(label) });
  }

  async setKind(label: string, kind: 'Interviewer' | 'Participant' | 'Other'): Promise<void> {
    await this.kindOf(label).click();
    await this.#page.getByRole('option', { name: kind }).click();
    await this.kindOf(label).filter({ hasText: kind }).waitFor();
  }

  participantOf(label: string): Locator {
    return this.#page.getByRole('button', { name: words.participantOf(label) });
  }

  /** Which participant the first who may be one is. */
  get anyParticipant(): Locator {
    return this.#page.getByRole('button', { name: /Participant: / }).first();
  }

  /** The label of every speaker, as it stands. */
  speakers(): Promise<readonly string[]> {
    return this.#page
      .locator('.speakers')
      .getByRole('textbox')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
  }

  /** Chooses speakers to merge or to dissolve; all where none is named. */
  async chooseSpeakers(...labels: readonly string[]): Promise<void> {
    for (const label of labels.length > 0 ? labels : await this.speakers()) {
      await this.#page
        .getByRole('checkbox', { name: words.choosePart(label) })
        .check({ force: true });
    }
  }

  /** Makes those chosen one speaker, under one of their labels. */
  async mergeInto(label: string): Promise<void> {
    await this.#page.getByRole('button', { name: words.merge, exact: true }).click();
    const dialog = this.#page.getByRole('dialog', { name: /^Merge / });
    await dialog.getByText(label, { exact: true }).click();
    await dialog.getByRole('button', { name: words.mergeAct }).click();
  }

  /** Takes the labels chosen as words. */
  async dissolve(): Promise<void> {
    await this.#page.getByRole('button', { name: words.dissolve, exact: true }).click();
  }

  /** The pieces of the file that are in no turn, each a line that opens. */
  get leftOut(): Locator {
    return this.#page.locator('.left-out-piece');
  }

  /** Opens the first piece left out and takes it back. */
  async takeBack(how: keyof typeof words.takeBackAs): Promise<void> {
    const piece = this.leftOut.first();
    await piece.getByRole('button').first().click();
    await piece.getByRole('button', { name: words.takeBackAs[how] }).click();
  }

  /** Makes a participant and maps the label to them. */
  async mapToNew(label: string, pseudonym: string, description: string): Promise<void> {
    await this.participantOf(label).click();
    await this.#page.getByRole('option', { name: words.participantNew }).click();
    const dialog = this.#page.getByRole('dialog', { name: words.participantNewTitle });
    await dialog.getByRole('textbox', { name: 'Pseudonym' }).fill(pseudonym);
    await dialog.getByRole('textbox', { name: 'Who they are' }).fill(description);
    await dialog.getByRole('button', { name: words.participantCreate }).click();
    await this.participantOf(label).filter({ hasText: pseudonym }).waitFor();
  }

  async mapTo(label: string, pseudonym: string): Promise<void> {
    await this.participantOf(label).click();
    await this.#page.getByRole('option', { name: pseudonym }).click();
    await this.participantOf(label).filter({ hasText: pseudonym }).waitFor();
  }

  /** Puts the caret behind the first words of a turn and splits there. */
  async splitBehind(turn: number, words: string): Promise<void> {
    await this.wordsOf(turn).click();
    await this.#page.keyboard.press('Control+Home');
    for (let count = 0; count < words.length; count += 1) {
      await this.#page.keyboard.press('ArrowRight');
    }
    await this.#page.keyboard.press('Enter');
  }

  /** Splits a turn by its button, where the caret stands. */
  async splitHere(turn: number): Promise<void> {
    await this.#page.getByRole('button', { name: words.splitOf(turn) }).click();
  }

  async keepOriginal(): Promise<void> {
    await this.#page.getByText(words.keepYes).click();
  }

  get importButton(): Locator {
    return this.#page.getByRole('button', { name: words.importOne, exact: true });
  }

  async importOne(): Promise<void> {
    await this.importButton.click();
  }
}
