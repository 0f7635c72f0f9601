import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { layerFields } from '@triad/collab';
import type { MemoId, PartId, SketchId, SpanId } from '@triad/realist';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { until } from './documents-support/condition.ts';
import { updatesOf } from './documents-support/raw-client.ts';
import { openDocument } from './http-documents.ts';
import type { Client } from './http-harness.ts';
import { importForm, newProject, setUp, shortInterview, startServer } from './http-harness.ts';
import { copyData, holdLog, readKeys, search } from './sealing-evidence.ts';
import type { KnownKey } from './sealing-evidence.ts';
import { BEGINNING, filesBelow, findBare } from './sealing-search.ts';
import type { Words } from './sealing-search.ts';

/** Where words of a participant, or their name, come to stand. */
const PLACES = [
  'title',
  'title-changed',
  'file-name',
  'speaker',
  'text',
  'original-begin',
  'original-end',
  'quote',
  'memo-begin',
  'memo-middle',
  'memo-end',
  'memo-removed',
  'restatement',
  'inferred',
  'comment',
  'comment-quote',
  'comment-removed',
  'reason',
] as const;
type Place = (typeof PLACES)[number];
const LASTING = PLACES.filter((place) => !/(removed|title)$/.test(place));
type Marks = Readonly<Record<Place, string>>;

/** Made of letters alone, so that they stand in bytes as they are. */
function makeMarks(): Marks {
  const letters = () =>
    Array.from(randomBytes(20), (byte) => String.fromCharCode(97 + (byte % 26)));
  const word = () => BEGINNING + letters().join('');
  return Object.fromEntries(PLACES.map((place) => [place, word()])) as Marks;
}

function named(marks: readonly Marks[]): Words {
  return Object.fromEntries(
    marks.flatMap((words, index) =>
      PLACES.map((place) => [`${index} ${place}`, words[place]] as const),
    ),
  );
}

const namesOf = (index: number): readonly string[] =>
  PLACES.map((place) => `${index} ${place}`).sort();

async function makeTranscript(lead: Client, project: string, marks: Marks): Promise<string> {
  const filler = 'and then we talked about the garden. '.repeat(1_600);
  const original = Buffer.from(`${marks['original-begin']} ${filler} ${marks['original-end']}`);
  const { id } = await lead.get(
    'importTranscript',
    { project },
    importForm(
      shortInterview({
        title: `Interview ${marks.title}`,
        fileName: `${marks['file-name']}.txt`,
        keepOriginal: true,
        sha256: createHash('sha256').update(original).digest('hex'),
        speakers: [
          { key: 's1', name: 'Interviewer', kind: 'interviewer', participant: null },
          { key: 's2', name: marks.speaker, kind: 'participant', participant: null },
        ],
        turns: [
          { speaker: 's1', start: 0, end: 4, text: 'What changed?' },
          { speaker: 's2', start: 4, end: 9, text: `I began to ${marks.text} at home.` },
        ],
      }),
      original,
    ),
  );
  const { version } = await lead.get('readTranscript', { transcript: id });
  await lead.get(
    'changeTranscript',
    { transcript: id },
    { version, title: `Interview ${marks['title-changed']}` },
  );
  const target = { kind: 'transcript' } as const;
  await lead.get('createComment', { transcript: id }, { target, text: marks.comment });
  const anchor = { start: [1, 0], end: [1, 1], turn: 't1', before: '', after: '' };
  await lead.get(
    'createComment',
    { transcript: id },
    {
      target: { kind: 'passage', anchor: { ...anchor, quote: marks['comment-quote'] } },
      text: 'What of this?',
    },
  );
  const text = marks['comment-removed'];
  const removed = await lead.get('createComment', { transcript: id }, { target, text });
  await lead.get('removeComment', { transcript: id, comment: removed.id });
  return id;
}

/** Codes as an annotator does: updates over a socket, so many that the layer is compacted. */
async function code(lead: Client, transcript: string, marks: Marks, folder: string): Promise<void> {
  const { documents } = await lead.get('readTranscript', { transcript });
  const layer = documents.find(({ kind, writable }) => kind === 'layer' && writable);
  if (layer === undefined) throw new Error('no layer to write');
  const raw = openDocument(lead, layer);
  await raw.ready();
  raw.step2(Uint8Array.of(0, 0));
  const doc = new Y.Doc();
  const fields = layerFields(doc);
  const [span, sketch, memo] = [randomUUID() as SpanId, randomUUID(), randomUUID() as MemoId];
  const createdAt = new Date().toISOString();
  const text = new Y.Text();
  const updates = updatesOf(
    doc,
    () =>
      fields.spans.set(span, {
        id: span,
        role: 'M',
        unsure: false,
        anchor: { start: '', end: '', turn: '', quote: marks.quote, before: '', after: '' },
        nodes: [],
        createdAt,
      }),
    () => fields.memos.set(memo, { id: memo, links: [{ kind: 'span', id: span }], createdAt }),
    () => fields.memoTexts.set(memo, text),
    () => text.insert(0, ` ${marks['memo-begin']} `),
    () => text.insert(text.length, marks['memo-removed']),
    () => text.delete(text.length - marks['memo-removed'].length, marks['memo-removed'].length),
    ...Array.from({ length: 24 }, (_, n) => () => {
      const word = n === 11 ? marks['memo-middle'] : 'and more of it';
      text.insert(text.length, `${word} ${randomBytes(3_000).toString('base64')} `);
    }),
    () => text.insert(text.length, marks['memo-end']),
    () => fields.sketches.set(sketch, { id: sketch, form: 'cmo', bearing: null, createdAt }),
    () => fields.restatements.set(sketch, new Y.Text(marks.restatement)),
    () => {
      const part = { id: randomUUID() as PartId, sketch: sketch as SketchId, role: 'C', order: 0 };
      const filledBy = { kind: 'inferred', words: marks.inferred };
      fields.parts.set(part.id, { ...part, filledBy });
    },
  );
  for (const update of updates) raw.update(update);
  await until('all is saved', () => raw.acknowledged.at(-1) === updates.length + 1);
  await until('the layer is compacted', () => entriesOf(folder, layer.name) < updates.length);
}

