import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENVIRONMENT, FLAGS } from '../src/process-settings.ts';
import { Process, triad } from './cli-runner.ts';
import { countAll } from './http-counts.ts';
import { Client, invite, makeFolder, newProject, tokenOf } from './http-harness.ts';

type Demo = {
  readonly project: { readonly id: string; readonly title: string };
  readonly members: readonly {
    readonly name: string;
    readonly roles: readonly string[];
    readonly link: string;
  }[];
};

test('--help tells of every command and its options', async () => {
  const main = await triad(['--help']);
  expect(main.code).toBe(0);
  for (const name of [
    'serve',
    'demo',
    'transcript',
    'agreement',
    'consolidate',
    'reset-password',
  ]) {
    expect(main.out).toContain(name);
    const { code, out } = await triad([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: triad ${name}`);
  }
}, 30_000);

test('a wrong command line is one sentence and exit code 2', async () => {
  const folder = await makeFolder();
  for (const [args, environment] of [
    [['dance'], {}],
    [['transcript'], {}],
    [['consolidate'], {}],
    [['consolidate', 'x.json', '--strategy', 'most'], {}],
    [['serve', '--port', 'many'], {}],
    [['serve', '--prot', '1'], {}],
    [['serve'], { TRIAD_PORT: '70000', TRIAD_DATA: folder }],
    [['serve'], { TRIAD_ORIGIN: 'triad.example.org', TRIAD_DATA: folder }],
    [['serve'], { TRIAD_ORIGIN: 'https://x.org/path', TRIAD_DATA: folder }],
  ] as const) {
    const { code, out, err } = await triad(args, environment);
    expect([args, code, out]).toEqual([args, 2, '']);
    expect(err).toMatch(/^[^\n]+\n$/);
  }
}, 30_000);

test('transcript prints what the importer makes of a file', async () => {
  const file = join(await makeFolder(), 'talk.vtt');
  const text =
    'WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann>Hello there.\n\n00:03.000 --> 00:04.000\n<v Ben>Yes.\n';
  await writeFile(file, text);
  const { code, out, err } = await triad(['transcript', file]);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toEqual({
    title: null,
    format: 'vtt',
    sha256: createHash('sha256').update(text).digest('hex'),
    turns: [
      { speaker: 'Ann', start: 1, end: 2.5, text: 'Hello there.' },
      { speaker: 'Ben', start: 3, end: 4, text: 'Yes.' },
    ],
    warnings: [],
  });
});

test('transcript refuses what it cannot read in one line', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'empty.txt'), '');
  await writeFile(join(folder, 'x.pdf'), '%PDF');
  await writeFile(join(folder, 'broken.docx'), 'PK nothing');
  for (const name of ['empty.txt', 'x.pdf', 'broken.docx', 'missing.txt', '.']) {
    const { code, out, err } = await triad(['transcript', join(folder, name)]);
    expect([name, code, out]).toEqual([name, 2, '']);
    expect(err).toMatch(/^[^\n]+\.\n$/);
  }
}, 30_000);

test('demo makes members who sign in once each, and takes all of it away again', async () => {
  const data = await makeFolder();
  const made = await triad(['demo', '--data', data]);
  expect(made.code).toBe(0);
  // Nothing but what to do with the keys that the first start makes.
  expect(made.err).toMatch(/^Transcripts will be sealed [^\n]+\n$/);
  const demo = JSON.parse(made.out) as Demo;
  expect(demo.members.length).toBeGreaterThanOrEqual(3);
  expect(countAll(data)['transcripts']).toBeGreaterThanOrEqual(4);

  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { origin, setupUrl } = await server.address();
  // It has started itself anew, with what keeps its memory small.
  if (process.platform === 'linux') {
    const surroundings = await readFile(`/proc/${server.child.pid}/environ`, 'utf8');
    for (const [name, value] of Object.entries(ENVIRONMENT)) {
      expect(surroundings.split('\0')).toContain(`${name}=${value}`);
    }
    const command = await readFile(`/proc/${server.child.pid}/cmdline`, 'utf8');
    expect(command.split('\0')).toEqual(expect.arrayContaining([...FLAGS]));
  }
  // The accounts of the demo do not close the first run.
  expect(setupUrl).not.toBeNull();
  let lead = new Client(origin);
  for (const { link, name, roles } of demo.members) {
    const client = new Client(origin);
    if (roles.includes('lead')) lead = client;
    const token = tokenOf(link);
    const session = await client.get('redeemSignInLink', {}, { token });
    expect(session).toMatchObject({ account: { name, demo: true }, project: demo.project.id });
    expect((await client.get('readProject', { project: demo.project.id })).roles).toEqual(roles);
    const again = await new Client(origin).call('redeemSignInLink', {}, { token });
    expect([again.status, again.error.code]).toEqual([410, 'accounts/link-over']);
  }

  // While a server holds the folder, the commands are carried out by it.
  const second = JSON.parse((await triad(['demo', '--data', data])).out) as Demo;
  expect(second.members[0]?.link.startsWith(`${origin}/sign-in#`)).toBe(true);
  expect(second.project.id).not.toBe(demo.project.id);

  // What people with accounts of their own are in stays, and those who share it with them.
  await newProject(lead, 'Tried out');
  const { id, title } = await newProject(lead, 'Begun in the demo');
  const colleague = await invite(lead, id, ['lead', 'coder']);
  const removed = await triad(['demo', '--remove', '--data', data]);
  expect(JSON.parse(removed.out)).toEqual({
    projects: 3,
    accounts: 2 * demo.members.length - 1,
    kept: [{ id, title }],
  });
  expect((await colleague.get('listProjects')).map((project) => project.title)).toEqual([title]);
  await colleague.get('removeProject', { project: id });
  expect(countAll(data)).toEqual({ accounts: 1, sessions: 1, logs: 0, blobs: 0 });

  server.child.kill('SIGTERM');
  expect((await server.ended()).code).toBe(0);
}, 60_000);

test('demo says so when it made the data folder', async () => {
  const data = join(await makeFolder(), 'new', 'folder');
  const first = await triad(['demo', '--data', data]);
  expect(first.code).toBe(0);
  expect((JSON.parse(first.out) as Demo).members.length).toBeGreaterThanOrEqual(3);
  expect(first.err).toMatch(
    /^Transcripts will be sealed [^\n]+\nA new data folder was made at [^\n]+ No server runs on it[^\n]+\n$/,
  );
  expect(first.err).toContain(data);
  expect((await triad(['demo', '--data', data])).err).toBe('');
}, 30_000);

test('of two who use one sign-in link at once exactly one is signed in', async () => {
  const data = await makeFolder();
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { origin } = await server.address();
  const { members } = JSON.parse((await triad(['demo', '--data', data])).out) as Demo;
  for (const { link } of members) {
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        new Client(origin).call('redeemSignInLink', {}, { token: tokenOf(link) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  }
}, 30_000);

test('a port or folder in use is told in one line', async () => {
  const data = await makeFolder();
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { origin } = await server.address();
  const sameFolder = await triad(['serve', '--port', '0', '--data', data]);
  expect([sameFolder.code, sameFolder.out]).toEqual([2, '']);
  expect(sameFolder.err).toMatch(/^[^\n]+\n$/);
  const { port } = new URL(origin);
  const samePort = await triad(['serve', '--port', port, '--data', await makeFolder()]);
  expect([samePort.code, samePort.err]).toEqual([
    2,
    `Port ${port} is in use. Choose another with --port, or end the program that uses it.\n`,
  ]);
}, 30_000);

test('reset-password gives a new one, beside a running server and without', async () => {
  const folder = await makeFolder();
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', folder]);
  const { origin, setupUrl } = await server.address();
  const client = new Client(origin);
  const email = 'lead@example.org';
  await client.get(
    'setup',
    {},
    { token: tokenOf(setupUrl), name: 'Lea', email, password: 'first password' },
  );
  const reset = async () => {
    const { code, out } = await triad(['reset-password', 'Lead@Example.org', '--data', folder]);
    expect(code).toBe(0);
    return (JSON.parse(out) as { readonly password: string }).password;
  };
  const password = await reset();
  expect((await client.get('readSession')).account).toBeNull();
  await client.get('signIn', {}, { email, password });
  server.child.kill('SIGTERM');
  await server.ended();
  expect(await reset()).not.toBe(password);
  const unknown = await triad(['reset-password', 'nobody@example.org', '--data', folder]);
  expect([unknown.code, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toMatch(/^No account has this address\. [^\n]+\n$/);
}, 60_000);
