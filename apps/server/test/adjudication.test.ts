import { expect, test } from 'vitest';
import {
  agreedWords,
  consensusOf,
  decisionAt,
  groupAt,
  makeAdjudicationStage,
  placeAt,
  untilAgreed,
} from './adjudication-stage.ts';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { startServer } from './http-harness.ts';

/* Leads decide what becomes of the places of a transcript, one command at a time. */

const NOBODY = 'There was nobody on the whole estate to talk to.';
const MEANT = 'so I felt it was meant for me';
const WENT = 'I went and kept going';
const DOWN = 'I did not want to let her down';
const SHAPE = 'My weeks have a shape again now.';

test('each outcome agrees on what it says, and the consensus has it', async () => {
  const { lead, ben, transcript, coded, round } = await makeAdjudicationStage(await startServer());
  const view = await lead.get('readAdjudication', { transcript });
  const decide = (words: string, outcome: unknown, why = '') =>
    lead.get('decide', { transcript }, { ...placeAt(view, words), outcome, why });

  const coder = await decide(NOBODY, { kind: 'coder', span: coded.cleo.spans[0] });
  expect(coder).toMatchObject({
    version: 1,
    round,
    ruling: { number: 1, by: lead.member, strategy: null, batch: null, ownSpan: false },
    earlier: [],
    touched: [],
    answers: [],
  });
  const union = await decide(MEANT, { kind: 'union', role: 'M' }, ' Both mean it ');
  expect(union.ruling?.why).toBe('Both mean it');
  expect(union.agreed[0]?.from.toSorted()).toEqual(groupAt(view, MEANT).spans.toSorted());
  await decide(WENT, { kind: 'both', spans: [coded.ben.spans[2], coded.cleo.spans[2]] });
  const start = view.text.indexOf('My weeks');
  const drawn = { kind: 'drawn', role: 'O', startUtf16: start - 1, endUtf16: start + 9 };
  const afresh = await decide(SHAPE, drawn);
  expect(afresh.ruling?.outcome).toMatchObject({ startUtf16: start, endUtf16: start + 8 });
  const none = await decide(DOWN, { kind: 'none' });
  expect(none).toMatchObject({ agreed: [], ruling: { outcome: { kind: 'none' } } });

  const after = await ben.get('readAdjudication', { transcript });
  expect(after.decisions).toHaveLength(5);
  const told = [NOBODY, MEANT, WENT, SHAPE, DOWN].map((words) =>
    agreedWords(after, decisionAt(after, words)),
  );
  expect(told).toEqual([
    [`C ${NOBODY}`],
    [`M ${MEANT}`],
    [`O ${WENT}`, `O ${WENT}`],
    ['O My weeks'],
    [],
  ]);
  await untilAgreed(ben, transcript, [NOBODY, MEANT, WENT, WENT, 'My weeks']);
  const spans = await consensusOf(ben, transcript);
  expect(spans?.map(({ id }) => String(id)).sort()).toEqual(
    after.decisions.flatMap(({ agreed }) => agreed.map(({ id }) => id)).sort(),
  );
  expect(await lead.get('listDecisions', { transcript })).toEqual(after.decisions);
});

test('the intersection is what all share, under the id of the union before', async () => {
  const { lead, transcript } = await makeAdjudicationStage(await startServer());
  const view = await lead.get('readAdjudication', { transcript });
  const union = { ...placeAt(view, MEANT), outcome: { kind: 'union', role: 'M' } };
  const first = await lead.get('decide', { transcript }, union);
  const at = { transcript, decision: first.id };
  const shared = { ...union, version: 1, outcome: { kind: 'intersection', role: 'M' } };
  const second = await lead.get('changeDecision', at, shared);
  expect(second).toMatchObject({ version: 2, ruling: { number: 2 }, earlier: [{ number: 1 }] });
  expect(second.agreed[0]?.id).toBe(first.agreed[0]?.id);
  expect(agreedWords(view, second)).toEqual(['M it was meant for me']);
  await untilAgreed(lead, transcript, ['it was meant for me']);

  const back = await lead.get('changeDecision', at, { ...shared, version: 2, outcome: null });
  expect(back).toMatchObject({ ruling: null, agreed: [], earlier: [{}, {}, { outcome: null }] });
  await untilAgreed(lead, transcript, []);
  const again = await lead.get('changeDecision', at, { ...union, version: 3 });
  expect(again.agreed[0]?.id).toBe(first.agreed[0]?.id);
  expect((await lead.call('changeDecision', at, { ...union, version: 3 })).status).toBe(409);
});

