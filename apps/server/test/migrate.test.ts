import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from '../src/migrate/migrate.ts';
import { openEnd } from '../src/migrate/store-end.ts';
import type { EndChoice, StoreEnd } from '../src/migrate/store-end.ts';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { parseServerKey } from '../src/sealing/server-key.ts';
import type { StoreChoice } from '../src/store-choice.ts';
import { sha } from './backup-support.ts';
import { triad } from './cli-runner.ts';
import {
  Client,
  importForm,
  importShort,
  makeFolder,
  newProject,
  PASSWORD,
  setUp,
  shortInterview,
  startServer,
} from './http-harness.ts';
import { codeLive, quotesLive } from './live-layer.ts';
import { describeOnMongodb, onMongodb } from './mongodb-stage.ts';
import { openFolder } from './open-folder.ts';

const serverKey = parseServerKey(Buffer.alloc(32, 9).toString('base64'), 'TRIAD_KEY');
const ORIGINAL = new TextEncoder().encode('I: What changed?\nP: I began to walk.\n');

const inFolder = (folder: string): EndChoice => ({
  kind: 'folder',
  folder,
  keysFolder: keysBeside(folder),
});
const inMongodb = (uri: string): EndChoice => ({ kind: 'mongodb', variable: 'X', uri: () => uri });

/** A study in a data folder: coded, with an original and a transcript that was deleted. */
async function study() {
  const dataFolder = await makeFolder();
  const server = await startServer({ dataFolder, serverKey });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const interview = shortInterview({ keepOriginal: true, sha256: sha(ORIGINAL) });
  const form = importForm(interview, ORIGINAL);
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  await codeLive(lead, transcript, 'I began to walk');
  const { id: gone } = await importShort(lead, project);
  await lead.get('removeTranscript', { transcript: gone });
  await server.close();
  return { dataFolder, transcript, gone };
}

/** Both ends open, as the command has them; closed when told, or with the test. */
async function ends(from: EndChoice, to: EndChoice) {
  const source = await openEnd(from);
  const target = await openEnd(to);
  const close = async () => {
    await source.store.close();
    await target.store.close();
  };
  onTestFinished(close);
  return { source, target, close };
}

