import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { openMongodb } from '../src/index.ts';
import type { MongodbOptions, MongodbStore } from '../src/index.ts';
import { findMongodb, onDatabase, suiteOn } from '../src/test-server/index.ts';
import type { MongodbServer } from '../src/test-server/index.ts';

const found = await findMongodb();

/** What a test of MongoDB is given: one server for the file, a database for whoever asks. */
export type MongodbFixture = {
  readonly server: MongodbServer;
  makeDatabase(): TestDatabase;
  /** On a database of the test's own, or the one named; closed when the test ends. */
  open(options?: Partial<MongodbOptions>): Promise<MongodbStore>;
  /** Looks into a database beside the store; closed when the test ends. */
  look(uri: string): Promise<Db>;
};

export type TestDatabase = { readonly uri: string; drop(): Promise<void> };

/** Registers tests on whatever MongoDB there is, named for it; skipped where there is none, or not `ours` to kill. */
export function describeMongodb(
  tests: (fixture: MongodbFixture) => void,
  options: { readonly ours?: boolean } = {},
): void {
  const { title, isSkipped } = suiteOn(found, options);
  describe.skipIf(isSkipped)(title, () => {
    let server: MongodbServer | null = null;
    beforeAll(async () => {
      server = (await found?.start()) ?? null;
    }, 120_000);
    afterAll(() => server?.stop());
    const fixture: MongodbFixture = {
      get server() {
        if (server === null) throw new Error('there is no server');
        return server;
      },
      makeDatabase: () => makeDatabase(fixture.server.uri),
      async open(options = {}) {
        const store = await openMongodb({ uri: fixture.makeDatabase().uri, ...options });
        onTestFinished(() => store.close());
        return store;
      },
      async look(uri) {
        const client = await new MongoClient(uri).connect();
        onTestFinished(() => client.close());
        return client.db();
      },
    };
    tests(fixture);
  });
}

function makeDatabase(server: string): TestDatabase {
  const uri = onDatabase(server, `triad-${randomUUID()}`);
  return {
    uri,
    async drop() {
      const client = new MongoClient(uri);
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
