import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { makePasswords } from '../src/accounts/passwords.ts';
import { DAY_MS } from '../src/context.ts';
import {
  Client,
  invite,
  newProject,
  NO_RATE_LIMITS,
  PASSWORD,
  setUp,
  startServer,
  tokenOf,
} from './http-harness.ts';

const someToken = () => randomBytes(32).toString('base64url');
const person = (name: string) => ({ name, email: `${name}@example.org`, password: PASSWORD });

test('the first-run link makes one account, also when two use it at once', async () => {
  const server = await startServer();
  const token = tokenOf(server.setupUrl);
  expect(server.setupUrl).toBe(`${server.address}/setup#${token}`);
  const one = new Client(server.address);
  const two = new Client(server.address);
  expect((await one.get('readSession')).setupNeeded).toBe(true);
  expect((await one.call('setup', {}, { token: someToken(), ...person('x') })).status).toBe(403);
  const answers = await Promise.all([
    one.call('setup', {}, { token, ...person('one') }),
    two.call('setup', {}, { token, ...person('two') }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 410]);
  expect((await one.get('readSession')).setupNeeded).toBe(false);
});

test('a restart prints no first-run link once there is an account', async () => {
  const server = await startServer();
  await setUp(server);
  await server.close();
  const again = await startServer({ dataFolder: server.folder });
  expect(again.setupUrl).toBeNull();
});

test('the demo of the first run signs in as its lead and leaves the first run open', async () => {
  const server = await startServer();
  const client = new Client(server.address);
  const token = tokenOf(server.setupUrl);
  const first = await client.get('setupDemo', {}, { token });
  expect(first.account?.demo).toBe(true);
  expect(first.setupNeeded).toBe(true);
  const [project] = await client.get('listProjects');
  expect(project).toMatchObject({ id: first.project, demo: true, roles: ['lead', 'coder'] });
  expect(project?.transcripts).toBeGreaterThanOrEqual(4);
  const again = await new Client(server.address).get('setupDemo', {}, { token });
  expect(again.project).toBe(first.project);
  expect(again.account?.id).toBe(first.account?.id);
  const real = await new Client(server.address).call('setup', {}, { token, ...person('real') });
  expect(real.status).toBe(201);
});

test('sign-in wants the right password and tells nothing of the address', async () => {
  const server = await startServer();
  await setUp(server, 'Lea');
  const client = new Client(server.address);
  const wrong = await client.call('signIn', {}, { email: 'lea@example.org', password: 'no' });
  const unknown = await client.call('signIn', {}, { email: 'nobody@example.org', password: 'no' });
  expect(wrong.status).toBe(401);
  expect(wrong.body).toEqual(unknown.body);
  const right = await client.get('signIn', {}, { email: 'LEA@example.org', password: PASSWORD });
  expect(right.account?.name).toBe('Lea');
});

test('the cookie is out of reach of scripts and other sites', async () => {
  const server = await startServer();
  const answer = await new Client(server.address).call(
    'setup',
    {},
    { token: tokenOf(server.setupUrl), ...person('Lea') },
  );
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^triad=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=5184000$/);
});

test('under https the cookie is bound to the host and to https', async () => {
  const server = await startServer({ origin: 'https://triad.example.org' });
  const client = new Client(`http://127.0.0.1:${server.port}`);
  const answer = await client.call(
    'setup',
    {},
    { token: tokenOf(server.setupUrl), ...person('Lea') },
    { origin: 'https://triad.example.org' },
  );
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-triad=.*; Secure$/);
  expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  expect((await client.get('readSession')).account?.name).toBe('Lea');
});

test('sign-out ends the session for good', async () => {
  const server = await startServer();
  const client = await setUp(server);
  const { cookie } = client;
  expect((await client.call('signOut')).status).toBe(204);
  expect(client.cookie).toBeNull();
  client.cookie = cookie;
  expect((await client.call('listProjects')).status).toBe(401);
});

test('signing in again ends the session before', async () => {
  const server = await startServer();
  const client = await setUp(server);
  const before = client.cookie;
  await client.get('signIn', {}, { email: 'lea@example.org', password: PASSWORD });
  const old = new Client(server.address);
  old.cookie = before;
  expect((await old.get('readSession')).account).toBeNull();
});

