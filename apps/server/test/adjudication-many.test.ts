import { expect, test } from 'vitest';
import {
  agreedWords,
  decisionAt,
  makeAdjudicationStage,
  placeAt,
  untilAgreed,
} from './adjudication-stage.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { startServer } from './http-harness.ts';
import { settled } from './agreement-stage.ts';

/* What a strategy decides with one command, coders' answers, ties, and how far a project is. */

const NOBODY = 'There was nobody on the whole estate to talk to.';
const MEANT = 'so I felt it was meant for me';
const WENT = 'I went and kept going';
const DOWN = 'I did not want to let her down';

test('what the strategy of the project would decide is counted, too', async () => {
  const { lead, project, transcript, ben, reviewer } = await makeAdjudicationStage(
    await startServer(),
  );
  const counted = async () =>
    (await lead.get('readAdjudication', { transcript })).strategies.map(
      ({ strategy, places }) => [strategy, places] as const,
    );
  const offered = await counted();
  const { settings } = await lead.get('listCmocs', { project });
  const set = (strategy: string, version: number) =>
    lead.get(
      'changeMethod',
      { project },
      { version, settings: { ...settings, strategy }, groups: [] },
    );
  await set('at-least:3', 0);
  // Where one of three has another role, or left it undecided, no three carry it.
  expect(await counted()).toEqual([...offered, ['at-least:3', 2]]);
  await set(`coder:${ben.member}`, 1);
  expect(await counted()).toEqual(offered);
  // Who coded nothing of it decides nothing of it.
  await set(`coder:${reviewer.member}`, 2);
  expect(await counted()).toEqual(offered);
});

test('a strategy decides what nobody has, and is undone with one command', async () => {
  const { lead, lea, project, transcript } = await makeAdjudicationStage(await startServer());
  const ears = listenAs(lea);
  await connected(ears);
  await ears.watch(project);
  const view = await lead.get('readAdjudication', { transcript });
  const { text } = placeAt(view, DOWN);
  const none = { ...placeAt(view, DOWN), outcome: { kind: 'none' } };
  const own = await lead.get('decide', { transcript }, none);
  const places = Object.fromEntries(
    (await lead.get('readAdjudication', { transcript })).strategies.map((each) => [
      each.strategy,
      each.places,
    ]),
  );
  // Of five places one is decided; two coders of three marked the last alone.
  expect(places).toMatchObject({ all: 1, majority: 3, union: 3, intersection: 3 });

  const command = { text, strategy: 'majority', why: 'As agreed' };
  const batch = await lead.get('decideMany', { transcript }, command);
  expect(batch).toMatchObject({ decided: 3, left: 0 });
  const after = await lead.get('readAdjudication', { transcript });
  expect(agreedWords(after, decisionAt(after, MEANT))).toEqual([`M ${MEANT}`]);
  expect(decisionAt(after, NOBODY)?.ruling).toMatchObject({
    by: lead.member,
    strategy: 'majority',
    batch: batch.batch,
    why: 'As agreed',
  });
  expect(decisionAt(after, DOWN)).toMatchObject({ id: own.id, version: 1 });
  await until('it is told once', () => ears.heard.some(({ id }) => id === batch.batch));
  expect(ears.heard.filter(({ what }) => what === 'decisions')).toHaveLength(2);
  await untilAgreed(lea, transcript, [NOBODY, MEANT, WENT]);

  // A lead decides one of them otherwise: that stays.
  const went = decisionAt(after, WENT);
  const otherwise = { ...placeAt(after, WENT), version: 1, outcome: { kind: 'none' } };
  await lea.get('changeDecision', { transcript, decision: went?.id ?? '' }, otherwise);
  const undone = await lead.get('undoMany', { transcript, batch: batch.batch });
  expect(undone).toEqual({ batch: batch.batch, decided: 2, left: 1 });
  await untilAgreed(lea, transcript, []);
  const waiting = await lead.get('listDecisions', { transcript });
  expect(waiting.filter(({ ruling }) => ruling === null)).toHaveLength(2);
  // What was undone with its batch a strategy may decide anew, under the same ids.
  const again = await lead.get('decideMany', { transcript }, { ...command, strategy: 'union' });
  expect(again.decided).toBe(2);
  expect((await lead.get('listDecisions', { transcript })).map(({ id }) => id)).toEqual(
    waiting.map(({ id }) => id),
  );
  const nothing = await lead.call('undoMany', { transcript, batch: crypto.randomUUID() });
  expect(nothing.error.code).toBe('decisions/no-batch');
});

test('a place that a person reopened waits for a person', async () => {
  const { lead, transcript } = await makeAdjudicationStage(await startServer());
  const view = await lead.get('readAdjudication', { transcript });
  const place = placeAt(view, NOBODY);
  const union = { ...place, outcome: { kind: 'union', role: 'C' } };
  const made = await lead.get('decide', { transcript }, union);
  const at = { transcript, decision: made.id };
  await lead.get('changeDecision', at, { ...place, version: 1, outcome: null });
  const command = { text: place.text, strategy: 'all', why: '' };
  expect((await lead.get('decideMany', { transcript }, command)).decided).toBe(0);
  const stale = { ...command, text: '0'.repeat(64) };
  expect((await lead.call('decideMany', { transcript }, stale)).error.code).toBe('decisions/moved');
  const stranger = { ...command, strategy: `coder:${crypto.randomUUID()}` };
  expect((await lead.call('decideMany', { transcript }, stranger)).error.code).toBe(
    'decisions/no-such-coder',
  );
});

