import { openSqlite } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { MINUTE_MS } from '../src/context.ts';
import { countAll } from './http-counts.ts';
import {
  Client,
  importForm,
  importShort,
  invite,
  newProject,
  setUp,
  shortInterview,
  startServer,
} from './http-harness.ts';

test('who makes a project is its lead and coder, in an open round', async () => {
  const lead = await setUp(await startServer());
  const project = await lead.get(
    'createProject',
    {},
    { title: '  Sleep ', description: 'Why it works' },
  );
  expect(project).toMatchObject({
    title: 'Sleep',
    description: 'Why it works',
    roles: ['lead', 'coder'],
    members: 1,
    transcripts: 0,
    demo: false,
    deviceCopies: false,
    rounds: [{ kind: 'open', number: 1, state: 'open' }],
    theory: { name: `theory/${project.id}`, kind: 'theory', writable: true },
  });
  expect(await lead.get('readProject', { project: project.id })).toEqual(project);
  const [listed] = await lead.get('listProjects');
  expect(listed?.id).toBe(project.id);
});

test('a change over an older version is refused and changes nothing', async () => {
  const lead = await setUp(await startServer());
  const { id: project, version } = await newProject(lead);
  await lead.get('changeProject', { project }, { version, title: 'Second' });
  const stale = await lead.call('changeProject', { project }, { version, title: 'Third' });
  expect([stale.status, stale.error.code]).toEqual([409, 'request/stale']);
  expect((await lead.get('readProject', { project })).title).toBe('Second');
});

test('a lead lets devices keep copies, and every member is told', async () => {
  const lead = await setUp(await startServer());
  const { id: project, version } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  const coder = await invite(lead, project, ['coder']);
  const told = async () => [
    (await coder.get('listProjects'))[0]?.deviceCopies,
    (await coder.get('readProject', { project })).deviceCopies,
    (await coder.get('readTranscript', { transcript })).deviceCopies,
  ];
  expect(await told()).toEqual([false, false, false]);
  const on = await lead.get('changeProject', { project }, { version, deviceCopies: true });
  expect(await told()).toEqual([true, true, true]);
  const renamed = { version: on.version, title: 'Other' };
  const next = await lead.get('changeProject', { project }, renamed);
  expect(await told()).toEqual([true, true, true]);
  const off = { version: next.version, deviceCopies: false };
  expect((await coder.call('changeProject', { project }, off)).status).toBe(403);
  await lead.get('changeProject', { project }, off);
  expect(await told()).toEqual([false, false, false]);
});

test('a project says when it last changed, to those who may know', async () => {
  let now = new Date();
  const pass = (minutes: number) => (now = new Date(now.getTime() + minutes * MINUTE_MS));
  const lead = await setUp(await startServer({ clock: () => now }));
  const { id: project, createdAt, changedAt } = await newProject(lead);
  expect(changedAt).toBe(createdAt);
  const observer = await invite(lead, project, ['observer'], 'Oona');
  const changes = async () => {
    const [known, other] = await Promise.all([
      lead.get('readProject', { project }),
      observer.get('readProject', { project }),
    ]);
    return [known.changedAt, other.changedAt];
  };
  pass(5);
  const imported = now.toISOString();
  const { id: transcript } = await importShort(lead, project);
  expect(await changes()).toEqual([imported, imported]);
  pass(5);
  const commented = now.toISOString();
  const comment = { target: { kind: 'transcript' }, text: 'Look' } as const;
  await lead.get('createComment', { transcript }, comment);
  expect(await changes()).toEqual([commented, imported]);
});

test('when a project changed outlives the server, but not the project', async () => {
  let now = new Date();
  const first = await startServer({ clock: () => now });
  const lead = await setUp(first);
  const { id: project } = await newProject(lead);
  now = new Date(now.getTime() + MINUTE_MS);
  await importShort(lead, project);
  await first.close();

  const second = await startServer({ dataFolder: first.folder });
  const back = new Client(second.address);
  back.cookie = lead.cookie;
  expect((await back.get('readProject', { project })).changedAt).toBe(now.toISOString());
  await back.get('removeProject', { project });
  await second.close();

  const store = await openSqlite({ folder: first.folder });
  await store.records.define([{ name: 'activity', indexes: {} }]);
  expect(await store.records.count('activity', null)).toBe(0);
  await store.close();
});

