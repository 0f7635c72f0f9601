import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { halfDone } from '../whole-server/half-done.ts';
import { KillableServer } from '../whole-server/killable-server.ts';
import type { ServerSetting } from '../whole-server/killable-server.ts';
import { buildClocks, makeClock } from './clock/clock.ts';
import type { Topology } from './topology.ts';

/** One server with its data in a folder. */
export async function startOnSqlite(setting: ServerSetting = {}): Promise<Topology> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-trial-'));
  const library = buildClocks(folder);
  const clock = library === null ? null : makeClock(library, join(folder, 'clock'));
  const server = new KillableServer(join(folder, 'data'), {
    ...setting,
    environment: { ...clock?.environment, ...setting.environment },
  });
  const end = async (): Promise<void> => {
    await server.kill();
    clock?.close();
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
    halfDone: () => halfDone(server.folder),
    end,
  };
}
