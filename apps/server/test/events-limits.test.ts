import type { EventRefusal } from '@triad/collab';
import { EVENTS_PATH } from '@triad/collab';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { EVENT_LIMITS } from '../src/events/event-limits.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import type { EventClient } from './events-client.ts';
import { invite, newProject, setUp, startServer } from './http-harness.ts';

const { eventMessageBytes, eventSockets, watchedProjects, watches } = EVENT_LIMITS;

/** How a socket ended: what socket.io calls it, and the close code of its line. */
function endOf({ socket }: EventClient) {
  const end: { reason: string | null; code: number | null } = { reason: null, code: null };
  socket.on('disconnect', (reason, details) => {
    end.reason = reason;
    const context: unknown = details !== undefined && 'context' in details ? details.context : null;
    if (typeof context === 'object' && context !== null && 'code' in context) {
      end.code = Number(context.code);
    }
  });
  return end;
}

test('more event sockets than an account may have are refused with a reason, others are let in', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const guest = await invite(lead, project, ['coder'], 'Guest');
  const tabs = Array.from({ length: eventSockets }, () => listenAs(lead));
  await Promise.all(tabs.map(connected));
  for (const transports of [['websocket'], ['polling']] as const) {
    const { socket } = listenAs(lead, { transports });
    let refusal: unknown = null;
    socket.on('connect_error', (error) => (refusal = 'data' in error ? error.data : error.message));
    await until('it is refused', () => refusal !== null);
    expect(refusal).toEqual({
      code: 'events/too-many-sockets',
      message: expect.stringMatching(/^Triad is open 64 times .* Close some/) as string,
    } satisfies EventRefusal);
    expect(socket.connected).toBe(false);
  }
  // One that would stay is ended once it was told: refused ones must not pile up.
  const raw = new WebSocket(`${lead.address}${EVENTS_PATH}?EIO=4&transport=websocket`, {
    headers: { cookie: lead.cookie ?? '' },
  });
  const told: string[] = [];
  raw.on('open', () => raw.send('40'));
  raw.on('message', (message: Buffer) => told.push(String(message)));
  await until('it is ended', () => raw.readyState === WebSocket.CLOSED);
  expect(told.at(-1)).toMatch(/^44\{"message":"events\/too-many-sockets","data":\{"code":/);
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
  for (let n = 0; n <= watchedProjects; n += 1) projects.push((await newProject(lead, `P${n}`)).id);
  const tab = listenAs(lead);
  await connected(tab);
  const [first = '', ...others] = projects;
  const last = others.at(-1);
  for (const project of [first, ...others.slice(0, -1)]) {
    expect(await tab.watch(project)).toEqual({ ok: true });
  }
  expect(await tab.watch(last)).toEqual({
    ok: false,
    code: 'events/too-many-projects',
    message: 'This page watches 20 projects, which is the limit. Leave one first.',
  });
  expect(await tab.watch(first)).toEqual({ ok: true });
  tab.socket.emit('unwatch', { project: first });
  expect(await tab.watch(last)).toEqual({ ok: true });
}, 30_000);

test('who asks to watch too often is told so, and disconnected', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const tab = listenAs(lead);
  await connected(tab);
  const end = endOf(tab);
  const answers = await Promise.all(Array.from({ length: watches }, () => tab.watch(project)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(watches);
  expect(await tab.watch(project)).toEqual({
    ok: false,
    code: 'events/too-many-watches',
    message: expect.stringContaining('1,000 times') as string,
  });
  await until('it is disconnected', () => end.reason !== null);
  expect(end.reason).toBe('io server disconnect');
}, 30_000);

test('a message that is too long ends its socket with 1009, a shorter one is answered', async () => {
  const lead = await setUp(await startServer());
  const tab = listenAs(lead);
  await connected(tab);
  expect(await tab.watch('x'.repeat(eventMessageBytes - 100))).toEqual({
    ok: false,
    code: 'request/invalid',
  });
  const end = endOf(tab);
  tab.socket.emit('watch', { project: 'x'.repeat(eventMessageBytes) }, () => undefined);
  await until('it is ended', () => end.reason !== null);
  expect(end).toEqual({ reason: 'transport close', code: 1009 });
});

test('a request that is too long is answered with 413', async () => {
  const lead = await setUp(await startServer());
  const headers = { cookie: lead.cookie ?? '' };
  const url = `${lead.address}${EVENTS_PATH}?EIO=4&transport=polling`;
  const opened = await (await fetch(url, { headers })).text();
  const { sid } = JSON.parse(opened.slice(1)) as { readonly sid: string };
  const body = `4${'x'.repeat(eventMessageBytes)}`;
  const answer = await fetch(`${url}&sid=${sid}`, { method: 'POST', headers, body });
  expect(answer.status).toBe(413);
});
