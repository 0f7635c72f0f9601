import { CLOSE } from '@triad/collab';
import { expect, test } from 'vitest';
import { DAY_MS } from '../src/context.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument } from './http-documents.ts';
import { Client, importShort, invite, newProject, setUp, startServer } from './http-harness.ts';

test('a tab hears of its project by websocket and by polling', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']] as const) {
    const tab = listenAs(lead, { transports });
    await connected(tab);
    expect(await tab.watch(project)).toEqual({ ok: true });
    const { id, version } = await importShort(lead, project);
    await until('it is told', () => tab.heard.length > 0);
    expect(tab.heard[0]).toEqual({ project, what: 'transcripts', id, version });
    tab.socket.emit('unwatch', { project });
    await tab.watch(crypto.randomUUID());
    tab.heard.length = 0;
    await importShort(lead, project);
    await tab.watch(crypto.randomUUID());
    expect(tab.heard).toEqual([]);
    tab.socket.disconnect();
  }
});

test('who is not signed in, or comes from another site, is not let in', async () => {
  const lead = await setUp(await startServer());
  const refused: string[] = [];
  const foreign = { origin: 'https://evil.example' };
  for (const [client, headers] of [
    [new Client(lead.address), {}],
    [lead, foreign],
  ] as const) {
    for (const transports of [['websocket'], ['polling']] as const) {
      const { socket } = listenAs(client, { transports, headers });
      socket.on('connect_error', () => refused.push(transports[0]));
      socket.on('connect', () => refused.push('let in'));
    }
  }
  await until('all are refused', () => refused.length === 4);
  expect(refused).not.toContain('let in');
  const own = listenAs(lead, { headers: { origin: lead.address } });
  await connected(own);
});

test('a project of others cannot be watched', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const { id: other } = await newProject(lead, 'Other');
  const guest = await invite(lead, other, ['coder'], 'Guest');
  const tab = listenAs(guest);
  await connected(tab);
  expect(await tab.watch(project)).toEqual({ ok: false, code: 'rules/unknown' });
  expect(await tab.watch('nonsense')).toEqual({ ok: false, code: 'request/invalid' });
  expect(await tab.watch({ deep: true })).toEqual({ ok: false, code: 'request/invalid' });
  expect(await tab.watch(other)).toEqual({ ok: true });
});

test('a removed member hears that it is over and nothing after', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const coder = await invite(lead, project, ['coder'], 'Coder');
  const tab = listenAs(coder);
  await connected(tab);
  await tab.watch(project);
  await lead.get('removeMember', { project, member: coder.member });
  await until('it is told', () => tab.ended.length > 0);
  expect(tab.ended).toEqual([{ project, reason: 'removed' }]);
  tab.heard.length = 0;
  await importShort(lead, project);
  expect(await tab.watch(project)).toEqual({ ok: false, code: 'rules/unknown' });
  expect(tab.heard).toEqual([]);
});

test('sign-out disconnects the tabs of its session', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const tab = listenAs(lead);
  await connected(tab);
  await tab.watch(project);
  await lead.get('signOut');
  await until('it is over', () => !tab.socket.connected);
  expect(tab.ended).toEqual([{ project, reason: 'signed-out' }]);
});

test('other roles change what a tab hears at once', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const guest = await invite(lead, project, ['observer'], 'Guest');
  const tab = listenAs(guest);
  await connected(tab);
  await tab.watch(project);
  const member = { project, member: guest.member };
  await lead.get('changeMember', member, { version: 1, roles: ['lead'] });
  await lead.get('createInvite', { project }, { roles: ['coder'], note: '', validDays: 1 });
  await until('it is told', () => tab.heard.some(({ what }) => what === 'invites'));
});

test('a removed project ends for everybody who watches it', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const tab = listenAs(await invite(lead, project, ['observer'], 'Guest'));
  await connected(tab);
  await tab.watch(project);
  await lead.get('removeProject', { project });
  await until('it is told', () => tab.ended.length > 0);
  expect(tab.ended).toEqual([{ project, reason: 'removed' }]);
});

test('sockets are counted and end with the server', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const tab = listenAs(lead);
  await connected(tab);
  expect(server.connections().events).toBe(1);
  await server.close();
  await until('it is over', () => !tab.socket.connected);
});

test('connections do not outlive a session that grew too old', async () => {
  let time = Date.now();
  const server = await startServer({ clock: () => new Date(time), sweepMs: 20 });
  const lead = await setUp(server);
  const { id: project, theory } = await newProject(lead);
  const tab = listenAs(lead);
  await connected(tab);
  await tab.watch(project);
  const document = openDocument(lead, theory);
  await document.ready();
  time += 15 * DAY_MS;
  await until('the tab is disconnected', () => !tab.socket.connected);
  expect(tab.ended).toEqual([{ project, reason: 'signed-out' }]);
  expect(await document.end()).toBe(CLOSE.signedOut.code);
});
