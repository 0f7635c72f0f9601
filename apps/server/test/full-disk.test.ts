import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPERATOR_MESSAGES } from '../src/messages.ts';
import { sentenceFor } from '../src/sentence-for.ts';
import { begin, backUp } from './backup-support.ts';
import { Process, triad } from './cli-runner.ts';
import { readText } from './http-documents.ts';
import { importForm, makeFolder, shortInterview } from './http-harness.ts';
import { hasSmallDisks, makeSmallDisk, NO_SMALL_DISKS } from './small-disk.ts';

if (!hasSmallDisks) process.stderr.write(`${NO_SMALL_DISKS}\n`);
const MIB = 1024 * 1024;

test.skipIf(!hasSmallDisks)(
  'a server whose disk is full says so, reads on, and stores again once there is room',
  async () => {
    const disk = await makeSmallDisk(24 * MIB);
    const data = join(disk.folder, 'data');
    const args = ['serve', '--port', '0', '--data', data];
    const keys = { TRIAD_KEYS: join(await makeFolder(), 'keys') };
    const server = new Process('cli.ts', args, keys, disk.under);
    const { lead, project } = await begin(await server.address());
    const add = (n: number) =>
      lead.call(
        'createParticipant',
        { project },
        { pseudonym: `#p${n}`, description: 'x'.repeat(190) },
      );
    expect((await add(0)).status).toBe(201);
    const makeRoom = disk.leave(server, 50_000);
    const stored = ['#p0'];
    let refused = null;
    for (let n = 1; n < 500 && refused === null; n += 1) {
      const answer = await add(n);
      if (answer.status === 201) stored.push(`#p${n}`);
      else refused = answer;
    }
    expect(refused).toMatchObject({
      status: 507,
      error: { code: 'server/full', message: expect.stringMatching(/disk is full/) as string },
    });
    await expect.poll(() => server.err, { timeout: 10_000 }).toContain(OPERATOR_MESSAGES.full());
    const list = async () =>
      (await lead.get('listParticipants', { project })).map(({ pseudonym }) => pseudonym);
    expect((await list()).sort()).toEqual([...stored].sort());
    await makeRoom();
    expect((await add(1_000)).status).toBe(201);
    expect((await list()).sort()).toEqual([...stored, '#p1000'].sort());
    expect(server.code).toBeUndefined();
  },
  120_000,
);

test.skipIf(!hasSmallDisks)(
  'a full disk of the key store is told as full, and leaves what was asked for undone',
  async () => {
    const disk = await makeSmallDisk(MIB);
    const args = ['serve', '--port', '0', '--data', await makeFolder()];
    const keys = { TRIAD_KEYS: join(disk.folder, 'keys') };
    const server = new Process('cli.ts', args, keys, disk.under);
    const { lead, project, transcript } = await begin(await server.address());
    const makeRoom = disk.leave(server, 0);
    const importOne = () =>
      lead.call('importTranscript', { project }, importForm(shortInterview({})));
    const redact = () =>
      lead.call('redact', { transcript }, { words: 'walk', all: true, replacement: '[x]' });
    const full = { status: 507, error: { code: 'server/full' } };
    expect(await importOne()).toMatchObject(full);
    expect(await redact()).toMatchObject(full);
    expect(await lead.get('listTranscripts', { project })).toHaveLength(1);
    expect((await readText(lead, transcript)).text).toContain('walk');
    await makeRoom();
    expect((await redact()).status).toBeLessThan(300);
    expect((await readText(lead, transcript)).text).not.toContain('walk');
    expect((await importOne()).status).toBe(201);
  },
  120_000,
);

test.skipIf(!hasSmallDisks)(
  'a backup and a restore onto a full disk say that it is full, and leave nothing',
  async () => {
    const data = await makeFolder();
    await triad(['demo', '--data', data]);
    const { backup } = await backUp(data, await makeFolder());
    const disk = await makeSmallDisk(MIB / 4);
    const run = (args: readonly string[]) => new Process('cli.ts', args, {}, disk.under).ended();
    const made = await run(['backup', '--data', data, '--to', join(disk.folder, 'backups')]);
    expect([made.code, made.out]).toEqual([2, '']);
    expect(made.err).toMatch(/^[^\n]+: the disk is full\. Make room on it, or choose another\.\n$/);
    const target = join(disk.folder, 'data');
    const restored = await run(['restore', backup, '--to', target]);
    expect([restored.code, restored.out]).toEqual([2, '']);
    expect(restored.err).toMatch(/^The disk is full: there is no room for [^\n]+\n$/);
    expect(restored.err).toContain(disk.folder);
  },
  120_000,
);

test.skipIf(!existsSync('/dev/full'))('what the system says of a full disk is a sentence', () => {
  let thrown: unknown;
  try {
    writeFileSync('/dev/full', 'x');
  } catch (error) {
    thrown = error;
  }
  expect(sentenceFor(thrown)).toMatch(/^The disk is full: there is no room for /);
});
