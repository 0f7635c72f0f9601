import { createHash } from 'node:crypto';
import { addMemo, layerFields, METHOD_DEFAULTS, wordsTakenOut } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { draft, propose } from './cmoc-stage.ts';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { openDocument, readDocument } from './http-documents.ts';
import type { Client } from './http-harness.ts';
import {
  importForm,
  newProject,
  setUp,
  shortInterview,
  startServer,
  tokenOf,
} from './http-harness.ts';
import { correctAway, openLayer, plant, quotesIn, textOf, typing } from './redaction-stage.ts';
import { documentsOf, makeRoundsTeam, openBlind } from './rounds-team.ts';

/* Words that a lead types, since the text holds them no more, or never did. */

const NAME = 'Wilhelmina';

/** A transcript of one turn, which was imported with its file. */
async function begin(said: string, file = `I: Who came?\nP: ${said}\n`) {
  const lead = await setUp(await startServer(), 'Ana');
  const { id: project } = await newProject(lead);
  const original = Buffer.from(file);
  const sha256 = createHash('sha256').update(original).digest('hex');
  const form = importForm(
    shortInterview({
      keepOriginal: true,
      sha256,
      turns: [{ speaker: 's2', start: null, end: null, text: said }],
    }),
    new Uint8Array(original),
  );
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  return { lead, project, transcript };
}

/** Has the lead put other words in the place of these. */
async function replace(lead: Client, transcript: string, old: string, words: string) {
  await correct(lead, transcript, (doc) => {
    const text = wordsIn(doc, 0);
    const at = text.toString().indexOf(old);
    text.delete(at, old.length);
    text.insert(at, words);
  });
}

async function wordings(lead: Client, transcript: string): Promise<readonly string[]> {
  const { versions } = await lead.get('readHistory', { transcript });
  const texts = versions.map(({ id }) => lead.get('readVersion', { transcript, version: id }));
  return (await Promise.all(texts)).map(({ text }) => text.map((t) => t.paragraphs.join()).join());
}

test('a name that was corrected away is still found, and goes from wherever it stands', async () => {
  const stage = await plant(await startServer(), { name: NAME, misheard: 'Willemijn' });
  const { lead, ben, transcript, round } = stage;
  await correctAway(stage, NAME);
  const before = await textOf(lead, transcript);
  expect(before.text).not.toContain(NAME);
  const found = await lead.get('lookForWords', { transcript }, { words: NAME });
  expect(found).toMatchObject({
    text: 0,
    title: 1,
    versions: 2,
    comments: 2,
    memos: 4,
    reasons: 1,
  });
  const [head] = await documentsOf(lead, transcript);
  const done = await lead.get('redact', { transcript }, typing(NAME));
  expect(done).toMatchObject({ places: 0, by: lead.member });

  expect((await textOf(lead, transcript)).text).toBe(before.text);
  const [now] = await documentsOf(lead, transcript);
  expect(now).toMatchObject({ madeFrom: { generation: head?.generation, cause: 'redaction' } });
  expect(now?.redactions).toBe(1);
  const comments = await ben.get('listComments', { transcript });
  expect(comments.map(({ text }) => text)).toEqual(['Who is [name]?', '[name] again']);
  // Also what it was misheard as, in the turn where it stood.
  const everything = [
    ...(await wordings(lead, transcript)),
    JSON.stringify([await lead.get('readTranscript', { transcript }), comments]),
    JSON.stringify(
      await lead.get('readRoundRecord', { project: stage.project, round: stage.closed }),
    ),
  ];
  for (const coder of [lead, ben]) {
    const { doc } = await openLayer(coder, transcript, round);
    everything.push(JSON.stringify(doc.toJSON()), ...quotesIn(doc));
    expect(quotesIn(doc)).toContain('we walked in the garden');
  }
  expect(everything.join()).not.toMatch(/wilhelmina|willemijn/i);
}, 30_000);

