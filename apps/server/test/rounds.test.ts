import { basisOf, CLOSE, layerFields } from '@triad/collab';
import { openSqlite } from '@triad/storage';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openTables } from '../src/data/tables.ts';
import { closeRound, copyId } from '../src/rounds/closing.ts';
import { until } from './documents-support/condition.ts';
import { earlierContent, putLayer, writeSchema1 } from './documents-support/earlier-layers.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument, readDocument } from './http-documents.ts';
import { Client, makeFolder, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import type { TestServer } from './http-harness.ts';
import {
  documentsOf,
  LATER,
  layerName,
  makeRoundsTeam,
  openBlind,
  ownLayer,
  someUpdate,
  roundOf,
  write,
} from './rounds-team.ts';
import { openBoth } from './sealing-support.ts';

test('a blind round cuts its coders off from all but their own layer of it', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, two, first, project } = team;
  await write(cleo, await ownLayer(cleo, one, first));
  await write(ben, await ownLayer(ben, one, first));
  await lead.get('createComment', { transcript: one }, remark('On one'));
  const documents = await documentsOf(ben, one);
  const [text] = documents;
  const open = documents.map((document) => openDocument(ben, document));
  for (const raw of open) await raw.ready();

  const round = await openBlind(team);
  for (const [index, raw] of open.entries()) {
    if (documents[index] === text) continue;
    expect(await raw.end()).toBe(CLOSE.forbidden.code);
  }
  expect(open[0]?.ended).toBeNull();

  const left = await documentsOf(ben, one);
  expect(left.map(({ name, writable }) => [name, writable])).toEqual([
    [`transcript/${one}`, false],
    [layerName(one, round.id, ben.member), true],
  ]);
  const { layers } = await ben.get('readTranscript', { transcript: one });
  expect(layers.map(({ member, round: of }) => [member, of])).toEqual([[ben.member, round.id]]);
  // What is not listed is not opened either, whoever knows its name.
  for (const document of documents.slice(1)) {
    expect(await openDocument(ben, document).end()).toBe(CLOSE.forbidden.code);
  }
  const refused = await ben.call('listComments', { transcript: one });
  expect([refused.status, refused.error.code]).toEqual([403, 'rules/blind']);
  expect(refused.error.message).toContain(`until round ${round.number} is closed`);
  expect((await ben.call('createComment', { transcript: one }, remark('Me'))).status).toBe(403);

  // Elsewhere, and for everybody else, all is as it was.
  expect((await documentsOf(ben, two)).map(({ name }) => name)).toContain(
    layerName(two, first, ben.member),
  );
  await lead.get('listComments', { transcript: one });
  await write(lead, await ownLayer(lead, one, first));
  expect((await roundOf(ben, project, round.id)).coders).toEqual([ben.member, cleo.member]);
});

test('own earlier layers are readable in a blind round where the lead allows it, and no more', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, one, first } = team;
  const before = await ownLayer(ben, one, first);
  await write(ben, before);
  await openBlind(team, { ownEarlier: true });
  const [, ...layers] = await documentsOf(ben, one);
  expect(layers.map(({ name, writable }) => [name.includes(first), writable]).sort()).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(layerFields(await readDocument(ben, before)).spans.size).toBe(1);
  const raw = openDocument(ben, before);
  await raw.ready();
  raw.update(someUpdate());
  expect(await raw.end()).toBe(CLOSE.forbidden.code);
});

