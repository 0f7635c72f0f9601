import { cpSync } from 'node:fs';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readSettings } from '../src/settings.ts';
import { hashWebSources, readStamp, writeStamp } from '../src/web/build-stamp.ts';
import { Process } from './cli-runner.ts';
import { Client, makeFolder, tokenOf } from './http-harness.ts';

test('the server stops with open connections and starts again with its data', async () => {
  const data = await makeFolder();
  const first = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { origin, setupUrl } = await first.address();
  const client = new Client(origin);
  const account = { name: 'Lea', email: 'lea@example.org', password: 'a long enough one' };
  await client.get('setup', {}, { token: tokenOf(setupUrl), ...account });
  await client.get('createProject', {}, { title: 'Kept' });
  const tunnel = new WebSocket(`${origin.replace('http', 'ws')}/tunnel`, {
    headers: { cookie: client.cookie ?? '' },
  });
  await new Promise((resolve) => tunnel.once('open', resolve));
  const closed = new Promise<number>((resolve) => tunnel.once('close', resolve));
  first.child.kill('SIGTERM');
  expect(await closed).toBe(4504);
  expect((await first.ended()).code).toBe(0);

  const second = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const again = await second.address();
  expect(again.setupUrl).toBeNull();
  const back = new Client(again.origin);
  back.cookie = client.cookie;
  expect((await back.get('listProjects')).map(({ title }) => title)).toEqual(['Kept']);
}, 30_000);

test('a set origin stands in the address; plain http elsewhere warns', async () => {
  const data = await makeFolder();
  const environment = { TRIAD_ORIGIN: 'http://triad.example.org', TRIAD_DATA: data };
  const server = new Process('cli.ts', ['serve', '--port', '0'], environment);
  const { setupUrl } = await server.address();
  expect(setupUrl).toMatch(/^http:\/\/triad\.example\.org\/setup#/);
  expect(server.out).toContain('Warning: plain http');
});

test('options come before the environment, and that before what is usual', () => {
  const environment = {
    TRIAD_PORT: '5000',
    TRIAD_DATA: '/somewhere',
    TRIAD_ORIGIN: 'https://x.org/',
  };
  expect(readSettings({}, {})).toMatchObject({ host: '127.0.0.1', port: 4321, origin: null });
  expect(readSettings({}, environment)).toMatchObject({
    port: 5000,
    dataFolder: '/somewhere',
    origin: 'https://x.org',
  });
  expect(readSettings({ port: '0', data: '/other' }, environment)).toMatchObject({
    port: 0,
    dataFolder: '/other',
  });
});

test('another Node is told what to do', async () => {
  const { refuseOtherNode } = await import('../src/node-version.ts');
  const written: string[] = [];
  const exits: unknown[] = [];
  const { write } = process.stderr;
  const { exit } = process;
  process.stderr.write = (text) => written.push(String(text)) > 0;
  process.exit = ((code) => exits.push(code)) as typeof process.exit;
  try {
    refuseOtherNode('26.1.0');
    refuseOtherNode('20.20.2');
  } finally {
    process.stderr.write = write;
    process.exit = exit;
  }
  expect(exits).toEqual([2]);
  expect(written.join('')).toMatch(
    /^Triad needs Node 26 and is run by Node 20\.20\.2\. Run [^\n]+\n$/,
  );
});

test('the web app is built again when a source, a package or the lockfile changes', async () => {
  const workspace = await makeFolder();
  const files = {
    'apps/web/package.json': JSON.stringify({ dependencies: { '@triad/collab': 'workspace:*' } }),
    'apps/web/src/main.tsx': 'export {};',
    'apps/web/index.html': '<!doctype html>',
    'packages/collab/package.json': JSON.stringify({ dependencies: { '@triad/realist': '*' } }),
    'packages/collab/src/index.ts': 'export {};',
    'packages/realist/package.json': '{}',
    'packages/realist/src/index.ts': 'export {};',
    'packages/storage/package.json': '{}',
    'packages/storage/src/index.ts': 'export {};',
    'pnpm-lock.yaml': 'a',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(workspace, path, '..'), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  const before = await hashWebSources(workspace);
  await utimes(join(workspace, 'apps/web/index.html'), 1, 1);
  await writeFile(join(workspace, 'packages/storage/src/index.ts'), 'export const a = 1;');
  expect(await hashWebSources(workspace)).toBe(before);
  for (const path of ['apps/web/src/main.tsx', 'packages/realist/src/index.ts', 'pnpm-lock.yaml']) {
    const copy = await makeFolder();
    cpSync(workspace, copy, { recursive: true });
    await writeFile(join(copy, path), `${await readFile(join(copy, path), 'utf8')} `);
    expect(await hashWebSources(copy), path).not.toBe(before);
  }
  const dist = join(workspace, 'apps/web');
  expect(await readStamp(dist)).toBeNull();
  await writeStamp(dist, before);
  expect(await readStamp(dist)).toBe(before);
});

test('a store is chosen by the environment, and what cannot be one is not repeated', () => {
  for (const given of [undefined, '', 'sqlite']) {
    expect(readSettings({}, { TRIAD_STORE: given }).store).toEqual({ kind: 'sqlite' });
  }
  for (const uri of ['mongodb://u:s3cret@h/triad', 'mongodb+srv://u:s3cret@h.example.org']) {
    const settings = readSettings({}, { TRIAD_STORE: uri });
    expect(settings.store.kind === 'mongodb' && settings.store.uri()).toBe(uri);
    // Whatever prints or copies the settings does not have it.
    expect(JSON.stringify(settings)).not.toContain('s3cret');
    expect(inspect(settings, { depth: null, showHidden: true })).not.toContain('s3cret');
  }
  for (const given of ['mongodb:/u:s3cret@h', 'mongodb://', 'postgres://u:s3cret@h', 's3cret']) {
    const reading = () => readSettings({}, { TRIAD_STORE: given });
    expect(reading).toThrow(/^TRIAD_STORE is 'sqlite' \(the default: the data folder\) or a conn/);
    expect(reading).not.toThrow(/s3cret|postgres/);
  }
});

test.each([
  ['cannot be read', 'mongodb://u:s3cret@/?w=', 'the connection string of MongoDB cannot be read'],
  ['leads nowhere', 'mongodb://u:s3cret@127.0.0.1:1/?serverSelectionTimeoutMS=500', 'MongoDB'],
])(
  'a connection string that %s is told without it',
  async (_, uri, sentence) => {
    const data = await makeFolder();
    const environment = { TRIAD_STORE: uri, TRIAD_DATA: data, TRIAD_LOG: 'debug' };
    const server = new Process('cli.ts', ['serve', '--port', '0'], environment);
    const { code, out, err } = await server.ended();
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(out + err).not.toMatch(/s3cret|127\.0\.0\.1:1\b/);
  },
  30_000,
);

test('a schedule of backups is refused where MongoDB is served', () => {
  const every = {
    TRIAD_STORE: 'mongodb://u:s3cret@h',
    TRIAD_BACKUP_TO: '/b',
    TRIAD_BACKUP_EVERY: '6h',
  };
  expect(() => readSettings({}, every)).toThrow('TRIAD_STORE names MongoDB');
  expect(() => readSettings({}, every)).not.toThrow('s3cret');
});