test('a session ends after 14 idle days and after 60 in any case', async () => {
  let time = Date.parse('2026-01-01T00:00:00Z');
  const server = await startServer({ clock: () => new Date(time) });
  const client = await setUp(server);
  const idle = new Client(server.address);
  await idle.get('signIn', {}, { email: 'lea@example.org', password: PASSWORD });
  const alive = async (who: Client) => (await who.get('readSession')).account !== null;
  for (let day = 0; day < 13; day += 1) {
    time += DAY_MS;
    expect(await alive(client)).toBe(true);
  }
  expect(await alive(idle)).toBe(true);
  for (let day = 0; day < 15; day += 1) {
    time += DAY_MS;
    expect(await alive(client)).toBe(true);
  }
  expect(await alive(idle)).toBe(false);
  for (let day = 28; day < 60; day += 1) {
    time += DAY_MS;
    expect(await alive(client)).toBe(true);
  }
  time += 1;
  expect(await alive(client)).toBe(false);
});

test('another password ends every other session of the account', async () => {
  const server = await startServer();
  const client = await setUp(server);
  const other = new Client(server.address);
  await other.get('signIn', {}, { email: 'lea@example.org', password: PASSWORD });
  const change = { current: 'not it', next: 'another long one' };
  expect((await client.call('changePassword', {}, change)).status).toBe(403);
  expect((await client.call('changePassword', {}, { ...change, current: PASSWORD })).status).toBe(
    204,
  );
  expect((await client.get('readSession')).account).not.toBeNull();
  expect((await other.get('readSession')).account).toBeNull();
  const again = await other.call('signIn', {}, { email: 'lea@example.org', password: PASSWORD });
  expect(again.status).toBe(401);
});

test('preferences are kept field by field', async () => {
  const server = await startServer();
  const client = await setUp(server);
  await client.get('changeAccount', {}, { preferences: { theme: 'dark' } });
  await client.get('changeAccount', {}, { preferences: { letterKeys: false }, name: 'Lea B' });
  expect((await client.get('readSession')).account).toMatchObject({
    name: 'Lea B',
    preferences: { theme: 'dark', letterKeys: false },
  });
});

test('of two who use one invite at once exactly one gets in', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  for (let round = 0; round < 5; round += 1) {
    const { link } = await lead.get(
      'createInvite',
      { project },
      { roles: ['coder'], note: '', validDays: 1 },
    );
    const token = tokenOf(link);
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        new Client(server.address).call(
          'acceptInvite',
          {},
          { token, account: person(`${name}${round}`) },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  }
  expect(await lead.get('listMembers', { project })).toHaveLength(6);
});

test('an invite that fails can be used again', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { link } = await lead.get(
    'createInvite',
    { project },
    { roles: ['coder'], note: 'for Ann', validDays: 1 },
  );
  const token = tokenOf(link);
  const guest = new Client(server.address);
  expect((await guest.get('lookAtInvite', {}, { token })).invitedBy).toBe('Lea');
  const taken = await guest.call('acceptInvite', {}, { token, account: person('Lea') });
  expect([taken.status, taken.error.code]).toEqual([409, 'accounts/email-taken']);
  const already = await lead.call('acceptInvite', {}, { token, account: null });
  expect(already.error.code).toBe('invites/already-member');
  const joined = await guest.get('acceptInvite', {}, { token, account: person('Ann') });
  expect(joined).toMatchObject({ project, account: { name: 'Ann' } });
  expect((await guest.call('lookAtInvite', {}, { token })).status).toBe(410);
});

test('an invite expires and can be withdrawn', async () => {
  let time = Date.now();
  const server = await startServer({ clock: () => new Date(time) });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const make = () =>
    lead.get('createInvite', { project }, { roles: ['observer'], note: '', validDays: 1 });
  const old = await make();
  time += DAY_MS;
  const fresh = await make();
  const guest = new Client(server.address);
  expect((await guest.call('lookAtInvite', {}, { token: tokenOf(old.link) })).status).toBe(410);
  const states = (await lead.get('listInvites', { project })).map(({ state }) => state);
  expect(states).toEqual(['open', 'expired']);
  await lead.get('removeInvite', { project, invite: fresh.id });
  expect((await guest.call('lookAtInvite', {}, { token: tokenOf(fresh.link) })).status).toBe(410);
});