test('until a blind round is closed others know who started and who is done, and no more', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, reviewer, one, project } = team;
  const round = await openBlind(team);
  const layer = await ownLayer(ben, one, round.id);
  const hears = listenAs(reviewer);
  const deaf = listenAs(cleo);
  for (const each of [hears, deaf]) {
    await connected(each);
    expect(await each.watch(project)).toEqual({ ok: true });
  }
  await write(ben, layer);
  await until('the reviewer is told', () => hears.heard.some(({ what }) => what === 'progress'));
  const started = async (reader: typeof ben) =>
    (await roundOf(reader, project, round.id)).progress.map((each) => each.started);
  expect(await started(reviewer)).toEqual([true, false]);
  expect(await started(lead)).toEqual([true, false]);
  expect(await started(cleo)).toEqual([null, null]);

  for (const reader of [lead, reviewer]) {
    const { documents, layers } = await reader.get('readTranscript', { transcript: one });
    expect(layers.filter(({ round: of }) => of === round.id)).toEqual([]);
    expect(documents.filter(({ name }) => name.includes(round.id))).toEqual([]);
    expect(await openDocument(reader, layer).end()).toBe(CLOSE.forbidden.code);
  }
  const own = listenAs(ben);
  await connected(own);
  await own.watch(project);
  await write(ben, layer);
  await until('its coder hears of it', () => own.heard.some(({ what }) => what === 'counts'));
  await ben.get('setRoundDone', { project, round: round.id }, { done: true });
  await until('all are told', () => deaf.heard.some(({ what }) => what === 'rounds'));
  const { progress } = await roundOf(cleo, project, round.id);
  expect(progress.map(({ doneAt }) => doneAt !== null)).toEqual([true, false]);
  expect(deaf.heard.map(({ what }) => what)).toEqual(['rounds']);
  expect(hears.heard.filter(({ id }) => id.startsWith(layer.name))).toEqual([]);
  expect(hears.heard.filter(({ what }) => what === 'counts')).toEqual([]);
  const told = hears.heard.filter(({ id }) => id === round.id);
  expect(told.map(({ what }) => what)).toEqual(['progress', 'rounds']);
});

test('nobody is seen on a transcript that somebody codes blind', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, project } = team;
  const [text] = await documentsOf(ben, one);
  if (text === undefined) throw new Error('no text');
  const [his, hers] = [openDocument(ben, text), openDocument(lead, text)];
  for (const raw of [his, hers]) await raw.ready();
  const state = { member: '', selection: null, reading: null };
  hers.awareness(7, 1, state);
  await until('she is seen', () => his.presence.some(({ id, state: s }) => id === 7 && s !== null));
  const { version, id } = await openBlind(team);
  await until('she is gone', () => his.presence.at(-1)?.state === null);
  const frames = his.frames.length;
  hers.awareness(7, 2, { ...state, reading: [0, 1] });
  his.awareness(8, 1, state);
  hers.step1();
  await until('her later question is answered', () => hers.step2s.length > 0);
  expect(his.frames).toHaveLength(frames);
  expect(hers.presence.filter(({ id: of }) => of === 8)).toEqual([]);

  // A connection that asks for presence is answered with nothing, so that it does not reconnect.
  await lead.get('closeRound', { project, round: id }, { version, transcripts: null });
  hers.awareness(7, 3, state);
  await until('she is seen again', () => his.presence.at(-1)?.state !== null);
});

test('closing stores each layer whole, reveals all, and takes no more work', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, project, server } = team;
  const round = await openBlind(team);
  const layer = await ownLayer(ben, one, round.id);
  const raw = await write(ben, layer);
  const before = Y.encodeStateAsUpdate(await readDocument(ben, layer));
  const params = { project, round: round.id };
  const partly = await lead.call('closeRound', params, { version: 1, transcripts: [one] });
  expect(partly.error.code).toBe('rounds/blind-as-a-whole');
  const closed = await lead.get('closeRound', params, { version: 1, transcripts: null });
  expect([closed.state, closed.transcripts]).toEqual(['closed', [one]]);

  raw.update(someUpdate());
  expect(await raw.end()).toBe(CLOSE.forbidden.code);
  // Who marked nothing has an empty copy: that is a finding too.
  const { copies } = await lead.get('readRoundRecord', params);
  expect(copies.map(({ member, spans, afterReveal }) => [member, spans, afterReveal])).toEqual([
    [ben.member, 1, false],
    [cleo.member, 0, false],
  ]);
  expect(layerFields(await readDocument(cleo, layer)).spans.size).toBe(1);
  const kept = await copiesIn(server, one);
  expect(kept).toHaveLength(2);
  for (const { sha256 } of copies) {
    expect(kept.map((bytes) => createHash('sha256').update(bytes).digest('hex'))).toContain(sha256);
  }
  expect(kept.some((bytes) => Buffer.compare(bytes, before) === 0)).toBe(true);
});

