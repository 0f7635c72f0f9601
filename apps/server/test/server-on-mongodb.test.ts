import { eachBlob, eachDocument, openMongodb } from '@triad/storage';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseServerKey } from '../src/sealing/server-key.ts';
import { sha } from './backup-support.ts';
import { triad } from './cli-runner.ts';
import { until } from './documents-support/condition.ts';
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
import type { MongodbStage } from './mongodb-stage.ts';
import { openFolder } from './open-folder.ts';
import { filesBelow, findBare } from './sealing-search.ts';

const serverKey = parseServerKey(Buffer.alloc(32, 7).toString('base64'), 'TRIAD_KEY');

/** What a participant said, and what else tells who they are. */
const SAID = 'lanternfish that nobody would lend';
const WORDS = { said: SAID, title: 'Interview with Quillfeather', file: 'quillfeather 3.txt' };
/** The team's own, which is not sealed: so a search that finds nothing would be noticed. */
const PROJECT = 'Marmalade study';

async function begin(stage: MongodbStage) {
  const uri = stage.makeDatabase();
  const store = onMongodb(uri);
  const server = await startServer({ store, serverKey });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead, PROJECT);
  const original = new TextEncoder().encode(`P: It was the ${SAID}.\n`);
  const interview = shortInterview({
    title: WORDS.title,
    fileName: WORDS.file,
    keepOriginal: true,
    sha256: sha(original),
    turns: [{ speaker: 's2', start: 0, end: 4, text: `It was the ${SAID}.` }],
  });
  const form = importForm(interview, original);
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  return { uri, store, server, lead, project, transcript, original };
}

/** Everything that the store holds, as it gives it. */
async function readAll(uri: string): Promise<Buffer> {
  const bare = await openMongodb({ uri });
  onTestFinished(() => bare.close());
  const parts: Uint8Array[] = [];
  for await (const document of eachDocument(bare.log, '')) {
    for (const { bytes } of await bare.log.read(document)) parts.push(bytes);
  }
  for await (const id of eachBlob(bare.blobs, '')) {
    parts.push((await bare.blobs.get(id))?.bytes ?? new Uint8Array());
  }
  expect(parts.length).toBeGreaterThan(0);
  return Buffer.concat(parts);
}

describe('a server on MongoDB', () => {
  describeOnMongodb((stage) => {
    test('a team signs in, imports and codes, and another server goes on', async () => {
      const { store, server, lead, project, transcript, original } = await begin(stage);
      await codeLive(lead, transcript, SAID);
      await server.close();

      // On another machine: nothing but the connection string and the server's key.
      const second = await startServer({ store, serverKey });
      expect(second.setupUrl).toBeNull();
      const again = new Client(second.address);
      again.cookie = lead.cookie;
      const { title } = await again.get('readProject', { project });
      expect(title).toBe(PROJECT);
      expect((await again.get('readTranscript', { transcript })).title).toBe(WORDS.title);
      expect(await quotesLive(again, transcript)).toEqual([SAID]);
      const kept = await again.get('readOriginal', { transcript });
      expect(kept).toBe(Buffer.from(original).toString());
      const anew = new Client(second.address);
      await anew.get('signIn', {}, { email: 'Lea@example.org', password: PASSWORD });
      expect(await quotesLive(anew, transcript)).toEqual([SAID]);
    }, 30_000);

    test('no word of a participant stands in clear, and a deleted key is gone', async () => {
      const { uri, lead, transcript } = await begin(stage);
      await codeLive(lead, transcript, SAID);
      const { folder } = stage.server;
      if (folder !== null) {
        expect(filesBelow(folder).length).toBeGreaterThan(0);
        expect(findBare([folder], { ...WORDS, team: PROJECT })).toEqual(['team']);
      }
      const all = await readAll(uri);
      for (const word of Object.values(WORDS)) expect(all.includes(word)).toBe(false);

      const bare = await openMongodb({ uri });
      onTestFinished(() => bare.close());
      const [key] = await bare.keys.list(transcript);
      expect(key).toEqual({ name: `${transcript}/1`, isKept: true });
      await lead.get('removeTranscript', { transcript });
      expect(await bare.keys.list(transcript)).toEqual([{ ...key, isKept: false }]);
      expect((await lead.call('readTranscript', { transcript })).status).toBe(404);
    }, 30_000);

    test('a second server on the same data is refused, and changes nothing', async () => {
      const { store, lead, transcript } = await begin(stage);
      const second = openFolder(await makeFolder(), { store, serverKey });
      await expect(second).rejects.toMatchObject({ code: 'storage/in-use' });
      await codeLive(lead, transcript, SAID);
      expect(await quotesLive(lead, transcript)).toEqual([SAID]);
    }, 30_000);

    test('the command line asks the server, and opens nothing beside it', async () => {
      const { uri, server } = await begin(stage);
      const environment = { TRIAD_STORE: uri, TRIAD_DATA: server.folder, TRIAD_LOG: 'debug' };
      const { code, out, err } = await triad(['status'], environment);
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toMatchObject({
        store: expect.stringContaining('MongoDB'),
        condition: expect.stringContaining('not applicable'),
      });
      expect(out).not.toContain(uri);
      const elsewhere = { ...environment, TRIAD_DATA: await makeFolder() };
      for (const command of [['status'], ['demo'], ['reset-password', 'lea@example.org']]) {
        const ran = await triad(command, elsewhere);
        expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('No server answers in')]);
        expect(ran.err).not.toContain(uri);
      }
    }, 30_000);
  });

  describeOnMongodb(
    (stage) => {
      test('what is confirmed outlives the death of MongoDB, and the server with it', async () => {
        const { lead, transcript, project } = await begin(stage);
        await codeLive(lead, transcript, SAID);
        await stage.server.kill();
        const refused = await lead.call('createProject', {}, { title: 'Lost' });
        expect(refused.status).toBe(503);
        await stage.server.start();
        await until('the server serves again', async () => {
          return (await lead.call('readProject', { project })).status === 200;
        });
        expect(await quotesLive(lead, transcript)).toEqual([SAID]);
        expect(await codeLive(lead, transcript, 'It was')).toBeTypeOf('string');
      }, 40_000);
    },
    { ours: true },
  );
});
