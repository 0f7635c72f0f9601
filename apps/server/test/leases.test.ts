import { CLOSE, TEXT_FIELD } from '@triad/collab';
import type { LeaseAnswer } from '@triad/collab';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { openDocument, readDocument, readText } from './http-documents.ts';
import type { DocumentToOpen } from './http-documents.ts';
import type { Client } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { importShort, invite, newProject, setUp, startServer } from './http-harness.ts';
import type { ServerOptions } from '../src/serve.ts';
import { makeLeases } from '../src/transcripts/leases.ts';

/** Two leads of a project with one transcript. */
async function twoLeads(options: Partial<ServerOptions> = {}) {
  const server = await startServer(options);
  const ana = await setUp(server, 'Ana');
  const { id: project, me } = await newProject(ana);
  const { id: transcript } = await importShort(ana, project);
  const ben = await invite(ana, project, ['lead'], 'Ben');
  return { server, ana, ben, project, transcript, anaId: me };
}

async function textOf(client: Client, transcript: string): Promise<DocumentToOpen> {
  const { documents } = await client.get('readTranscript', { transcript });
  const [text] = documents;
  if (text === undefined) throw new Error('no document');
  return text;
}

/** What a lead sends who writes these words in front of all others. */
async function wordsBefore(client: Client, document: DocumentToOpen, words: string) {
  const doc = await readDocument(client, document);
  const before = Y.encodeStateVector(doc);
  const turn = doc.getXmlFragment(TEXT_FIELD).get(0) as Y.XmlElement;
  ((turn.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, words);
  return Y.encodeStateAsUpdate(doc, before);
}

async function openUnder(
  client: Client,
  document: DocumentToOpen,
  { id }: LeaseAnswer,
): Promise<RawClient> {
  const raw = openDocument(client, { ...document, lease: id });
  await raw.ready();
  return raw;
}

test('one lead at a time holds the lease, and all see who', async () => {
  const { ana, ben, transcript, anaId } = await twoLeads();
  expect((await ben.get('readTranscript', { transcript })).editing).toBeNull();
  const lease = await ana.get('takeLease', { transcript });
  expect((await ben.get('readTranscript', { transcript })).editing?.member).toBe(anaId);
  const { status, error } = await ben.call('takeLease', { transcript });
  expect([status, error.code]).toEqual([409, 'transcripts/being-edited']);
  expect(error.message).toContain('Ana');
  await ben.get('releaseLease', { transcript, lease: lease.id });
  expect((await ben.get('readTranscript', { transcript })).editing?.member).toBe(anaId);
  await ana.get('releaseLease', { transcript, lease: lease.id });
  await ben.get('takeLease', { transcript });
  const renewed = await ana.call('renewLease', { transcript, lease: lease.id });
  expect([renewed.status, renewed.error.code]).toEqual([409, 'transcripts/lease-over']);
});

test('what is written under the lease is stored, without it refused', async () => {
  const { ana, transcript } = await twoLeads();
  const text = await textOf(ana, transcript);
  const update = await wordsBefore(ana, text, 'Well, ');
  const lease = await ana.get('takeLease', { transcript });
  const reader = openDocument(ana, text);
  await reader.ready();
  reader.update(update);
  expect(await reader.end()).toBe(CLOSE.forbidden.code);
  const writer = await openUnder(ana, text, lease);
  writer.update(update);
  await until('it is stored', () => writer.acknowledged.length > 0);
  expect((await readText(ana, transcript)).text.startsWith('Well, ')).toBe(true);
});

test('when the lease ends, the turns and words of the list are those of the text', async () => {
  const { ana, ben, transcript } = await twoLeads();
  const text = await textOf(ana, transcript);
  const before = await ana.get('readTranscript', { transcript });
  const lease = await ana.get('takeLease', { transcript });
  const writer = await openUnder(ana, text, lease);
  writer.update(await wordsBefore(ana, text, 'Well, I never. '));
  await until('it is stored', () => writer.acknowledged.length > 0);
  await ana.get('releaseLease', { transcript, lease: lease.id });
  const { words, turns } = await ben.get('readTranscript', { transcript });
  expect({ words, turns }).toEqual({ words: before.words + 3, turns: before.turns });

  const emptier = await ana.get('takeLease', { transcript });
  const doc = await readDocument(ana, text);
  const vector = Y.encodeStateVector(doc);
  doc.getXmlFragment(TEXT_FIELD).delete(0, 1);
  const second = await openUnder(ana, text, emptier);
  second.update(Y.encodeStateAsUpdate(doc, vector));
  await until('it is stored', () => second.acknowledged.length > 0);
  await ana.get('releaseLease', { transcript, lease: emptier.id });
  expect((await ben.get('readTranscript', { transcript })).turns).toBe(before.turns - 1);
});

test('a lease that is given back without an edit has nothing counted', async () => {
  const { server, transcript, anaId } = await twoLeads();
  await server.close();
  const { context, close } = await openFolder(server.folder);
  onTestFinished(close);
  let counted = 0;
  const jobs = {
    ...context.jobs,
    version: (bytes: Uint8Array) => {
      counted += 1;
      return context.jobs.version(bytes);
    },
  };
  const row = await context.tables.transcripts.get(transcript);
  const member = await context.tables.members.get(anaId);
  const project = row === null ? null : await context.tables.projects.get(row.body.project);
  if (row === null || member === null || project === null) throw new Error('nobody is there');
  const me = { project, member };
  const leases = makeLeases({ ...context, jobs });
  onTestFinished(() => leases.close());
  const { id } = await leases.take(row, me);
  counted = 0;
  await leases.release(row, me, id);
  expect([counted, await context.tables.leases.one('transcript', transcript)]).toEqual([0, null]);

  // Of one that a restart found nobody knows what was written under it.
  const found = await leases.take(row, me);
  const restarted = makeLeases({ ...context, jobs });
  onTestFinished(() => restarted.close());
  counted = 0;
  await restarted.release(row, me, found.id);
  expect(counted).toBe(1);
});

test("a lease opens nothing for others, nor for another's text", async () => {
  const { ana, ben, project, transcript } = await twoLeads();
  const { id: lease } = await ana.get('takeLease', { transcript });
  const other = await importShort(ana, project);
  const tried = [
    openDocument(ben, { ...(await textOf(ben, transcript)), lease }),
    openDocument(ana, { ...(await textOf(ana, other.id)), lease }),
    openDocument(ana, { ...(await textOf(ana, transcript)), lease: crypto.randomUUID() }),
  ];
  for (const raw of tried) expect(await raw.end()).toBe(CLOSE.leaseOver.code);
});

test('released, taken anew or without its role, a lease ends its connection', async () => {
  const { ana, ben, project, transcript, server } = await twoLeads();
  const text = await textOf(ana, transcript);
  const first = await ana.get('takeLease', { transcript });
  const released = await openUnder(ana, text, first);
  await ana.get('releaseLease', { transcript, lease: first.id });
  expect(await released.end()).toBe(CLOSE.leaseOver.code);

  const inTab = await ana.get('takeLease', { transcript });
  const inOneTab = await openUnder(ana, text, inTab);
  const second = await ana.get('takeLease', { transcript });
  expect(await inOneTab.end()).toBe(CLOSE.leaseOver.code);
  const renewed = await ana.call('renewLease', { transcript, lease: inTab.id });
  expect([renewed.status, renewed.error.code]).toEqual([409, 'transcripts/lease-elsewhere']);
  await ana.get('releaseLease', { transcript, lease: second.id });

  const theirs = await openUnder(ben, text, await ben.get('takeLease', { transcript }));
  const members = await ana.get('listMembers', { project });
  const member = members.find(({ name }) => name === 'Ben');
  await ana.get(
    'changeMember',
    { project, member: member?.id ?? '' },
    { version: member?.version ?? 0, roles: ['reviewer'] },
  );
  expect(await theirs.end()).toBe(CLOSE.leaseOver.code);
  expect(server.connections().documents).toBe(0);
});

test('a lease that is not renewed runs out by itself', async () => {
  const { ana, ben, transcript } = await twoLeads({ leaseMs: 400 });
  const text = await textOf(ana, transcript);
  const lease = await ana.get('takeLease', { transcript });
  const writer = await openUnder(ana, text, lease);
  const late = await wordsBefore(ana, text, 'Too late, ');
  expect(await writer.end()).toBe(CLOSE.leaseOver.code);
  expect((await ben.get('readTranscript', { transcript })).editing).toBeNull();

  const back = await openUnder(ana, text, lease);
  if (back.ended === null) back.update(late);
  expect(await back.end()).toBe(CLOSE.leaseOver.code);
  expect((await readText(ana, transcript)).text).not.toContain('Too late');
  await ben.get('takeLease', { transcript });
});

test('a lease holds over a restart, and still runs out', async () => {
  let offsetMs = 0;
  const clock = () => new Date(Date.now() + offsetMs);
  const { server, ana, ben, transcript, anaId } = await twoLeads({ clock });
  const lease = await ana.get('takeLease', { transcript });
  await server.close();
  const again = await startServer({ dataFolder: server.folder, clock });
  for (const client of [ana, ben]) Object.assign(client, { address: again.address });
  const { documents, editing } = await ana.get('readTranscript', { transcript });
  expect(editing?.member).toBe(anaId);
  const [text] = documents;
  if (text === undefined) throw new Error('no document');
  await openUnder(ana, text, lease);
  expect((await ben.call('takeLease', { transcript })).status).toBe(409);
  await ana.get('renewLease', { transcript, lease: lease.id });
  offsetMs = 120_000;
  await ben.get('takeLease', { transcript });
});
