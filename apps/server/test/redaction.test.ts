import { createHash } from 'node:crypto';
import { cp, readdir } from 'node:fs/promises';
import {
  addMemo,
  addSpan,
  CLOSE,
  layerFields,
  locateAnchor,
  locateComment,
  makeAnchor,
} from '@triad/collab';
import type { FoundWordsAnswer } from '@triad/collab';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { consensusOf } from './adjudication-stage.ts';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument, readDocument } from './http-documents.ts';
import {
  importForm,
  importShort,
  invite,
  newProject,
  setUp,
  shortInterview,
  startServer,
} from './http-harness.ts';
import { asking, layerOf, openLayer, placeIn, plant, quotesIn, textOf } from './redaction-stage.ts';
import { documentsOf, makeRoundsTeam, openBlind } from './rounds-team.ts';
import { openBoth } from './sealing-support.ts';

const PLANTED = { name: 'Marianne', misheard: 'Marion' };

/** A lead with a transcript of these turns, in this project of a new server. */
async function begin(turns: readonly string[], original?: string, over: object = {}) {
  const server = await startServer();
  const lead = await setUp(server, 'Ana');
  const { id: project } = await newProject(lead);
  const bytes = original === undefined ? undefined : new Uint8Array(Buffer.from(original));
  const { id: transcript } = await lead.get(
    'importTranscript',
    { project },
    importForm(
      shortInterview({
        ...(bytes === undefined
          ? {}
          : {
              keepOriginal: true,
              sha256: createHash('sha256').update(bytes).digest('hex'),
            }),
        turns: turns.map((text) => ({ speaker: 's2', start: null, end: null, text })),
        ...over,
      }),
      bytes,
    ),
  );
  return { server, lead, project, transcript };
}

test('words go everywhere, and the act is recorded without them', async () => {
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const stage = await plant(await startServer({ log }), PLANTED);
  const { lead, ben, transcript } = stage;
  const tab = listenAs(ben);
  const heard: unknown[] = [];
  tab.socket.onAny((...event: unknown[]) => heard.push(event));
  await connected(tab);
  await tab.watch(stage.project);
  const found = await lead.get(
    'lookForWords',
    { transcript },
    lookingFor(await textOf(lead, transcript)),
  );
  expect(found).toEqual({
    text: 2,
    title: 1,
    fileName: 1,
    speakers: 1,
    versions: 2,
    comments: 2,
    decisions: 3,
    memos: 4,
    restatements: 4,
    inferred: 4,
    reasons: 1,
    outside: {
      project: 0,
      statements: 0,
      rounds: 0,
      reasons: 0,
      participants: 0,
      invites: 0,
      transcripts: 0,
      cmocs: 0,
      groups: 0,
      cmocVersions: 0,
      signOffs: 0,
      lineages: 0,
      reviewLinks: 0,
      reviewReplies: 0,
    },
    original: 'removed',
    hidden: false,
  } satisfies FoundWordsAnswer);
  await lead.get('redact', { transcript }, asking(await textOf(lead, transcript), PLANTED.name));

  await until('it is told', () => tab.heard.some(({ what }) => what === 'transcripts'));
  expect(logged.length).toBeGreaterThan(3);
  expect(logged.join('') + JSON.stringify(heard)).not.toMatch(/mari/i);

  const after = await lead.get('readTranscript', { transcript });
  expect(after).toMatchObject({ title: 'Interview with [name]', redacting: false });
  expect(after.original).toEqual({ sha256: '', kept: false, fileName: '[name].txt' });
  expect(after.speakers.map(({ name }) => name)).toEqual(['Interviewer', '[name]']);
  const comments = await ben.get('listComments', { transcript });
  expect(comments.map(({ text }) => text)).toEqual(['Who is [name]?', '[name] again']);
  const passage = comments[1]?.target;
  if (passage?.kind !== 'passage') throw new Error('no passage');
  const index = await textOf(ben, transcript);
  const [head] = await documentsOf(ben, transcript);
  if (head === undefined) throw new Error('no text');
  const place = locateComment(await readDocument(ben, head), index, passage);
  if (place?.kind !== 'placed') throw new Error('a comment lost its words');
  expect(index.text.slice(place.range.startUtf16, place.range.endUtf16)).toBe('[name]');
  for (const coder of [lead, ben]) {
    const { doc } = await openLayer(coder, transcript, stage.round);
    const { memoTexts, restatements, parts } = layerFields(doc);
    expect([...memoTexts.values()].map(String)).toContain("I know [name], as in [name]'s house");
    expect([...restatements.values()].map(String)).toEqual(['When [name] comes, people walk']);
    expect(JSON.stringify(parts)).toContain('[name] is trusted');
    expect(JSON.stringify(doc.toJSON())).not.toMatch(/mari/i);
  }
  const [decision] = await ben.get('listDecisions', { transcript });
  expect(decision).toMatchObject({
    touched: [],
    ruling: { why: 'Both walk with [name]' },
    answers: [{ text: 'Not with [name]' }],
  });
  const { text, ties } = await ben.get('readAdjudication', { transcript });
  expect(text.slice(...(decision?.agreed[0]?.range ?? [0, 0]))).toBe('with [name].');
  expect(ties.map(({ why }) => why)).toEqual(['As [name] says']);
  expect((await consensusOf(ben, transcript))?.map(({ anchor }) => anchor.quote)).toEqual([
    'with [name].',
  ]);
  const { redactions, versions } = await lead.get('readHistory', { transcript });
  expect(redactions).toMatchObject([{ by: lead.member, places: 2, original: 'removed' }]);
  expect(versions.map(({ redacted }) => redacted)).toEqual([true, true]);
  const texts = await Promise.all(
    versions.map(({ id }) => lead.get('readVersion', { transcript, version: id })),
  );
  expect(JSON.stringify(texts)).not.toMatch(/mari/i);
  expect(texts[0]?.text[0]?.paragraphs).toEqual(['Who came?']);
  // The last version is the text as it is, so the next correction finds its beginning kept.
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  expect((await lead.get('readHistory', { transcript })).versions).toHaveLength(3);
});

