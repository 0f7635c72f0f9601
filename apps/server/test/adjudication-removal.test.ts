import { expect, test } from 'vitest';
import { makeAdjudicationStage, placeAt, untilAgreed } from './adjudication-stage.ts';
import { countAll } from './http-counts.ts';
import { Client, makeFolder, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { typing } from './redaction-stage.ts';

/* What was decided of a transcript goes with its words, and with it. */

const NOBODY = 'There was nobody on the whole estate to talk to.';
const WORD = 'estate';

/** Something of each kind that belongs to decisions, with the word in it; the server has ended. */
async function decidedFolder() {
  const folder = await makeFolder();
  const server = await startServer({ dataFolder: folder });
  const stage = await makeAdjudicationStage(server);
  const { lead, ben, project, transcript, round, coded } = stage;
  const view = await lead.get('readAdjudication', { transcript });
  const outcome = { kind: 'union', role: 'C' };
  const why = `The ${WORD} is a context`;
  const place = { ...placeAt(view, NOBODY), outcome, why };
  const { id: decision } = await lead.get('decide', { transcript }, place);
  const answer = { ruling: 1, stance: 'differs', text: `Not the ${WORD}` };
  await ben.get('answerDecision', { transcript, decision }, answer);
  const sketches = [coded.ben.sketches[0], coded.cleo.sketches[0]];
  await lead.get('tieSketches', { transcript }, { kind: 'join', sketches, why });
  await untilAgreed(lead, transcript, [NOBODY]);
  await server.close();
  const { context, close } = await openFolder(folder);
  const candidate = crypto.randomUUID();
  await context.tables.candidates.insert(candidate, {
    project,
    transcript,
    round,
    key: 'key',
    from: 'sketches',
    order: 1,
    sketches: [],
    support: 1,
    parts: [{ role: 'M', member: ben.member, words: `Lost on the ${WORD}` }],
    sharedPlaces: 0,
    lengthUtf16: 0,
    byHand: false,
    restatements: [{ member: ben.member, text: `On the ${WORD} nobody talks` }],
    bearings: [],
    elsewhere: [],
    state: 'set-aside',
    cmoc: null,
    settled: { by: lead.member, at: '', why },
    run: '',
    outdated: false,
  });
  await close();
  return { ...stage, folder, decision, candidate };
}

test('a redaction takes the words out of all that was decided, and of what came of it', async () => {
  const { folder, lead: before, transcript, decision, candidate } = await decidedFolder();
  const server = await startServer({ dataFolder: folder });
  const lead = Object.assign(new Client(server.address), { cookie: before.cookie });
  const found = await lead.get('lookForWords', { transcript }, { words: WORD });
  expect(found.decisions).toBe(4);
  await lead.get('redact', { transcript }, typing(WORD));
  const told = await lead.get('readDecision', { transcript, decision });
  expect(told).toMatchObject({
    touched: [],
    ruling: { why: 'The [name] is a context' },
    answers: [{ text: 'Not the [name]' }],
  });
  await untilAgreed(lead, transcript, ['There was nobody on the whole [name] to talk to.']);
  await server.close();
  const { context, close } = await openFolder(folder);
  expect((await context.tables.candidates.get(candidate))?.body).toMatchObject({
    parts: [{ words: 'Lost on the [name]' }],
    restatements: [{ text: 'On the [name] nobody talks' }],
    settled: { why: 'The [name] is a context' },
  });
  const { decisions, decisionReplies, ties } = context.tables;
  const all = await Promise.all([decisions, decisionReplies, ties].map((table) => table.all()));
  expect(all.map((rows) => rows.length)).toEqual([1, 1, 1]);
  expect(JSON.stringify(all)).not.toContain(WORD);
  await close();
});

test('with a transcript goes all that was decided of it', async () => {
  const { folder, lead: before, transcript } = await decidedFolder();
  const kept = ['decisions', 'decision-replies', 'ties', 'candidates'];
  const counts = countAll(folder);
  expect(kept.map((name) => counts[name])).toEqual([1, 1, 1, 1]);
  const server = await startServer({ dataFolder: folder });
  const lead = Object.assign(new Client(server.address), { cookie: before.cookie });
  await lead.get('removeTranscript', { transcript });
  await server.close();
  const after = countAll(folder);
  expect(kept.map((name) => after[name] ?? 0)).toEqual([0, 0, 0, 0]);
  expect(after['documents']).toBe(1);
});
