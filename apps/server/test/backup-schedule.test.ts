import { openSqlite } from '@triad/storage';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { expect, test } from 'vitest';
import { listBackups } from '../src/backup/list-backups.ts';
import { makeBackup } from '../src/backup/make-backup.ts';
import { formatManifest } from '../src/backup/manifest.ts';
import { scheduleBackups } from '../src/backup/schedule.ts';
import { verifyBackup } from '../src/backup/verify-backup.ts';
import { DOCUMENT_COLLECTIONS } from '../src/documents/index.ts';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { OPERATOR_MESSAGES } from '../src/messages.ts';
import { readSettings } from '../src/settings.ts';
import { begin, flipSealedLayer, serve } from './backup-support.ts';
import { triad } from './cli-runner.ts';
import { until } from './documents-support/condition.ts';
import { Client, makeFolder } from './http-harness.ts';

const HOUR_MS = 3_600_000;

type Status = {
  readonly folder: string;
  readonly serverRuns: boolean;
  readonly backups: readonly { readonly backup: string; readonly cause: string }[];
  readonly schedule: {
    readonly last: { readonly madeAt: string } | null;
    readonly failure: { readonly sentence: string } | null;
    readonly nextAt: string;
  } | null;
};

async function statusOf(data: string, ...more: readonly string[]) {
  const ran = await triad(['backup', '--status', '--data', data, ...more]);
  return { ...ran, status: JSON.parse(ran.out) as Status };
}

function wholeIn(to: string): readonly string[] {
  return existsSync(to) ? readdirSync(to).filter((name) => name.startsWith('triad-')) : [];
}

test('a server makes the backup that is due, and only the oldest of its own make room', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const to = join(await makeFolder(), 'backups');
  const now = Date.now();
  const at = (hoursAgo: number) => new Date(now - hoursAgo * HOUR_MS);
  const asked = makeBackup({ dataFolder: data, to, at: at(90), cause: 'asked' });
  for (const hours of [72, 60, 50]) {
    makeBackup({ dataFolder: data, to, at: at(hours), cause: 'schedule' });
  }
  const environment = { TRIAD_BACKUP_TO: to, TRIAD_BACKUP_EVERY: '1d', TRIAD_BACKUP_KEEP: '2' };
  const server = await serve(data, environment);
  await until('the oldest are gone', () => wholeIn(to).length === 3);
  const { status, code, err } = await statusOf(data);
  expect([code, err, status.folder, status.serverRuns]).toEqual([0, '', to, true]);
  expect(status.backups.map(({ cause }) => cause)).toEqual(['schedule', 'schedule', 'asked']);
  expect(status.backups.at(-1)?.backup).toBe(asked.folder);
  const last = Date.parse(status.schedule?.last?.madeAt ?? '');
  expect(last).toBeGreaterThanOrEqual(now);
  expect(Date.parse(status.schedule?.nextAt ?? '')).toBe(last + 24 * HOUR_MS);
  expect(status.schedule?.failure).toBeNull();
  for (const { backup } of status.backups) {
    const { read, sealed, unreadable } = verifyBackup(backup).documents;
    expect([read + sealed, unreadable]).toEqual([35, []]);
  }
  expect(await server.stop()).toMatchObject({ code: 0, err: '' });

  // It is not due again because the server was started anew.
  const again = await serve(data, environment);
  const after = await statusOf(data);
  expect(after.status.schedule).toMatchObject({ last: status.schedule?.last, failure: null });
  expect(after.status.backups).toEqual(status.backups);
  await again.stop();
  expect((await statusOf(data, '--to', to)).status).toMatchObject({
    serverRuns: false,
    schedule: null,
    backups: status.backups,
  });
}, 120_000);