const lookingFor = (index: Awaited<ReturnType<typeof textOf>>) => ({
  words: PLANTED.name,
  ...placeIn(index, PLANTED.name),
});

test('taken out at one place alone, the words stay elsewhere in the text and in quotes from there', async () => {
  const { lead, project, transcript } = await begin(['Rose gave me a rose.', 'A rose is a rose.']);
  const { me, rounds } = await lead.get('readProject', { project });
  const coder = Object.assign(lead, { member: me });
  const round = rounds[0]?.id ?? '';
  const index = await textOf(lead, transcript);
  const { doc, raw } = await openLayer(coder, transcript, round);
  const editor = { doc, origin: null, now: () => '', newId: () => crypto.randomUUID() };
  for (const range of [placeIn(index, 'Rose gave'), placeIn(index, 'A rose is a rose')]) {
    const anchor = makeAnchor(index, range);
    if (anchor !== null) addSpan(editor, { role: 'C', anchor });
  }
  addMemo(editor, [], 'Rose again');
  raw.update(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  await lead.get('redact', { transcript }, asking(index, 'Rose', { all: false }));
  const present = await textOf(lead, transcript);
  expect(present.text).toBe('[name] gave me a rose.\nA rose is a rose.');
  const layer = await openLayer(coder, transcript, round);
  expect(quotesIn(layer.doc)).toEqual(['A rose is a rose', '[name] gave']);
  expect([...layerFields(layer.doc).memoTexts.values()].map(String)).toEqual(['[name] again']);
});

test('a version counts the words that it has left', async () => {
  const { lead, transcript } = await begin(['Rose May gave me a rose.']);
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  await lead.get('redact', { transcript }, asking(await textOf(lead, transcript), 'Rose May'));
  const { versions } = await lead.get('readHistory', { transcript });
  // Of a turn that was redacted the present wording stands in every version.
  expect(versions.map(({ turns, words }) => [turns, words])).toEqual([
    [1, 6],
    [1, 6],
  ]);
  expect(await lead.get('readTranscript', { transcript })).toMatchObject({ turns: 1, words: 6 });
});

test('open connections end, come back to the new generation, and cannot write into it from the old', async () => {
  const stage = await plant(await startServer(), PLANTED);
  const { lead, ben, transcript, round } = stage;
  const { head, doc, raw } = await openLayer(ben, transcript, round);
  const [text] = await documentsOf(ben, transcript);
  if (text === undefined) throw new Error('no text');
  const reader = openDocument(ben, text);
  await reader.ready();
  await lead.get('redact', { transcript }, asking(await textOf(lead, transcript), PLANTED.name));
  for (const tab of [raw, reader]) {
    // For a moment first, as long as it takes.
    expect(await tab.end()).toBe(CLOSE.replacing.code);
  }
  for (const old of [head, text]) {
    expect(await openDocument(ben, old).end()).toBe(CLOSE.generation.code);
  }
  const now = await layerOf(ben, ben.member, transcript, round);
  expect(now).toMatchObject({
    madeFrom: { generation: head.generation, cause: 'redaction' },
    redactions: 1,
  });
  const again = openDocument(ben, now);
  await again.ready();
  expect([...layerFields(doc).memoTexts.values()].map(String).join(' ')).toContain(PLANTED.name);
  // A second redaction is told from the first, whatever lies between.
  await lead.get('redact', { transcript }, asking(await textOf(lead, transcript), 'garden'));
  expect((await layerOf(ben, ben.member, transcript, round)).redactions).toBe(2);
});

test('copies of a closed round are redacted under a new hash, and stay told from what came after', async () => {
  const server = await startServer();
  const { lead, ben, project, transcript, closed } = await plant(server, PLANTED);
  const params = { project, round: closed };
  const before = await lead.get('readRoundRecord', params);
  await lead.get('redact', { transcript }, asking(await textOf(lead, transcript), PLANTED.name));
  const after = await lead.get('readRoundRecord', params);
  expect(after.copies.map(({ spans, at }) => [spans, at])).toEqual(
    before.copies.map(({ spans, at }) => [spans - 1, at]),
  );
  for (const [at, copy] of after.copies.entries()) {
    expect(copy.sha256).not.toBe(before.copies[at]?.sha256);
    expect(copy.redactedAt).not.toBeNull();
  }
  // Opened and closed again without a change, a layer is what its copy is.
  const reopen = async () => {
    const { rounds } = await lead.get('readProject', { project });
    const version = rounds.find(({ id }) => id === closed)?.version;
    return { version, member: ben.member };
  };
  await lead.get('reopenRound', params, { ...(await reopen()), reason: 'A slip' });
  await lead.get('closeAgain', params, await reopen());
  expect((await lead.get('readRoundRecord', params)).copies).toHaveLength(after.copies.length);
  await server.close();
  const { bare, sealed, tables } = await openBoth(server.folder);
  for (const { id, body } of await tables.layerCopies.find('transcript', transcript)) {
    const bytes = (await sealed.blobs.get(id))?.bytes ?? new Uint8Array();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(body.sha256);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, bytes);
    expect(quotesIn(copy)).toContain('with [name].');
    expect(JSON.stringify(layerFields(copy).memoTexts.toJSON())).not.toMatch(/mari/i);
  }
  await bare.close();
});

