import type { MongodbOptions } from './mongodb/open.ts';
import type { MongodbStore } from './mongodb/store.ts';

/**
 * As in mongodb/open.ts. What it needs is loaded here and not before: whoever keeps SQLite does without
 * the driver, which is a fifth of all that a server loads.
 */
export async function openMongodb(options: MongodbOptions): Promise<MongodbStore> {
  const { openMongodb: open } = await import('./mongodb/open.ts');
  return open(options);
}
