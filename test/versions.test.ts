import { addSpan, layerFields } from '@triad/collab';
import { findMongodb, loadDatabase, onDatabase } from '@triad/storage/test-server';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { collectionsOf, openTables } from '../apps/server/src/data/tables.ts';
import { bringBack, findRelease } from '../apps/server/src/migrate/bring-back.ts';
import { digestOf } from '../apps/server/src/migrate/digest.ts';
import { RELEASES } from '../apps/server/src/migrate/releases.ts';
import { openEnd } from '../apps/server/src/migrate/store-end.ts';
import type { EndChoice } from '../apps/server/src/migrate/store-end.ts';
import { Caller } from './faults/whole-server/caller.ts';
import { readDocument } from './faults/whole-server/tab.ts';
import { KillableServer } from './faults/whole-server/killable-server.ts';
import { openCoder } from './faults/whole-server/stage.ts';
import { seeded } from './bench/support/random.ts';
import { WORKSPACE } from './support/workspace.ts';
import { LEAD, listKept, readExpected, unpack } from './versions/kept-version.ts';
import { readFound } from './versions/read-found.ts';

/*
 * What each release left behind is opened with the present code: everything is found, work goes on,
 * and an earlier layout can be had again.
 */

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');
const mongodb = await findMongodb();
const kept = await listKept();

test('every release is kept, and nothing else is', () => {
  expect(kept).toEqual(RELEASES.map(({ version }) => version));
});

async function layOut(version: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'triad-kept-'));
  onTestFinished(() => rm(work, { recursive: true, force: true }));
  await unpack(version, work);
  return work;
}

async function serve(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: KillableServer; readonly lead: Caller }> {
  const server = new KillableServer(folder, { environment });
  onTestFinished(() => server.kill());
  await server.start();
  const lead = new Caller(server);
  await lead.call('signIn', {}, LEAD);
  return { server, lead };
}

/** Work goes on, and is there after a kill. */
async function goOn(server: KillableServer, lead: Caller): Promise<void> {
  const { id: project } = await lead.call('createProject', {}, { title: 'Zest' });
  const transcript = await lead.import(project, 'Since', { turns: 4, originalBytes: 200 });
  const projects = await lead.call('listProjects');
  const old = projects.find(({ title }) => title === 'Well kept');
  const texts = await lead.call('listTranscripts', { project: old?.id ?? '' });
  const before = texts.find(({ title }) => title === 'Second');
  const coders = [];
  for (const each of [transcript, before?.id ?? '']) {
    const coder = await openCoder(lead, each, seeded(2));
    // A document that was there has its spans before this adds to them.
    await coder.untilSaved();
    const spans = layerFields(coder.doc).spans.size;
    const now = (): string => new Date().toISOString();
    const editor = { doc: coder.doc, origin: coder, now, newId: () => crypto.randomUUID() };
    const anchor = { start: [1, 1], end: [1, 3], turn: 't', quote: 'new', before: '', after: '' };
    addSpan(editor, { role: 'C', anchor: anchor as never });
    await coder.untilSaved();
    coders.push({ coder, spans: spans + 1 });
  }
  await server.kill();
  await server.start();
  for (const { coder, spans } of coders) {
    const doc = await readDocument(lead, coder.head);
    expect(layerFields(doc).spans.size).toBe(spans);
    coder.close();
  }
  expect((await lead.call('readTranscript', { transcript })).title).toBe('Since');
}

async function digestAt(choice: EndChoice) {
  const end = await openEnd(choice);
  try {
    const collections = collectionsOf(await openTables(end.store.records));
    return await digestOf(end.store, end.keys, collections);
  } finally {
    await end.store.close();
  }
}

function triad(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string }> {
  const env = { ...process.env, ...environment };
  return promisify(execFile)(process.execPath, [CLI, ...args], { cwd: WORKSPACE, env });
}

describe.each(kept)('what %s left behind', (version) => {
  const folderIn = (work: string): EndChoice => ({
    kind: 'folder',
    folder: join(work, 'data'),
    keysFolder: join(work, 'data.keys'),
  });

  test('in a folder everything is found, and work goes on', async () => {
    const work = await layOut(version);
    const { digest, found } = await readExpected(version);
    expect(await digestAt(folderIn(work))).toEqual(digest);
    const { server, lead } = await serve(join(work, 'data'));
    expect(await readFound(lead)).toEqual(found);
    await goOn(server, lead);
    const status = await triad(['status', '--data', join(work, 'data')]);
    expect(JSON.parse(status.stdout)).toMatchObject({ loss: null, earlierLosses: [] });
    expect(server.lines.filter(({ level }) => level >= 50)).toEqual([]);
  }, 120_000);

  test('a backup of it is whole, and is restored', async () => {
    const work = await layOut(version);
    const { found } = await readExpected(version);
    const [name = ''] = await readdir(join(work, 'backups'));
    const backup = join(work, 'backups', name);
    await triad(['verify', backup, '--keys', join(work, 'data.keys')]);
    const back = join(work, 'back');
    await triad(['restore', backup, '--to', back]);
    await cp(join(work, 'data.keys'), join(work, 'back.keys'), { recursive: true });
    const { server, lead } = await serve(back);
    // Invitations that were open are withdrawn by a restore.
    const projects = found.projects.map((project) => ({ ...project, invites: 0 }));
    expect(await readFound(lead)).toEqual({ projects });
    await goOn(server, lead);
  }, 120_000);

  test('work that went on here is brought back to its layout, and up again', async () => {
    const work = await layOut(version);
    const { server, lead } = await serve(join(work, 'data'));
    await goOn(server, lead);
    await server.stop();
    const end = await openEnd(folderIn(work));
    const { to } = await bringBack('sqlite', end, findRelease(version));
    expect(to).toBe(findRelease(version).stores.sqlite);
    await end.store.close();
    await server.start();
    const titles = (await lead.call('listProjects')).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['Well kept', 'Zest']));
  }, 120_000);

  test.skipIf(mongodb === null)(
    'in MongoDB everything is found, and work goes on',
    async () => {
      const work = await layOut(version);
      const { digest, found } = await readExpected(version);
      const database = await mongodb?.start();
      if (database === undefined) throw new Error('there is no MongoDB');
      onTestFinished(() => database.stop());
      const uri = onDatabase(database.uri, `triad-${crypto.randomUUID()}`);
      await loadDatabase(uri, await readFile(join(work, 'mongodb.bson')));
      const choice: EndChoice = { kind: 'mongodb', variable: 'KEPT', uri: () => uri };
      expect(await digestAt(choice)).toEqual(digest);
      const { server, lead } = await serve(join(work, 'elsewhere'), {
        TRIAD_STORE: uri,
        TRIAD_KEY: (await readFile(join(work, 'data.keys', 'server.key'), 'utf8')).trim(),
      });
      expect(await readFound(lead)).toEqual(found);
      await goOn(server, lead);
      await server.stop();
      await triad(['migrate', '--from-env', 'KEPT', '--down-to', version], { KEPT: uri });
      await server.start();
      expect(await lead.call('listProjects')).toHaveLength(found.projects.length + 1);
    },
    240_000,
  );
});