test('an original of plain text is rewritten where every redacted paragraph stands in it', async () => {
  const original = '\ufeffAnn:  I know  José\nfrom school.\r\nJOSÉ again.\n';
  const { lead, transcript } = await begin(['I know José from school.', 'José again.'], original);
  const index = await textOf(lead, transcript);
  const looked = await lead.get(
    'lookForWords',
    { transcript },
    { words: 'José', ...placeIn(index, 'José') },
  );
  expect(looked.original).toBe('rewritten');
  await lead.get('redact', { transcript }, asking(index, 'José', { replacement: '[friend]' }));
  const { original: kept } = await lead.get('readTranscript', { transcript });
  const file = String(await lead.get('readOriginal', { transcript }));
  const expected = original.replace(/josé/gi, '[friend]');
  expect(file).toBe(expected.slice(1));
  expect(kept).toMatchObject({ kept: true, sha256: hash(Buffer.from(expected)) });
});

test('an original goes where it cannot be told for certain that it is rid of the words', async () => {
  const cases: readonly (readonly [string, object])[] = [
    ['Maria came.\n', { format: 'docx' }],
    // Corrected since: the file has another wording there.
    ['Mario came.\n', {}],
    // Parted by markup in a way that only a reader of Markdown knows.
    ['Ma\\\nria came.\nMaria came.', { format: 'md' }],
    // In two cues, with times between.
    [
      'WEBVTT\n\n00:01.000 --> 00:02.000\nMa\n\n00:02.000 --> 00:03.000\nria came.\n',
      { format: 'vtt' },
    ],
    // In an encoding of which the bytes cannot be made again.
    ['Maria came.\u0000', {}],
  ];
  for (const [original, over] of cases) {
    const { lead, transcript } = await begin(['Maria came.'], original, over);
    const index = await textOf(lead, transcript);
    const done = await lead.get('redact', { transcript }, asking(index, 'Maria'));
    expect(done.original).toBe('removed');
    expect((await lead.call('readOriginal', { transcript })).error.code).toBe(
      'transcripts/no-original',
    );
  }
});

