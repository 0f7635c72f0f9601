import type { MarkRole } from '@triad/realist';
import type { Locator } from 'playwright-core';
import { cmocs } from '../../apps/web/src/messages/cmocs.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';

/** A run of a sentence, with the role that it bears: words with a blank between them. */
export type Run = readonly [text: string, role: MarkRole | null];

/** The sentence of the CMOC that a lead has open, to be written. */
export function sentenceField({ page }: Person): Locator {
  return page.getByRole('textbox', { name: cmocs.sentence.label });
}

/** Writes a sentence in the place of what stands there, and marks its words as it goes, with the keyboard. */
export async function writeSentence(person: Person, runs: readonly Run[]): Promise<void> {
  const { keyboard } = person.page;
  const field = sentenceField(person);
  await field.click();
  await keyboard.press('Control+a');
  for (const [text, role] of runs) {
    await keyboard.type(text);
    if (role === null) continue;
    for (const _ of text.split(' ')) await keyboard.press('Control+Shift+ArrowLeft');
    // The caret stands behind the words then, and what is typed next bears no mark.
    await keyboard.press(`Alt+${role.toLowerCase()}`);
  }
  await until(
    'the marks',
    () => runsOf(field),
    runs.filter(([, role]) => role !== null),
  );
}

function runsOf(field: Locator): Promise<readonly Run[]> {
  return field
    .locator('[data-role]')
    .evaluateAll((marks) =>
      marks.map((mark): Run => [
        mark.textContent ?? '',
        mark.getAttribute('data-role') as MarkRole,
      ]),
    );
}
