import { expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { keptWork } from '../../apps/web/src/messages/kept-work.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { expectOffline } from '../support/device-stage.ts';
import { offers, quotesIn, takeKept } from '../support/kept-work.ts';
import type { Person } from '../support/person.ts';
import { emailOf, enterLead, enterMember, openInterview, PASSWORD } from '../support/team.ts';
import { until } from '../support/until.ts';

const BEFORE = 'My doctor wrote it on a card';
const AFTER = 'the one who could sharpen tools';
const UNSENT = 'Peter found the silence hard';

browserSuite('a restored server', (stage) => {
  test('tells open tabs, offers what it lacks as a file, and doubles nothing', async () => {
    expectOffline(stage);
    // Of a session that is over.
    stage.troubles.expect(/401/);
    const ana = await enterLead(stage, 'Ana Lima');
    const { project, transcript, hers } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const his = await new Annotator(ben).open(project, transcript);
    await mark(hers, BEFORE, 'c');
    await mark(his, BEFORE, 'c');

    const backup = await stage.server.backUp();
    await mark(hers, AFTER, 'm');
    await mark(his, AFTER, 'm');
    await stage.server.kill();
    await hers.says(words.state.offline);
    await hers.drag(UNSENT);
    await hers.press('o');
    await hers.says(words.state.waiting.tab);
    await stage.server.restore(backup);
    await stage.server.startAgain();

    // What never arrived is offered at once, what was saved as soon as it is known to be missing.
    const [first] = await offers(ana.page, 1);
    expect(first).toContain('did not reach the server');
    expect(quotesIn(await takeKept(ana.page), 'notOnTheServer')).toEqual([UNSENT]);
    await signInAgain(ana, hers);
    await signInAgain(ben, his);
    const [second] = await offers(ben.page, 1);
    expect(second).toContain('went back to an earlier state');
    const file = await takeKept(ben.page);
    expect(quotesIn(file, 'notOnTheServer')).toEqual([AFTER]);
    expect(file.work.onTheServer).toEqual([]);
    expect(file.update.length).toBeGreaterThan(100);

    for (const one of [hers, his]) {
      await until('spans in the list', () => one.rows.count(), 2);
      await one.sees(BEFORE, ['C']);
      await one.sees(AFTER, []);
      await one.sees(UNSENT, []);
      await one.says('Saved');
    }
    await mark(his, UNSENT, 'o');
    await hers.sees(UNSENT, ['O']);

    await ben.page.getByRole('button', { name: keptWork.letGo }).click();
    await offers(ben.page, 0);
  });
});

async function mark(one: Annotator, quote: string, key: string): Promise<void> {
  await one.drag(quote);
  await one.press(key);
  await one.says('Saved');
}

/** In the tab that is open, by its own way: it asks, or leads there by itself, also just as it is asked. */
async function signInAgain({ page, name }: Person, one: Annotator): Promise<void> {
  const again = page.getByRole('button', { name: words.closed.again(4401) });
  const email = page.getByRole('textbox', { name: 'E-mail' });
  await again.or(email).first().waitFor();
  if (await again.isVisible()) await Promise.any([again.click(), email.waitFor()]);
  await email.fill(emailOf(name));
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await one.isReady();
}
