import { test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { importFile } from '../support/import-file.ts';
import { sharedFile } from '../support/shared-data.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

const FILE = 'transcripts/metamuse-collective-intelligence-teams-style.docx';

/* Words of the real transcript, each of which stands in it once. */
const CONTEXT = 'bred to be obedient dogs';
const MECHANISM = 'good training for being a manager';
const OUTCOME = 'a tool for deep work';

browserSuite('coding one transcript live', (stage) => {
  test('three people see what each marks, and take back only their own', async (context) => {
    const file = sharedFile(context, FILE);
    const ana = await enterLead(stage, 'Ana Lima');
    const project = await ana.call('createProject', {}, { title: 'Live' });
    const transcript = await importFile(ana, project.id, file);
    const ben = await enterMember(stage, ana, project.id, 'Ben Okoro');
    const cleo = await enterMember(stage, ana, project.id, 'Cleo Wirth');
    const all = await Promise.all(
      [ana, ben, cleo].map((person) => new Annotator(person).open(project.id, transcript)),
    );
    const [hers, his, theirs] = all as [Annotator, Annotator, Annotator];

    await until('who Ana sees', () => hers.here(), ['Ben Okoro', 'Cleo Wirth']);
    await until('who Ben sees', () => his.here(), ['Ana Lima', 'Cleo Wirth']);
    await until('who Cleo sees', () => theirs.here(), ['Ana Lima', 'Ben Okoro']);

    await hers.drag(CONTEXT);
    await until('what Ana selects', () => his.othersSelections(), [CONTEXT]);
    await hers.press('c');
    await until('what Ana selects', () => his.othersSelections(), []);
    await his.extend(MECHANISM);
    await his.press('m');
    await theirs.drag(OUTCOME);
    await theirs.press('o');
    for (const one of all) {
      await one.sees(CONTEXT, ['C']);
      await one.sees(MECHANISM, ['M']);
      await one.sees(OUTCOME, ['O']);
      await until('the lanes', () => one.stripes(), [
        { lane: 'AL', role: 'C' },
        { lane: 'BO', role: 'M' },
        { lane: 'CW', role: 'O' },
      ]);
    }
    await until('layers', () => hers.layers(), { You: '1', 'Ben Okoro': '1', 'Cleo Wirth': '1' });
    await until('layers', () => theirs.layers(), { You: '1', 'Ana Lima': '1', 'Ben Okoro': '1' });

    await his.press('Control+z');
    for (const one of all) {
      await one.sees(MECHANISM, []);
      await one.sees(CONTEXT, ['C']);
      await one.sees(OUTCOME, ['O']);
    }
    await his.press('Control+Shift+z');
    for (const one of all) await one.sees(MECHANISM, ['M']);
    for (const one of all) await one.says('Saved');
  });
});