test('two leads who decide one place at once make one decision', async () => {
  const { lead, lea, transcript } = await makeAdjudicationStage(await startServer());
  const view = await lead.get('readAdjudication', { transcript });
  const place = placeAt(view, MEANT);
  const answers = await Promise.all(
    [lead, lea].map((who, at) =>
      who.call(
        'decide',
        { transcript },
        { ...place, outcome: { kind: at === 0 ? 'union' : 'intersection', role: 'M' } },
      ),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const [won, lost] = answers[0]?.status === 201 ? ['Ana', answers[1]] : ['Lea', answers[0]];
  expect(lost?.error.code).toBe('decisions/decided-already');
  expect(lost?.error.message).toContain(won);
  expect((await lead.get('listDecisions', { transcript })).map(({ version }) => version)).toEqual([
    1,
  ]);
  // The one that was taken back was decided about, too.
  const [first] = await lead.get('listDecisions', { transcript });
  const undo = { ...place, version: 1, outcome: null };
  await lead.get('changeDecision', { transcript, decision: first?.id ?? '' }, undo);
  const late = { ...place, outcome: { kind: 'none' } };
  expect((await lea.call('decide', { transcript }, late)).error.code).toBe(
    'decisions/decided-already',
  );
});

test('what is not as the lead saw it is not decided', async () => {
  const { lead, transcript, coded } = await makeAdjudicationStage(await startServer());
  const view = await lead.get('readAdjudication', { transcript });
  const place = placeAt(view, MEANT);
  const code = async (command: object) =>
    (await lead.call('decide', { transcript }, { ...place, ...command })).error.code;
  const union = { outcome: { kind: 'union', role: 'M' } };
  expect(await code({ ...union, spans: place.spans.slice(1) })).toBe('decisions/moved');
  expect(await code({ ...union, spans: [...place.spans, coded.ben.spans[0]] })).toBe(
    'decisions/moved',
  );
  expect(await code({ ...union, text: '0'.repeat(64) })).toBe('decisions/moved');
  const elsewhere = coded.ben.spans[0];
  expect(await code({ outcome: { kind: 'coder', span: elsewhere } })).toBe(
    'decisions/no-such-span',
  );
  expect(await code({ outcome: { kind: 'both', spans: [coded.ben.spans[1], elsewhere] } })).toBe(
    'decisions/no-such-span',
  );
  expect(
    await code({ outcome: { kind: 'both', spans: [coded.ben.spans[1], coded.ben.spans[1]] } }),
  ).toBe('decisions/no-such-span');
  const drawn = { kind: 'drawn', role: 'M', startUtf16: 8, endUtf16: 9 };
  expect(await code({ outcome: drawn })).toBe('decisions/no-words');
  const outside = { ...drawn, endUtf16: view.text.length + 1 };
  expect(await code({ outcome: outside })).toBe('decisions/no-words');

  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'Well. '));
  expect(await code(union)).toBe('decisions/moved');
  const now = await lead.get('readAdjudication', { transcript });
  await lead.get('decide', { transcript }, { ...placeAt(now, MEANT), ...union });
});

test('what is drawn has words of its place, and parts no character', async () => {
  const { lead, transcript } = await makeAdjudicationStage(await startServer());
  await correct(lead, transcript, (doc) => {
    const words = wordsIn(doc, 3);
    words.insert(words.toString().indexOf(' again now'), ' 👩‍👧');
  });
  const view = await lead.get('readAdjudication', { transcript });
  const place = placeAt(view, 'My weeks');
  const draw = (words: string, from = 0, to = words.length) => {
    const start = view.text.indexOf(words);
    const range = { startUtf16: start + from, endUtf16: start + to };
    return { ...place, outcome: { kind: 'drawn', role: 'O', ...range } };
  };
  const refused = async (command: object) =>
    (await lead.call('decide', { transcript }, command)).error;
  // Another place, and words that nobody marked.
  expect((await refused(draw(WENT))).code).toBe('decisions/beside');
  const beside = await refused(draw('She rang before every session'));
  expect(beside.message).toContain('Draw words of which at least one');
  expect((await refused(draw('shape 👩‍👧', 0, 'shape 👩'.length))).code).toBe(
    'decisions/half-character',
  );
  expect((await refused(draw('👩‍👧 again', 1))).code).toBe('decisions/half-character');
  const drawn = await lead.get('decide', { transcript }, draw('a shape 👩‍👧'));
  expect(agreedWords(view, drawn)).toEqual(['O a shape 👩‍👧']);
  const at = { transcript, decision: drawn.id };
  const again = { ...draw(WENT), version: 1 };
  expect((await lead.call('changeDecision', at, again)).error.code).toBe('decisions/beside');
});

test('leads alone decide, and a decision on their own span says so', async () => {
  const { ben, reviewer, lead, project, transcript, coded } = await makeAdjudicationStage(
    await startServer(),
  );
  const view = await reviewer.get('readAdjudication', { transcript });
  const command = {
    ...placeAt(view, NOBODY),
    outcome: { kind: 'coder', span: coded.ben.spans[0] },
  };
  expect((await reviewer.call('decide', { transcript }, command)).status).toBe(403);
  expect((await ben.call('decide', { transcript }, command)).status).toBe(403);
  const members = await lead.get('listMembers', { project });
  const version = members.find(({ id }) => id === ben.member)?.version;
  await lead.get('changeMember', { project, member: ben.member }, { version, roles: ['lead'] });
  const made = await ben.get('decide', { transcript }, command);
  expect(made.ruling).toMatchObject({ by: ben.member, ownSpan: true });
});

test('whoever may read decisions hears of each, and is told it when they ask', async () => {
  const { lead, lea, project, transcript } = await makeAdjudicationStage(await startServer());
  const ears = listenAs(lea);
  await connected(ears);
  await ears.watch(project);
  const view = await lead.get('readAdjudication', { transcript });
  const command = { ...placeAt(view, DOWN), outcome: { kind: 'union', role: 'M' } };
  const made = await lead.get('decide', { transcript }, command);
  const decided = { project, what: 'decisions', id: made.id, version: 1, transcript };
  await until('the other lead hears of it', () =>
    ears.heard.some(({ what, id }) => what === 'decisions' && id === made.id),
  );
  expect(ears.heard).toContainEqual(decided);
  const read = await lea.get('readDecision', { transcript, decision: made.id });
  expect(read).toEqual(made);
  // Tabs that have the transcript open can open what is agreed from now on.
  const name = `consensus/${transcript}/${made.round}`;
  await until('the consensus is told of', () => ears.heard.some(({ id }) => id === name));
});
