import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planBlob } from '../src/redaction/plan.ts';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { begin } from './backup-support.ts';
import { readText } from './http-documents.ts';
import { startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { openBoth } from './sealing-support.ts';

/** The transcript's key where nothing finds it to destroy it: the last step of a redaction fails. */
async function hideKey(dataFolder: string, transcript: string): Promise<() => Promise<void>> {
  const folder = join(keysBeside(dataFolder), 'keys');
  const name = (await readdir(folder)).find((file) => file.startsWith(transcript)) ?? '';
  const aside = join(folder, `${name}.aside`);
  await rename(join(folder, name), aside);
  return () => rename(aside, join(folder, name));
}

const ASKED = { words: 'walk', all: true, replacement: '[x]' };

test('a redaction that failed is finished once what was in the way is gone', async () => {
  const server = await startServer({ redactionRetryMs: 5 });
  const { lead, transcript } = await begin({ origin: server.address, setupUrl: server.setupUrl });
  const bringBack = await hideKey(server.folder, transcript);
  expect((await lead.call('redact', { transcript }, ASKED)).status).toBe(500);
  expect((await lead.call('readTranscript', { transcript })).error?.code).toBe(
    'transcripts/redacting',
  );
  await bringBack();
  await expect
    .poll(async () => (await lead.call('readTranscript', { transcript })).status)
    .toBe(200);
  expect((await readText(lead, transcript)).text).toContain('I began to [x].');
}, 30_000);

test('one that not even the start could finish is tried again', async () => {
  const server = await startServer();
  const { transcript } = await begin({ origin: server.address, setupUrl: server.setupUrl });
  await server.close();
  // A plan of a later version: this one cannot finish it.
  const { bare, sealed, tables } = await openBoth(server.folder);
  const row = await tables.transcripts.get(transcript);
  if (row === null) throw new Error('no transcript');
  await tables.transcripts.update(row, { ...row.body, pending: 'redacting' });
  await sealed.blobs.put(planBlob(transcript), Buffer.from('{"form":99}'), '');
  await bare.close();

  const { context, close } = await openFolder(server.folder, { redactionRetryMs: 5 });
  const pending = async () => (await context.tables.transcripts.get(transcript))?.body.pending;
  expect(await pending()).toBe('redacting');
  await context.blobs.remove(planBlob(transcript));
  await expect.poll(pending).toBeNull();
  await close();
}, 30_000);