test('a late change needs reopening for one coder, and is told as made after the reveal', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, project } = team;
  const round = await openBlind(team);
  const layer = await ownLayer(ben, one, round.id);
  await write(ben, layer);
  const params = { project, round: round.id };
  let { version } = await lead.get('closeRound', params, { version: 1, transcripts: null });
  await expect(write(ben, layer)).rejects.toThrow(`${CLOSE.forbidden.code}`);

  const reason = 'The last page was overlooked.';
  for (const coder of [ben, cleo]) {
    const body = { version, member: coder.member, reason };
    ({ version } = await lead.get('reopenRound', params, body));
  }
  await write(ben, await ownLayer(ben, one, round.id));
  for (const coder of [ben, cleo]) {
    const again = await lead.get('closeAgain', params, { version, member: coder.member });
    ({ version } = again);
  }
  await expect(write(ben, layer)).rejects.toThrow(`${CLOSE.forbidden.code}`);
  const { copies, reopened } = await lead.get('readRoundRecord', params);
  expect(copies.map(({ member, spans, afterReveal }) => [member, spans, afterReveal])).toEqual([
    [ben.member, 1, false],
    [cleo.member, 0, false],
    // Cleo changed nothing, so the first copy stands.
    [ben.member, 2, true],
  ]);
  expect(reopened.map(({ member, closedAt }) => [member, closedAt !== null])).toEqual([
    [ben.member, true],
    [cleo.member, true],
  ]);
  expect(reopened[0]?.reason).toBe(reason);
});

test('why a round was opened again goes with any of its transcripts, and is cleaned with each', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, two, project, server } = team;
  const round = await openBlind(team, { transcripts: [one, two] });
  const params = { project, round: round.id };
  const closed = await lead.get('closeRound', params, { version: 1, transcripts: null });
  let { version } = closed;
  for (const { member } of [ben, cleo]) {
    // Refused, it leaves nothing.
    const late = { version: 1, member, reason: 'Late' };
    expect((await lead.call('reopenRound', params, late)).status).toBe(409);
    const reason = `Wilhelmina was overlooked by ${member}.`;
    ({ version } = await lead.get('reopenRound', params, { version, member, reason }));
  }
  const reasons = async () =>
    (await lead.get('readRoundRecord', params)).reopened.map(({ reason }) => reason);
  const said = (name: string) => [ben, cleo].map((c) => `${name} was overlooked by ${c.member}.`);
  expect(await reasons()).toEqual(said('Wilhelmina'));
  const look = (transcript: string, words: string) =>
    lead.get('lookForWords', { transcript }, { words });
  expect(await look(one, 'Wilhelmina')).toMatchObject({ reasons: 2, outside: { reasons: 0 } });
  const redaction = { words: 'Wilhelmina', all: true, replacement: '[name]' };
  await lead.get('redact', { transcript: two }, redaction);
  expect(await reasons()).toEqual(said('[name]'));
  await lead.get('redact', { transcript: one }, { ...redaction, words: 'overlooked' });
  expect(await reasons()).toEqual(said('[name]').map((r) => r.replace('overlooked', '[name]')));
  await server.close();
  const { bare, tables } = await openBoth(server.folder);
  expect(await tables.reasons.all()).toHaveLength(4);
  expect(JSON.stringify(await tables.rounds.all())).not.toContain('[name]');
  await bare.close();
  const again = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address: again.address });
  expect((await reasons())[0]).toContain('[name]');
  await lead.get('removeTranscript', { transcript: one });
  expect(await reasons()).toEqual([null, null]);
  await again.close();
  const left = await openBoth(server.folder);
  expect(await left.tables.reasons.all()).toEqual([]);
  await left.bare.close();
}, 30_000);

test('reasons that were stored bare are sealed at start, and none is lost', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, project, server } = team;
  const { id } = await openBlind(team);
  const params = { project, round: id };
  await lead.get('closeRound', params, { version: 1, transcripts: null });
  await server.close();
  // As an earlier version left it; of one a crash left a share without its reopening.
  const { bare, tables } = await openBoth(server.folder);
  const row = await tables.rounds.get(id);
  if (row === null) throw new Error('no round');
  const at = '2026-01-01T00:00:00.000Z';
  const told = { by: lead.member, at, closedAt: at, copied: true };
  const reopened = [ben, cleo].map(({ member }) => ({ ...told, member, reason: `For ${member}` }));
  await tables.rounds.update(row, { ...row.body, reopened: reopened as never });
  const orphan = { transcript: team.one, round: id, reopening: 'none', of: 1, share: '' };
  await tables.reasons.insert(`none/${team.one}`, orphan);
  await bare.close();
  for (let start = 0; start < 2; start += 1) {
    const again = await startServer({ dataFolder: server.folder });
    Object.assign(lead, { address: again.address });
    const record = await lead.get('readRoundRecord', params);
    expect(record.reopened.map(({ member, reason }) => [member, reason])).toEqual(
      [ben, cleo].map(({ member }) => [member, `For ${member}`]),
    );
    await again.close();
    const left = await openBoth(server.folder);
    expect(JSON.stringify(await left.tables.rounds.all())).not.toContain('For ');
    const shares = await left.tables.reasons.all();
    expect(new Set(shares.map(({ body }) => body.reopening)).size).toBe(2);
    await left.bare.close();
  }
}, 30_000);

