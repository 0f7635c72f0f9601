import { onDatabase } from '@triad/storage/test-server';
import type { FoundMongodb } from '@triad/storage/test-server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { halfDoneInMongodb } from '../whole-server/half-done-mongodb.ts';
import { KillableServer } from '../whole-server/killable-server.ts';
import { buildClocks, makeClock } from './clock/clock.ts';
import type { Topology } from './topology.ts';

/** One server with its data in a MongoDB of the trial's own. */
export async function startOnMongodb(mongodb: FoundMongodb): Promise<Topology> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-trial-'));
  const database = await mongodb.start();
  const library = buildClocks(folder);
  const clock = library === null ? null : makeClock(library, join(folder, 'clock'));
  const environment = {
    ...clock?.environment,
    TRIAD_STORE: onDatabase(database.uri, 'triad'),
  };
  const server = new KillableServer(join(folder, 'data'), { environment });
  const end = async (): Promise<void> => {
    await server.kill();
    clock?.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await end();
    throw error;
  }
  const halfDone = () => halfDoneInMongodb(onDatabase(database.uri, 'triad'));
  const clocks = clock === null ? [] : [clock];
  return {
    name: 'mongodb',
    servers: [server],
    database,
    redis: null,
    clocks,
    disk: null,
    halfDone,
    end,
  };
}