async function copy(from: EndChoice, to: EndChoice) {
  const { source, target, close } = await ends(from, to);
  try {
    return await migrate(source, target);
  } finally {
    await close();
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

/** A server on the copy serves what was there, goes on, and knows what was deleted. */
async function serves(
  { store, dataFolder }: { readonly store?: StoreChoice; readonly dataFolder: string },
  transcript: string,
): Promise<void> {
  const server = await startServer({
    dataFolder,
    serverKey,
    ...(store === undefined ? {} : { store }),
  });
  const lead = new Client(server.address);
  await lead.get('signIn', {}, { email: 'Lea@example.org', password: PASSWORD });
  expect(await quotesLive(lead, transcript)).toEqual(['I began to walk']);
  const original: unknown = await lead.get('readOriginal', { transcript });
  expect(original).toBe(Buffer.from(ORIGINAL).toString());
  await server.close();
}

test('a folder that holds anything, or a key store, is not copied to', async () => {
  const { dataFolder } = await study();
  const to = await makeFolder();
  expect(await codeOf(copy(inFolder(to), inFolder(await makeFolder())))).toBe('migrate/no-data');
  await (await openFolder(to, { serverKey })).close();
  expect(await codeOf(copy(inFolder(dataFolder), inFolder(to)))).toBe('migrate/not-empty');
  const keysFolder = keysBeside(to);
  const other = { ...inFolder(await makeFolder()), keysFolder };
  expect(await codeOf(copy(inFolder(dataFolder), other))).toBe('migrate/keys-not-empty');
  const without = { ...inFolder(dataFolder), keysFolder: await makeFolder() };
  expect(await codeOf(copy(without, inFolder(await makeFolder())))).toBe('sealing/store-missing');
  const strange = { ...inFolder(dataFolder), keysFolder };
  expect(await codeOf(copy(strange, inFolder(await makeFolder())))).toBe('sealing/store-other');
}, 30_000);

test('a copy that lacks something is told, and is not served', async () => {
  const { dataFolder } = await study();
  const to = await makeFolder();
  const { source, target, close } = await ends(inFolder(dataFolder), inFolder(to));
  const losing: StoreEnd['loader'] = {
    ...target.loader,
    log: (name, entries) =>
      name.startsWith('layer/') ? Promise.resolve() : target.loader.log(name, entries),
  };
  expect(await codeOf(migrate(source, { ...target, loader: losing }))).toBe('migrate/differs');
  await close();
  expect(await codeOf(openFolder(to, { serverKey }))).toBe('migrate/unfinished');
  await copy(inFolder(dataFolder), inFolder(to));
  expect(await codeOf(openFolder(to, { serverKey }).then(({ close: end }) => end()))).toBe('done');
}, 30_000);

test('connection strings are taken from the environment alone', async () => {
  const secret = 'mongodb://u:s3cret@h/triad';
  for (const [args, sentence] of [
    [['--from', secret, '--to', 'x'], '--from takes a folder'],
    [['--from', 'x', '--to', secret], '--to takes a folder'],
    [['--from-env', secret, '--to', 'x'], '--from-env takes the name'],
    [['--from-env', 'OLD', '--to', 'x'], 'The variable OLD holds no connection string'],
    [['--from-env', 'NEW', '--from-keys', 'k', '--to', 'x'], '--from-keys goes with --from'],
    [['--from', 'x'], 'Give either --to'],
    [['--from', '/nowhere/s', '--to', 'x'], 'There are no data in /nowhere/s'],
  ] as const) {
    const { code, out, err } = await triad(['migrate', ...args], { NEW: secret, OLD: 's3cret' });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).not.toContain('s3cret');
  }
}, 30_000);

describe('between SQLite and MongoDB', () => {
  describeOnMongodb((stage) => {
    test('there and back everything is equal, and a server opens each', async () => {
      const { dataFolder, transcript, gone } = await study();
      const uri = stage.makeDatabase();
      const there = await copy(inFolder(dataFolder), inMongodb(uri));
      const back = await makeFolder();
      expect(await copy(inMongodb(uri), inFolder(back))).toEqual(there);
      expect(there).toMatchObject({ keys: 2, blobs: 1, records: { accounts: 1, transcripts: 1 } });
      expect(there.entries).toBeGreaterThan(0);

      const { source, close } = await ends(inFolder(back), inMongodb(uri));
      const names: unknown[] = [];
      for await (const { name, bytes } of source.keys.keys()) names.push([name, bytes?.length]);
      await close();
      expect(names.sort()).toEqual(
        [
          [`${gone}/1`, undefined],
          [`${transcript}/1`, 64],
        ].sort(),
      );

      const onServer = { store: onMongodb(uri), dataFolder: await makeFolder() };
      await serves(onServer, transcript);
      await serves({ dataFolder: back }, transcript);
      await serves({ dataFolder }, transcript);
    }, 60_000);

    test('data that a server has in MongoDB are copied neither from nor to', async () => {
      const { dataFolder } = await study();
      const uri = stage.makeDatabase();
      await startServer({ store: onMongodb(uri), serverKey });
      const away = inFolder(await makeFolder());
      expect(await codeOf(copy(inMongodb(uri), away))).toBe('storage/in-use');
      expect(await codeOf(copy(inFolder(dataFolder), inMongodb(uri)))).toBe('storage/in-use');
    }, 30_000);

    test('a copy that was cut off is refused, and made again', async () => {
      const { dataFolder, transcript } = await study();
      const uri = stage.makeDatabase();
      for (const cut of ['record', 'log'] as const) {
        const { source, target, close } = await ends(inFolder(dataFolder), inMongodb(uri));
        let left = 1;
        const failing = (): Promise<never> => Promise.reject(new Error('cut off'));
        const loader: StoreEnd['loader'] = {
          ...target.loader,
          [cut]: (...given: [string, never]) =>
            (left -= 1) < 0 ? failing() : target.loader[cut](...given),
        };
        await expect(migrate(source, { ...target, loader })).rejects.toThrow('cut off');
        await close();
        const store = onMongodb(uri);
        const opening = openFolder(await makeFolder(), { store, serverKey });
        expect(await codeOf(opening)).toBe('migrate/unfinished');
        const on = copy(inMongodb(uri), inFolder(await makeFolder()));
        expect(await codeOf(on)).toBe('migrate/from-unfinished');
        const environment = { TRIAD_STORE: uri, TRIAD_DATA: await makeFolder() };
        const backup = ['backup', '--to', join(await makeFolder(), 'backups')];
        expect((await triad(backup, environment)).err).toContain('did not finish');
      }
      await copy(inFolder(dataFolder), inMongodb(uri));
      expect(await codeOf(copy(inFolder(dataFolder), inMongodb(uri)))).toBe('migrate/not-empty');
      await serves({ store: onMongodb(uri), dataFolder: await makeFolder() }, transcript);
    }, 60_000);

    test('the command copies both ways, prints counts, and no connection string', async () => {
      const { dataFolder, transcript } = await study();
      const uri = stage.makeDatabase();
      const environment = { NEW: uri };
      const there = await triad(['migrate', '--from', dataFolder, '--to-env', 'NEW'], environment);
      expect(there).toMatchObject({ code: 0 });
      const back = join(await makeFolder(), 'back');
      const again = await triad(['migrate', '--from-env', 'NEW', '--to', back], environment);
      expect(again.out).toBe(there.out);
      expect(JSON.parse(there.out)).toMatchObject({ keys: 2, blobs: 1 });
      expect(again.err).toContain(join(keysBeside(back), 'server.key'));
      expect(there.out + there.err + again.err).not.toContain(uri);
      await mkdir(keysBeside(back), { recursive: true });
      const key = Buffer.from(serverKey.bytes).toString('base64');
      await writeFile(join(keysBeside(back), 'server.key'), key, { mode: 0o600 });
      await serves({ dataFolder: back }, transcript);
    }, 60_000);
  });
});