test('a lead who codes in it closes it when all are done or its date is past', async () => {
  let at = Date.parse('2026-01-01T00:00:00Z');
  const team = await makeRoundsTeam(await startServer({ clock: () => new Date((at += 1)) }));
  const { ben, lead, one, two, project } = team;
  const coders = [lead.member, ben.member];
  const round = await openBlind(team, { coders });
  const params = { project, round: round.id };
  const close = () => lead.call('closeRound', params, { version: 1, transcripts: null });
  expect((await close()).error.code).toBe('rounds/not-all-done');
  // Being lead shows no more than being a coder does.
  expect(round.progress.map(({ started }) => started)).toEqual([null, null]);
  expect((await lead.call('readRoundRecord', params)).status).toBe(403);
  for (const coder of [lead, ben]) await coder.get('setRoundDone', params, { done: true });
  await ben.get('setRoundDone', params, { done: false });
  expect((await close()).error.code).toBe('rounds/not-all-done');
  await ben.get('setRoundDone', params, { done: true });
  expect((await close()).status).toBe(200);

  const due = { at: '2026-01-08T00:00:00Z', zone: 'Europe/London' };
  const next = await openBlind(team, { coders, transcripts: [one, two], due });
  const again = { project, round: next.id };
  const late = () => lead.call('closeRound', again, { version: 1, transcripts: null });
  expect((await late()).error.code).toBe('rounds/not-all-done');
  at = Date.parse(due.at);
  expect((await late()).status).toBe(200);
});

test('a round says who had seen whose layers before it began', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, two, first, project } = team;
  for (const transcript of [one, two]) {
    await write(cleo, await ownLayer(cleo, transcript, first));
    const hers = (await documentsOf(ben, transcript)).find(({ name }) =>
      name.endsWith(cleo.member),
    );
    if (hers === undefined) throw new Error('no layer of hers');
    await readDocument(ben, hers);
  }
  const round = await openBlind(team);
  const { seenBefore } = await lead.get('readRoundRecord', { project, round: round.id });
  const what = seenBefore.map(({ member, transcript, round: of, author }) => [
    member,
    transcript,
    of,
    author,
  ]);
  expect(what).toEqual([[ben.member, one, first, cleo.member]]);
});

test('open coding is closed by transcript or whole, and opened anew in layers of its own', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, two, first, project } = team;
  const before = await ownLayer(ben, one, first);
  await write(ben, before);
  const open = (transcripts: readonly string[] | null) =>
    lead.call('openRound', { project }, { kind: 'open', title: '', transcripts });
  expect((await open([one])).error.code).toBe('rounds/open-already');
  const params = { project, round: first };
  await lead.get('closeRound', params, { version: 1, transcripts: [one] });
  await expect(write(ben, before)).rejects.toThrow(`${CLOSE.forbidden.code}`);
  await write(ben, await ownLayer(ben, two, first));
  expect((await open(null)).error.code).toBe('rounds/open-already');
  const second = (await open([one])).body;
  const after = await ownLayer(ben, one, second.id);
  await write(ben, after);
  expect(after.name).not.toBe(before.name);
  expect(layerFields(await readDocument(lead, before)).spans.size).toBe(1);

  const { version } = await roundOf(lead, project, first);
  const closed = await lead.get('closeRound', params, { version, transcripts: null });
  expect(new Set(closed.transcripts)).toEqual(new Set([one, two]));
  const { copies } = await lead.get('readRoundRecord', params);
  const copied = copies.map(({ transcript, member }) => [transcript, member]);
  expect(copied).toContainEqual([one, ben.member]);
  expect(copied).toContainEqual([two, ben.member]);
});

test('figures rest on a closed round of the transcript', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { lead, one, first, project } = team;
  const set = async (basis: string) => {
    const { version } = await lead.get('readTranscript', { transcript: one });
    return lead.call('changeTranscript', { transcript: one }, { version, basis });
  };
  expect((await set(first)).error.code).toBe('rounds/no-basis');
  await lead.get('closeRound', { project, round: first }, { version: 1, transcripts: [one] });
  expect((await set(first)).body.basis).toBe(first);
});

