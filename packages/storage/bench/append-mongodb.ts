/**
 * Latency and throughput of durable appends to MongoDB: `node bench/append-mongodb.ts [--seconds 3]`,
 * on whatever MongoDB there is, which the first line names. Of a stand-in the figures say what the
 * adapter costs this process and how it gathers, not what MongoDB would take. Prints a table.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openMongodb } from '../src/index.ts';
import { findMongodb, onDatabase } from '../src/test-server/index.ts';
import { measureAppends } from './append-load.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });

const found = await findMongodb();
if (found !== null) {
  const server = await found.start({ flush: true });
  try {
    process.stdout.write(`on ${found.name}\n`);
    const open = () => openMongodb({ uri: onDatabase(server.uri, `triad-bench-${randomUUID()}`) });
    await measureAppends(open, Number(values.seconds), [10, 100, 1_000]);
  } finally {
    await server.stop();
  }
}
