import { openMongodb } from '@triad/storage';
import { findMongodb, freePort, onDatabase, startRedis } from '@triad/storage/test-server';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServer, StartOptions } from './running-server.ts';
import { startServer } from './running-server.ts';
import type { ServerOrder } from './server-process.ts';

/** A MongoDB and a Redis for servers that share their data. */
export type SharedStage = {
  /** What the MongoDB is. */
  readonly name: string;
  /** The connection string of an empty database. */
  readonly uri: string;
  /** The key that all servers have, in base64. */
  readonly key: string;
  /** One that works alone. */
  startAlone(options: StartOptions): Promise<RunningServer>;
  /** Servers that know of one another; the project is at home with the one that is said of it. */
  startShared(
    homes: readonly (readonly string[])[],
    optionsOf: (at: number) => StartOptions,
  ): Promise<readonly RunningServer[]>;
};

const ENTERED_MS = 10_000;

/** Runs `work` with it, in this folder, and ends both; a sentence where one of them is not there. */
export async function withSharedStage(
  folder: string,
  work: (stage: SharedStage) => Promise<void>,
): Promise<string | null> {
  // What these servers keep goes with the folder, also where the bench is stopped.
  process.env['TMPDIR'] = folder;
  const mongodb = await findMongodb();
  if (mongodb === null) return 'there is no MongoDB';
  const redis = await startRedis();
  if (redis === null) return 'there is no redis-server on the path';
  const servers: RunningServer[] = [];
  // Where the bench is stopped: Redis does not end with it, and servers would look for their MongoDB.
  const kill = (): void => {
    for (const each of [redis, ...servers]) void each.kill();
  };
  process.once('exit', kill);
  try {
    const server = await mongodb.start();
    try {
      const uri = onDatabase(server.uri, `triad-bench-${process.pid}`);
      await work(stageOn(folder, { name: mongodb.name, uri, redis: redis.uri, servers }));
    } finally {
      await server.stop();
    }
  } finally {
    await redis.stop();
    process.off('exit', kill);
  }
  return null;
}

function stageOn(
  folder: string,
  use: {
    readonly name: string;
    readonly uri: string;
    readonly redis: string;
    /** Those that were started. */
    readonly servers: RunningServer[];
  },
): SharedStage {
  const { name, uri, redis, servers: all } = use;
  const key = randomBytes(32).toString('base64');
  const start = async (
    server: string,
    options: StartOptions,
    shared?: ServerOrder['shared'],
  ): Promise<RunningServer> => {
    const dataFolder = `${folder}/${server}`;
    const order = { dataFolder, web: folder, mongodb: uri, key };
    const started = await startServer({ ...order, ...(shared && { shared }) }, options);
    all.push(started);
    return started;
  };
  return {
    name,
    uri,
    key,
    startAlone: (options) => start('alone', options),
    async startShared(homes, optionsOf) {
      const servers: RunningServer[] = [];
      try {
        const peers: number[] = [];
        for (const at of homes.keys()) {
          const peerPort = await freePort();
          servers.push(await start(`server-${at}`, optionsOf(at), { redis, peerPort }));
          peers.push(peerPort);
        }
        await settle(uri, peers, homes);
        return servers;
      } catch (error) {
        await Promise.all(servers.map((server) => server.end()));
        throw error;
      }
    },
  };
}

/** Before anybody asks for a project, after which it would be at home with whichever has the fewest. */
async function settle(
  uri: string,
  peers: readonly number[],
  homes: readonly (readonly string[])[],
): Promise<void> {
  const store = await openMongodb({ uri });
  try {
    for (const [at, projects] of homes.entries()) {
      const id = await serverAt(peers[at] ?? 0, () => store.servers.list());
      for (const project of projects) {
        const before = await store.servers.homeOf(project);
        if (!(await store.servers.settle(project, id, before))) {
          throw new Error(`the project ${project} was given another home meanwhile`);
        }
      }
    }
  } finally {
    await store.close();
  }
}

async function serverAt(
  peerPort: number,
  list: () => Promise<readonly { readonly id: string; readonly address: string }[]>,
): Promise<string> {
  const end = performance.now() + ENTERED_MS;
  for (;;) {
    const entry = (await list()).find(({ address }) => address.endsWith(`:${peerPort}`));
    if (entry !== undefined) return entry.id;
    if (performance.now() > end) throw new Error('a server is not among those that are there');
    await pause(50);
  }
}
