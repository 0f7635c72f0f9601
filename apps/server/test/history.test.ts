import { LIMITS } from '@triad/collab';
import type { VersionTextAnswer } from '@triad/collab';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { correct, wordsIn, write } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { countAll } from './http-counts.ts';
import type { Client } from './http-harness.ts';
import { importShort, invite, newProject, setUp, startServer } from './http-harness.ts';
import { openBoth } from './sealing-support.ts';

async function begin(options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(options);
  const lead = await setUp(server, 'Ana');
  const { id: project, me } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  return { server, lead, project, me, transcript };
}

async function texts(lead: Client, transcript: string): Promise<readonly VersionTextAnswer[]> {
  const { versions } = await lead.get('readHistory', { transcript });
  return Promise.all(
    versions.map(({ id }) => lead.get('readVersion', { transcript, version: id })),
  );
}

const wordsOf = ({ text }: VersionTextAnswer): string =>
  text.map(({ paragraphs }) => paragraphs.join('\n')).join(' / ');

const IMPORTED = 'What changed? / I began to walk.\nThen I slept.';

test('the text before the first correction and after each lease can be read again', async () => {
  const { lead, project, me, transcript } = await begin();
  const ben = await invite(lead, project, ['lead'], 'Ben');
  await correct(lead, transcript, (doc) => wordsIn(doc, 1).insert(0, 'Well, '));
  await correct(ben, transcript, (doc) => wordsIn(doc, 0).delete(0, 5));
  const versions = await texts(ben, transcript);
  expect(versions.map(wordsOf)).toEqual([
    IMPORTED,
    IMPORTED.replace('I began', 'Well, I began'),
    'changed? / Well, I began to walk.\nThen I slept.',
  ]);
  expect(versions.map(({ number, by }) => [number, by])).toEqual([
    [1, me],
    [2, me],
    [3, ben.member],
  ]);
  expect(versions.map(({ turns, words }) => [turns, words])).toEqual([
    [2, 9],
    [2, 10],
    [2, 9],
  ]);
  const [first] = versions;
  expect(first?.text[1]).toMatchObject({ speaker: 's2', start: 4, end: 31.5 });
  expect(first?.from).toBe((await lead.get('readTranscript', { transcript })).importedAt);
  expect(new Set(versions.map(({ sha256 }) => sha256)).size).toBe(3);
});

test('of a lease under which nothing was changed, or all was taken back, nothing is kept', async () => {
  const { server, lead, transcript } = await begin();
  // What is begun by asking is begun.
  await lead.get('readTranscript', { transcript });
  const before = countAll(server.folder);
  const { id: lease } = await lead.get('takeLease', { transcript });
  expect((await lead.get('readHistory', { transcript })).versions).toHaveLength(1);
  await write(lead, transcript, lease, (doc) => wordsIn(doc, 0).insert(0, 'No '));
  await write(lead, transcript, lease, (doc) => wordsIn(doc, 0).delete(0, 3));
  await lead.get('releaseLease', { transcript, lease });
  expect((await lead.get('readHistory', { transcript })).versions).toEqual([]);
  expect(countAll(server.folder)).toEqual(before);
});