test('a round tells when it was closed on each transcript, and figures rest on the last', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { lead, one, two, first, project } = team;
  const params = { project, round: first };
  const alone = await lead.get('closeRound', params, { version: 1, transcripts: [one] });
  const blind = await openBlind(team);
  const close = { version: blind.version, transcripts: null };
  await lead.get('closeRound', { project, round: blind.id }, close);
  await lead.get('closeRound', params, { version: alone.version, transcripts: null });
  const { rounds } = await lead.get('readProject', { project });
  expect(basisOf(rounds, one, null)?.id).toBe(blind.id);
  expect(basisOf(rounds, two, null)?.id).toBe(first);
});

test('a lead who codes blind is told why the record of another round waits', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { lead, ben, cleo, project } = team;
  const own = await openBlind(team, { coders: [lead.member, ben.member] });
  const other = await openBlind(team, { coders: [cleo.member] });
  const refused = await lead.call('readRoundRecord', { project, round: other.id });
  expect([refused.status, refused.error.code]).toEqual([403, 'rules/blind']);
  expect(refused.error.message).toContain(`until round ${own.number} is closed`);
  const byRole = await cleo.call('readRoundRecord', { project, round: own.id });
  expect(byRole.error.code).toBe('rules/not-allowed');
});

test('a round that is renamed while it is being closed is closed all the same', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, project } = team;
  const round = await openBlind(team);
  await write(ben, await ownLayer(ben, one, round.id));
  const { version } = round;
  const closing = lead.call(
    'closeRound',
    { project, round: round.id },
    { version, transcripts: null },
  );
  // As somebody whose page has heard of the first of the two writes of closing.
  const renamed = { version: version + 1, title: 'Pilot' };
  for (let tries = 0; tries < 40; tries += 1) {
    await lead.call('changeRound', { project, round: round.id }, renamed);
  }
  expect((await closing).status).toBe(200);
  expect((await roundOf(lead, project, round.id)).state).toBe('closed');
});

test('what a crash left of closing a round is finished at the next start', async () => {
  const folder = await makeFolder();
  const team = await makeRoundsTeam(await startServer({ dataFolder: folder }));
  const { ben, lead, one, project, server } = team;
  const round = await openBlind(team);
  await write(ben, await ownLayer(ben, one, round.id));
  await server.close();
  const store = await openSqlite({ folder });
  const tables = await openTables(store.records);
  const row = await tables.rounds.get(round.id);
  if (row === null) throw new Error('no round');
  const closed = { by: lead.member, at: '2026-01-01T00:00:00.000Z' };
  await tables.rounds.update(row, { ...row.body, state: 'closing', closed });
  await store.close();

  const reader = new Client((await startServer({ dataFolder: folder })).address);
  reader.cookie = lead.cookie;
  expect((await roundOf(reader, project, round.id)).state).toBe('closed');
  const { copies } = await reader.get('readRoundRecord', { project, round: round.id });
  expect(copies.map(({ spans }) => spans)).toEqual([1, 0]);
});

test('a closing that failed is finished by closing again', async () => {
  const folder = await makeFolder();
  const team = await makeRoundsTeam(await startServer({ dataFolder: folder }));
  const { ben, lead, one, project, server } = team;
  const round = await openBlind(team);
  await write(ben, await ownLayer(ben, one, round.id));
  await server.close();
  const { context, close } = await openFolder(folder);
  const present = async () => {
    const row = await context.tables.rounds.get(round.id);
    if (row === null) throw new Error('no round');
    return row;
  };
  const member = await context.tables.members.get(lead.member);
  if (member === null) throw new Error('no lead');
  const put = () => Promise.reject(new Error('the disk is full'));
  const full = { ...context, blobs: { ...context.blobs, put } };
  const body = { version: round.version, transcripts: null };
  const failed = closeRound(full, await present(), { member }, body);
  await expect(failed).rejects.toThrow('the disk is full');
  const stuck = await present();
  expect(stuck.body.state).toBe('closing');
  const done = await closeRound(context, stuck, { member }, { ...body, version: stuck.version });
  expect(done.body.state).toBe('closed');
  await close();

  const reader = new Client((await startServer({ dataFolder: folder })).address);
  reader.cookie = lead.cookie;
  const { copies } = await reader.get('readRoundRecord', { project, round: round.id });
  expect(copies.map(({ spans }) => spans)).toEqual([1, 0]);
});