test('the last lead can neither go nor give up the role', async () => {
  const lead = await setUp(await startServer());
  const { id: project, me } = await newProject(lead);
  const change = { version: 1, roles: ['coder'] };
  const changed = await lead.call('changeMember', { project, member: me }, change);
  expect(changed.error.code).toBe('members/last-lead');
  const removed = await lead.call('removeMember', { project, member: me });
  expect(removed.error.code).toBe('members/last-lead');

  const second = await invite(lead, project, ['lead'], 'Second');
  // Each tries to take the role from the other in the same moment.
  const answers = await Promise.all([
    lead.call('changeMember', { project, member: second.member }, change),
    second.call('changeMember', { project, member: me }, change),
    lead.call('removeMember', { project, member: me }),
    second.call('removeMember', { project, member: second.member }),
  ]);
  expect(answers.some(({ status }) => status < 300)).toBe(true);
  const left = new Set<string>();
  for (const client of [lead, second]) {
    const members = await client.call('listMembers', { project });
    if (members.status !== 200) continue;
    for (const { id, roles, removedAt } of members.body) {
      if (removedAt === null && roles.includes('lead')) left.add(id);
    }
  }
  expect(left.size).toBe(1);
});

test('a removed member is out at once, and comes back to the same entry', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const ann = await invite(lead, project, ['coder'], 'Ann');
  await lead.get('removeMember', { project, member: ann.member });
  expect((await ann.call('readProject', { project })).status).toBe(404);
  expect(await ann.get('listProjects')).toEqual([]);
  const members = await lead.get('listMembers', { project });
  expect(members.find(({ id }) => id === ann.member)?.removedAt).toEqual(expect.any(String));
  const [summary] = await lead.get('listProjects');
  expect(summary?.members).toBe(1);

  const { link } = await lead.get(
    'createInvite',
    { project },
    { roles: ['reviewer'], note: '', validDays: 1 },
  );
  await ann.get('acceptInvite', {}, { token: link.split('#')[1], account: null });
  const back = await ann.get('readProject', { project });
  expect([back.me, back.roles]).toEqual([ann.member, ['reviewer']]);
});

test('leads alone see addresses', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const coder = await invite(lead, project, ['coder'], 'Ann');
  const seen = async (client: Client) =>
    (await client.get('listMembers', { project })).map(({ email }) => email);
  expect(await seen(lead)).toEqual(['lea@example.org', 'ann@example.org']);
  expect(await seen(coder)).toEqual([null, null]);
});

test('a pseudonym stands for one participant, who stays while a text names them', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const make = (pseudonym: string) =>
    lead.call('createParticipant', { project }, { pseudonym, description: '' });
  const { body: thirteen } = await make('#13');
  await make('#2');
  expect((await make('#13')).error.code).toBe('participants/exists');
  const listed = await lead.get('listParticipants', { project });
  expect(listed.map(({ pseudonym }) => pseudonym)).toEqual(['#2', '#13']);
  const renamed = await lead.get(
    'changeParticipant',
    { project, participant: thirteen.id },
    { version: 1, pseudonym: '#14', description: 'Service lead' },
  );
  expect(renamed).toMatchObject({ version: 2, pseudonym: '#14' });

  const transcript = await importShort(lead, project);
  const speakers = transcript.speakers.map((speaker) =>
    speaker.key === 's2' ? { ...speaker, participant: thirteen.id } : speaker,
  );
  await lead.get(
    'changeTranscript',
    { transcript: transcript.id },
    { version: transcript.version, speakers },
  );
  const path = { project, participant: thirteen.id };
  expect((await lead.call('removeParticipant', path)).error.code).toBe('participants/in-use');
  await lead.get('removeTranscript', { transcript: transcript.id });
  expect((await lead.call('removeParticipant', path)).status).toBe(204);
});

test('things of one project are not found through another', async () => {
  const lead = await setUp(await startServer());
  const one = await newProject(lead, 'One');
  const two = await newProject(lead, 'Two');
  const body = { pseudonym: '#1', description: '' };
  const { id: participant } = await lead.get('createParticipant', { project: one.id }, body);
  const there = { project: two.id, participant };
  expect((await lead.call('removeParticipant', there)).status).toBe(404);
  const member = { project: two.id, member: one.me };
  expect((await lead.call('removeMember', member)).status).toBe(404);
  const invited = await lead.get(
    'createInvite',
    { project: one.id },
    { roles: ['coder'], note: '', validDays: 1 },
  );
  const path = { project: two.id, invite: invited.id };
  expect((await lead.call('removeInvite', path)).status).toBe(404);
  const [first, second] = [await importShort(lead, one.id), await importShort(lead, two.id)];
  const comment = await lead.get(
    'createComment',
    { transcript: first.id },
    { target: { kind: 'transcript' }, text: 'x' },
  );
  const wrong = { transcript: second.id, comment: comment.id };
  expect((await lead.call('removeComment', wrong)).status).toBe(404);
});

