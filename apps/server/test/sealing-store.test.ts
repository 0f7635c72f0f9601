import { randomBytes, randomUUID } from 'node:crypto';
import type { LogEntry, Store } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openTables } from '../src/data/tables.ts';
import { makeFileKeyStore } from '../src/sealing/file-key-store.ts';
import { Keyring } from '../src/sealing/keyring.ts';
import { sealStore } from '../src/sealing/seal-store.ts';
import { SEALED_RECORDS } from '../src/sealing/what-is-sealed.ts';
import { Wrapping } from '../src/sealing/wrapped-key.ts';
import { makeFolder } from './http-harness.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const wordsOf = (entries: readonly LogEntry[]) =>
  entries.map(({ bytes }) => String(Buffer.from(bytes)));

async function open() {
  const bare = await openSqlite({ folder: await makeFolder() });
  onTestFinished(() => bare.close());
  const keys = await makeFileKeyStore(await makeFolder(), () => bytesOf(''));
  const ring = new Keyring(keys, new Wrapping(randomBytes(32), keys.id));
  const sealed = sealStore(bare, () => ring);
  await sealed.records.define([
    { name: 'transcripts', indexes: { project: { unique: false } } },
    { name: 'comments', indexes: { transcript: { unique: false } } },
    { name: 'projects', indexes: {} },
  ]);
  return { bare, ring, sealed };
}

test('appends keep the order of their calls, the first ones too', async () => {
  const { ring, sealed, bare } = await open();
  const transcript = randomUUID();
  await ring.make(transcript);
  const name = `layer/${transcript}/${randomUUID()}/${randomUUID()}@g`;
  const said = Array.from({ length: 300 }, (_, n) => `update ${n}`);
  const buffer = bytesOf('update 000');
  const keys = await Promise.all(
    said.map((word) => {
      const { written } = new TextEncoder().encodeInto(word, buffer);
      const appended = sealed.log.append(name, buffer.subarray(0, written), '');
      // The bytes are the caller's again.
      buffer.fill(0);
      return appended;
    }),
  );
  expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  const entries = await sealed.log.read(name);
  expect(wordsOf(entries)).toEqual(said);
  expect(entries.map(({ keyName }) => keyName)).toEqual(said.map(() => ''));
  const names = (await bare.log.read(name)).map(({ keyName }) => keyName);
  expect(new Set(names)).toEqual(new Set([`${transcript}/1`]));
});

test('any history of a log reads as it does in a store that is not sealed', async () => {
  const { ring, sealed, bare } = await open();
  type Step = { readonly act: 'append' | 'compact' | 'remove' | 'new-key'; readonly word: string };
  const step: fc.Arbitrary<Step> = fc.record({
    act: fc.constantFrom('append', 'append', 'append', 'compact', 'remove', 'new-key'),
    word: fc.string(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const transcript = randomUUID();
      await ring.make(transcript);
      const name = `transcript/${transcript}@${randomUUID()}`;
      const plain = `plain/${transcript}`;
      for (const { act, word } of steps) {
        if (act === 'new-key') await ring.renew(transcript);
        for (const [log, document] of [
          [sealed.log, name],
          [bare.log, plain],
        ] as const) {
          if (act === 'append') await log.append(document, bytesOf(word), '');
          if (act === 'remove') await log.remove(document);
          if (act === 'compact') {
            const read = (await log.read(document)).map(({ key }) => key);
            await log.compact(document, bytesOf(word), '', read.slice(0, 3));
          }
        }
      }
      expect(await sealed.log.read(name)).toEqual(
        (await bare.log.read(plain)).map((entry) => ({
          ...entry,
          bytes: Buffer.from(entry.bytes),
        })),
      );
      expect(await sealed.log.extent(name)).toEqual(await bare.log.extent(plain));
    }),
    { numRuns: 40 },
  );
});

test('sealed bytes open in no other place', async () => {
  const { ring, sealed, bare } = await open();
  const transcript = randomUUID();
  await ring.make(transcript);
  const [one, other] = [1, 2].map(() => `layer/${transcript}/${randomUUID()}/${randomUUID()}@g`);
  if (one === undefined || other === undefined) throw new Error('two layers');
  await sealed.log.append(one, bytesOf('words'), '');
  const [entry] = await bare.log.read(one);
  if (entry === undefined) throw new Error('an entry');
  await bare.log.append(other, entry.bytes, entry.keyName);
  await bare.blobs.put(`original/${transcript}`, entry.bytes, entry.keyName);
  const damaged = { code: 'sealing/damaged' };
  await expect(sealed.log.read(other)).rejects.toMatchObject(damaged);
  const later = one.replace('@g', '@h');
  await bare.log.append(later, entry.bytes, entry.keyName);
  await expect(sealed.log.read(later)).rejects.toMatchObject(damaged);
  await expect(sealed.blobs.get(`original/${transcript}`)).rejects.toMatchObject(damaged);
  const about = { project: 'p' };
  await sealed.records.insert('transcripts', { id: transcript, body: '{}', keys: about });
  const moved = randomUUID();
  const body = (await bare.records.get('transcripts', transcript))?.body ?? '';
  await bare.records.insert('transcripts', { id: moved, body, keys: about });
  await expect(sealed.records.get('transcripts', moved)).rejects.toMatchObject(damaged);
});

