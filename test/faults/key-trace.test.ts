import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WORKSPACE } from '../support/workspace.ts';

/*
 * A key is on disk, with its name, before anything is sealed with it, and its zeros are before its
 * name tells that it is destroyed: read off the system calls of the real command line.
 */

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');
const CALLS = 'fsync,fdatasync,pwrite64,rename';

/** Why system calls cannot be traced here, or null. */
function whyNotTraced(): string | null {
  const tried = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', process.execPath, '-v']);
  if (tried.error !== undefined) return 'strace is not installed';
  return tried.status === 0 ? null : 'tracing is not allowed here';
}

const reason = whyNotTraced();
const notRun = reason === null ? '' : `not run: ${reason}: `;
if (reason !== null) {
  process.stderr.write(`\n!! not run: the test of flushes of keys, as ${reason} !!\n`);
}

type Call = { readonly name: string; readonly text: string };

/** The calls of `triad …`: those that flush or rename where they return, writes where they begin. */
async function trace(folder: string, args: readonly string[]): Promise<readonly Call[]> {
  const file = join(folder, 'trace');
  const options = ['-f', '-y', '-qq', '-s', '5000', '-e', `trace=${CALLS}`, '-o', file];
  const command = [process.execPath, CLI, ...args, '--data', join(folder, 'data')];
  const { status, stderr } = spawnSync('strace', [...options, ...command], { cwd: WORKSPACE });
  expect([status, String(stderr).includes('Something went wrong')]).toEqual([0, false]);
  const begun = new Map<string, string>();
  const calls: Call[] = [];
  for (const line of (await readFile(file, 'latin1')).split('\n')) {
    const [, thread = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed/.exec(text);
    const whole = resumed === null ? text : `${begun.get(thread) ?? ''}${text}`;
    const name = /^\w+/.exec(whole)?.[0] ?? '';
    const isBeginning = text.includes('<unfinished');
    if (isBeginning) begun.set(thread, text);
    if (name === 'pwrite64' ? resumed === null : !isBeginning) calls.push({ name, text: whole });
  }
  return calls;
}

/** Where the first such call stands from `from` on. */
function at(calls: readonly Call[], from: number, name: string, ...parts: string[]): number {
  const found = calls.findIndex(
    (call, index) =>
      index >= from && call.name === name && parts.every((part) => call.text.includes(part)),
  );
  expect(found, `${name} ${parts.join(' ')}`).toBeGreaterThanOrEqual(0);
  return found;
}

test.skipIf(reason !== null)(
  `${notRun}a key is on disk before it seals, and its zeros before it counts as destroyed`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'triad-trace-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const keys = join(folder, 'data.keys', 'keys');

    const made = await trace(folder, ['demo']);
    const renames = made.filter(
      ({ name, text }) => name === 'rename' && text.includes(`"${keys}/`),
    );
    const names = renames.map(({ text }) => /([0-9a-f-]{36})\.1\.key/.exec(text)?.[1] ?? '');
    expect(names.length).toBeGreaterThanOrEqual(4);
    for (const [index, transcript] of names.entries()) {
      const rename = made.indexOf(renames[index] ?? { name: '', text: '' });
      const unfinished = /[0-9a-f]{16}\.unfinished/.exec(made[rename]?.text ?? '')?.[0] ?? '';
      expect(at(made, 0, 'fsync', `/${unfinished}>`)).toBeLessThan(rename);
      const flushed = at(made, rename, 'fsync', `${keys}>`);
      // The name of the key stands in the row of whatever is sealed with it.
      expect(at(made, 0, 'pwrite64', '-wal>', `${transcript}/1`)).toBeGreaterThan(flushed);
    }

    const removed = await trace(folder, ['demo', '--remove']);
    for (const transcript of names) {
      const zeros = at(removed, 0, 'pwrite64', `${transcript}.1.key>`);
      expect(removed[zeros]?.text).toMatch(/"(\\0){64}", 64, 0/);
      const flushed = at(removed, zeros, 'fsync', `${transcript}.1.key>`);
      const told = at(removed, flushed, 'rename', `${transcript}.1.destroyed"`);
      at(removed, told, 'fsync', `${keys}>`);
    }
  },
  60_000,
);
