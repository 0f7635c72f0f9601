import type { CommentAnswer } from '@triad/collab';
import { beforeAll, expect, test } from 'vitest';
import { redacting } from '../../apps/web/src/messages/redacting.ts';
import { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, enterMember, openInterview } from '../support/team.ts';
import { until } from '../support/until.ts';

/* Words of the interview, each of which stands in it once. */
const NAME = 'Peter';
const CARD = 'My doctor wrote it on a card';
const USEFUL = 'I felt useful again';
const REMARK = 'Is this the card or the doctor?';
const ANSWER = 'Both, I think.';
const DUE = { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' };

browserSuite('comments that are being written', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  /** A coder, on an interview about which Ana has said something. */
  async function begin(name: string) {
    const { hers, project, transcript } = await openInterview(ana);
    const ben = await enterMember(stage, ana, project, name);
    await ben.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const target = { kind: 'transcript' };
    const asked = { target, text: 'What worked here?' };
    const { id: question } = await ana.call('createComment', { transcript }, asked);
    const his = await new Annotator(ben).open(project, transcript);
    const field = ben.page.getByRole('textbox', { name: 'Comment for the team' });
    const answer = ben.page.getByRole('textbox', { name: 'Reply' });
    const offer = ben.page.getByRole('region', { name: 'Comments that were not sent' });
    /** What the field for this holds; null where there is none. */
    const held = (name: string) => () =>
      his.panel
        .getByRole('textbox', { name })
        .evaluateAll(([box]) => (box instanceof HTMLTextAreaElement ? box.value : null));
    const comments = (): Promise<readonly CommentAnswer[]> =>
      ben.call('listComments', { transcript });
    return {
      hers,
      his,
      ben,
      project,
      transcript,
      question,
      field,
      answer,
      offer,
      comments,
      newHeld: held('Comment for the team'),
      answerHeld: held('Reply'),
      /** Begins a remark on words of the text, and an answer. */
      async write() {
        await his.drag(CARD);
        await his.tab('Talk').click();
        await field.fill(REMARK);
        await his.panel.getByRole('button', { name: 'Reply' }).click();
        await answer.fill(ANSWER);
      },
    };
  }

  test('stay in their fields whatever is shown meanwhile', async () => {
    const { his, ben, field, answer, write, newHeld, answerHeld, comments } =
      await begin('Ben Okoro');
    await write();
    await his.drag(USEFUL);
    await his.tab('Memos').click();
    await his.tab('Talk').click();
    await until('the remark', newHeld, REMARK);
    await until('the answer', answerHeld, ANSWER);

    // Loading the page anew would lose them: the browser asks first.
    const asking = ben.page.waitForEvent('dialog');
    void ben.page.evaluate(() => location.reload());
    const dialog = await asking;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await until('the remark', newHeld, REMARK);

    // Another page of the app, and back.
    await ben.page.getByRole('link', { name: 'Allotments' }).first().click();
    await his.text.waitFor({ state: 'detached' });
    await ben.page.goBack();
    await his.isReady();
    await his.tab('Talk').click();
    await until('the remark', newHeld, REMARK);

    // What was not sent is in the field also after another panel, and then is sent once.
    stage.troubles.expect(/ERR_FAILED .*comments/);
    await ben.page.route('**/comments', (route) => route.abort());
    await his.panel.locator('.new-comment', { has: field }).getByText('Send').click();
    await his.panel.getByText('The comment was not sent; it is still in the field.').waitFor();
    await his.tab('Spans').click();
    await his.tab('Talk').click();
    await until('the remark', newHeld, REMARK);
    await ben.page.unroute('**/comments');
    await his.panel.locator('.new-comment', { has: field }).getByText('Send').click();
    await until('the field is free', newHeld, '');
    await his.panel.locator('.new-comment', { has: answer }).getByText('Send').click();
    await until('no field for an answer', answerHeld, null);
    const said = await comments();
    expect(said.map(({ text }) => text)).toEqual(['What worked here?', REMARK, ANSWER]);
    // It is about the words that were selected when it was begun.
    const passage = said[1]?.target;
    expect(passage?.kind === 'passage' ? passage.anchor?.quote : null).toBe(CARD);
  });

  test('are offered when a blind round takes the talk away, and are back after it', async () => {
    const { his, ben, project, transcript, ...talk } = await begin('Cleo Marsh');
    await talk.write();
    const { me } = await ben.call('readProject', { project });
    const blind = { kind: 'blind', title: 'Pilot', transcripts: [transcript], coders: [me] };
    const round = await ana.call(
      'openRound',
      { project },
      { ...blind, due: DUE, ownEarlier: false },
    );
    await ben.page.getByRole('complementary', { name: 'Pilot' }).waitFor();
    await his.isReady();
    await until('talk', () => his.tab('Talk').count(), 0);
    await talk.offer.getByText(REMARK).waitFor();
    await talk.offer.getByText(ANSWER).waitFor();
    await talk.offer.getByRole('button', { name: 'Copy' }).click();
    await talk.offer.getByRole('button', { name: 'Copied.' }).waitFor();
    const copied = await ben.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${REMARK}\n\n${ANSWER}`);

    const closing = { version: round.version, transcripts: null };
    await ana.call('closeRound', { project, round: round.id }, closing);
    await ben.page.getByRole('complementary', { name: 'Pilot' }).waitFor({ state: 'detached' });
    await his.isReady();
    await until('no offer', () => talk.offer.count(), 0);
    await his.tab('Talk').click();
    await until('the remark', talk.newHeld, REMARK);
    await until('the answer', talk.answerHeld, ANSWER);
    await his.panel.getByText('on the selected words').waitFor();

    // In the next one they are let go, and are gone for good.
    const next = { ...blind, title: 'Again', due: DUE, ownEarlier: false };
    const again = await ana.call('openRound', { project }, next);
    // The page begins anew, twice where the round is known before its layer: a press must not fall between.
    await ben.page.getByRole('complementary', { name: 'Again' }).waitFor();
    await his.isReady();
    await talk.offer.getByRole('button', { name: 'Let it go' }).click();
    await until('no offer', () => talk.offer.count(), 0);
    await ana.call(
      'closeRound',
      { project, round: again.id },
      { version: again.version, transcripts: null },
    );
    await ben.page.getByRole('complementary', { name: 'Again' }).waitFor({ state: 'detached' });
    await his.isReady();
    await his.tab('Talk').click();
    await until('an empty field', talk.newHeld, '');
    await until('no field for an answer', talk.answerHeld, null);
    expect((await talk.comments()).map(({ text }) => text)).toEqual(['What worked here?']);
  });

  test('an answer is offered as text when what it answers is taken away', async () => {
    const { transcript, question, ...talk } = await begin('Dan Reed');
    await talk.write();
    await ana.call('removeComment', { transcript, comment: question });
    await talk.offer.getByText('What you were answering is gone.').waitFor();
    await talk.offer.getByText(ANSWER).waitFor();
    await until('the remark', talk.newHeld, REMARK);
    await talk.offer.getByRole('button', { name: 'Let it go' }).click();
    await until('no offer', () => talk.offer.count(), 0);
    await until('the remark', talk.newHeld, REMARK);
  });

  test('are looked over once more where words were taken out meanwhile', async () => {
    const { hers, his, ben, field, comments, newHeld } = await begin('Eve Stone');
    await his.drag(NAME);
    await his.tab('Talk').click();
    await field.fill('Who is he?');
    await hers.drag(NAME);
    await ana.page.getByRole('toolbar').getByText(redacting.button).click();
    const dialog = ana.page.locator('.dialog-modal');
    await dialog.getByRole('button', { name: redacting.use('[name]') }).click();
    await dialog.getByRole('button', { name: redacting.next }).click();
    // It is said for a few seconds alone, whatever the lead's own page does meanwhile.
    await Promise.all([
      ben.page.getByText(redacting.came).waitFor(),
      dialog.getByRole('button', { name: redacting.act }).click(),
    ]);
    await dialog.waitFor({ state: 'detached' });
    await his.isReady();
    await his.tab('Talk').click();
    await his.panel.getByText('Words were taken out of the text since you began this').waitFor();
    const send = his.panel.locator('.new-comment', { has: field }).getByRole('button', {
      name: 'Send',
    });
    expect(await send.isDisabled()).toBe(true);
    await his.panel.getByRole('button', { name: 'It holds none of them' }).click();
    await send.click();
    await until('the field is free', newHeld, '');
    // The words that were selected would have come back with it.
    const said = (await comments()).at(-1);
    expect(said).toMatchObject({ text: 'Who is he?', target: { kind: 'transcript' } });
  });
});
