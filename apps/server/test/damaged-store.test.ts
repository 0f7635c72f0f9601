import { open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { OPERATOR_MESSAGES } from '../src/messages.ts';
import { Process, triad } from './cli-runner.ts';
import { Client, makeFolder, tokenOf } from './http-harness.ts';

const PAGE_BYTES = 4_096;

/** A data folder of a server that was stopped. */
async function usedFolder(): Promise<string> {
  const data = await makeFolder();
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { origin, setupUrl } = await server.address();
  const client = new Client(origin);
  const account = { name: 'Lea', email: 'lea@example.org', password: 'a long enough one' };
  await client.get('setup', {}, { token: tokenOf(setupUrl), ...account });
  for (const title of ['One', 'Two']) await client.get('createProject', {}, { title });
  server.child.kill('SIGTERM');
  expect((await server.ended()).code).toBe(0);
  return data;
}

async function overwrite(data: string, at: number): Promise<void> {
  const file = await open(join(data, 'triad.sqlite'), 'r+');
  await file.write(new Uint8Array(64).fill(0xff), 0, 64, at);
  await file.close();
}

test('a server does not start on a damaged database, and says what to do', async () => {
  const data = await usedFolder();
  await overwrite(data, 0);
  const before = await readFile(join(data, 'triad.sqlite'));
  const { code, out, err } = await triad(['serve', '--port', '0', '--data', data]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^[^\n]*triad\.sqlite cannot be opened: .*restore a backup\.\n$/);
  expect((await readFile(join(data, 'triad.sqlite'))).equals(before)).toBe(true);
}, 30_000);

test('a server stops when it finds a damaged page that nobody has read yet', async () => {
  const data = await usedFolder();
  const db = new DatabaseSync(join(data, 'triad.sqlite'));
  const page = Number(
    db.prepare(`select rootpage from sqlite_schema where name = 'blob_pieces'`).get()?.['rootpage'],
  );
  db.close();
  await overwrite(data, (page - 1) * PAGE_BYTES);
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  const { code, err } = await server.ended();
  expect(code).toBe(1);
  expect(err).toContain(OPERATOR_MESSAGES.broke());
  expect(err).toContain('"code":"storage/damaged"');
  expect(err).toContain('restore a backup');
}, 30_000);

test('damage that is found while the server starts is told in sentences', async () => {
  const data = await usedFolder();
  const db = new DatabaseSync(join(data, 'triad.sqlite'));
  const page = Number(
    db.prepare(`select rootpage from sqlite_schema where name = 'records'`).get()?.['rootpage'],
  );
  db.close();
  await overwrite(data, (page - 1) * PAGE_BYTES);
  const { code, out, err } = await triad(['serve', '--port', '0', '--data', data]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('restore a backup');
  expect(err).not.toContain('ReferenceError');
  expect(err).not.toMatch(/^\s+at /m);
}, 30_000);

test.for(['gone', 'empty'])(
  'a server does not start anew where the counter knows of a database that is %s',
  { timeout: 60_000 },
  async (how) => {
    const data = await usedFolder();
    const file = join(data, 'triad.sqlite');
    await (how === 'gone' ? rm(file) : truncate(file));
    const before = await readdir(data);
    const counter = await readFile(join(data, 'triad.commits'));
    for (const act of [['serve', '--port', '0'], ['status']]) {
      const { code, out, err } = await triad([...act, '--data', data]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^[^\n]+\n$/);
      expect(err).toContain(`${file} is not there, or is empty`);
      expect(err).toContain(join(data, 'triad.commits'));
    }
    expect(await readdir(data)).toEqual(before);
    expect((await readFile(join(data, 'triad.commits'))).equals(counter)).toBe(true);
    // On purpose.
    for (const name of await readdir(data)) await rm(join(data, name));
    const anew = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
    expect((await anew.address()).setupUrl).not.toBeNull();
    anew.child.kill('SIGTERM');
    await anew.ended();
  },
);

test('a server does not start anew where the key store knows of data', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  for (const name of await readdir(data)) await rm(join(data, name));
  const { code, out, err } = await triad(['serve', '--port', '0', '--data', data]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^[^\n]+triad\.sqlite is not there, or is empty, [^\n]+\n$/);
  expect(err).toContain(`the key store in ${data}.keys`);
  expect(await readdir(data)).toEqual([]);
  await rename(`${data}.keys`, `${data}.keys-of-before`);
  const anew = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  expect((await anew.address()).setupUrl).not.toBeNull();
  anew.child.kill('SIGTERM');
  await anew.ended();
}, 60_000);

test('a counter that is gone is said, and only where there was one', async () => {
  const data = await usedFolder();
  await rm(join(data, 'triad.commits'));
  const first = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  await first.address();
  first.child.kill('SIGTERM');
  expect((await first.ended()).err).toContain(OPERATOR_MESSAGES.noCounter());
  const second = new Process('cli.ts', ['serve', '--port', '0', '--data', data]);
  await second.address();
  const status = await triad(['status', '--data', data]);
  expect(JSON.parse(status.out)).toMatchObject({
    counter: 'kept',
    loss: null,
    earlierLosses: [],
    logSetAside: null,
  });
  second.child.kill('SIGTERM');
  expect((await second.ended()).err).toBe('');
}, 30_000);
