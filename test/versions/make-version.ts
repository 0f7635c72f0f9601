import { dumpDatabase, findMongodb, onDatabase } from '@triad/storage/test-server';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Digest } from '../../apps/server/src/migrate/digest.ts';
import { VERSION } from '../../apps/server/src/version.ts';
import { KillableServer } from '../faults/whole-server/killable-server.ts';
import { WORKSPACE } from '../support/workspace.ts';
import { pack } from './kept-version.ts';
import { makeStudy } from './make-study.ts';
import { readFound } from './read-found.ts';

/* Keeps what this release leaves behind, for all later ones (docs/operating.md, Releasing). */

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');
const mongodb = await findMongodb();
if (mongodb === null) throw new Error('a release is kept in MongoDB as well, which is not there');
const work = await mkdtemp(join(tmpdir(), 'triad-version-'));
const database = await mongodb.start();
try {
  const data = join(work, 'data');
  const server = new KillableServer(data);
  await server.start();
  const lead = await makeStudy(server);
  // Whole sentences, before and after a start, so that nothing in them is of the moment.
  const found = await readFound(lead);
  await server.stop();
  const uri = onDatabase(database.uri, 'triad-kept');
  await triad(['backup', '--data', data, '--to', join(work, 'backups')]);
  const digest = await triad(['migrate', '--from', data, '--to-env', 'KEPT'], { KEPT: uri });
  await writeFile(join(work, 'mongodb.bson'), await dumpDatabase(uri));
  await rm(join(data, 'triad.lock'));
  const kept = await pack(VERSION, work, { digest: JSON.parse(digest) as Digest, found });
  let bytes = 0;
  for (const entry of await readdir(kept, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  process.stdout.write(`${VERSION} is kept in ${kept}, ${Math.ceil(bytes / 1_024)} KiB\n`);
} finally {
  await database.stop();
  await rm(work, { recursive: true, force: true });
}

async function triad(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, ...environment };
  return (await promisify(execFile)(process.execPath, [CLI, ...args], { cwd: WORKSPACE, env }))
    .stdout;
}