test('a lease that ran out leaves its version, too', async () => {
  const { lead, transcript } = await begin({ leaseMs: 500 });
  const { id: lease } = await lead.get('takeLease', { transcript });
  await write(lead, transcript, lease, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  await until('the version is kept', async () => (await texts(lead, transcript)).length === 2);
  expect((await texts(lead, transcript)).map(wordsOf)).toEqual([IMPORTED, `So, ${IMPORTED}`]);
});

test('a crash between an edit and the end of its lease loses no version', async () => {
  let atMs = Date.now();
  const clock = () => new Date(atMs);
  const { server, lead, transcript } = await begin({ clock });
  const { id: lease } = await lead.get('takeLease', { transcript });
  await write(lead, transcript, lease, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  await server.close();
  // As a crash leaves it between the two halves of an end: over, and still there.
  const { bare, tables } = await openBoth(server.folder);
  const row = await tables.leases.one('transcript', transcript);
  if (row === null) throw new Error('no lease');
  await tables.leases.update(row, { ...row.body, expiresAt: clock().toISOString() });
  await bare.close();
  atMs += 1;
  const again = await startServer({ dataFolder: server.folder, clock });
  Object.assign(lead, { address: again.address });
  await until('the lease is ended', () => countAll(server.folder)['leases'] === undefined);
  expect((await texts(lead, transcript)).map(wordsOf)).toEqual([IMPORTED, `So, ${IMPORTED}`]);
});

test('a version cut between its bytes and its record is stored by the next end', async () => {
  const { server, lead, transcript } = await begin();
  const { id: lease } = await lead.get('takeLease', { transcript });
  await write(lead, transcript, lease, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  await server.close();
  const { bare, sealed } = await openBoth(server.folder);
  await sealed.blobs.put(`history/${transcript}/2`, Uint8Array.of(1), '');
  await bare.close();
  Object.assign(lead, { address: (await startServer({ dataFolder: server.folder })).address });
  await lead.get('releaseLease', { transcript, lease });
  expect((await texts(lead, transcript)).map(wordsOf)).toEqual([IMPORTED, `So, ${IMPORTED}`]);
});

test('of too many versions the oldest but the first make room', async () => {
  const { server, lead, me, project, transcript } = await begin();
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  await server.close();
  const { bare, sealed, tables } = await openBoth(server.folder);
  for (let number = 3; number <= LIMITS.historyVersions; number += 1) {
    const bytes = Buffer.from(JSON.stringify({ form: 1, turns: [] }));
    await sealed.blobs.put(`history/${transcript}/${number}`, bytes, '');
    const at = new Date().toISOString();
    const sha256 = createHash('sha256').update(String(number)).digest('hex');
    const about = { project, transcript, number, by: me, from: at, at, turns: 0, words: 0 };
    await tables.history.insert(crypto.randomUUID(), { ...about, sha256, bytes: bytes.length });
  }
  await bare.close();
  Object.assign(lead, { address: (await startServer({ dataFolder: server.folder })).address });
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'Now, '));
  const { versions } = await lead.get('readHistory', { transcript });
  expect(versions).toHaveLength(LIMITS.historyVersions);
  // The text as it was found differed from the last version, so it was kept as one of nobody's.
  const numbers = versions.map(({ number }) => number);
  expect(numbers.slice(0, 3)).toEqual([1, 4, 5]);
  expect(versions.at(-2)?.by).toBeNull();
  expect(countAll(server.folder)['blobs']).toBe(LIMITS.historyVersions);
});

test('of versions that are too much together the oldest but the first make room', async () => {
  const { server, lead, me, project, transcript } = await begin();
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  await server.close();
  const { bare, sealed, tables } = await openBoth(server.folder);
  // Four of a third of the bound each, besides the two that are there and the two that come.
  for (let number = 3; number <= 6; number += 1) {
    await sealed.blobs.put(`history/${transcript}/${number}`, Uint8Array.of(1), '');
    const at = new Date().toISOString();
    const sha256 = createHash('sha256').update(String(number)).digest('hex');
    const about = { project, transcript, number, by: me, from: at, at, turns: 0, words: 0 };
    const bytes = Math.ceil(LIMITS.historyBytes / 3);
    await tables.history.insert(crypto.randomUUID(), { ...about, sha256, bytes });
  }
  await bare.close();
  Object.assign(lead, { address: (await startServer({ dataFolder: server.folder })).address });
  await correct(lead, transcript, (doc) => wordsIn(doc, 0).insert(0, 'Now, '));
  const { versions } = await lead.get('readHistory', { transcript });
  // Two thirds are left; what weighs nothing but is older had to go before what weighs.
  expect(versions.map(({ number }) => number)).toEqual([1, 5, 6, 7, 8]);
  expect(countAll(server.folder)['blobs']).toBe(5);
});

test('the history goes with its transcript and with its project', async () => {
  const { server, lead, project, transcript } = await begin();
  const { id: other } = await importShort(lead, project);
  for (const id of [transcript, other]) {
    await correct(lead, id, (doc) => wordsIn(doc, 0).insert(0, 'So, '));
  }
  expect(countAll(server.folder)).toMatchObject({ history: 4, blobs: 4 });
  await lead.get('removeTranscript', { transcript });
  expect(countAll(server.folder)).toMatchObject({ history: 2, blobs: 2 });
  await lead.get('removeProject', { project });
  expect(countAll(server.folder)).toMatchObject({ blobs: 0 });
  expect(countAll(server.folder)['history']).toBeUndefined();
});