test('backups of other data make no room, nor do those of nobody knows which; the log says so', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const to = join(await makeFolder(), 'backups');
  const [, , ofBefore] = [72, 60, 50].map((hours) =>
    makeBackup({
      dataFolder: data,
      to,
      at: new Date(Date.now() - hours * HOUR_MS),
      cause: 'schedule',
    }),
  );
  if (ofBefore === undefined) throw new Error('nothing was made');
  const { id: _, ...store } = ofBefore.manifest.store;
  const manifest = formatManifest({ ...ofBefore.manifest, format: 1, store });
  await writeFile(join(ofBefore.folder, 'manifest.json'), manifest);
  const theirs = wholeIn(to);
  expect(listBackups(to)).toHaveLength(3);

  // The folder of the data is not mounted: an empty one is in its place.
  const environment = { TRIAD_BACKUP_TO: to, TRIAD_BACKUP_EVERY: '1d', TRIAD_BACKUP_KEEP: '1' };
  const empty = await serve(await makeFolder(), environment);
  await until('the log says so', () =>
    empty.process.err.includes(OPERATOR_MESSAGES.backupsOfOthers(2, to)),
  );
  await until('those of before are told too', () =>
    empty.process.err.includes(OPERATOR_MESSAGES.backupsUnknown(1, to)),
  );
  expect(wholeIn(to)).toEqual(expect.arrayContaining([...theirs]));
  expect(wholeIn(to)).toHaveLength(4);
  await empty.stop();

  const back = await serve(data, environment);
  await until('of its own only the newest is left', () => {
    const names = wholeIn(to);
    return theirs.filter((name) => names.includes(name)).length === 1 && names.length === 3;
  });
  expect(existsSync(ofBefore.folder)).toBe(true);
  await back.stop();
}, 120_000);

test('a backup that cannot be made is loud, keeps the older ones and lets the server serve', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const folder = await makeFolder();
  const to = join(folder, 'a file');
  await writeFile(to, 'in the way');
  const server = await serve(data, { TRIAD_BACKUP_TO: to, TRIAD_BACKUP_EVERY: '6h' });
  await until('the log says so', () => server.process.err.includes('a backup that was due'));
  const { code, err, status } = await statusOf(data);
  expect(code).toBe(2);
  expect(err).toMatch(/^The backup that was due at [^\n]+ is not there, or not whole\. [^\n]+\n$/);
  expect(status.schedule?.failure?.sentence).toContain('EEXIST');
  const soon = Date.parse(status.schedule?.nextAt ?? '') - Date.now();
  expect(soon).toBeLessThanOrEqual(HOUR_MS / 4);
  expect((await new Client(server.origin).get('readSession')).account).toBeNull();
  await server.stop();
}, 120_000);

test.for([
  { name: 'time', limit: { longestMs: 1 }, says: /^The backup took longer than .* given up/ },
  { name: 'memory', limit: { memoryMb: 4 }, says: /^The backup took more than 4 MB of memory/ },
])('a backup by schedule that takes too much $name is given up', async ({ limit, says }) => {
  const dataFolder = await makeFolder();
  const store = await openSqlite({ folder: dataFolder });
  await store.close();
  const to = await makeFolder();
  const errors: { readonly reason?: string }[] = [];
  const note = (fields: { readonly reason?: string }) => void errors.push(fields);
  const schedule = scheduleBackups({
    dataFolder,
    storeId: store.id,
    keys: { keysFolder: keysBeside(dataFolder), serverKey: null },
    plan: { to, everyMs: HOUR_MS, keep: 1 },
    clock: () => new Date(),
    log: { info: note, error: note } as unknown as Logger,
    ...limit,
  });
  await until('it is given up', () => errors.some(({ reason }) => reason?.match(says)));
  expect(schedule.standing()).toMatchObject({
    last: null,
    failure: { sentence: expect.stringMatching(says) as string },
  });
  await schedule.close();
  expect(wholeIn(to)).toEqual([]);
});

test('documents that cannot be read make room for nothing', async () => {
  const data = await makeFolder();
  const first = await serve(data);
  await begin(first);
  await first.stop();
  const to = join(await makeFolder(), 'backups');
  const past = new Date(Date.now() - 48 * HOUR_MS);
  const older = makeBackup({ dataFolder: data, to, at: past, cause: 'schedule' });
  await breakTheory(data);
  const server = await serve(data, {
    TRIAD_BACKUP_TO: to,
    TRIAD_BACKUP_EVERY: '1d',
    TRIAD_BACKUP_KEEP: '1',
  });
  await until('the log says so', () => server.process.err.includes('a backup that was due'));
  expect(wholeIn(to)).toHaveLength(2);
  expect(existsSync(older.folder)).toBe(true);
  const { code, err } = await statusOf(data);
  expect([code, err]).toEqual([2, expect.stringContaining('1 document in it could not be read')]);
  await server.stop();
}, 120_000);

