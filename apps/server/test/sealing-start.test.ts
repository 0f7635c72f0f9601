import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { parseServerKey } from '../src/sealing/server-key.ts';
import { createServer } from '../src/serve.ts';
import type { ServerOptions } from '../src/serve.ts';
import { triad } from './cli-runner.ts';
import { readText } from './http-documents.ts';
import type { Client } from './http-harness.ts';
import { openBare, openBoth } from './sealing-support.ts';
import {
  importForm,
  importShort,
  makeFolder,
  newProject,
  setUp,
  shortInterview,
  startServer,
} from './http-harness.ts';

const newKey = () => randomBytes(32).toString('base64');

/** A data folder with two transcripts, of which the originals are kept and one is commented. */
async function makeStudy(options: Partial<ServerOptions> = {}) {
  const server = await startServer(options);
  const client = await setUp(server);
  const { id: project } = await newProject(client);
  const original = new TextEncoder().encode('Interviewer: What changed?\n\n#1: I began to walk.\n');
  const transcripts: string[] = [];
  for (const title of ['First', 'Second']) {
    const form = importForm(
      shortInterview({
        title,
        keepOriginal: true,
        sha256: createHash('sha256').update(original).digest('hex'),
      }),
      original,
    );
    transcripts.push((await client.get('importTranscript', { project }, form)).id);
  }
  const [first = ''] = transcripts;
  const target = { kind: 'transcript' } as const;
  await client.get('createComment', { transcript: first }, { target, text: 'Look at this' });
  await server.close();
  return { folder: server.folder, keys: keysBeside(server.folder), client, project, transcripts };
}

/** Everything of the study, as somebody who was signed in sees it from a server started anew. */
async function readStudy(
  study: { readonly client: Client; readonly project: string },
  address: string,
) {
  const client = Object.assign(Object.create(Object.getPrototypeOf(study.client)) as Client, {
    cookie: study.client.cookie,
    address,
  });
  const found = [];
  for (const { id, title } of await client.get('listTranscripts', { project: study.project })) {
    const comments = await client.get('listComments', { transcript: id });
    found.push({
      title,
      text: (await readText(client, id)).text,
      original: String(await client.get('readOriginal', { transcript: id })),
      comments: comments.map(({ text }) => text),
    });
  }
  return found;
}

const WHOLE = ['First', 'Second'].map((title) => ({
  title,
  text: 'What changed?\nI began to walk.\nThen I slept.',
  original: 'Interviewer: What changed?\n\n#1: I began to walk.\n',
  comments: title === 'First' ? ['Look at this'] : [],
}));

