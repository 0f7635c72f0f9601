import { changeSpan, layerFields, removeSpan } from '@triad/collab';
import type { LayerEditor } from '@triad/collab';
import type { SpanId } from '@triad/realist';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { agreedWords, decisionAt, makeAdjudicationStage, placeAt } from './adjudication-stage.ts';
import type { AdjudicationStage } from './adjudication-stage.ts';
import { code, roundVersion } from './agreement-stage.ts';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { startServer } from './http-harness.ts';
import { openLayer } from './redaction-stage.ts';
import type { Coder } from './rounds-team.ts';

/* What becomes of decisions when what they stand on moves: none is ever thrown away. */

const NOBODY = 'There was nobody on the whole estate to talk to.';
const MEANT = 'so I felt it was meant for me';
const DOWN = 'I did not want to let her down';

/** Opens the closed round again for a coder, lets them change their layer, and closes it; late work counts. */
async function reopenFor(
  { lead, project, transcript, round }: AdjudicationStage,
  coder: Coder,
  change: (editor: LayerEditor) => void,
): Promise<void> {
  const params = { project, round };
  const version = await roundVersion(lead, project, round);
  await lead.get('reopenRound', params, { version, member: coder.member, reason: 'Look again' });
  const { doc, raw } = await openLayer(coder, transcript, round);
  const before = Y.encodeStateVector(doc);
  change({ doc, origin: null, now: () => '2026-03-02T09:00:00.000Z', newId: crypto.randomUUID });
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  const again = { version: await roundVersion(lead, project, round), member: coder.member };
  await lead.get('closeAgain', params, again);
}

async function countLate({ lead, project }: AdjudicationStage): Promise<void> {
  const { settings, settingsVersion: version } = await lead.get('readAgreement', { project });
  await lead.get(
    'changeAgreement',
    { project },
    { version, settings: { ...settings, late: true } },
  );
}

test('a reopened layer touches the decisions on what it changed, and no others', async () => {
  const stage = await makeAdjudicationStage(await startServer());
  const { lead, ben, dan, project, transcript, coded } = stage;
  await countLate(stage);
  const view = await lead.get('readAdjudication', { transcript });
  for (const words of [NOBODY, MEANT, DOWN]) {
    const outcome = { kind: 'union', role: 'M' };
    await lead.get('decide', { transcript }, { ...placeAt(view, words), outcome });
  }
  const [, meant, , down] = coded.ben.spans as readonly SpanId[];
  await reopenFor(stage, ben, (editor) => {
    const narrow = layerFields(editor.doc).spans.get(coded.ben.spans[2] as string) as {
      readonly anchor: Parameters<typeof changeSpan>[2]['anchor'];
    };
    // On other words than before; and one that is taken away.
    changeSpan(editor, meant as SpanId, { ...(narrow.anchor && { anchor: narrow.anchor }) });
    removeSpan(editor, down as SpanId);
  });
  const after = await lead.get('readAdjudication', { transcript });
  expect(after.decisions).toHaveLength(3);
  expect(decisionAt(after, NOBODY)?.touched).toEqual([]);
  expect(decisionAt(after, 'it was meant for me')?.touched).toEqual(['span-gone']);
  expect(decisionAt(after, DOWN)?.touched).toEqual(['span-gone']);
  await until('it is counted', async () => {
    const { transcripts } = await lead.get('readAdjudicationOverview', { project });
    return transcripts[0]?.touched === 2;
  });

  // Decided again it stands on what is there now; evidence that names it follows.
  const old = decisionAt(after, DOWN);
  const command = { ...placeAt(after, DOWN), version: 1, outcome: { kind: 'union', role: 'C' } };
  const at = { transcript, decision: old?.id ?? '' };
  const again = await lead.get('changeDecision', at, command);
  expect(again).toMatchObject({ touched: [], ruling: { number: 2 } });
  expect(again.agreed[0]?.id).toBe(old?.agreed[0]?.id);

  await reopenFor(stage, dan, ({ doc }) => void doc);
  const still = await lead.get('readDecision', at);
  expect(still.touched).toEqual([]);
});

test('a span that is new on a place touches it', async () => {
  const stage = await makeAdjudicationStage(await startServer());
  const { lead, dan, project, transcript, round } = stage;
  await countLate(stage);
  const shape = 'My weeks have a shape again now.';
  const view = await lead.get('readAdjudication', { transcript });
  const outcome = { kind: 'union', role: 'O' };
  await lead.get('decide', { transcript }, { ...placeAt(view, shape), outcome });
  const version = await roundVersion(lead, project, round);
  const reopened = { version, member: dan.member, reason: 'One was overlooked' };
  await lead.get('reopenRound', { project, round }, reopened);
  await code(dan, transcript, round, [{ words: shape, role: 'O' }]);
  const again = { version: await roundVersion(lead, project, round), member: dan.member };
  await lead.get('closeAgain', { project, round }, again);
  const after = await lead.get('readAdjudication', { transcript });
  expect(decisionAt(after, shape)?.touched).toEqual(['span-new']);
});

test('what is agreed follows its words through corrections, until they are gone', async () => {
  const { lead, transcript } = await makeAdjudicationStage(await startServer());
  const view = await lead.get('readAdjudication', { transcript });
  const start = view.text.indexOf('the whole estate');
  const drawn = { kind: 'drawn', role: 'C', startUtf16: start, endUtf16: start + 16 };
  const made = await lead.get(
    'decide',
    { transcript },
    { ...placeAt(view, NOBODY), outcome: drawn },
  );
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'Well. '));
  const moved = await lead.get('readAdjudication', { transcript });
  expect(agreedWords(moved, moved.decisions[0])).toEqual(['C the whole estate']);
  expect(moved.decisions[0]?.touched).toEqual([]);
  await correct(lead, transcript, (doc) => {
    const words = wordsIn(doc, 1);
    const at = words.toString().indexOf('the whole estate');
    words.delete(at, 16);
    words.insert(at, 'there');
  });
  const gone = await lead.get('readAdjudication', { transcript });
  const decision = gone.decisions.find(({ id }) => id === made.id);
  expect(decision?.touched).toEqual(['words-gone']);
  expect(decision?.agreed).toMatchObject([{ range: null }]);
});