test('blobs and records come back as they were put, and lie sealed', async () => {
  const { ring, sealed, bare } = await open();
  const transcript = randomUUID();
  await ring.make(transcript);
  const original = new Uint8Array(randomBytes(1_500_000));
  await sealed.blobs.put(`original/${transcript}`, original, '');
  const blob = await sealed.blobs.get(`original/${transcript}`);
  expect(Buffer.compare(blob?.bytes ?? new Uint8Array(), original)).toBe(0);
  expect((await bare.blobs.get(`original/${transcript}`))?.keyName).toBe(`${transcript}/1`);

  const body = JSON.stringify({ title: 'Jördis 🙂 “at home”' });
  const about = { id: transcript, body, keys: { project: 'p' } };
  const inserted = await sealed.records.insert('transcripts', about);
  expect(inserted).toEqual({ ...about, version: 1 });
  const changed = { ...inserted, body: JSON.stringify({ title: 'Jördis' }) };
  expect(await sealed.records.update('transcripts', changed)).toEqual({ ...changed, version: 2 });
  const where = { index: 'project', value: 'p' };
  expect(await sealed.records.find('transcripts', where)).toEqual([{ ...changed, version: 2 }]);
  const lying = await bare.records.get('transcripts', transcript);
  expect(lying?.body).not.toContain('rdis');
  expect(lying?.keys).toEqual({ project: 'p' });

  const project = { id: 'p', body: '{"title":"ours"}', keys: {} };
  await sealed.records.insert('projects', project);
  expect((await bare.records.get('projects', 'p'))?.body).toBe(project.body);
});

test('with its key a transcript is gone, but for names that can be removed', async () => {
  const { ring, sealed } = await open();
  const [transcript, other] = [randomUUID(), randomUUID()];
  for (const id of [transcript, other]) {
    await ring.make(id);
    await sealed.log.append(`transcript/${id}@g`, bytesOf('words'), '');
    await sealed.records.insert('comments', {
      id: `c-${id}`,
      body: '{"text":"words"}',
      keys: { transcript: id },
    });
  }
  await ring.destroy(transcript);
  const gone = { code: 'sealing/destroyed' };
  await expect(sealed.log.read(`transcript/${transcript}@g`)).rejects.toMatchObject(gone);
  await expect(
    sealed.log.append(`transcript/${transcript}@g`, bytesOf('late'), ''),
  ).rejects.toMatchObject(gone);
  const left = await sealed.records.find('comments', { index: 'transcript', value: transcript });
  expect(left.map(({ id, body }) => [id, body])).toEqual([[`c-${transcript}`, 'null']]);
  expect(await sealed.records.remove('comments', `c-${transcript}`)).toBe(true);
  expect(wordsOf(await sealed.log.read(`transcript/${other}@g`))).toEqual(['words']);
});

test('what was stored bare opens, and its next compaction is sealed', async () => {
  const { ring, sealed, bare } = await open();
  const transcript = randomUUID();
  await ring.make(transcript);
  const name = `layer/${transcript}/${randomUUID()}/${randomUUID()}@g`;
  await bare.log.append(name, bytesOf('old'), '');
  await sealed.log.append(name, bytesOf('new'), '');
  const entries = await sealed.log.read(name);
  expect(wordsOf(entries)).toEqual(['old', 'new']);
  const keys = entries.map(({ key }) => key);
  await sealed.log.compact(name, bytesOf('old new'), '', keys);
  expect(wordsOf(await sealed.log.read(name))).toEqual(['old new']);
  expect((await bare.log.read(name)).map(({ keyName }) => keyName)).toEqual([`${transcript}/1`]);
});

/** Collections whose bodies lie open, each because it holds nothing that a participant said. */
const OPEN = [
  'agreement-figures',
  'agreement-jobs',
  'accounts',
  'activity',
  // What the team wrote of CMOCs and says of them: quotes are named by id, or by a salted hash.
  'cmocs',
  'cmoc-versions',
  'lineages',
  'sign-offs',
  'review-links',
  'review-replies',
  // When, how many and a hash of versions.
  'consolidated',
  'consolidation-jobs',
  'documents',
  'invites',
  'leases',
  'members',
  'participants',
  'progress',
  'projects',
  // Who, when and how many, without a word.
  'redactions',
  'rounds',
  'sealing',
  'migration',
  'seen',
  'sessions',
  'sign-in-links',
];

test('of every collection it is said whether it holds words', async () => {
  const { bare } = await open();
  const defined: string[] = [];
  await openTables({
    ...bare.records,
    define: async (collections) => void defined.push(...collections.map(({ name }) => name)),
  });
  expect(defined.sort()).toEqual([...OPEN, ...Object.keys(SEALED_RECORDS)].sort());
});

test('what no rule knows is not stored', async () => {
  const { sealed, bare } = await open();
  const unknown = { code: 'sealing/unknown-name' };
  await expect(sealed.log.append('minutes/1@g', bytesOf('x'), '')).rejects.toMatchObject(unknown);
  await expect(sealed.blobs.put('scan', bytesOf('x'), '')).rejects.toMatchObject(unknown);
  expect(await everything(bare)).toEqual([]);
});

async function everything({ log, blobs }: Store): Promise<readonly string[]> {
  return [...(await log.documents('')), ...(await blobs.list())];
}
