import { DOCUMENT_SCHEMA } from '@triad/collab';
import { openMongodb, openSqlite, SCHEMA_VERSIONS } from '@triad/storage';
import { describe, expect, test } from 'vitest';
import { MONGODB_STEPS } from '../../../packages/storage/src/mongodb/schema-steps.ts';
import { SQLITE_STEPS } from '../../../packages/storage/src/sqlite/schema-steps.ts';
import { bringBack, findRelease } from '../src/migrate/bring-back.ts';
import { RELEASES } from '../src/migrate/releases.ts';
import type { Release } from '../src/migrate/releases.ts';
import { parseServerKey } from '../src/sealing/server-key.ts';
import type { StoreChoice } from '../src/store-choice.ts';
import { triad } from './cli-runner.ts';
import { importShort, makeFolder, newProject, setUp, startServer } from './http-harness.ts';
import { codeLive, quotesLive } from './live-layer.ts';
import { describeOnMongodb, onMongodb } from './mongodb-stage.ts';
import { openFolder } from './open-folder.ts';
import { VERSION } from '../src/version.ts';

const serverKey = parseServerKey(Buffer.alloc(32, 4).toString('base64'), 'TRIAD_KEY');
/** The last one. */
const lastRelease = (): Release => {
  const release = RELEASES.at(-1);
  if (release === undefined) throw new Error('there is no release');
  return release;
};
/** Of no release: what comes after the present layout. */
const LATER_SQLITE = [
  ...SQLITE_STEPS,
  { up: ['create table extra (id text) strict'], down: ['drop table extra'] },
];
const LATER_MONGODB = [
  ...MONGODB_STEPS,
  {
    up: async () => {},
    down: async () => {},
  },
];

/** A study that is coded, in whichever store, and its server ended. */
async function study(options: { readonly store?: StoreChoice } = {}) {
  const dataFolder = await makeFolder();
  const server = await startServer({ dataFolder, serverKey, ...options });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  await codeLive(lead, transcript, 'I began to walk');
  await server.close();
  /** A server of this version on it has everything and goes on. */
  const serves = async (): Promise<void> => {
    const again = await startServer({ dataFolder, serverKey, ...options });
    const client = Object.assign(Object.create(lead) as typeof lead, { address: again.address });
    expect(await quotesLive(client, transcript)).toContain('I began to walk');
    await codeLive(client, transcript, 'Then I slept');
    await again.close();
  };
  return { dataFolder, serves };
}

test('the last release is the present layout, unless a later one is being made', () => {
  const { version, stores, documents } = lastRelease();
  const versions = RELEASES.map((release) => release.version);
  expect(new Set(versions).size).toBe(versions.length);
  if (version !== VERSION) return;
  expect({ stores, documents }).toEqual({ stores: SCHEMA_VERSIONS, documents: DOCUMENT_SCHEMA });
});

test('a folder of a later layout is brought back, and this version serves it', async () => {
  const { dataFolder, serves } = await study();
  const later = await openSqlite({ folder: dataFolder, schemaSteps: LATER_SQLITE });
  await later.close();
  await expect(openFolder(dataFolder, { serverKey })).rejects.toMatchObject({
    code: 'storage/newer',
    message: expect.stringContaining('--down-to') as string,
  });
  const store = await openSqlite({ folder: dataFolder, schemaSteps: LATER_SQLITE });
  const end = { name: dataFolder, store, loader: store.loader };
  const from = SCHEMA_VERSIONS.sqlite + 1;
  const to = lastRelease().stores.sqlite;
  expect(await bringBack('sqlite', end, lastRelease(), from)).toEqual({ from, to });
  await store.close();
  await serves();
});

test('documents of a form that the release does not know are no way back', async () => {
  const { dataFolder, serves } = await study();
  const store = await openSqlite({ folder: dataFolder, schemaSteps: LATER_SQLITE });
  const end = { name: dataFolder, store, loader: store.loader };
  const { documents, ...rest } = lastRelease();
  const earlier = { ...rest, documents: { ...documents, layer: documents.layer - 1 } };
  const from = SCHEMA_VERSIONS.sqlite + 1;
  await expect(bringBack('sqlite', end, earlier, from)).rejects.toThrow(/^1 documents .* backup/);
  await bringBack('sqlite', end, lastRelease(), from);
  await store.close();
  await serves();
});

test('the command says what there is to be done, and to where no way leads', async () => {
  const { dataFolder, serves } = await study();
  const down = (...args: readonly string[]) => triad(['migrate', '--from', dataFolder, ...args]);
  const { version } = lastRelease();
  const done = await down('--down-to', version);
  expect(done).toMatchObject({
    code: 0,
    err: expect.stringContaining(`as Triad ${version} keeps them`) as string,
  });
  expect(JSON.parse(done.out)).toMatchObject({ release: version });
  await serves();
  for (const [args, sentence] of [
    [['--down-to', '0.0.9'], '0.1.0 is the first'],
    [['--down-to', version, '--to', 'x'], 'copies nothing'],
    [['--down-to', version, '--only-keys'], 'copies nothing'],
  ] as const) {
    const { code, out, err } = await down(...args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(sentence)]);
  }
  const nowhere = await triad(['migrate', '--from', '/nowhere/s', '--down-to', version]);
  expect(nowhere).toMatchObject({
    code: 2,
    err: expect.stringContaining('There are no data') as string,
  });
  const server = await startServer({ dataFolder, serverKey });
  expect(await down('--down-to', version)).toMatchObject({
    code: 2,
    err: expect.stringContaining('in use') as string,
  });
  await server.close();
  expect(() => findRelease('9.9.9')).toThrow('There is no way back');
}, 40_000);

describe('from a later layout', () => {
  describeOnMongodb((stage) => {
    test('MongoDB is brought back, and this version serves it', async () => {
      const uri = stage.makeDatabase();
      const { serves } = await study({ store: onMongodb(uri) });
      const store = await openMongodb({ uri, schemaSteps: LATER_MONGODB });
      await store.claim(() => undefined);
      const end = { name: 'X', store, loader: store.loader };
      const from = SCHEMA_VERSIONS.mongodb + 1;
      const to = lastRelease().stores.mongodb;
      expect(await bringBack('mongodb', end, lastRelease(), from)).toEqual({ from, to });
      await store.close();
      await serves();
      const { version } = lastRelease();
      const done = await triad(['migrate', '--from-env', 'X', '--down-to', version], { X: uri });
      expect(done).toMatchObject({ code: 0 });
      expect(done.out + done.err).not.toContain(uri);
    }, 40_000);
  });
});
