import { freePort, startRedis } from '@triad/storage/test-server';
import type { RedisServer } from '@triad/storage/test-server';
import { afterAll, beforeAll, describe } from 'vitest';
import { parseServerKey } from '../src/sealing/server-key.ts';
import type { ServerOptions } from '../src/serve.ts';
import type { TestServer } from './http-harness.ts';
import { startServer } from './http-harness.ts';
import { describeOnMongodb, onMongodb } from './mongodb-stage.ts';
import type { MongodbStage } from './mongodb-stage.ts';

/** What a test of several servers is given: one MongoDB and one Redis for the file. */
export type ClusterStage = MongodbStage & {
  readonly redis: RedisServer;
  /** Servers that share a database of the test's own, or this one; ended with the test. */
  startCluster(
    count: number,
    options?: Partial<ServerOptions> & { readonly database?: string },
  ): Promise<readonly TestServer[]>;
  /** One more on this database. */
  startOne(database: string, options?: Partial<ServerOptions>): Promise<TestServer>;
};

export const SHARED_KEY = parseServerKey(Buffer.alloc(32, 9).toString('base64'), 'TRIAD_KEY');

/** Where a test waits until a server counts as dead; on a busy machine a living one may look so, too. */
export const QUICK_BEATS = { everyMs: 200, freshMs: 2_500, patienceMs: 3_000 };
/** Nobody is to count as dead. */
const PATIENT_BEATS = { everyMs: 500, freshMs: 25_000, patienceMs: 30_000 };

/** Of one more that shares this database. */
export async function clusterOptions({ redis: { uri } }: ClusterStage, database: string) {
  return {
    store: onMongodb(database),
    serverKey: SHARED_KEY,
    cluster: { redis: () => uri, peer: { host: '127.0.0.1', port: await freePort() } },
  };
}

/**
 * Registers tests where a MongoDB and a Redis are; skipped, which is said aloud, where they are not, or the
 * MongoDB is to be `ours` to end and is not.
 */
export async function describeCluster(
  tests: (stage: ClusterStage) => void,
  options: { readonly ours?: boolean } = {},
): Promise<void> {
  const probe = await startRedis();
  await probe?.stop();
  describe.skipIf(probe === null)('several servers', () => {
    describeOnMongodb((mongodb) => {
      let redis: RedisServer | null = null;
      beforeAll(async () => {
        redis = await startRedis();
      });
      afterAll(() => redis?.stop());
      const stage: ClusterStage = {
        get server() {
          return mongodb.server;
        },
        makeDatabase: () => mongodb.makeDatabase(),
        get redis() {
          if (redis === null) throw new Error('there is no Redis');
          return redis;
        },
        async startOne(database, options = {}) {
          const shared = await clusterOptions(stage, database);
          return startServer({ ...shared, beatTimes: PATIENT_BEATS, ...options });
        },
        async startCluster(count, { database = mongodb.makeDatabase(), ...options } = {}) {
          const servers: TestServer[] = [];
          for (let at = 0; at < count; at += 1) {
            servers.push(await stage.startOne(database, options));
          }
          return servers;
        },
      };
      tests(stage);
    }, options);
  });
}
