import { findProgram } from './find-program.ts';
import { startServer } from './start-server.ts';
import type { ServerOfTests } from './start-server.ts';

/** A Redis of the test's own, which keeps nothing; `uri` is its connection string. */
export type RedisServer = ServerOfTests;

/**
 * Starts `redis-server` from the path. Null where it is not there, which is said aloud: what needs it is
 * skipped. With `TRIAD_REQUIRE_REDIS=1` this throws instead.
 */
export async function startRedis(): Promise<RedisServer | null> {
  const program = findProgram('redis-server');
  if (program !== null) {
    // It is told of the end of this process by nothing else.
    const tied = findProgram('setpriv');
    const [first, ...before] =
      tied === null ? [program] : [tied, '--pdeathsig', 'KILL', '--', program];
    return startServer('redis', first ?? program, (folder, port) => [
      ...before,
      ...`--bind 127.0.0.1 --port ${port} --dir ${folder} --appendonly no --loglevel warning`.split(
        ' ',
      ),
      '--save',
      '',
    ]);
  }
  const sentence = 'Tests of several servers were skipped: there is no redis-server on the path';
  if (process.env['TRIAD_REQUIRE_REDIS'] === '1') throw new Error(sentence);
  process.stderr.write(`\n${sentence}\n\n`);
  return null;
}
