import { freePort, onDatabase, startRedis } from '@triad/storage/test-server';
import type { FoundMongodb } from '@triad/storage/test-server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { halfDoneInMongodb } from '../whole-server/half-done-mongodb.ts';
import { KillableServer } from '../whole-server/killable-server.ts';
import { buildClocks, makeClock } from './clock/clock.ts';
import type { Clock } from './clock/clock.ts';
import type { Topology } from './topology.ts';

const SERVERS = 3;
const KEY = Buffer.alloc(32, 7).toString('base64');

/** Several servers that share a MongoDB and a Redis of the trial's own. */
export async function startCluster(mongodb: FoundMongodb): Promise<Topology> {
  const redis = await startRedis();
  if (redis === null) throw new Error('there is no Redis');
  const folder = await mkdtemp(join(tmpdir(), 'triad-trial-'));
  const database = await mongodb.start();
  const library = buildClocks(folder);
  const clocks: Clock[] = [];
  const servers: KillableServer[] = [];
  for (let at = 0; at < SERVERS; at += 1) {
    const clock = library === null ? null : makeClock(library, join(folder, `clock${at}`));
    if (clock !== null) clocks.push(clock);
    const environment = {
      ...clock?.environment,
      TRIAD_STORE: onDatabase(database.uri, 'triad'),
      TRIAD_REDIS: redis.uri,
      TRIAD_PEER: `127.0.0.1:${await freePort()}`,
      TRIAD_KEY: KEY,
    };
    servers.push(new KillableServer(join(folder, `data${at}`), { environment }));
  }
  const end = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.kill()));
    for (const clock of clocks) clock.close();
    await database.stop();
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const server of servers) await server.start();
  } catch (error) {
    await end();
    throw error;
  }
  const halfDone = () => halfDoneInMongodb(onDatabase(database.uri, 'triad'));
  return { name: 'cluster', servers, database, redis, clocks, disk: null, halfDone, end };
}
