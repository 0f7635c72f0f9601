import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { halfDone } from '../whole-server/half-done.ts';
import { KillableServer } from '../whole-server/killable-server.ts';
import type { ServerSetting } from '../whole-server/killable-server.ts';
import { buildClocks, makeClock } from './clock/clock.ts';
import { makeSmallDisk } from './small-disk.ts';
import type { SmallDisk } from './small-disk.ts';
import type { Topology } from './topology.ts';

const LOOK = fileURLToPath(new URL('../whole-server/half-done-process.ts', import.meta.url));
/** Enough for a trial, and soon filled. */
const DISK_BYTES = 96 * 1024 * 1024;

/** One server with its data in a folder; on a small disk where that is asked for and may be made. */
export async function startOnSqlite(
  setting: ServerSetting = {},
  onSmallDisk = false,
): Promise<Topology> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-trial-'));
  const disk = onSmallDisk ? await makeSmallDisk(join(folder, 'disk'), DISK_BYTES) : null;
  const library = buildClocks(folder);
  const clock = library === null ? null : makeClock(library, join(folder, 'clock'));
  const server = new KillableServer(join(disk?.folder ?? folder, 'data'), {
    ...setting,
    ...(disk === null ? {} : { under: disk.under }),
    environment: { ...clock?.environment, ...setting.environment },
  });
  const end = async (): Promise<void> => {
    await server.kill();
    clock?.close();
    await disk?.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    name: 'sqlite',
    servers: [server],
    database: null,
    redis: null,
    clocks: clock === null ? [] : [clock],
    disk,
    halfDone: () => (disk === null ? halfDone(server.folder) : halfDoneOn(disk, server.folder)),
    end,
  };
}

/** SQLite does not open what is seen through another process; so it is looked at where the disk is. */
async function halfDoneOn({ under }: SmallDisk, folder: string): Promise<readonly string[]> {
  const [command = '', ...args] = [...under, process.execPath, LOOK, folder];
  const { stdout } = await promisify(execFile)(command, args);
  return JSON.parse(stdout) as readonly string[];
}