test("one coder's spans are taken as they stand", async () => {
  const { lead, cleo, transcript, coded } = await makeAdjudicationStage(await startServer());
  const { text } = placeAt(await lead.get('readAdjudication', { transcript }), NOBODY);
  const command = { text, strategy: `coder:${cleo.member}`, why: '' };
  expect((await lead.get('decideMany', { transcript }, command)).decided).toBe(4);
  const decisions = await lead.get('listDecisions', { transcript });
  expect(decisions.map(({ ruling }) => ruling?.outcome)).toEqual(
    expect.arrayContaining(coded.cleo.spans.map((span) => ({ kind: 'coder', span }))),
  );
});

test('each coder answers a ruling once, and none that is over', async () => {
  const { lead, ben, dan, lea, reviewer, transcript } = await makeAdjudicationStage(
    await startServer(),
  );
  const view = await lead.get('readAdjudication', { transcript });
  const command = { ...placeAt(view, DOWN), outcome: { kind: 'union', role: 'C' } };
  const { id: decision } = await lead.get('decide', { transcript }, command);
  const at = { transcript, decision };
  const differs = { ruling: 1, stance: 'differs', text: 'It is a mechanism' };
  expect((await ben.call('answerDecision', at, { ...differs, text: ' ' })).status).toBe(400);
  const answered = await ben.get('answerDecision', at, differs);
  expect(answered.answers).toMatchObject([{ member: ben.member, ...differs }]);
  expect((await ben.call('answerDecision', at, differs)).error.code).toBe(
    'decisions/answered-already',
  );
  // Lea may code, and was not in that round; a reviewer does not code.
  expect((await lea.call('answerDecision', at, differs)).error.code).toBe('decisions/not-asked');
  expect((await reviewer.call('answerDecision', at, differs)).error.code).toBe('rules/not-allowed');

  const again = { ...command, version: 1, outcome: { kind: 'union', role: 'M' } };
  await lead.get('changeDecision', at, again);
  expect((await dan.call('answerDecision', at, differs)).error.code).toBe('decisions/ruling-over');
  const accepts = { ruling: 2, stance: 'accepts', text: '' };
  await ben.get('answerDecision', at, accepts);
  const { answers } = await lead.get('readDecision', at);
  expect(answers.map(({ ruling, stance }) => [ruling, stance])).toEqual([
    [1, 'differs'],
    [2, 'accepts'],
  ]);
});

test("a lead's ties change configurations, and no figure", async () => {
  const { lead, reviewer, project, transcript, coded } = await makeAdjudicationStage(
    await startServer(),
  );
  const before = await settled(reviewer, project);
  const [k1, k2] = [coded.ben.sketches[0] ?? '', coded.cleo.sketches[0] ?? ''];
  const view = await lead.get('readAdjudication', { transcript });
  expect(view.configurations).toEqual([
    { id: [k1, k2].sort()[0], sketches: [k1, k2].sort(), byHand: false },
  ]);
  expect(view.differences.map(({ kind }) => kind)).toContain('part-role');
  const part = { kind: 'part', sketches: [k1], why: 'Cleo means another one' };
  const tie = await lead.get('tieSketches', { transcript }, part);
  expect(tie).toMatchObject({ ...part, by: lead.member });
  const parted = await lead.get('readAdjudication', { transcript });
  expect(parted.configurations.map(({ byHand }) => byHand)).toEqual([true, true]);
  expect(parted.differences.map(({ kind }) => kind)).not.toContain('part-role');
  expect(parted.ties).toEqual([tie]);
  expect((await settled(reviewer, project)).figures).toEqual(before.figures);
  const figures = await reviewer.get('readTranscriptAgreement', { transcript });
  expect(figures.differences).toEqual(view.differences);

  // A later one wins.
  const join = { kind: 'join', sketches: [k2, k1], why: '' };
  const second = await lead.get('tieSketches', { transcript }, join);
  const joined = await lead.get('readAdjudication', { transcript });
  expect(joined.configurations).toEqual(view.configurations);
  await lead.get('untieSketches', { transcript, tie: second.id });
  expect((await lead.get('readAdjudication', { transcript })).configurations).toEqual(
    parted.configurations,
  );
  const refused = async (body: object) =>
    (await lead.call('tieSketches', { transcript }, { ...join, ...body })).error.code;
  expect(await refused({ sketches: [k1, crypto.randomUUID()] })).toBe('ties/unknown-sketch');
  expect(await refused({ sketches: [k1, k1] })).toBe('ties/two-needed');
  expect((await reviewer.call('tieSketches', { transcript }, join)).status).toBe(403);
});

test('the overview counts what is agreed, decided and open', async () => {
  const { lead, ben, reviewer, project, transcript, round } = await makeAdjudicationStage(
    await startServer(),
  );
  await settled(reviewer, project);
  const overview = async () =>
    (await reviewer.get('readAdjudicationOverview', { project })).transcripts;
  expect(await overview()).toMatchObject([
    {
      id: transcript,
      round,
      failed: null,
      places: { all: 5, agreed: 1, decided: 0, open: 4 },
      touched: 0,
      answers: { accepts: 0, differs: 0 },
    },
  ]);
  const view = await lead.get('readAdjudication', { transcript });
  const union = { ...placeAt(view, DOWN), outcome: { kind: 'union', role: 'M' } };
  const made = await lead.get('decide', { transcript }, union);
  const answer = { ruling: 1, stance: 'accepts', text: '' };
  await ben.get('answerDecision', { transcript, decision: made.id }, answer);
  const agreed = { ...placeAt(view, NOBODY), outcome: { kind: 'union', role: 'C' } };
  await lead.get('decide', { transcript }, agreed);
  expect(await overview()).toMatchObject([
    {
      places: { all: 5, agreed: 0, decided: 2, open: 3 },
      answers: { accepts: 1, differs: 0 },
    },
  ]);
});
