import { LIMITS } from '@triad/collab';
import { expect, test } from 'vitest';
import { makeAdjudicationStage, placeAt } from './adjudication-stage.ts';
import { closeRound, code, makeAgreementStage, openBlindRound } from './agreement-stage.ts';
import { Client, importForm, makeFolder, shortInterview, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

/* How much may be said about the places of one transcript. */

test('ties of one transcript and rulings on one place are bounded', async () => {
  const dataFolder = await makeFolder();
  const first = await startServer({ dataFolder });
  const { lead, project, transcript, round, coded } = await makeAdjudicationStage(first);
  const view = await lead.get('readAdjudication', { transcript });
  const place = placeAt(view, 'My weeks have a shape');
  const none = { ...place, outcome: { kind: 'none' } };
  const made = await lead.get('decide', { transcript }, none);
  await first.close();

  const { context, close } = await openFolder(dataFolder);
  const tie = {
    project,
    transcript,
    round,
    kind: 'part',
    sketches: [],
    by: lead.member,
    at: '',
    why: '',
  } as const;
  await Promise.all(
    Array.from({ length: LIMITS.ties }, (_, number) =>
      context.tables.ties.insert(crypto.randomUUID(), { ...tie, number }),
    ),
  );
  const row = await context.tables.decisions.get(made.id);
  const [ruling] = row?.body.rulings ?? [];
  if (row === null || ruling === undefined) throw new Error('no decision');
  const rulings = Array.from({ length: LIMITS.rulings - 1 }, (_, at) => ({
    ...ruling,
    number: at + 1,
  }));
  await context.tables.decisions.update(row, { ...row.body, rulings });
  await close();

  const second = await startServer({ dataFolder });
  const again = Object.assign(new Client(second.address), { cookie: lead.cookie });
  const sketch = { kind: 'part', sketches: [coded.ben.sketches[0]], why: '' };
  expect((await again.call('tieSketches', { transcript }, sketch)).error.code).toBe(
    'ties/too-many',
  );
  const at = { transcript, decision: made.id };
  const last = await again.get('changeDecision', at, { ...none, version: 2, outcome: null });
  expect(last.earlier).toHaveLength(LIMITS.rulings);
  const over = await again.call('changeDecision', at, { ...none, version: 3 });
  expect(over.error.code).toBe('decisions/too-many-rulings');
});

test('a reason has a length, and so has a span that is agreed', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, ben, project } = stage;
  const long = `Begin here. ${'and so on '.repeat(LIMITS.agreedUtf16 / 10)}`;
  const turns = [{ speaker: 's1', start: 0, end: 4, text: long }];
  const form = importForm(shortInterview({ turns }));
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  const round = await openBlindRound(stage, [transcript]);
  await code(ben, transcript, round, [{ words: 'Begin here.', role: 'C' }]);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  const view = await lead.get('readAdjudication', { transcript });
  const place = placeAt(view, 'Begin here.');
  const drawn = { kind: 'drawn', role: 'C', startUtf16: 0, endUtf16: LIMITS.agreedUtf16 + 1 };
  const call = (over: object) =>
    lead.call('decide', { transcript }, { ...place, outcome: drawn, ...over });
  expect((await call({})).error.code).toBe('decisions/too-long');
  const why = 'x'.repeat(LIMITS.reasonUtf16 + 1);
  expect((await call({ why })).error).toMatchObject({ code: 'request/invalid', path: 'why' });
  const outcome = { ...drawn, endUtf16: LIMITS.agreedUtf16 };
  expect((await call({ outcome, why: why.slice(1) })).status).toBe(201);
});
