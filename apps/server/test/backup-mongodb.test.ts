import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Y from 'yjs';
import { describe, expect, test } from 'vitest';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { parseServerKey } from '../src/sealing/server-key.ts';
import type { StoreChoice } from '../src/store-choice.ts';
import { backUp, layerOf, sha, writer } from './backup-support.ts';
import type { Described } from './backup-support.ts';
import { triad } from './cli-runner.ts';
import { readDocument } from './http-documents.ts';
import type { TestServer } from './http-harness.ts';
import {
  Client,
  importForm,
  makeFolder,
  newProject,
  PASSWORD,
  setUp,
  shortInterview,
  startServer,
} from './http-harness.ts';
import { codeLive, quotesLive } from './live-layer.ts';
import { describeOnMongodb, onMongodb } from './mongodb-stage.ts';

const KEY = Buffer.alloc(32, 5).toString('base64');
const serverKey = parseServerKey(KEY, 'TRIAD_KEY');
const ORIGINAL = new TextEncoder().encode('I: What changed?\nP: I began to walk.\n');

/** A server with a study that is coded. */
async function study(options: { readonly store?: StoreChoice; readonly dataFolder: string }) {
  const server = await startServer({ ...options, serverKey });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const interview = shortInterview({ keepOriginal: true, sha256: sha(ORIGINAL) });
  const form = importForm(interview, ORIGINAL);
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  await codeLive(lead, transcript, 'I began to walk');
  return { server, lead, transcript };
}

async function signedIn(server: TestServer): Promise<Client> {
  const client = new Client(server.address);
  await client.get('signIn', {}, { email: 'Lea@example.org', password: PASSWORD });
  return client;
}

async function expectWhole(server: TestServer, transcript: string): Promise<void> {
  const lead = await signedIn(server);
  expect(await quotesLive(lead, transcript)).toEqual(['I began to walk']);
  const original: unknown = await lead.get('readOriginal', { transcript });
  expect(original).toBe(Buffer.from(ORIGINAL).toString());
}

describe('backups of either store', () => {
  describeOnMongodb((stage) => {
    test('one of MongoDB, made while somebody writes, is restored into a folder', async () => {
      const uri = stage.makeDatabase();
      const dataFolder = await makeFolder();
      const environment = { TRIAD_STORE: uri, TRIAD_DATA: dataFolder, TRIAD_KEY: KEY };
      const { lead, transcript } = await study({ store: onMongodb(uri), dataFolder });
      const memos = await writer(lead, transcript);
      await memos.write(20);
      let over = false;
      const writing = memos.writeUntil(() => over);
      const to = join(await makeFolder(), 'backups');
      const before = memos.acknowledged();
      const made = await triad(['backup', '--to', to], environment);
      over = true;
      await writing;
      expect(made).toMatchObject({ code: 0 });
      expect(made.out + made.err).not.toContain(uri);
      const { backup, documents, opened } = JSON.parse(made.out) as Described;
      expect(documents.unreadable).toEqual([]);
      expect(opened).toMatchObject({ documents: 2, blobs: 1, closed: [] });
      expect((await triad(['verify', backup])).code).toBe(0);

      const back = join(await makeFolder(), 'back');
      const restored = await triad(['restore', backup, '--to', back], environment);
      expect(restored).toMatchObject({ code: 0 });
      const keys = ['migrate', '--only-keys', '--from-env', 'TRIAD_STORE', '--to', back];
      expect(JSON.parse((await triad(keys, environment)).out)).toEqual({ keys: 1 });
      expect((await triad(keys, environment)).err).toContain('has a key store already');
      const second = await startServer({ dataFolder: back, serverKey });
      await expectWhole(second, transcript);
      const again = await signedIn(second);
      const doc: Y.Doc = await readDocument(again, await layerOf(again, transcript));
      expect(doc.getMap('memos').size).toBeGreaterThanOrEqual(before);
    }, 60_000);

    test('one of a folder is restored into MongoDB, with a copy of its keys', async () => {
      const dataFolder = await makeFolder();
      const { server, transcript } = await study({ dataFolder });
      const { backup } = await backUp(dataFolder, join(await makeFolder(), 'backups'));
      await server.close();
      const uri = stage.makeDatabase();
      const work = await makeFolder();
      const environment = { TRIAD_STORE: uri, TRIAD_DATA: work, TRIAD_KEY: KEY };
      const restore = ['restore', backup];
      const without = await triad(restore, environment);
      expect([without.code, without.err]).toEqual([
        2,
        expect.stringContaining('they are not in MongoDB'),
      ]);
      const withKeys = [...restore, '--keys', keysBeside(dataFolder)];
      expect(await triad(withKeys, environment)).toMatchObject({ code: 0 });
      const twice = await triad(withKeys, environment);
      expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('already')]);
      const store = onMongodb(uri);
      const second = await startServer({ store, dataFolder: work, serverKey });
      await expectWhole(second, transcript);
    }, 60_000);

    test('one of MongoDB is restored beside the keys that are there', async () => {
      const uri = stage.makeDatabase();
      const dataFolder = await makeFolder();
      const environment = { TRIAD_STORE: uri, TRIAD_DATA: dataFolder, TRIAD_KEY: KEY };
      const { server, transcript } = await study({ store: onMongodb(uri), dataFolder });
      const to = join(await makeFolder(), 'backups');
      const made = await triad(['backup', '--to', to], environment);
      const { backup } = JSON.parse(made.out) as Described;
      await server.close();
      expect((await triad(['restore', backup], environment)).err).toContain('There are data in');

      // The data are lost, and the keys are not.
      const anew = stage.makeDatabase();
      const other = { ...environment, TRIAD_STORE: anew };
      const kept = join(await makeFolder(), 'kept');
      const take = ['migrate', '--only-keys', '--from-env', 'TRIAD_STORE', '--to', kept];
      expect((await triad(take, environment)).code).toBe(0);
      const give = ['migrate', '--only-keys', '--from', kept, '--to-env', 'TRIAD_STORE'];
      expect((await triad(give, other)).code).toBe(0);
      await rm(keysBeside(kept), { recursive: true });
      expect(await triad(['restore', backup], other)).toMatchObject({ code: 0 });
      const second = await startServer({ store: onMongodb(anew), dataFolder, serverKey });
      await expectWhole(second, transcript);
    }, 60_000);
  });
});
