import { buildFerretdb, FERRETDB } from './build-ferretdb.ts';
import { findProgram } from './find-program.ts';
import { startServer } from './start-server.ts';
import type { ServerOfTests } from './start-server.ts';

export { dumpDatabase, loadDatabase } from './dump.ts';
export { leftBehind } from './left-behind.ts';
export { startRedis } from './redis.ts';
export type { RedisServer } from './redis.ts';
export { freePort, listens } from './start-server.ts';

/** A MongoDB to test on. */
export type MongodbServer = ServerOfTests;

/** What tests may run on. */
export type FoundMongodb = {
  /** For titles and tables: which of them it is. */
  readonly name: string;
  /** Whether {@link MongodbServer.kill} is possible: somebody else's server is left alone. */
  readonly ours: boolean;
  /** `flush`: whether each write is flushed to the disk; default false, which outlives a kill all the same. */
  start(options?: { readonly flush?: boolean }): Promise<MongodbServer>;
};

/**
 * A MongoDB to test on, the first of these: the one that `MONGODB_URI` names; `mongod` on the path;
 * FerretDB 1 over SQLite, built with Go. Where none is there the tests of MongoDB are skipped aloud;
 * with `TRIAD_REQUIRE_MONGODB=1` this throws instead.
 */
export async function findMongodb(): Promise<FoundMongodb | null> {
  const uri = process.env['MONGODB_URI'];
  if (uri !== undefined && uri !== '') {
    return { name: 'the server of MONGODB_URI', ours: false, start: async () => foreign(uri) };
  }
  const mongod = findProgram('mongod');
  if (mongod !== null) {
    return {
      name: 'mongod',
      ours: true,
      start: () =>
        startServer('mongodb', mongod, (folder, port) =>
          `--dbpath ${folder} --port ${port} --bind_ip 127.0.0.1 --quiet`.split(' '),
        ),
    };
  }
  try {
    const program = await buildFerretdb();
    return {
      name: `${FERRETDB} over SQLite`,
      ours: true,
      start: ({ flush = false } = {}) =>
        startServer('mongodb', program, (folder, port) => [
          `127.0.0.1:${port}`,
          folder,
          `synchronous(${flush ? 'full' : 'off'})`,
        ]),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `Tests of MongoDB were skipped: MONGODB_URI is not set, there is no mongod on the path, and ${reason}`;
    if (process.env['TRIAD_REQUIRE_MONGODB'] === '1') throw new Error(sentence, { cause: error });
    process.stderr.write(`\n${sentence}\n\n`);
    return null;
  }
}

/** How tests on what was found are named, and whether they are skipped; `ours`: they end or hold it. */
export function suiteOn(
  found: FoundMongodb | null,
  { ours = false }: { readonly ours?: boolean } = {},
): { readonly title: string; readonly isSkipped: boolean } {
  if (found === null) return { title: 'on a MongoDB, which is not there', isSkipped: true };
  if (!ours || found.ours) return { title: `on ${found.name}`, isSkipped: false };
  return { title: `on ${found.name}, which is not ours to end`, isSkipped: true };
}

/** The connection string of another database on the same server. */
export function onDatabase(uri: string, name: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}

function foreign(uri: string): MongodbServer {
  const refuse = (): never => {
    throw new Error('the server of MONGODB_URI is not ours to end');
  };
  return {
    uri,
    folder: null,
    kill: refuse,
    start: refuse,
    pause: refuse,
    resume: refuse,
    stop: async () => {},
  };
}
