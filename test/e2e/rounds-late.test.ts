import { beforeAll, test } from 'vitest';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

const USEFUL = 'I felt useful again';
const CARD = 'My doctor wrote it on a card';
const RELIEF = 'that was a relief';

browserSuite('after the reveal', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('what is marked after the reveal says so wherever it is seen, at once and for good', async () => {
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, 'Ben Okoro');
    const cleo = await enterMember(stage, ana, project, 'Cleo Marsh');
    await hers.drag(CARD);
    await hers.press('c');
    await hers.says('Saved');
    const round = await openBlindFor(ana, project, transcript, 'Ben Okoro');
    const his = await new Annotator(ben).open(project, transcript);
    await his.drag(USEFUL);
    await his.press('m', 't');
    await his.openSketch.getByRole('button', { name: 'Done' }).click();
    await his.says('Saved');
    const params = { project, round: round.id };
    const closed = await ana.call('closeRound', params, {
      version: round.version,
      transcripts: null,
    });
    await ben.page.getByRole('complementary', { name: 'Pilot' }).waitFor({ state: 'detached' });
    await his.isReady();

    // Cleo looks at the revealed layer, while the lead opens it again for Ben.
    const theirs = await new Annotator(cleo).open(project, transcript);
    const box = cleo.page.getByRole('checkbox', { name: 'Show the layer of Ben Okoro (Pilot)' });
    await box.check();
    await theirs.sees(USEFUL, ['M']);
    const reason = 'The end was overlooked.';
    await ana.call('reopenRound', params, {
      version: closed.version,
      member: round.coders?.[0] ?? '',
      reason,
    });
    // He is told by whom and why, stays where he works, and goes there when he will.
    const notice = ben.page.getByRole('complementary', { name: '‘Pilot’ is open again for you' });
    await notice.getByText('Ana Lima opened ‘Pilot’ again for you:').waitFor();
    await notice.getByText(reason).waitFor();
    await notice.getByText('You mark in ‘Open coding’ now.').waitFor();
    await notice.getByRole('button', { name: 'Go to Pilot' }).click();
    const there = notice.getByText('is marked “after the reveal” for good');
    await there.waitFor();
    // Whoever opens the page then is there at once.
    await his.open(project, transcript);
    await there.waitFor();
    await his.isReady();
    await his.drag(RELIEF);
    await his.press('o');
    await his.says('Saved');

    // Whoever sees it sees it live: in the list, on its stripe, beside the name of the layer.
    const told = async (reader: Annotator) => ({
      rows: (await reader.rows.filter({ hasText: 'after the reveal' }).allInnerTexts()).map((row) =>
        row.includes(RELIEF),
      ),
      stripes: await reader.page
        .locator('.stripe.late')
        .evaluateAll((all) => all.map((stripe) => stripe.getAttribute('title'))),
      layers: await reader.page.locator('.side-late .late-mark').allInnerTexts(),
    });
    const late = (name: string) => ({
      rows: [true],
      stripes: [`${name}: Outcome, after the reveal`],
      layers: ['1 span after the reveal'],
    });
    await theirs.sees(RELIEF, ['O']);
    await until('Cleo is told', () => told(theirs), late('Ben Okoro (Pilot)'));
    await until('Ben is told', () => told(his), late('Ben Okoro'));

    // So is a sketch of before of which the restatement is written now, word by word.
    await his.openFirstSketch();
    await his.openSketch.getByRole('textbox', { name: 'Restatement' }).fill('When nobody asks');
    await his.openSketch.getByRole('button', { name: 'Done' }).click();
    await theirs.tab('Sketches').click();
    await theirs.panel.locator('.sketch').getByText('after the reveal').waitFor();
    await theirs.tab('Spans').click();
    const sketch = '1 span and 1 sketch after the reveal';
    await until('a sketch', async () => (await told(theirs)).layers, [sketch]);
    await his.tab('Spans').click();

    // What he changes is late too, and what he takes away is counted.
    await his.click(USEFUL);
    await his.press('u');
    await his.says('Saved');
    const changed = '2 spans and 1 sketch after the reveal';
    await until('a change', async () => (await told(theirs)).layers, [changed]);
    await his.press('m');
    await until('as it stood', async () => (await told(theirs)).layers, [sketch]);
    await his.press('Delete');
    const both = `${sketch}, 1 span removed`;
    await until('a removal', async () => (await told(theirs)).layers, [both]);

    await box.uncheck();
    const hidden = 'opened again after the reveal';
    await until('of what is not shown', async () => (await told(theirs)).layers, [hidden]);
    await box.check();

    // It stays when the lead ends it, and after a reload, which shows the same layers again.
    const { rounds } = await ana.call('readProject', { project });
    const { version } = rounds.find(({ id }) => id === round.id) ?? round;
    await ana.call('closeAgain', params, { version, member: round.coders?.[0] ?? '' });
    await notice.waitFor({ state: 'detached' });
    await theirs.open(project, transcript);
    await until('it is shown again', () => box.isChecked(), true);
    await theirs.sees(RELIEF, ['O']);
    await until('for good', () => told(theirs), {
      ...late('Ben Okoro (Pilot)'),
      layers: [both],
    });
    // The heads of the lanes tell a coder's two layers apart.
    const heads = cleo.page.locator('.lane-names b');
    await until('heads', () => heads.allInnerTexts(), ['CM', 'AL', 'BO', 'BO²']);
  });
});

/** A blind round of one coder on one transcript, as the lead opens it. */
async function openBlindFor(lead: Person, project: string, transcript: string, coder: string) {
  const members = await lead.call('listMembers', { project });
  const due = { at: new Date(Date.now() + 86_400_000).toISOString(), zone: 'Europe/London' };
  return lead.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: 'Pilot',
      transcripts: [transcript],
      coders: members.filter(({ name }) => name === coder).map(({ id }) => id),
      due,
      ownEarlier: false,
    },
  );
}
