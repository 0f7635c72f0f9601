import { randomUUID } from 'node:crypto';
import { findMongodb, onDatabase, suiteOn } from '@triad/storage/test-server';
import type { MongodbServer } from '@triad/storage/test-server';
import { afterAll, beforeAll, describe } from 'vitest';
import type { StoreChoice } from '../src/store-choice.ts';

const found = await findMongodb();

/** What a test of a server on MongoDB is given: one MongoDB for the file, a database for whoever asks. */
export type MongodbStage = {
  readonly server: MongodbServer;
  /** The connection string of a database of the test's own. */
  makeDatabase(): string;
};

/**
 * Registers tests on whatever MongoDB there is, named for it; skipped, which is said aloud, where there
 * is none, or none that is `ours` to end.
 */
export function describeOnMongodb(
  tests: (stage: MongodbStage) => void,
  options: { readonly ours?: boolean } = {},
): void {
  const { title, isSkipped } = suiteOn(found, options);
  describe.skipIf(isSkipped)(title, () => {
    let server: MongodbServer | null = null;
    beforeAll(async () => {
      server = (await found?.start()) ?? null;
    }, 120_000);
    afterAll(() => server?.stop());
    const stage: MongodbStage = {
      get server() {
        if (server === null) throw new Error('there is no server');
        return server;
      },
      makeDatabase: () => onDatabase(stage.server.uri, `triad-${randomUUID()}`),
    };
    tests(stage);
  });
}

export function onMongodb(uri: string): StoreChoice {
  return { kind: 'mongodb', uri: () => uri };
}
