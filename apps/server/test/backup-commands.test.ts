import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatManifest } from '../src/backup/manifest.ts';
import type { Manifest } from '../src/backup/manifest.ts';
import type { OpenedSealed } from '../src/backup/open-sealed.ts';
import {
  backUp,
  begin,
  flipSealedLayer,
  layerOf,
  LEAD,
  serve,
  sha,
  writer,
} from './backup-support.ts';
import type { Described } from './backup-support.ts';
import { triad } from './cli-runner.ts';
import { openDocument, readDocument, readText } from './http-documents.ts';
import { Client, invite, makeFolder, tokenOf } from './http-harness.ts';

test('a backup made while clients write holds all that was acknowledged, and is served again', async () => {
  const data = join(await makeFolder(), 'data');
  const to = join(await makeFolder(), 'backups');
  // Keys are never in a backup: the restored server is told where they are.
  const keys = { TRIAD_KEYS: join(await makeFolder(), 'keys') };
  const server = await serve(data, keys);
  const { lead, project, transcript, original } = await begin(server);
  const coder = await invite(lead, project, ['coder'], 'cora');
  const coders = [lead, coder];
  const layers = await Promise.all(coders.map((one) => layerOf(one, transcript)));
  const writers = await Promise.all(coders.map((one) => writer(one, transcript)));
  await Promise.all(writers.map((one) => one.write(100)));

  const before = writers.map((one) => one.acknowledged());
  let over = false;
  const writing = writers.map((one) => one.writeUntil(() => over));
  const made = await backUp(data, to);
  over = true;
  await Promise.all(writing);
  for (const [index, one] of writers.entries()) {
    // The server went on meanwhile.
    expect(one.acknowledged()).toBeGreaterThan(before[index] ?? 0);
    expect(one.raw.ended).toBeNull();
  }
  expect(made.backup.startsWith(to)).toBe(true);
  expect(made.counts).toMatchObject({ blobs: 1, records: { accounts: 2, transcripts: 1 } });
  expect(made.documents.unreadable).toEqual([]);
  expect(await server.stop()).toMatchObject({ code: 0 });

  const restored = join(await makeFolder(), 'restored');
  const told = await triad(['restore', made.backup, '--to', restored]);
  expect([told.code, told.err]).toEqual([0, expect.stringContaining('Put a copy of their folder')]);
  const again = await serve(restored, keys);
  expect(again.setupUrl).toBeNull();
  const back = new Client(again.origin);
  await back.get('signIn', {}, { email: LEAD.email, password: LEAD.password });
  expect((await back.get('listProjects')).map(({ title }) => title)).toEqual(['Kept']);
  expect((await readText(back, transcript)).text).toContain('I began to walk.');
  const kept = await fetch(`${again.origin}/api/transcripts/${transcript}/original`, {
    headers: { cookie: back.cookie ?? '' },
  });
  expect(sha(new Uint8Array(await kept.arrayBuffer()))).toBe(sha(original));
  const { documents } = await back.get('readTranscript', { transcript });
  for (const [index, layer] of layers.entries()) {
    const now = documents.find(({ name }) => name === layer.name);
    expect(now?.generation).not.toBe(layer.generation);
    if (now === undefined) throw new Error(`${layer.name} is gone`);
    const memos = (await readDocument(back, now)).getMap('memos');
    for (let n = 0; n < (before[index] ?? 0); n += 1) expect(memos.get(`memo-${n}`)).toEqual({ n });
    expect(memos.size).toBeLessThanOrEqual(writers[index]?.sent() ?? 0);
  }

  // It can be written, folded and backed up like any other.
  const own = await layerOf(back, transcript);
  await (await writer(back, transcript)).write(20);
  const second = await backUp(restored, to);
  expect(await triad(['verify', second.backup])).toMatchObject({ code: 0 });
  await again.stop();
  const third = await serve(restored, keys);
  back.cookie = null;
  const anew = new Client(third.origin);
  await anew.get('signIn', {}, { email: LEAD.email, password: LEAD.password });
  const after = await readDocument(anew, own);
  expect(after.getMap('memos').size).toBeGreaterThanOrEqual(before[0] ?? 0);
}, 120_000);

