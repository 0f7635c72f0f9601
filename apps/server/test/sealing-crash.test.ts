import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { storeTranscript } from '../src/transcripts/import.ts';
import { countAll } from './http-counts.ts';
import { importShort, makeFolder, newProject, setUp, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { keyFiles, openBoth } from './sealing-support.ts';

/** Three transcripts in a data folder on which no server runs. */
async function makeThree() {
  const server = await startServer();
  const client = await setUp(server);
  const { id: project } = await newProject(client);
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const { id } = await importShort(client, project);
    const target = { kind: 'transcript' } as const;
    await client.get('createComment', { transcript: id }, { target, text: 'Look' });
    ids.push(id);
  }
  await server.close();
  const [first = '', second = '', third = ''] = ids;
  return { dataFolder: server.folder, project, ids: [first, second, third] as const };
}

async function setPending(
  dataFolder: string,
  transcript: string,
  pending: 'importing' | 'removing',
  alsoKey: boolean,
): Promise<void> {
  const { bare, tables, keyring } = await openBoth(dataFolder);
  const row = await tables.transcripts.get(transcript);
  if (row === null) throw new Error('no such transcript');
  await tables.transcripts.update(row, { ...row.body, pending });
  if (alsoKey) await keyring.destroy(transcript);
  await bare.close();
}

test('a removal that a crash cut short ends with the key destroyed, wherever that was', async () => {
  const { dataFolder, ids } = await makeThree();
  const [importing, removing, halfway] = ids;
  await setPending(dataFolder, importing, 'importing', false);
  await setPending(dataFolder, removing, 'removing', false);
  await setPending(dataFolder, halfway, 'removing', true);
  await (await startServer({ dataFolder })).close();
  expect(await keyFiles(dataFolder)).toEqual(ids.map((id) => `${id}.1.destroyed`).sort());
  // Only the project's own statements, still without content, are left.
  expect(countAll(dataFolder)).toMatchObject({ logs: 0, blobs: 0, documents: 1 });
  expect(countAll(dataFolder)['transcripts']).toBeUndefined();
  expect(countAll(dataFolder)['comments']).toBeUndefined();
});

test('a crash between the bytes of a key and its name leaves it destroyed', async () => {
  const { dataFolder, ids } = await makeThree();
  const [cut] = ids;
  await setPending(dataFolder, cut, 'removing', false);
  await writeFile(join(keysBeside(dataFolder), 'keys', `${cut}.1.key`), new Uint8Array(64));
  await (await startServer({ dataFolder })).close();
  expect(await keyFiles(dataFolder)).toContain(`${cut}.1.destroyed`);
  expect(countAll(dataFolder)).toMatchObject({ transcripts: 2, comments: 2 });
});

test('an import that fails destroys the key that was made for it', async () => {
  const { dataFolder, project } = await makeThree();
  const { context, close } = await openFolder(dataFolder);
  onTestFinished(close);
  const [like] = await context.tables.transcripts.find('listed', project);
  if (like === undefined) throw new Error('no transcript');
  const before = countAll(dataFolder);
  const id = crypto.randomUUID();
  const isFull = new Error('the disk is full');
  const blobs = { ...context.blobs, put: () => Promise.reject(isFull) };
  const failing = storeTranscript(
    { ...context, blobs },
    like.body,
    Uint8Array.of(0, 0),
    new Uint8Array(3),
    id,
  );
  await expect(failing).rejects.toBe(isFull);
  expect(await keyFiles(dataFolder)).toContain(`${id}.1.destroyed`);
  expect(countAll(dataFolder)).toEqual(before);
  // What is there already keeps its own.
  await expect(
    storeTranscript(context, like.body, Uint8Array.of(0, 0), null, like.id),
  ).rejects.toThrow('has a key already');
  expect((await context.tables.transcripts.get(like.id))?.body).toEqual(like.body);
});

test('a transcript whose key is lost for good is given up by saying that it is destroyed', async () => {
  const { dataFolder, ids } = await makeThree();
  const [lost] = ids;
  const keys = join(keysBeside(dataFolder), 'keys');
  await rm(join(keys, `${lost}.1.key`));
  await expect(startServer({ dataFolder })).rejects.toMatchObject({ code: 'sealing/keys-lacking' });
  await writeFile(join(keys, `${lost}.1.destroyed`), '');
  await (await startServer({ dataFolder })).close();
  expect(countAll(dataFolder)).toMatchObject({ transcripts: 2, comments: 2 });
});

test('an empty folder gets its keys once', async () => {
  const dataFolder = await makeFolder();
  await (await startServer({ dataFolder })).close();
  const { bare } = await openBoth(dataFolder);
  expect((await bare.records.find('sealing', null)).map(({ id }) => id)).toEqual([
    'key-store',
    'nothing-bare',
  ]);
  await bare.close();
  expect(await keyFiles(dataFolder)).toEqual([]);
});