test('copies of before a migration stay to the letter, and a migrated layer is no late change', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, project, server } = team;
  const round = await openBlind(team);
  await ownLayer(ben, one, round.id);
  const params = { project, round: round.id };
  const closed = await lead.get('closeRound', params, { version: 1, transcripts: null });
  await server.close();
  const id = copyId(one, round.id, ben.member, 1);
  const name = { kind: 'layer', transcript: one, round: round.id, member: ben.member } as const;
  // As an earlier version left both.
  const { context, store, close } = await openFolder(server.folder);
  await putLayer(store, name, [writeSchema1(earlierContent(20))]);
  const { bytes, schema, state, summary } = await context.documents.copy(name);
  expect(schema).toBe(1);
  await context.blobs.put(id, bytes, '');
  const row = await context.tables.layerCopies.get(id);
  if (row === null) throw new Error('no copy');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { schema: _present, ...body } = row.body;
  await context.tables.layerCopies.update(row, { ...body, ...summary, sha256, state });
  await close();

  const again = await startServer({ dataFolder: server.folder });
  const [reader, coder] = [lead, ben].map(({ cookie, member }) =>
    Object.assign(new Client(again.address), { cookie, member }),
  );
  if (reader === undefined || coder === undefined) throw new Error('nobody');
  const reason = 'The last page was overlooked.';
  let { version } = closed;
  const reopened = { version, member: ben.member, reason };
  ({ version } = await reader.get('reopenRound', params, reopened));
  const layer = await ownLayer(coder, one, round.id);
  expect(layer.madeFrom?.cause).toBe('migration');
  const member = ben.member;
  ({ version } = await reader.get('closeAgain', params, { version, member }));
  const { copies } = await reader.get('readRoundRecord', params);
  expect(copies.filter((copy) => copy.member === member)).toMatchObject([{ spans: 20, sha256 }]);
  ({ version } = await reader.get('reopenRound', params, { version, member, reason }));
  await write(coder, await ownLayer(coder, one, round.id));
  await reader.get('closeAgain', params, { version, member });
  const later = (await reader.get('readRoundRecord', params)).copies;
  expect(later.filter((copy) => copy.member === member).map(({ spans }) => spans)).toEqual([
    20, 21,
  ]);
  const hashes = (await copiesIn(again, one)).map((copy) =>
    createHash('sha256').update(copy).digest('hex'),
  );
  expect(hashes).toContain(sha256);
});

test('a removed transcript leaves no copy of its layers', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, project, server } = team;
  const round = await openBlind(team);
  await write(ben, await ownLayer(ben, one, round.id));
  await lead.get('closeRound', { project, round: round.id }, { version: 1, transcripts: null });
  await lead.get('removeTranscript', { transcript: one });
  const { copies } = await lead.get('readRoundRecord', { project, round: round.id });
  expect(copies).toEqual([]);
  expect(await copiesIn(server, one)).toEqual([]);
});

test('what cannot be opened is refused with its reason', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, reviewer, one, two, project } = team;
  await openBlind(team);
  const body = { kind: 'blind', title: '', ownEarlier: false, due: LATER };
  const open = async (over: object) => {
    const asked = { ...body, transcripts: [two], coders: [ben.member], ...over };
    return (await lead.call('openRound', { project }, asked)).error.code;
  };
  expect(await open({ transcripts: [one] })).toBe('rounds/coder-is-blind');
  expect(await open({ transcripts: [crypto.randomUUID()] })).toBe('rounds/unknown-transcript');
  expect(await open({ coders: [reviewer.member] })).toBe('rounds/unknown-coder');
  expect(await open({ due: { ...LATER, at: '2020-01-01T00:00:00Z' } })).toBe('rounds/due-past');
  expect(await open({ due: { ...LATER, zone: 'Europe/Atlantis' } })).toBe('request/invalid');
});

function remark(text: string) {
  return { target: { kind: 'transcript' }, text };
}

/** Ends the server and reads the copies of a transcript's layers out of its store. */
async function copiesIn({ folder, close }: TestServer, transcript: string) {
  await close();
  const { context, close: closeContext } = await openFolder(folder);
  const copies: Uint8Array[] = [];
  for (const id of await context.blobs.list()) {
    if (!id.startsWith(`layer-copy/${transcript}/`)) continue;
    const blob = await context.blobs.get(id);
    if (blob !== null) copies.push(blob.bytes);
  }
  await closeContext();
  return copies;
}
