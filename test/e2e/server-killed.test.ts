import { test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { expectOffline } from '../support/device-stage.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const BEFORE = 'My doctor wrote it on a card';
const MEANWHILE = 'the one who could sharpen tools';
const AFTER = 'Peter found the silence hard';

browserSuite('a killed server', (stage) => {
  test('loses nothing, and open tabs go on by themselves', async () => {
    expectOffline(stage);
    const ana = await enterLead(stage, 'Ana Lima');
    const { project, transcript, hers } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const cleo = await enterMember(stage, ana, project, 'Cleo Wirth');
    const his = await new Annotator(ben).open(project, transcript);
    const theirs = await new Annotator(cleo).open(project, transcript);
    await hers.open(project, transcript);
    const all = [hers, his, theirs];

    await hers.drag(BEFORE);
    await hers.press('c');
    for (const one of all) await one.sees(BEFORE, ['C']);
    await hers.says('Saved');

    await stage.server.kill();
    for (const one of all) await one.says(words.state.offline);
    await his.drag(MEANWHILE);
    await his.press('m');
    await his.sees(MEANWHILE, ['M']);
    await his.says(words.state.waiting.tab);

    await stage.server.startAgain();
    for (const one of all) await one.says('Saved');
    for (const one of all) await one.sees(MEANWHILE, ['M']);
    await theirs.drag(AFTER);
    await theirs.press('o');
    for (const one of all) await one.sees(AFTER, ['O']);
    for (const one of all) await one.says('Saved');
    const others = ['Ana Lima', 'Ben Okoro', 'Cleo Wirth'];
    for (const one of all) {
      const here = others.filter((name) => name !== one.person.name);
      await until('who is here', () => one.here(), here);
    }

    await Promise.all(all.map((one) => one.page.reload()));
    for (const one of all) {
      await one.isReady();
      await one.sees(BEFORE, ['C']);
      await one.sees(MEANWHILE, ['M']);
      await one.sees(AFTER, ['O']);
    }
  });
});
