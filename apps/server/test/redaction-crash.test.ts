import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { CLOSE } from '@triad/collab';
import type { RedactBody } from '@triad/collab';
import { expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { findMembership } from '../src/projects/membership.ts';
import { finishRedaction } from '../src/redaction/finish-redaction.ts';
import { beginRedaction } from '../src/redaction/redact.ts';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { countAll } from './http-counts.ts';
import { openDocument, readDocument } from './http-documents.ts';
import { importShort, invite, makeFolder, newProject, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import {
  asking,
  correctAway,
  layerOf,
  NEUTRAL,
  plant,
  quotesIn,
  textOf,
  typing,
} from './redaction-stage.ts';
import type { RedactionStage } from './redaction-stage.ts';
import { documentsOf } from './rounds-team.ts';
import { readKeys, search } from './sealing-evidence.ts';
import { BEGINNING, findBare } from './sealing-search.ts';
import { openBoth } from './sealing-support.ts';

const CUT = new Error('cut');

/** The same context, of which the nth write and everything after it fails: as a crash leaves it. */
function cutAt(context: Context, n: number): { readonly context: Context; wasCut(): boolean } {
  let writes = 0;
  const guarded = <Part extends object>(part: Part, names: readonly string[]): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...given: unknown[]) => unknown;
        if (!names.includes(String(name))) return call;
        return (...given: unknown[]) => {
          writes += 1;
          return writes >= n ? Promise.reject(CUT) : call(...given);
        };
      },
    });
  const tables = new Proxy(context.tables, {
    get: (target, name) =>
      guarded(Reflect.get(target, name) as object, ['insert', 'update', 'remove']),
  });
  return {
    context: {
      ...context,
      tables,
      blobs: guarded(context.blobs, ['put', 'remove']),
      documents: guarded(context.documents, ['replace']),
      keys: guarded(context.keys, ['renewFrom', 'retire']),
    },
    wasCut: () => writes >= n,
  };
}

/** Runs a redaction as the server does, up to its nth write; false where it came to its end. */
async function redactUpTo(
  stage: RedactionStage,
  dataFolder: string,
  asked: RedactBody,
  n: number,
): Promise<boolean> {
  const { context, close } = await openFolder(dataFolder);
  const cut = cutAt(context, n);
  const account = (await context.tables.members.get(stage.lead.member))?.body.account ?? '';
  const me = await findMembership(context.tables, stage.project, account);
  if (me === null) throw new Error('no member');
  try {
    await beginRedaction(cut.context, stage.transcript, me, asked);
    await finishRedaction(cut.context, stage.transcript);
  } catch (error) {
    if (error !== CUT) throw error;
  }
  await close();
  return cut.wasCut();
}