test('what cannot be done is refused, and everything is as it was', async () => {
  const { lead, project, transcript } = await begin(['Maria came — with Maria.']);
  const ben = await invite(lead, project, ['lead'], 'Ben');
  const index = await textOf(lead, transcript);
  const [head] = await documentsOf(lead, transcript);
  const codeOf = async (body: unknown) =>
    (await lead.call('redact', { transcript }, body)).error.code;
  const reader = openDocument(ben, head ?? { name: '', generation: '' });
  await reader.ready();
  const moved = { ...asking(index, 'Maria'), startUtf16: 1, endUtf16: 6 };
  expect(await codeOf(moved)).toBe('redactions/moved');
  expect(await codeOf(asking(index, '—'))).toBe('redactions/no-words');
  expect(await codeOf(asking(index, 'Maria', { replacement: 'MARIA M.' }))).toBe(
    'redactions/replacement',
  );
  expect(await codeOf(asking(index, 'Maria', { replacement: 'two\nlines' }))).toBe(
    'request/invalid',
  );
  const { id: lease } = await ben.get('takeLease', { transcript });
  expect(await codeOf(asking(index, 'Maria'))).toBe('transcripts/being-edited');
  await ben.get('releaseLease', { transcript, lease });
  expect((await documentsOf(lead, transcript))[0]).toEqual(head);
  // Nobody was interrupted for what is refused.
  expect(reader.ended).toBeNull();
  // One's own lease is ended by it, with what was written under it kept.
  await lead.get('takeLease', { transcript });
  await lead.get('redact', { transcript }, asking(index, 'Maria'));
  expect((await ben.get('readTranscript', { transcript })).editing).toBeNull();
  expect((await textOf(ben, transcript)).text).toBe('[name] came — with [name].');
});

test('what a round hides from a lead is redacted and not counted, whatever is there', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { lead, ben, one, project } = team;
  const { id: round } = await openBlind(team, { coders: [lead.member, ben.member] });
  const index = await textOf(lead, one);
  const look = () =>
    lead.get('lookForWords', { transcript: one }, { words: 'walk', ...placeIn(index, 'walk') });
  const before = await look();
  expect(before).toMatchObject({ comments: null, memos: 0, hidden: true });
  const { doc, raw } = await openLayer(ben, one, round);
  layerFields(doc).memoTexts.set(crypto.randomUUID(), new Y.Text('They walk a lot'));
  raw.update(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  const target = { kind: 'transcript' };
  await team.reviewer.get('createComment', { transcript: one }, { target, text: 'walk?' });
  expect(await look()).toEqual(before);
  await lead.get('redact', { transcript: one }, asking(index, 'walk'));
  const after = await openLayer(ben, one, round);
  expect([...layerFields(after.doc).memoTexts.values()].map(String)).toEqual(['They [name] a lot']);
  const [comment] = await team.reviewer.get('listComments', { transcript: one });
  expect(comment?.text).toBe('[name]?');
  // One who is not in the round is not told either, until it is closed.
  const cara = await invite(lead, project, ['lead'], 'Cara');
  const text = await textOf(lead, one);
  const slept = { words: 'slept', ...placeIn(text, 'slept') };
  const layer = await openLayer(ben, one, round);
  layerFields(layer.doc).memoTexts.set(crypto.randomUUID(), new Y.Text('slept'));
  layer.raw.update(Y.encodeStateAsUpdate(layer.doc));
  await until('it is on disk', () => layer.raw.acknowledged.length > 0);
  expect(await cara.get('lookForWords', { transcript: one }, slept)).toMatchObject({
    memos: 0,
    comments: 0,
    hidden: true,
  });
});