test('a restore ends sessions and withdraws open links', async () => {
  const data = await makeFolder();
  const server = await serve(data);
  const { lead, project, transcript } = await begin(server);
  const layer = await layerOf(lead, transcript);
  const { link } = await lead.get(
    'createInvite',
    { project },
    { roles: ['coder'], note: '', validDays: 1 },
  );
  const { backup } = await backUp(data, await makeFolder());
  await server.stop();

  const { code, out, err } = await triad(['restore', backup, '--to', data, '--move-aside']);
  expect([code, err]).toEqual([0, expect.stringMatching(/^Everybody signs in again\. [^\n]+\n$/)]);
  const told = JSON.parse(out) as { movedTo: string; documents: number };
  expect(told).toMatchObject({
    dataFolder: data,
    ended: { sessions: 1, signInLinks: 0, invites: 1 },
    documents: 3,
  });
  expect(existsSync(join(told.movedTo, 'triad.sqlite'))).toBe(true);

  const again = await serve(data);
  const back = new Client(again.origin);
  back.cookie = lead.cookie;
  expect((await back.get('readSession')).account).toBeNull();
  expect((await back.call('lookAtInvite', {}, { token: tokenOf(link) })).status).toBe(410);
  // A tab that was open before: first it must sign in, then its copy is of another generation.
  expect(await openDocument(back, layer).end()).toBe(4401);
  await back.get('signIn', {}, { email: LEAD.email, password: LEAD.password });
  expect(await openDocument(back, layer).end()).toBe(4410);
  await rm(told.movedTo, { recursive: true });
}, 120_000);

test('verify needs no data folder and no right to write', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const made = await backUp(data, await makeFolder());
  const elsewhere = join(await makeFolder(), 'copied');
  cpSync(made.backup, elsewhere, { recursive: true });
  await rm(data, { recursive: true });
  for (const name of readdirSync(elsewhere)) chmodSync(join(elsewhere, name), 0o400);
  chmodSync(elsewhere, 0o500);
  const { code, out, err } = await triad(['verify', elsewhere]);
  chmodSync(elsewhere, 0o700);
  expect([code, err]).toEqual([0, '']);
  const { opened: _, ...counted } = made;
  expect(JSON.parse(out)).toEqual({ ...counted, backup: elsewhere });
  expect(readdirSync(elsewhere).sort()).toEqual(['manifest.json', 'triad.sqlite']);
}, 120_000);

test('a backup is for its owner alone and names no file after anybody', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const to = join(await makeFolder(), 'backups');
  const { backup } = await backUp(data, to);
  const modes = [to, backup, join(backup, 'triad.sqlite'), join(backup, 'manifest.json')].map(
    (path) => (statSync(path).mode & 0o777).toString(8),
  );
  expect(modes).toEqual(['700', '700', '600', '600']);
  expect(readdirSync(to)).toEqual([expect.stringMatching(/^triad-\d{8}T\d{9}Z$/)]);
}, 120_000);

test('what is not right is told in one line, and nothing is changed', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const { backup } = await backUp(data, await makeFolder());
  const damaged = await copyOf(backup);
  await truncate(join(damaged, 'triad.sqlite'), 100_000);
  const without = await copyOf(backup);
  await rm(join(without, 'triad.sqlite'));
  const bare = await copyOf(backup);
  await rm(join(bare, 'manifest.json'));
  const foreign = await copyOf(backup);
  await writeFile(join(foreign, 'triad.sqlite-wal'), 'x');
  const hidden = await copyOf(backup);
  await writeFile(join(hidden, '.x'), 'x');
  const newer = await copyOf(backup);
  const { sha256: _, ...manifest } = JSON.parse(
    await readFile(join(newer, 'manifest.json'), 'utf8'),
  ) as Manifest & { sha256: string };
  const future = formatManifest({ ...manifest, format: 3 } as unknown as Manifest);
  await writeFile(join(newer, 'manifest.json'), future);

  const target = join(await makeFolder(), 'target');
  const filled = await makeFolder();
  await writeFile(join(filled, 'something'), 'kept');
  const held = await makeFolder();
  const server = await serve(held);
  for (const [args, says] of [
    [['backup', '--data', target], 'no Triad data'],
    [['backup', '--data', data, '--to', join(data, 'backups')], 'would be lost with the data'],
    [['verify'], 'missing required argument'],
    [['verify', data], 'no whole backup at'],
    [['verify', damaged], 'triad.sqlite has 100000 bytes instead of'],
    [['verify', without], 'triad.sqlite is missing'],
    [['verify', bare], 'manifest.json is missing'],
    [['verify', foreign], 'a file that is not in its manifest'],
    [['verify', hidden], 'a file that is not in its manifest, ".x"'],
    [['verify', newer], 'made by a newer Triad'],
    [['restore', damaged, '--to', target], 'is damaged'],
    [['restore', newer, '--to', target], 'made by a newer Triad'],
    [['restore', damaged, '--to', filled, '--move-aside'], 'is damaged'],
    [['restore', backup, '--to', filled], 'is not empty'],
    [['restore', backup, '--to', held, '--move-aside'], 'in use by another Triad server'],
  ] as const) {
    const { code, out, err } = await triad(args);
    expect([args, code, out]).toEqual([args, 2, '']);
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err).toContain(says);
  }
  for (const to of ['/dev/null', '/dev/null/x', '/proc/x', '/proc/x/y'].filter((path) =>
    existsSync(path.slice(0, path.indexOf('/', 1))),
  )) {
    const { code, out, err } = await triad(['backup', '--data', data, '--to', to]);
    expect([to, code, out]).toEqual([to, 2, '']);
    expect(err).toMatch(/^No backup can be made in [^\n]+\n$/);
    expect(err).toContain(`in ${to} (`);
  }
  expect(existsSync(target)).toBe(false);
  expect(existsSync(join(data, 'backups'))).toBe(false);
  expect(readdirSync(filled)).toEqual(['something']);
  expect((await fetch(server.origin)).status).toBeLessThan(600);
}, 120_000);