test.each([
  ['selected', 1],
  // The same steps from another plan: not each of them once more.
  ['typed after a correction', 4],
] as const)(
  'cut at any write, a redaction of words %s is not begun, or finished by the next start',
  async (how, step) => {
    const mark = () =>
      BEGINNING +
      Array.from(randomBytes(9), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
    const planted = { name: mark(), misheard: mark() };
    const server = await startServer();
    const stage = await plant(server, planted);
    const { transcript, lead, ben } = stage;
    const isTyped = how !== 'selected';
    if (isTyped) await correctAway(stage, planted.name);
    const asked = isTyped
      ? typing(planted.name)
      : asking(await textOf(lead, transcript), planted.name);
    await server.close();
    let begun = 0;
    let n = 1;
    for (let isCut = true; isCut; n += step) {
      const dataFolder = await makeFolder();
      await cp(server.folder, dataFolder, { recursive: true });
      await cp(keysBeside(server.folder), keysBeside(dataFolder), { recursive: true });
      isCut = await redactUpTo(stage, dataFolder, asked, n);
      const again = await startServer({ dataFolder });
      for (const client of [lead, ben]) Object.assign(client, { address: again.address });
      const { redactions, versions } = await lead.get('readHistory', { transcript });
      expect(versions).toHaveLength(isTyped ? 3 : 2);
      const index = await textOf(lead, transcript);
      if (redactions.length === 0) {
        // Before there was a plan: as if nobody had asked.
        expect(index.text.includes(planted.name)).toBe(!isTyped);
        expect(begun).toBe(0);
      } else {
        begun += 1;
        expect(index.text).toContain(`So [name] came, and ${NEUTRAL} with [name].`);
        const comments = await lead.get('listComments', { transcript });
        expect(comments.map(({ text }) => text)).toEqual(['Who is [name]?', '[name] again']);
        for (const coder of [lead, ben]) {
          const layer = await layerOf(coder, coder.member, transcript, stage.round);
          expect(layer.redactions).toBe(1);
          const quotes = quotesIn(await readDocument(coder, layer));
          const around = isTyped ? ['[name]', '[name]'] : ['[name] came', 'with [name].'];
          expect(quotes).toEqual(['[name]', NEUTRAL, ...around].sort());
        }
      }
      await again.close();
      if (redactions.length > 0) await isNowhere(dataFolder, transcript, planted);
    }
    // Each kind of step was reached: versions, copies, comments, reasons, layers, text, record, key.
    expect(begun).toBeGreaterThan(20 / step);
  },
  300_000,
);

async function isNowhere(
  dataFolder: string,
  transcript: string,
  words: Readonly<Record<string, string>>,
): Promise<void> {
  const keysFolder = keysBeside(dataFolder);
  const keys = await readKeys(keysFolder);
  expect(keys.map(({ name }) => name)).toEqual([`${transcript}/2`]);
  const secrets = keys.map(({ secret }) => secret);
  expect(await search(dataFolder, secrets, words)).toEqual({ pages: [], rows: [] });
  expect(findBare([dataFolder, keysFolder], words)).toEqual([]);
  const { bare, sealed, tables } = await openBoth(dataFolder);
  expect(await sealed.blobs.get(`redaction/${transcript}`)).toBeNull();
  expect((await tables.transcripts.get(transcript))?.body.pending).toBeNull();
  for (const { id, body } of await tables.layerCopies.find('transcript', transcript)) {
    expect(body.redactedAt).toBeDefined();
    expect((await sealed.blobs.get(id))?.bytes.length).toBe(body.bytes);
  }
  await bare.close();
}

test('while words are taken out nobody reads or writes the transcript, and all else is served', async () => {
  const server = await startServer();
  const stage = await plant(server, { name: 'Marianne', misheard: 'Marion' });
  const { transcript, project, lead, ben, round } = stage;
  const { id: other } = await importShort(lead, project);
  const outsider = await invite(lead, (await newProject(lead, 'Elsewhere')).id, ['lead']);
  const documents = await documentsOf(ben, transcript);
  await server.close();
  // A plan of a later version: this one cannot finish it, so the transcript stays closed.
  const { bare, sealed, tables } = await openBoth(server.folder);
  const row = await tables.transcripts.get(transcript);
  if (row === null) throw new Error('no transcript');
  await tables.transcripts.update(row, { ...row.body, pending: 'redacting' });
  await sealed.blobs.put(`redaction/${transcript}`, Buffer.from('{"form":99}'), '');
  await bare.close();

  const again = await startServer({ dataFolder: server.folder });
  for (const client of [lead, ben, outsider]) Object.assign(client, { address: again.address });
  const target = { kind: 'transcript' };
  for (const client of [lead, ben]) {
    for (const [name, body] of [
      ['readTranscript', undefined],
      ['listComments', undefined],
      ['createComment', { target, text: 'Late' }],
    ] as const) {
      const { status, error } = await client.call(name, { transcript }, body);
      expect([status, error.code]).toEqual([409, 'transcripts/redacting']);
      expect(error.message).toContain('comes back by itself');
    }
  }
  expect((await lead.call('takeLease', { transcript })).error.code).toBe('transcripts/redacting');
  expect((await lead.call('removeTranscript', { transcript })).error.code).toBe(
    'transcripts/redacting',
  );
  expect((await outsider.call('readTranscript', { transcript })).status).toBe(404);
  for (const document of documents) {
    expect(await openDocument(ben, document).end()).toBe(CLOSE.replacing.code);
  }
  // Nobody may make copies of what is to go.
  const { rounds } = await lead.get('readProject', { project });
  const version = rounds.find(({ id }) => id === round)?.version;
  const closing = await lead.call(
    'closeRound',
    { project, round },
    { version, transcripts: [transcript] },
  );
  expect(closing.error.code).toBe('transcripts/redacting');
  const listed = await ben.get('listTranscripts', { project });
  expect(new Map(listed.map(({ id, redacting }) => [id, redacting]))).toEqual(
    new Map([
      [transcript, true],
      [other, false],
    ]),
  );
  expect((await ben.get('readTranscript', { transcript: other })).redacting).toBe(false);
  // The whole project can be removed all the same.
  await lead.get('removeProject', { project });
  expect(countAll(server.folder)).toMatchObject({ blobs: 0 });
}, 60_000);
