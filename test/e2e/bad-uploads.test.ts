import { basename } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { browserSuite } from '../support/browser-suite.ts';
import { ImportPage } from '../support/import-page.ts';
import type { Person } from '../support/person.ts';
import { sharedFile } from '../support/shared-data.ts';
import { enterLead } from '../support/team.ts';
import { until } from '../support/until.ts';

/** Each with a word of what the server says about it. */
const BAD = [
  ['hostile/poi-encrypted-password-is-pass.docx', /password|encrypted/i],
  ['hostile/empty.txt', /empty/i],
  ['hostile/png-named-txt.txt', /not .*text|binary|picture/i],
  ['hostile/docx-expands-to-80-mb.docx', /MB|large|unpack/i],
] as const;

browserSuite('files that cannot be imported', (stage) => {
  let ana: Person;
  let project: string;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
    ({ id: project } = await ana.call('createProject', {}, { title: 'Hostile' }));
  });

  test('are refused with a sentence each, and leave nothing', async (context) => {
    const paths = BAD.map(([name]) => sharedFile(context, name));
    stage.troubles.expect(/status of 4\d\d/);
    const importing = new ImportPage(ana);
    await ana.goTo(`/projects/${project}/import`);
    await importing.choose(...paths);
    const refused = importing.files.filter({ hasText: 'refused' });
    await until('refused', () => refused.count(), BAD.length);
    for (const [name, sentence] of BAD) {
      const row = importing.files.filter({ hasText: basename(name) });
      await expect(row.textContent()).resolves.toMatch(sentence);
      await expect(row.textContent()).resolves.toMatch(/refused .+[.]/);
    }
    await expect(importing.importButton.count()).resolves.toBe(0);
    expect(await ana.call('listTranscripts', { project })).toEqual([]);
    expect(await ana.call('listParticipants', { project })).toEqual([]);
  });

  test('do not stand in the way of one that can', async (context) => {
    const bad = sharedFile(context, 'hostile/truncated-half.docx');
    const good = sharedFile(context, 'transcripts/podcast-trailer-voice-tags.vtt');
    stage.troubles.expect(/status of 4\d\d/);
    const importing = new ImportPage(ana);
    await ana.goTo(`/projects/${project}/import`);
    await importing.choose(bad, good);
    await importing.files.filter({ hasText: 'refused' }).waitFor();
    await importing.show(basename(good));
    await importing.importOne();
    await importing.files.filter({ hasText: 'imported' }).waitFor();
    const transcripts = await ana.call('listTranscripts', { project });
    expect(transcripts.map(({ turns }) => turns)).toEqual([2]);
  });
});