/** Opens a round of the transcript, closes it, and opens it again for somebody, saying why. */
async function reopen(
  lead: Client,
  project: string,
  transcript: string,
  reason: string,
): Promise<void> {
  const { me: member, rounds } = await lead.get('readProject', { project });
  const [first] = rounds;
  const transcripts = [transcript];
  const of = (round = '') => ({ project, round });
  await lead.get('closeRound', of(first?.id), { version: first?.version, transcripts });
  const own = await lead.get('openRound', { project }, { kind: 'open', title: '', transcripts });
  const { version } = await lead.get('closeRound', of(own.id), { version: 1, transcripts: null });
  await lead.get('reopenRound', of(own.id), { version, member, reason });
}

function entriesOf(folder: string, name: string): number {
  const database = new DatabaseSync(join(folder, 'triad.sqlite'), { readOnly: true });
  try {
    const sql = 'select entries from documents where name like ?';
    return Number(database.prepare(sql).get(`${name}@%`)?.['entries']);
  } finally {
    database.close();
  }
}

test('a deleted transcript is nowhere: not in the data, their log, a backup, with any key', async () => {
  const server = await startServer();
  const { folder } = server;
  const keysFolder = keysBeside(folder);
  const copy = `${folder}.copy`;
  const everywhere = [folder, keysFolder, copy];
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const letGo = holdLog(folder);
  const marks = [makeMarks(), makeMarks(), makeMarks()];
  const words = named(marks);
  const transcripts: string[] = [];
  for (const [index, each] of marks.entries()) {
    transcripts[index] = await makeTranscript(lead, project, each);
    await code(lead, transcripts[index], each, folder);
    await reopen(lead, project, transcripts[index], each.reason);
    expect(findBare([folder, keysFolder], words)).toEqual([]);
  }
  copyData(folder, copy);
  expect(existsSync(join(copy, 'triad.sqlite-wal'))).toBe(true);

  // With the keys every word is there: what is searched below is all that there is.
  const before = await readKeys(keysFolder);
  const secretsOf = (keys: readonly KnownKey[]) => keys.map(({ secret }) => secret);
  const allNames = marks.flatMap((_, index) => namesOf(index)).sort();
  for (const where of [folder, copy]) {
    const { pages, rows } = await search(where, secretsOf(before), words);
    // Pages hold what was removed or changed too.
    expect(pages).toEqual(allNames);
    expect(rows).toEqual(allNames.filter((name) => !/(removed|title)$/.test(name)));
    expect(await search(where, [randomBytes(32)], words)).toEqual({ pages: [], rows: [] });
  }
  expect(findBare(everywhere, words)).toEqual([]);

  const [gone = ''] = transcripts;
  const key = before.find(({ name }) => name === `${gone}/1`);
  if (key === undefined) throw new Error('the transcript has no key');
  const itsKey = { wrapped: key.wrapped, secret: key.secret };
  expect(findBare([keysFolder], itsKey)).toEqual(['wrapped']);
  expect(findBare([folder, copy], itsKey)).toEqual([]);

  await lead.get('removeTranscript', { transcript: gone });
  const left = await readKeys(keysFolder);
  expect(left.map(({ name }) => name).sort()).toEqual(
    [`${transcripts[1]}/1`, `${transcripts[2]}/1`].sort(),
  );
  const searchAll = async (): Promise<void> => {
    for (const where of [folder, copy]) {
      const { pages, rows } = await search(where, secretsOf(left), words);
      const found = new Set([...pages, ...rows]);
      expect([...found].filter((name) => name.startsWith('0 '))).toEqual([]);
      for (const name of LASTING) {
        for (const index of [1, 2]) expect(found).toContain(`${index} ${name}`);
      }
    }
    expect(findBare(everywhere, words)).toEqual([]);
    expect(findBare(everywhere, itsKey)).toEqual([]);
  };
  await searchAll();
  letGo();
  // Nothing comes back when the log is copied into the file and the server ends.
  await server.close();
  await searchAll();
  for (const path of everywhere.flatMap(filesBelow)) expect(path).not.toContain('unfinished');
}, 120_000);

test('with a project the keys of all its transcripts are destroyed', async () => {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { id: kept } = await newProject(lead);
  for (const each of [project, project, kept]) await makeTranscript(lead, each, makeMarks());
  expect(await readKeys(keysBeside(server.folder))).toHaveLength(3);
  await lead.get('removeProject', { project });
  const [left, ...others] = await readKeys(keysBeside(server.folder));
  expect(others).toEqual([]);
  const [transcript] = await lead.get('listTranscripts', { project: kept });
  expect(left?.name).toBe(`${transcript?.id}/1`);
}, 60_000);
