import { beforeAll, expect, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

const TURNS = 200;
const LAST = `turn ${TURNS - 1} begins`;

browserSuite('a long text', (stage) => {
  let ana: Person;
  let project: string;
  let transcript: string;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
    ({ id: project } = await ana.call('createProject', {}, { title: 'Allotments' }));
    transcript = await ana.postImport(project, {
      title: 'A long talk',
      fileName: 'a-long-talk.txt',
      format: 'txt',
      sha256: '0'.repeat(64),
      keepOriginal: false,
      speakers: [{ key: 's1', name: 'P1', kind: 'participant', participant: null }],
      turns: Array.from({ length: TURNS }, (_, turn) => ({
        speaker: 's1',
        start: null,
        end: null,
        // Of very different lengths, so that no guess at their height is right for long.
        text: `This is where turn ${turn} begins. ${'And then we dug on. '.repeat((turn * 7) % 40)}`,
      })),
    });
  });

  test('is laid out to its end while the page is idle', async () => {
    const hers = await new Annotator(ana).open(project, transcript);
    await hers.text.focus();
    await hers.press('Control+End');
    await until('the last turn', () => hers.isInView(LAST), true);
    await hers.drag(LAST);
    await hers.press('o');
    await hers.sees(LAST, ['O']);
    await hers.says('Saved');
  });

  test('is coded, and a row leads exactly to its words, before the page was ever idle', async () => {
    const ben = await enterMember(stage, ana, project, 'Ben Osei');
    await ben.page.addInitScript(() => {
      globalThis.requestIdleCallback = () => 0;
    });
    const his = await new Annotator(ben).openAsReader(project, transcript);
    await his.says('Saved');
    expect(await his.unfinished()).toBeGreaterThan(100);
    await his.drag('turn 3 begins');
    await his.press('c');
    await his.sees('turn 3 begins', ['C']);
    expect(await his.unfinished()).toBeGreaterThan(100);
    await his.rows.filter({ hasText: LAST }).click();
    await until('the words of the row', () => his.isInView(LAST), true);
    expect(await his.unfinished()).toBe(0);
    await his.drag(LAST);
    await his.press('m');
    await his.sees(LAST, ['M', 'O']);
  });
});