async function refusal(options: ServerOptions): Promise<unknown> {
  try {
    await (await createServer(options)).close();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return null;
}

/** Every file below a folder with a hash of it; the data's own files are left to the store. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const hash = createHash('sha256').update(await readFile(join(parentPath, name)));
      return `${join(parentPath, name)} ${hash.digest('hex')}`;
    }),
  );
}

test('the first start makes a key beside the data and says what to do with it', async () => {
  const folder = await makeFolder();
  const keys = keysBeside(folder);
  const first = await startServer({ dataFolder: folder });
  expect(first.keyNotice).toContain(join(keys, 'server.key'));
  expect(first.keyNotice).toContain('The two together open everything');
  expect(first.keyNotice).toContain('back them up apart from one another and from the data');
  expect(first.keyNotice).toContain('TRIAD_KEY can hold');
  expect((await stat(join(keys, 'server.key'))).mode & 0o777).toBe(0o600);
  const text = await readFile(join(keys, 'server.key'), 'utf8');
  expect(Buffer.from(text, 'base64')).toHaveLength(32);
  await first.close();
  // Told again for as long as nothing is sealed: the first start may have been nobody's to read.
  const again = await startServer({ dataFolder: folder });
  expect(again.keyNotice).toBe(first.keyNotice);
  expect(await readFile(join(keys, 'server.key'), 'utf8')).toBe(text);
  const client = await setUp(again);
  await importShort(client, (await newProject(client)).id);
  await again.close();
  expect((await startServer({ dataFolder: folder })).keyNotice).toBeNull();
  for (const name of await readdir(folder)) expect(name).not.toMatch(/key/);
});

test('at every start it is said which keys others can read, and how to close them', async () => {
  const warned: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) });
  const { folder: dataFolder, keys, transcripts } = await makeStudy({ log });
  const file = join(keys, 'keys', `${transcripts[1]}.1.key`);
  const opened: readonly (readonly [path: string, mode: number, closed: number])[] = [
    [keys, 0o750, 0o700],
    [join(keys, 'server.key'), 0o640, 0o600],
    [join(keys, 'keys'), 0o755, 0o700],
    [file, 0o604, 0o600],
  ];
  const startAgain = async () => {
    warned.length = 0;
    await (await startServer({ dataFolder, log })).close();
    return warned.filter((line) => line.includes('chmod')).map((line) => JSON.parse(line).msg);
  };
  expect(await startAgain()).toEqual([]);
  for (const [path, mode] of opened) await chmod(path, mode);
  for (let start = 0; start < 2; start += 1) {
    expect(await startAgain()).toEqual(
      opened.map(([path, mode, closed]) => {
        const [is, should] = [mode, closed].map((each) => each.toString(8));
        return expect.stringMatching(
          new RegExp(`^${path} can be read .*mode ${is}.*chmod ${should} '${path}'$`),
        );
      }),
    );
  }
  for (const [path, , closed] of opened) await chmod(path, closed);
  expect(await startAgain()).toEqual([]);
});

test('a key that was given is used, and no file is made of it', async () => {
  const serverKey = parseServerKey(newKey(), 'TRIAD_KEY');
  const study = await makeStudy({ serverKey });
  expect((await readdir(study.keys)).sort()).toEqual(['keys', 'store.json']);
  expect(await refusal({ dataFolder: study.folder })).toBe('sealing/key-missing');
  const { address } = await startServer({ dataFolder: study.folder, serverKey });
  expect(await readStudy(study, address)).toEqual(WHOLE);
});

test('without the right keys the server refuses to start and changes nothing', async () => {
  const { folder: dataFolder, keys, ...study } = await makeStudy();
  const aside = join(dirname(dataFolder), 'aside');
  const other = await makeStudy();
  const cases: readonly (readonly [
    string,
    string,
    () => Promise<unknown>,
    Partial<ServerOptions>?,
  ])[] = [
    ['the folder of keys is gone', 'sealing/store-missing', () => rm(keys, { recursive: true })],
    ['it is empty', 'sealing/store-missing', () => emptied(keys)],
    ['only the key is left', 'sealing/store-missing', () => rm(join(keys, 'store.json'))],
    ['the key is gone', 'sealing/key-missing', () => rm(join(keys, 'server.key'))],
    [
      'the key is another',
      'sealing/key-wrong',
      () => writeFile(join(keys, 'server.key'), newKey()),
    ],
    ['the key is cut', 'sealing/bad-key', () => writeFile(join(keys, 'server.key'), 'aGFsZg==')],
    [
      'another key was given',
      'sealing/key-wrong',
      () => Promise.resolve(),
      { serverKey: parseServerKey(newKey(), 'TRIAD_KEY') },
    ],
    [
      'the keys are of other data',
      'sealing/store-other',
      async () => {
        await rm(keys, { recursive: true });
        await cp(other.keys, keys, { recursive: true });
      },
    ],
    [
      'the key store is older than the data',
      'sealing/keys-lacking',
      () => rm(join(keys, 'keys', `${study.transcripts[1]}.1.key`)),
    ],
  ];
  await cp(keys, aside, { recursive: true });
  for (const [what, code, damage, options = {}] of cases) {
    await damage();
    const before = await filesOf(dirname(dataFolder));
    expect([what, await refusal({ dataFolder, ...options })]).toEqual([what, code]);
    const after = await filesOf(dirname(dataFolder));
    const ofKeys = (files: readonly string[]) => files.filter((file) => !file.includes('triad.'));
    expect(ofKeys(after)).toEqual(ofKeys(before));
    await rm(keys, { recursive: true, force: true });
    await cp(aside, keys, { recursive: true });
  }
  const { address } = await startServer({ dataFolder });
  expect(await readStudy(study, address)).toEqual(WHOLE);
}, 60_000);

async function emptied(folder: string): Promise<void> {
  await rm(folder, { recursive: true });
  await mkdir(folder);
}

test('keys in the data folder are refused, behind a link too', async () => {
  const dataFolder = await makeFolder();
  const link = join(dirname(dataFolder), 'link');
  await symlink(dataFolder, link);
  for (const keysFolder of [dataFolder, join(dataFolder, 'a', 'keys'), join(link, 'keys')]) {
    expect(await refusal({ dataFolder, keysFolder })).toBe('sealing/keys-inside');
  }
  const blocked = join(dirname(dataFolder), 'file');
  await writeFile(blocked, '');
  expect(await refusal({ dataFolder, keysFolder: join(blocked, 'keys') })).toBe('sealing/folder');
  expect(await refusal({ dataFolder, keysFolder: join(link, '..', 'keys') })).toBeNull();
});

test('the command line tells of a wrong key in one line', async () => {
  const data = await makeFolder();
  const bad = await triad(['demo', '--data', data], { TRIAD_KEY: 'secret' });
  expect([bad.code, bad.out]).toEqual([2, '']);
  expect(bad.err).toMatch(/^TRIAD_KEY is not the base64 of exactly 32 bytes\. [^\n]+\n$/);
  expect(bad.err).not.toContain('secret');
  const folders = { TRIAD_KEYS: join(dirname(data), 'safe') };
  const made = await triad(['demo', '--data', data], { ...folders, TRIAD_KEY: newKey() });
  expect(made.code).toBe(0);
  expect(made.err).toMatch(/^Transcripts will be sealed [^\n]+ TRIAD_KEY\. [^\n]+\n$/);
  const wrong = await triad(['demo', '--data', data], { ...folders, TRIAD_KEY: newKey() });
  expect([wrong.code, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toMatch(/^The key of TRIAD_KEY is not the one [^\n]+\n$/);
}, 30_000);

test('data of before there were keys open, and are sealed at the first start', async () => {
  const study = await makeStudy();
  const { folder: dataFolder, keys } = study;
  await unseal(dataFolder);
  await rm(keys, { recursive: true });
  const bare = await countBare(dataFolder);
  expect(bare).toEqual({ entries: 2, blobs: 2, records: 3 });
  const first = await startServer({ dataFolder });
  expect(await readStudy(study, first.address)).toEqual(WHOLE);
  await first.close();
  expect(await countBare(dataFolder)).toEqual({ entries: 0, blobs: 0, records: 0 });
  // What a crash in the middle leaves is sealed too, and nothing is sealed twice.
  await unseal(dataFolder, 1);
  const again = await startServer({ dataFolder });
  expect(await readStudy(study, again.address)).toEqual(WHOLE);
  await again.close();
  expect(await countBare(dataFolder)).toEqual({ entries: 0, blobs: 0, records: 0 });
}, 60_000);

test('of an earlier backup what lost its key meanwhile is removed', async () => {
  const study = await makeStudy();
  const backup = `${study.folder}.backup`;
  await cp(study.folder, backup, { recursive: true });
  const [first = ''] = study.transcripts;
  const server = await startServer({ dataFolder: study.folder });
  const client = Object.assign(Object.create(Object.getPrototypeOf(study.client)) as Client, {
    cookie: study.client.cookie,
    address: server.address,
  });
  await client.get('removeTranscript', { transcript: first });
  await server.close();
  await rm(study.folder, { recursive: true });
  await rename(backup, study.folder);
  const restored = await startServer({ dataFolder: study.folder });
  expect(await readStudy(study, restored.address)).toEqual(WHOLE.slice(1));
});

/** Puts everything, or `most` of each kind, back as it stood before there were keys. */
async function unseal(dataFolder: string, most = Infinity): Promise<void> {
  const { bare, sealed } = await openBoth(dataFolder);
  for (const document of (await bare.log.documents('transcript/')).slice(0, most)) {
    for (const { key, bytes } of await sealed.log.read(document)) {
      await bare.log.compact(document, bytes, '', [key]);
    }
  }
  for (const id of (await bare.blobs.list()).slice(0, most)) {
    await bare.blobs.put(id, (await sealed.blobs.get(id))?.bytes ?? new Uint8Array(), '');
  }
  for (const collection of ['transcripts', 'comments']) {
    for (const record of (await sealed.records.find(collection, null)).slice(0, most)) {
      await bare.records.update(collection, record);
    }
  }
  for (const { id } of await bare.records.find('sealing', null)) {
    if (most === Infinity || id === 'nothing-bare') await bare.records.remove('sealing', id);
  }
  await bare.close();
}

async function countBare(dataFolder: string) {
  const bare = await openBare(dataFolder);
  const counts = { entries: 0, blobs: 0, records: 0 };
  for (const document of await bare.log.documents('transcript/')) {
    for (const { keyName } of await bare.log.read(document))
      if (keyName === '') counts.entries += 1;
  }
  for (const id of await bare.blobs.list()) {
    if ((await bare.blobs.get(id))?.keyName === '') counts.blobs += 1;
  }
  for (const collection of ['transcripts', 'comments']) {
    for (const { body } of await bare.records.find(collection, null)) {
      if (!body.startsWith('{"sealed"')) counts.records += 1;
    }
  }
  await bare.close();
  return counts;
}