test('a removed project leaves no record, document or file', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const before = countAll(server.folder);
  const { id: project } = await newProject(lead);
  const ann = await invite(lead, project, ['coder'], 'Ann');
  await lead.get('createParticipant', { project }, { pseudonym: '#1', description: '' });
  const { id: transcript } = await importShort(lead, project);
  await ann.get('readTranscript', { transcript });
  await lead.get(
    'createComment',
    { transcript },
    { target: { kind: 'transcript' }, text: 'Look here' },
  );
  await lead.get('removeProject', { project });
  expect((await ann.call('readProject', { project })).status).toBe(404);
  expect((await ann.call('readTranscript', { transcript })).status).toBe(404);
  const after = countAll(server.folder);
  // Ann's account and session stay: they are hers.
  expect(after).toEqual({ ...before, accounts: 2, sessions: 2 });
});

test('what a crash left of a making or a removal is gone at the next start', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const before = countAll(server.folder);
  const { id: project } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  await lead.get('readTranscript', { transcript });
  await server.close();

  const store = await openSqlite({ folder: server.folder });
  await store.records.define([{ name: 'projects', indexes: INDEXES }]);
  const [record] = await store.records.find('projects', null);
  if (record === undefined) throw new Error('no project');
  const body = JSON.stringify({ ...JSON.parse(record.body), pending: 'removing' });
  await store.records.update('projects', {
    ...record,
    body,
    keys: { pending: 'removing', demo: null },
  });
  await store.close();

  const again = await startServer({ dataFolder: server.folder });
  expect(countAll(again.folder)).toEqual(before);
});

test('what a crash left of an import is gone at the next start', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const before = countAll(server.folder);
  await importShort(lead, project);
  await server.close();

  const store = await openSqlite({ folder: server.folder });
  const indexes = { project: PLAIN, listed: PLAIN, pending: PLAIN };
  await store.records.define([{ name: 'transcripts', indexes }]);
  const [record] = await store.records.find('transcripts', null);
  if (record === undefined) throw new Error('no transcript');
  await store.records.update('transcripts', {
    ...record,
    body: JSON.stringify({ ...JSON.parse(record.body), pending: 'importing' }),
    keys: { project, listed: null, pending: 'importing' },
  });
  await store.close();

  const again = await startServer({ dataFolder: server.folder });
  expect(countAll(again.folder)).toEqual(before);
});

test('what is added while its project goes does not outlive it', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const before = countAll(server.folder);
  for (let round = 0; round < 8; round += 1) {
    const { id: project } = await newProject(lead);
    const { id: transcript } = await importShort(lead, project);
    const additions = () => [
      lead.call('createParticipant', { project }, { pseudonym: randomUUID(), description: '' }),
      lead.call('createInvite', { project }, { roles: ['coder'], note: '', validDays: 1 }),
      lead.call('importTranscript', { project }, importForm(shortInterview())),
      lead.call('createComment', { transcript }, { target: { kind: 'transcript' }, text: 'x' }),
      lead.call('readTranscript', { transcript }),
    ];
    const begun = [...additions(), ...additions()];
    const [removed, ...added] = await Promise.all([
      lead.call('removeProject', { project }),
      ...additions(),
      ...begun,
    ]);
    expect(removed.status).toBe(204);
    expect(added.filter(({ status }) => status >= 500)).toEqual([]);
    expect(countAll(server.folder)).toEqual(before);
  }
});

test('the demo from the project list has the caller as a lead beside its own', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const demo = await lead.get('createDemo');
  expect(demo).toMatchObject({ demo: true, roles: ['lead', 'coder'] });
  const members = await lead.get('listMembers', { project: demo.id });
  expect(members.length).toBe(demo.members);
  expect(members.length).toBeGreaterThanOrEqual(4);
  const transcripts = await lead.get('listTranscripts', { project: demo.id });
  expect(transcripts.length).toBeGreaterThanOrEqual(4);
  const counts = transcripts.flatMap(({ layers }) => layers);
  expect(counts.reduce((sum, { sketches }) => sum + sketches, 0)).toBeGreaterThanOrEqual(6);
  expect(counts.every(({ spans }) => spans > 0)).toBe(true);
  expect(transcripts.every(({ words }) => words >= 1500)).toBe(true);
  const talk = [];
  for (const { id } of transcripts) {
    talk.push(...(await lead.get('listComments', { transcript: id })));
  }
  expect(talk.filter(({ target }) => target.kind === 'comment')).toHaveLength(1);
  expect(talk.filter(({ resolvedBy }) => resolvedBy !== null)).toHaveLength(1);
  await lead.get('removeProject', { project: demo.id });
  expect(countAll(server.folder)).toEqual({ accounts: 1, sessions: 1, logs: 0, blobs: 0 });
});

const PLAIN = { unique: false };
const INDEXES = { pending: PLAIN, demo: PLAIN };