test('the original is rewritten where it held the words as they were imported', async () => {
  const { lead, transcript } = await begin(`So ${NAME} came.`);
  await replace(lead, transcript, NAME, '[friend]');
  const { original } = await lead.get('lookForWords', { transcript }, { words: NAME });
  expect(original).toBe('rewritten');
  await lead.get('redact', { transcript }, typing(NAME));
  const file = String(await lead.get('readOriginal', { transcript }));
  expect(file).toBe('I: Who came?\nP: So [name] came.\n');
  expect(await wordings(lead, transcript)).toEqual(['So [friend] came.', 'So [friend] came.']);
});

test('it goes where the words were heard otherwise at first', async () => {
  const { lead, transcript } = await begin('So Willemijn came.');
  await replace(lead, transcript, 'Willemijn', NAME);
  await replace(lead, transcript, NAME, '[friend]');
  const { original } = await lead.get('lookForWords', { transcript }, { words: NAME });
  expect(original).toBe('removed');
  await lead.get('redact', { transcript }, typing(NAME));
  expect((await lead.call('readOriginal', { transcript })).error.code).toBe(
    'transcripts/no-original',
  );
  expect((await wordings(lead, transcript)).join()).not.toMatch(/will/i);
});

test('words that stand in a note or a title alone go from there, and the original stays', async () => {
  const { lead, project, transcript } = await begin('So she came.');
  const { me, rounds } = await lead.get('readProject', { project });
  const coder = Object.assign(lead, { member: me });
  const round = rounds[0]?.id ?? '';
  const { doc, raw } = await openLayer(coder, transcript, round);
  const editor = { doc, origin: null, now: () => '', newId: () => crypto.randomUUID() };
  addMemo(editor, [], `This is ${NAME}`);
  raw.update(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  const { version } = await lead.get('readTranscript', { transcript });
  await lead.get('changeTranscript', { transcript }, { version, title: NAME.toUpperCase() });
  const found = await lead.get('lookForWords', { transcript }, { words: NAME });
  expect(found).toMatchObject({ text: 0, title: 1, memos: 1, versions: 0, original: 'rewritten' });
  await lead.get('redact', { transcript }, typing(NAME));
  const layer = await openLayer(coder, transcript, round);
  const memos = [...layerFields(layer.doc).memoTexts.values()].map(String);
  expect(memos).toEqual(['This is [name]']);
  expect((await lead.get('readTranscript', { transcript })).title).toBe('[name]');
  expect(String(await lead.get('readOriginal', { transcript }))).toContain('So she came.');
});

test('a tab that was away since before the correction can tell which words went', async () => {
  const { lead, transcript } = await begin(`So ${NAME} came. And we wlaked.`);
  const read = async () => {
    const [head] = await documentsOf(lead, transcript);
    if (head === undefined) throw new Error('no text');
    return readDocument(lead, head);
  };
  const away = await read();
  await replace(lead, transcript, NAME, '[friend]');
  await lead.get('redact', { transcript }, typing(NAME));
  expect(wordsTakenOut(away, await read())).toEqual([NAME]);
});

/** The name in a draft and its version, a sign-off, an outcome group, and what an outside reviewer is told and says. */
async function writeInCmocs(lead: Client, project: string): Promise<void> {
  const groups = [{ id: crypto.randomUUID(), title: `Trust in ${NAME}` }];
  const method = { version: 0, settings: METHOD_DEFAULTS, groups };
  await lead.get('changeMethod', { project }, method);
  const sentence = [{ text: `When ${NAME} comes, people stay`, role: null }];
  const { id: cmoc } = await draft({ lead, project }, { title: `${NAME} walks`, sentence });
  const { latest } = await propose({ lead, project }, cmoc);
  const signed = { of: latest?.id, sha256: latest?.sha256, version: 0 };
  const params = { project, cmoc };
  await lead.get('signOff', params, { ...signed, verdict: 'object', text: `Not ${NAME} alone` });
  const items = [{ cmoc, sentence: `${NAME} comes`, evidence: [] }];
  const asked = { note: 'Panel', validDays: 1, items };
  const review = await lead.get('createReviewLink', { project }, asked);
  // It shows the title, too.
  const unnamed = [{ cmoc, sentence: 'A neighbour comes', evidence: [] }];
  await lead.get('createReviewLink', { project }, { ...asked, items: unnamed });
  const answer = { item: review.items[0]?.id, kind: 'in-my-experience', text: `So does ${NAME}` };
  await lead.get('answerReview', {}, { token: tokenOf(review.link), ...answer });
}

test('it is told where else the project holds the words, which stay there', async () => {
  const { lead, project, transcript } = await begin('So she came.');
  const { version, theory } = await lead.get('readProject', { project });
  await lead.get('changeProject', { project }, { version, description: `About ${NAME}` });
  const participant = { pseudonym: '#13', description: `${NAME}, a neighbour` };
  await lead.get('createParticipant', { project }, participant);
  await lead.get(
    'createInvite',
    { project },
    { roles: ['coder'], note: `for ${NAME}`, validDays: 3 },
  );
  await lead.get(
    'importTranscript',
    { project },
    importForm(shortInterview({ title: `${NAME}, second talk` })),
  );
  const raw = openDocument(lead, theory);
  await raw.ready();
  const doc = new Y.Doc();
  const id = crypto.randomUUID();
  doc.getMap('statements').set(id, { id, order: 1, createdAt: new Date().toISOString() });
  doc.getMap('titles').set(id, new Y.Text('Trust'));
  doc.getMap('sentences').set(id, new Y.Text(`If ${NAME} is there`));
  raw.update(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  await writeInCmocs(lead, project);
  const outside = {
    project: 1,
    statements: 1,
    rounds: 0,
    reasons: 0,
    participants: 1,
    invites: 1,
    transcripts: 1,
    cmocs: 1,
    groups: 1,
    cmocVersions: 1,
    signOffs: 1,
    lineages: 0,
    reviewLinks: 2,
    reviewReplies: 1,
  };
  const look = () => lead.get('lookForWords', { transcript }, { words: NAME });
  expect((await look()).outside).toEqual(outside);
  await lead.get('redact', { transcript }, typing(NAME));
  expect((await look()).outside).toEqual(outside);
});

test('a blind lead learns nothing by typing words', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { lead, ben, cleo, one, first, project } = team;
  // What stands in rounds before, in the record of which reasons are, is hidden from them as well.
  const params = { project, round: first };
  let { version } = await lead.get('closeRound', params, { version: 1, transcripts: null });
  const { id: round } = await openBlind(team, { coders: [lead.member, ben.member] });
  const look = () => lead.get('lookForWords', { transcript: one }, { words: NAME });
  const before = await look();
  expect(before).toMatchObject({ text: 0, comments: null, memos: 0, reasons: 0, hidden: true });
  const { doc, raw } = await openLayer(ben, one, round);
  layerFields(doc).memoTexts.set(crypto.randomUUID(), new Y.Text(`${NAME} again`));
  raw.update(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  const target = { kind: 'transcript' };
  await team.reviewer.get('createComment', { transcript: one }, { target, text: `${NAME}?` });
  const reason = `${NAME} was overlooked`;
  ({ version } = await lead.get('reopenRound', params, { version, member: cleo.member, reason }));
  expect(version).toBeGreaterThan(1);
  expect(await look()).toEqual(before);
  const answer = await lead.call('redact', { transcript: one }, typing(NAME));
  expect(answer.status).toBe(201);
  const after = await openLayer(ben, one, round);
  expect([...layerFields(after.doc).memoTexts.values()].map(String)).toEqual(['[name] again']);
  const [comment] = await team.reviewer.get('listComments', { transcript: one });
  expect(comment?.text).toBe('[name]?');
});

test('half a place, or one place of typed words alone, is no request', async () => {
  const { lead, transcript } = await begin('So she came.');
  const over: readonly object[] = [{ all: false }, { startUtf16: 1 }, { endUtf16: 3 }];
  for (const each of over) {
    const { error } = await lead.call('redact', { transcript }, { ...typing('she'), ...each });
    expect(error.code).toBe('request/invalid');
  }
  const none = await lead.call('redact', { transcript }, typing('—'));
  expect(none.error.code).toBe('redactions/no-words');
});
