import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMongodb } from '@triad/storage';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { parseServerKey } from '../src/sealing/server-key.ts';
import { Client, importShort, makeFolder, newProject, setUp, startServer } from './http-harness.ts';
import { describeOnMongodb, onMongodb } from './mongodb-stage.ts';
import type { MongodbStage } from './mongodb-stage.ts';
import { openFolder } from './open-folder.ts';

const keyOf = (byte: number) =>
  parseServerKey(Buffer.alloc(32, byte).toString('base64'), 'TRIAD_KEY');

/** A database in which one transcript is, by a server that has ended. */
async function imported(stage: MongodbStage) {
  const uri = stage.makeDatabase();
  const store = onMongodb(uri);
  const server = await startServer({ store, serverKey: keyOf(1) });
  const client = await setUp(server);
  const { id: project } = await newProject(client);
  const { id: transcript } = await importShort(client, project);
  await server.close();
  return { uri, store, transcript };
}

async function refusal(opening: ReturnType<typeof openFolder>): Promise<string> {
  try {
    await (await opening).close();
    return 'it opened';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

async function lookAt(uri: string) {
  const bare = await openMongodb({ uri });
  onTestFinished(() => bare.close());
  return bare;
}

describe('keys in MongoDB', () => {
  describeOnMongodb((stage) => {
    test('a server with another key is refused', async () => {
      const { store } = await imported(stage);
      const other = { store, serverKey: keyOf(2) };
      expect(await refusal(openFolder(await makeFolder(), other))).toBe('sealing/shared-key-wrong');
      const none = openFolder(await makeFolder(), { store });
      expect(await refusal(none)).toBe('sealing/shared-key-missing');
      const same = { store, serverKey: keyOf(1) };
      expect(await refusal(openFolder(await makeFolder(), same))).toBe('it opened');
    });

    test('without TRIAD_KEY the key is a file beside the data folder', async () => {
      const store = onMongodb(stage.makeDatabase());
      const folder = await makeFolder();
      const first = await openFolder(folder, { store });
      expect(first.keyNotice).toContain(join(keysBeside(folder), 'server.key'));
      await first.close();
      expect(await refusal(openFolder(folder, { store }))).toBe('it opened');
      await rm(join(keysBeside(folder), 'server.key'));
      expect(await refusal(openFolder(folder, { store }))).toBe('sealing/shared-key-missing');
    });

    test('of two that start at once with two keys one is refused', async () => {
      const store = onMongodb(stage.makeDatabase());
      const folders = [await makeFolder(), await makeFolder()];
      const outcomes = await Promise.all(
        folders.map((folder, n) => refusal(openFolder(folder, { store, serverKey: keyOf(n + 1) }))),
      );
      expect(outcomes.sort()).toEqual(['it opened', 'sealing/shared-key-wrong']);
    });

    test('keys that go with other data, or with none, are refused', async () => {
      const { uri, store } = await imported(stage);
      const bare = await lookAt(uri);
      await bare.records.define([{ name: 'sealing', indexes: {} }]);
      const serverKey = keyOf(1);
      const belongs = await bare.records.get('sealing', 'key-store');
      if (belongs === null) throw new Error('the data belong to no key store');
      const body = JSON.stringify({ store: crypto.randomUUID() });
      await bare.records.update('sealing', { ...belongs, body });
      const folder = await makeFolder();
      expect(await refusal(openFolder(folder, { store, serverKey }))).toBe('sealing/shared-other');
      await bare.records.remove('sealing', 'key-store');
      expect(await refusal(openFolder(folder, { store, serverKey }))).toBe(
        'sealing/records-missing',
      );
    });

    test('a deleted transcript leaves the name of its key, and no bytes', async () => {
      const { uri, store, transcript } = await imported(stage);
      const bare = await lookAt(uri);
      expect(await bare.keys.read(`${transcript}/1`)).toHaveLength(64);
      const server = await startServer({ store, serverKey: keyOf(1) });
      const client = new Client(server.address);
      await client.get('signIn', {}, { email: 'Lea@example.org', password: 'a long enough one' });
      await client.get('removeTranscript', { transcript });
      expect(await bare.keys.list(transcript)).toEqual([
        { name: `${transcript}/1`, isKept: false },
      ]);
      expect(await bare.keys.read(`${transcript}/1`)).toBeNull();
    });

    test('the folder is held, and a database of before in it is left alone', async () => {
      const store = onMongodb(stage.makeDatabase());
      const folder = await makeFolder();
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'triad.sqlite'), 'of before');
      const first = await openFolder(folder, { store });
      expect(await refusal(openFolder(folder, { store }))).toBe('storage/in-use');
      expect(first.context.store.condition()).toBeNull();
      await first.close();
      expect(await refusal(openFolder(folder, { store }))).toBe('it opened');
    });
  });
});
