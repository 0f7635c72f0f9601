import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { halfDone } from '../whole-server/half-done.ts';
import { KillableServer } from '../whole-server/killable-server.ts';
import type { ServerSetting } from '../whole-server/killable-server.ts';
import type { Topology } from './topology.ts';

/** One server with its data in a folder. */
export async function startOnSqlite(setting: ServerSetting = {}): Promise<Topology> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-trial-'));
  const server = new KillableServer(join(folder, 'data'), setting);
  await server.start();
  return {
    name: 'sqlite',
    servers: [server],
    database: null,
    redis: null,
    halfDone: () => halfDone(server.folder),
    end: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