test('somebody of the demo study cannot join a real project', async () => {
  const server = await startServer();
  const demo = new Client(server.address);
  await demo.get('setupDemo', {}, { token: tokenOf(server.setupUrl) });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { link } = await lead.get(
    'createInvite',
    { project },
    { roles: ['coder'], note: '', validDays: 1 },
  );
  const refused = await demo.call('acceptInvite', {}, { token: tokenOf(link), account: null });
  expect(refused.error.code).toBe('accounts/demo-cannot-join');
  const password = await demo.call('changePassword', {}, { current: '', next: PASSWORD });
  expect(password.error.code).toBe('accounts/no-password');
});

test('passwords tried too often are told to wait', async () => {
  const server = await startServer({
    rateLimits: { ...NO_RATE_LIMITS, signInByEmail: { points: 3, seconds: 60 } },
  });
  await setUp(server);
  const client = new Client(server.address);
  const attempt = (email: string, password: string) =>
    client.call('signIn', {}, { email, password });
  expect((await attempt('lea@example.org', 'no')).status).toBe(401);
  expect((await attempt('lea@example.org', 'no')).status).toBe(401);
  // A sign-in that goes well starts the count anew.
  expect((await attempt('lea@example.org', PASSWORD)).status).toBe(200);
  for (let n = 0; n < 3; n += 1) expect((await attempt('lea@example.org', 'no')).status).toBe(401);
  const last = await attempt('lea@example.org', PASSWORD);
  expect([last.status, last.error.code]).toEqual([429, 'request/too-many']);
  expect((await attempt('other@example.org', 'no')).status).toBe(401);
});

test.each([
  ['signInByAddress', 'signIn', { email: 'a@example.org', password: 'x' }],
  ['tokens', 'redeemSignInLink', { token: someToken() }],
  ['tokens', 'lookAtInvite', { token: someToken() }],
  ['tokens', 'setupDemo', { token: someToken() }],
  ['tokens', 'setup', { token: someToken(), ...person('x') }],
  ['tokens', 'acceptInvite', { token: someToken(), account: null }],
  ['general', 'readSession', undefined],
] as const)('the limit %s stops %s', async (limit, route, body) => {
  const server = await startServer({
    rateLimits: { ...NO_RATE_LIMITS, [limit]: { points: 2, seconds: 60 } },
  });
  const client = new Client(server.address);
  expect((await client.call(route, {}, body)).status).not.toBe(429);
  expect((await client.call(route, {}, body)).status).not.toBe(429);
  expect((await client.call(route, {}, body)).status).toBe(429);
});

test('invites, demos, previews and projects are counted by account', async () => {
  const one = { points: 1, seconds: 60 };
  const server = await startServer({
    rateLimits: { ...NO_RATE_LIMITS, invites: one, previews: one, projects: one },
  });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  await invite(lead, project, ['coder']);
  const body = { roles: ['coder'], note: '', validDays: 1 };
  expect((await lead.call('createInvite', { project }, body)).status).toBe(429);
  expect((await lead.call('createProject', {}, { title: 'x' })).status).toBe(429);
  const preview = () =>
    lead.call('previewTranscript', { project }, new TextEncoder().encode('A: b'));
  expect((await preview()).status).not.toBe(429);
  expect((await preview()).status).toBe(429);
});

test('[argon2id] two at once, a bounded queue, the same work for nobody', async () => {
  const passwords = makePasswords({ waitingMost: 1 });
  const kept = await passwords.hash(PASSWORD);
  expect(kept).toMatchObject({ algorithm: 'argon2id', memoryKib: 65_536, passes: 3 });
  expect(JSON.stringify(kept)).not.toContain(PASSWORD);
  const results = await Promise.allSettled([
    passwords.verify(PASSWORD, kept),
    passwords.verify('another', kept),
    passwords.verify(PASSWORD, null),
    passwords.verify(PASSWORD, kept),
  ]);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'busy'))).toEqual([
    true,
    false,
    false,
    'busy',
  ]);
});