test('what is sealed and does not open makes room for nothing', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const to = join(await makeFolder(), 'backups');
  const past = new Date(Date.now() - 48 * HOUR_MS);
  const older = makeBackup({ dataFolder: data, to, at: past, cause: 'schedule' });
  const layer = flipSealedLayer(data);
  const environment = { TRIAD_BACKUP_TO: to, TRIAD_BACKUP_EVERY: '1d', TRIAD_BACKUP_KEEP: '1' };
  const server = await serve(data, environment);
  await until('the log says so', () => server.process.err.includes('a backup that was due'));
  expect([wholeIn(to).length, existsSync(older.folder)]).toEqual([2, true]);
  const { code, err } = await statusOf(data);
  expect([code, err]).toEqual([2, expect.stringContaining(`(the first is ${layer})`)]);
  await server.stop();

  // Nor where nobody can tell, because the key that goes with the data is another.
  const keysFolder = keysBeside(data);
  const schedule = scheduleBackups({
    dataFolder: data,
    storeId: older.manifest.store.id ?? '',
    keys: { keysFolder, serverKey: { bytes: randomBytes(32), source: 'TRIAD_KEY' } },
    plan: { to, everyMs: HOUR_MS, keep: 1 },
    clock: () => new Date(Date.now() + 2 * HOUR_MS),
    log: { info: () => undefined, error: () => undefined } as unknown as Logger,
  });
  await until('it failed', () => schedule.standing().failure !== null);
  expect(schedule.standing().failure?.sentence).toMatch(/^The key of TRIAD_KEY is not the one/);
  await schedule.close();
  expect([wholeIn(to).length, existsSync(older.folder)]).toEqual([3, true]);
}, 120_000);

test('a damaged backup is not counted among those that are kept', async () => {
  const data = await makeFolder();
  await triad(['demo', '--data', data]);
  const to = join(await makeFolder(), 'backups');
  const made = [72, 60].map((hours) =>
    makeBackup({
      dataFolder: data,
      to,
      at: new Date(Date.now() - hours * HOUR_MS),
      cause: 'schedule',
    }),
  );
  await truncate(join(made[1]?.folder ?? '', 'manifest.json'), 100);
  const environment = { TRIAD_BACKUP_TO: to, TRIAD_BACKUP_EVERY: '1d', TRIAD_BACKUP_KEEP: '2' };
  const server = await serve(data, environment);
  await until('there is a new one', () => wholeIn(to).length === 3);
  const { status } = await statusOf(data);
  expect(status.backups).toHaveLength(2);
  expect(status.backups.at(-1)?.backup).toBe(made[0]?.folder);
  await server.stop();
  await rm(to, { recursive: true });
}, 120_000);

test('settings of backups that cannot be are told', () => {
  const read = (environment: Readonly<Record<string, string>>) => () =>
    readSettings({}, environment);
  expect(readSettings({}, {}).backup).toEqual({ to: null, everyMs: null, keep: 7 });
  expect(
    readSettings({}, { TRIAD_BACKUP_TO: '/b', TRIAD_BACKUP_EVERY: '90m', TRIAD_BACKUP_KEEP: '3' })
      .backup,
  ).toEqual({ to: '/b', everyMs: 90 * 60_000, keep: 3 });
  for (const every of ['1', 'daily', '0h', '32d', '-1d', '1.5h']) {
    expect(read({ TRIAD_BACKUP_TO: '/b', TRIAD_BACKUP_EVERY: every })).toThrow(
      /^TRIAD_BACKUP_EVERY is a time such as/,
    );
  }
  expect(read({ TRIAD_BACKUP_EVERY: '1d' })).toThrow(/needs TRIAD_BACKUP_TO/);
  expect(read({ TRIAD_BACKUP_KEEP: '0' })).toThrow(/^TRIAD_BACKUP_KEEP is/);
});

/** Lays more broken updates into the one theory of a store than the server reads over. */
async function breakTheory(folder: string): Promise<void> {
  const store = await openSqlite({ folder });
  await store.records.define(DOCUMENT_COLLECTIONS);
  const theory = (await store.records.find('documents', null)).find(({ id }) =>
    id.startsWith('theory/'),
  );
  if (theory === undefined) throw new Error('there is no theory');
  const { generation } = JSON.parse(theory.body) as { readonly generation: string };
  for (let n = 0; n < 20; n += 1) {
    await store.log.append(`${theory.id}@${generation}`, Uint8Array.of(9, 9, n), '');
  }
  await store.close();
}
