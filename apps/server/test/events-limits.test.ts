import { expect, test } from 'vitest';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { invite, newProject, setUp, startServer } from './http-harness.ts';

const SOCKETS = 64;
const WATCHED = 20;

test('more event sockets than an account may have are refused, others are let in', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const guest = await invite(lead, project, ['coder'], 'Guest');
  const tabs = Array.from({ length: SOCKETS }, () => listenAs(lead));
  await Promise.all(tabs.map(connected));
  const refused = listenAs(lead);
  let error = '';
  refused.socket.on('connect_error', ({ message }) => (error = message));
  await until('it is refused', () => error !== '');
  expect(refused.socket.connected).toBe(false);
  await connected(listenAs(guest));

  tabs[0]?.socket.disconnect();
  // The server hears of the end a moment later than the one that ended it.
  await until('there is room again', async () => {
    const next = listenAs(lead);
    const ends = new Promise<boolean>((resolve) => {
      next.socket.once('connect', () => resolve(true));
      next.socket.once('connect_error', () => resolve(false));
    });
    return ends;
  });
}, 30_000);

test('one event socket watches so many projects and no more, until it leaves one', async () => {
  const lead = await setUp(await startServer());
  const projects: string[] = [];
  for (let n = 0; n <= WATCHED; n += 1) projects.push((await newProject(lead, `P${n}`)).id);
  const tab = listenAs(lead);
  await connected(tab);
  const [first = '', ...others] = projects;
  const last = others.at(-1);
  for (const project of [first, ...others.slice(0, -1)]) {
    expect(await tab.watch(project)).toEqual({ ok: true });
  }
  expect(await tab.watch(last)).toEqual({ ok: false, code: 'request/too-many' });
  expect(await tab.watch(first)).toEqual({ ok: true });
  tab.socket.emit('unwatch', { project: first });
  expect(await tab.watch(last)).toEqual({ ok: true });
}, 30_000);
