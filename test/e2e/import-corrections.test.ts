import { beforeAll, beforeEach, expect, test } from 'vitest';
import { browserSuite } from '../support/browser-suite.ts';
import type { ChosenFile } from '../support/import-page.ts';
import { ImportPage } from '../support/import-page.ts';
import type { Person } from '../support/person.ts';
import { enterLead } from '../support/team.ts';
import { until } from '../support/until.ts';

/** One person under two labels, and a line that nobody says. */
const WORDS = `Recorded at the allotments in May

Ruth: How did you come to take a plot?
Sam: A neighbour gave hers up, and I had time.
Ruth: And then what happened?
Samuel: People began to bring me their seedlings.
Ruth: Did you expect that they would?
Sam: No, but I hoped so.
Ruth: Who came first of all?
Samuel: The two brothers from number nine.
Sam: Then everyone.
`;

browserSuite('the preview', (stage) => {
  let ana: Person;
  let importing: ImportPage;
  let project: string;
  const file: ChosenFile = {
    name: 'allotments.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(WORDS),
  };
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
    importing = new ImportPage(ana);
  });
  beforeEach(async () => {
    ({ id: project } = await ana.call('createProject', {}, { title: 'Allotments' }));
    await ana.goTo(`/projects/${project}/import`);
    await importing.choose(file);
    await importing.show(file.name);
  });

  test('makes two labels of one person one speaker', async () => {
    await until('found', () => importing.speakers(), ['Ruth', 'Sam', 'Samuel']);
    await importing.chooseSpeakers('Sam', 'Samuel');
    await importing.mergeInto('Samuel');
    await until('merged', () => importing.speakers(), ['Ruth', 'Samuel']);
    expect(await imported()).toEqual(['Ruth', 'Samuel']);
  });

  test('turns a label that is no speaker back into words', async () => {
    await importing.chooseSpeakers('Samuel');
    await importing.dissolve();
    await until('dissolved', () => importing.speakers(), ['Ruth', 'Sam']);
    await until(
      'the words',
      async () => (await importing.turns.filter({ hasText: 'Samuel: People began' }).count()) > 0,
      true,
    );
    expect(await imported()).toEqual(['Ruth', 'Sam']);
  });

  test('takes back what was left out, and leaves it out again', async () => {
    const turns = 9;
    await until('turns', () => importing.turns.count(), turns);
    await importing.takeBack('turn');
    const head = importing.turns.filter({ hasText: 'Recorded at the allotments in May' });
    await until('taken back', () => importing.turns.count(), turns + 1);
    expect(await head.count()).toBe(1);
    expect(await importing.leftOut.count()).toBe(0);
    await ana.page.getByRole('button', { name: /^Undo: / }).click();
    await until('left out again', () => importing.leftOut.count(), 1);
    await until('as before', () => importing.turns.count(), turns);
  });

  /** Imports it; answers who speaks in what was stored. */
  async function imported(): Promise<readonly string[]> {
    await importing.importOne();
    await ana.page.getByRole('table', { name: 'Transcripts' }).waitFor();
    const [transcript] = await ana.call('listTranscripts', { project });
    if (transcript === undefined) throw new Error('nothing was imported');
    return transcript.speakers.map(({ name }) => name);
  }
});