test('a span whose words are lost in a redacted turn keeps no older wording', async () => {
  const { lead, project, transcript } = await begin(['Marion went home early.', 'She slept.']);
  const { me, rounds } = await lead.get('readProject', { project });
  const coder = Object.assign(lead, { member: me });
  const round = rounds[0]?.id ?? '';
  const { doc, raw } = await openLayer(coder, transcript, round);
  const anchor = makeAnchor(await textOf(lead, transcript), { startUtf16: 0, endUtf16: 11 });
  const editor = { doc, origin: null, now: () => '', newId: () => crypto.randomUUID() };
  if (anchor !== null) addSpan(editor, { role: 'C', anchor });
  raw.update(Y.encodeStateAsUpdate(doc));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  await correct(lead, transcript, (text) => {
    wordsIn(text, 0).delete(0, 6);
    wordsIn(text, 0).insert(0, 'Marianne');
  });
  await lead.get('redact', { transcript }, asking(await textOf(lead, transcript), 'Marianne'));
  const layer = await openLayer(coder, transcript, round);
  expect(JSON.stringify(layer.doc.toJSON())).not.toMatch(/mari/i);
  expect(quotesIn(layer.doc)).toEqual(['[name]']);
  const [text] = await documentsOf(lead, transcript);
  if (text === undefined) throw new Error('no text');
  const [span] = [...layerFields(layer.doc).spans].map(([, span]) => span) as { anchor: never }[];
  const place = locateAnchor(
    await readDocument(lead, text),
    await textOf(lead, transcript),
    span?.anchor as never,
  );
  expect(place.kind).toBe('lost');
});

test('a backup of before a redaction is given up at its restore, and the newer key is left', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  const { id: other } = await importShort(lead, project);
  await server.close();
  const older = `${server.folder}-older`;
  await cp(server.folder, older, { recursive: true });
  const again = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address: again.address });
  const index = await textOf(lead, transcript);
  await lead.get('redact', { transcript }, asking(index, 'walk'));
  await again.close();
  const keysFolder = `${server.folder}.keys`;
  const restored = await startServer({ dataFolder: older, keysFolder });
  Object.assign(lead, { address: restored.address });
  const listed = await lead.get('listTranscripts', { project });
  expect(listed.map(({ id }) => id)).toEqual([other]);
  expect(await readdir(`${keysFolder}/keys`)).toEqual(
    expect.arrayContaining([`${transcript}.1.destroyed`, `${transcript}.2.key`]),
  );
});

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('a page that still shows words which went cannot bring them back in a comment', async () => {
  const { lead, transcript } = await begin(['Maria came.', 'Maria left.']);
  const index = await textOf(lead, transcript);
  const anchor = makeAnchor(index, placeIn(index, 'Maria left'));
  const comment = { target: { kind: 'passage', anchor }, text: 'Who?' };
  const made = await lead.get('createComment', { transcript }, comment);
  await lead.get('redact', { transcript }, asking(index, 'Maria'));
  const late = await lead.call('createComment', { transcript }, comment);
  expect([late.status, late.error.code]).toEqual([409, 'comments/words-gone']);
  const [present] = await lead.get('listComments', { transcript });
  const place = { transcript, comment: made.id };
  const moved = { version: present?.version, anchor };
  expect((await lead.call('placeComment', place, moved)).error.code).toBe('comments/words-gone');
  const now = await textOf(lead, transcript);
  const known = { knownRedactions: 1 };
  const fresh = makeAnchor(now, placeIn(now, 'left'));
  await lead.get('placeComment', place, { ...moved, ...known, anchor: fresh });
  const target = { kind: 'passage', anchor: fresh };
  await lead.get('createComment', { transcript }, { target, text: 'When?', ...known });
  expect(JSON.stringify(await lead.get('listComments', { transcript }))).not.toContain('Maria');
});
