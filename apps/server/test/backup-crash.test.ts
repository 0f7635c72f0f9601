import { openSqlite, SQLITE_FILE } from '@triad/storage';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyBackup } from '../src/backup/verify-backup.ts';
import { openTables } from '../src/data/tables.ts';
import { backUp } from './backup-support.ts';
import { Process, triad } from './cli-runner.ts';
import { until } from './documents-support/condition.ts';
import { makeFolder } from './http-harness.ts';

/** Large enough that copying it takes a while. */
async function makeLarge(): Promise<string> {
  const folder = await makeFolder();
  const store = await openSqlite({ folder });
  await openTables(store.records);
  for (let n = 0; n < 40; n += 1) {
    await store.blobs.put(`blob ${n}`, crypto.getRandomValues(new Uint8Array(65_536)), '');
    await store.blobs.put(`large ${n}`, new Uint8Array(1_500_000).fill(n), '');
  }
  await store.close();
  return folder;
}

/** Runs a command and kills it as soon as this is so; it may have come to its end before. */
async function killOnce(args: readonly string[], isSo: () => boolean): Promise<void> {
  const running = new Process('cli.ts', args);
  await until('it is under way', () => running.code !== undefined || isSo());
  running.child.kill('SIGKILL');
  await running.ended();
}

test('a backup that was killed leaves nothing that looks whole, and hinders no other', async () => {
  const data = await makeLarge();
  const to = join(await makeFolder(), 'backups');
  const names = () => (existsSync(to) ? readdirSync(to) : []);
  const inside = () => names().flatMap((name) => readdirSync(join(to, name)));
  const moments = [
    () => names().some((name) => name.endsWith('.partial')),
    () => inside().includes(SQLITE_FILE),
    () => inside().includes('manifest.json'),
  ];
  for (const isSo of moments) {
    const before = new Set(names());
    const isNew = () => names().some((name) => !before.has(name)) && isSo();
    await killOnce(['backup', '--data', data, '--to', to], isNew);
  }
  expect(names().length).toBeGreaterThan(0);
  for (const name of names()) {
    if (name.startsWith('triad-')) verifyBackup(join(to, name));
    else expect(name).toMatch(/^\.triad-\d{8}T\d{9}Z\.partial$/);
  }
  expect(await triad(['verify', (await backUp(data, to)).backup])).toMatchObject({ code: 0 });
}, 120_000);

test('a restore that was killed leaves the data folder as it was', async () => {
  const data = await makeLarge();
  const { backup } = await backUp(data, await makeFolder());
  const target = join(await makeFolder(), 'target');
  const staging = `${target}.restoring`;
  const staged = () => existsSync(staging) && readdirSync(staging).length > 0;
  const store = () => staged() && readdirSync(staging).includes(`${SQLITE_FILE}-wal`);
  for (const isSo of [() => existsSync(staging), staged, store]) {
    await killOnce(['restore', backup, '--to', target], isSo);
    // Only one that came to its end before is there.
    if (existsSync(target)) {
      expect(readdirSync(target)).toContain(SQLITE_FILE);
      expect(existsSync(staging)).toBe(false);
      return;
    }
  }
  expect(await triad(['restore', backup, '--to', target])).toMatchObject({ code: 0 });
  expect(existsSync(staging)).toBe(false);
  expect(readdirSync(target)).toContain(SQLITE_FILE);
}, 120_000);