test('with its keys everything sealed in a backup is opened, and what does not open is named', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const { backup } = await backUp(data, await makeFolder());
  const keys = await copyOf(`${data}.keys`);
  const verify = (folder: string) => triad(['verify', backup, '--keys', folder]);
  const whole = await verify(keys);
  const { opened } = JSON.parse(whole.out) as { readonly opened: OpenedSealed };
  expect(whole.code).toBe(0);
  expect(opened).toMatchObject({ destroyed: 0, closed: [] });
  expect(Math.min(opened.documents, opened.records)).toBeGreaterThan(5);

  const [first = '', second = ''] = readdirSync(join(keys, 'keys'));
  await writeFile(join(keys, 'keys', first), Buffer.alloc(64));
  const unfinished = join(keys, 'keys', 'half.unfinished');
  await writeFile(unfinished, 'being written');
  const deleted = await verify(keys);
  expect([deleted.code, JSON.parse(deleted.out)]).toMatchObject([0, { opened: { closed: [] } }]);
  expect(JSON.parse(deleted.out).opened.destroyed).toBeGreaterThan(1);
  // It may be the folder of a server that runs.
  expect(readdirSync(join(keys, 'keys'))).toEqual(
    expect.arrayContaining([first, 'half.unfinished']),
  );

  await rm(join(keys, 'keys', second));
  expect(await verify(keys)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/cannot be opened with the keys in .* \(the first is /),
  });
  const other = await makeFolder();
  await triad(['demo', '--data', other]);
  expect((await verify(`${other}.keys`)).err).toContain('goes with other data');
  expect((await verify(await makeFolder())).err).toContain('their key store is not in');
}, 120_000);

test('a backup is opened with the keys at hand, and tells what does not open or that they are not', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const to = await makeFolder();
  const backup = (environment: Readonly<Record<string, string>> = {}) =>
    triad(['backup', '--data', data, '--to', to], environment);
  const whole = await backUp(data, to);
  expect(whole.documents.unreadable).toEqual([]);
  expect(whole.opened).toMatchObject({ documents: whole.documents.sealed, closed: [] });

  const elsewhere = join(await makeFolder(), 'keys');
  const without = await backup({ TRIAD_KEYS: elsewhere });
  expect(without.code).toBe(0);
  expect(without.err).toContain(`was counted, not opened: its keys are not in ${elsewhere}`);
  expect((JSON.parse(without.out) as Described).opened).toBeNull();
  const wrong = await backup({ TRIAD_KEY: Buffer.alloc(32, 7).toString('base64') });
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('The key of TRIAD_KEY is')]);

  const layer = flipSealedLayer(data);
  const flipped = await backup();
  expect([flipped.code, flipped.err]).toEqual([
    2,
    expect.stringContaining(`1 thing in it cannot be opened with the keys in ${data}.keys`),
  ]);
  const told = JSON.parse(flipped.out) as Described;
  expect([told.documents.unreadable, told.opened?.closed]).toEqual([[layer], [layer]]);
}, 120_000);

test('an empty folder that is there is filled, also after a restore that was cut off', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const { backup } = await backUp(data, await makeFolder());
  const target = await makeFolder();
  mkdirSync(join(target, 'restoring'));
  await writeFile(join(target, 'restoring', 'triad.sqlite'), 'half a file');
  expect(await triad(['restore', backup, '--to', target])).toMatchObject({ code: 0 });
  expect(readdirSync(target)).toContain('triad.sqlite');
  expect(readdirSync(target)).not.toContain('restoring');
  const again = await triad(['restore', backup, '--to', target]);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('is not empty')]);
}, 120_000);

async function copyOf(backup: string): Promise<string> {
  const copy = join(await makeFolder(), 'copy');
  cpSync(backup, copy, { recursive: true });
  return copy;
}
