import { CLOSE, cmocFields } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { IdSet } from '../src/documents/id-set.ts';
import { deleteFormattingAlone } from '../src/documents/tidying.ts';
import { draft, edit, makeCmocTeam } from './cmoc-stage.ts';
import { until } from './documents-support/condition.ts';
import { openDocument, readDocument } from './http-documents.ts';
import { newProject, setUp, startServer } from './http-harness.ts';

function sentenceIn(doc: Y.Doc): Y.XmlText {
  const paragraph = cmocFields(doc).sentence.get(0) as Y.XmlElement;
  return paragraph.get(0) as Y.XmlText;
}

/** Of the formatting, or of all else, that stands in a document. */
function deletionOf(doc: Y.Doc, isWanted: (item: Y.Item) => boolean): Uint8Array {
  for (const [client, structs] of doc.store.clients) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted || !isWanted(struct)) continue;
      // No structs; one client with one range.
      return Uint8Array.of(0, 1, ...varUint(client), 1, ...varUint(struct.id.clock), 1);
    }
  }
  throw new Error('nothing to delete');
}

function varUint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varUint(Math.floor(value / 128))];
}

test('who reads a CMOC may tidy formatting, and nothing else', async () => {
  const team = await makeCmocTeam(await startServer());
  const { document } = await draft(team);
  const doc = await readDocument(team.olga, document);
  const raw = openDocument(team.olga, document);
  await raw.ready();
  raw.update(deletionOf(doc, ({ content }) => content instanceof Y.ContentFormat));
  await until('it is counted', () => raw.acknowledged.length > 0 || raw.ended !== null);
  expect(raw.ended).toBeNull();
  // It was not stored: the marks are there.
  const after = sentenceIn(await readDocument(team.olga, document)).toDelta() as unknown[];
  expect(after).toEqual(sentenceIn(doc).toDelta());
  raw.update(deletionOf(doc, ({ content }) => content instanceof Y.ContentString));
  expect(await raw.end()).toBe(CLOSE.forbidden.code);
});

test('leads mark the same words at once, and all come to the same', async () => {
  const team = await makeCmocTeam(await startServer());
  const { document } = await draft(team, { sentence: [{ text: 'people stay', role: null }] });
  const docs = [await readDocument(team.lead, document), await readDocument(team.lead, document)];
  const marks = [
    [0, 6, { role: { role: 'C' } }],
    [3, 8, { role: { role: 'O' } }],
  ] as const;
  for (const [at, doc] of docs.entries()) {
    const [from, length, mark] = marks[at] ?? [0, 0, {}];
    const before = Y.encodeStateVector(doc);
    sentenceIn(doc).format(from, length, mark);
    const update = Y.encodeStateAsUpdate(doc, before);
    await edit(team.lead, document, (own) => Y.applyUpdate(own, update));
  }
  const first = sentenceIn(await readDocument(team.lead, document)).toDelta() as unknown;
  const second = sentenceIn(await readDocument(team.olga, document)).toDelta() as unknown;
  expect(first).toEqual(second);
  expect(JSON.stringify(first)).toContain('"O"');
});

test('nowhere else may anybody format', async () => {
  const lead = await setUp(await startServer());
  const { theory } = await newProject(lead);
  const raw = openDocument(lead, theory);
  await raw.ready();
  const doc = new Y.Doc();
  doc.getText('x').insert(0, 'words', { bold: true });
  raw.update(Y.encodeStateAsUpdate(doc));
  expect(await raw.end()).toBe(CLOSE.malformed.code);
});

test('what is unknown, or too large to look into, is no tidying', () => {
  const doc = new Y.Doc();
  doc.getText('x').insert(0, 'y'.repeat(1024 * 1024));
  const ids = new IdSet();
  ids.add(doc.clientID + 1, 0, 1);
  expect(deleteFormattingAlone(Y.encodeStateAsUpdate(new Y.Doc()), ids)).toBe(false);
  expect(deleteFormattingAlone(Y.encodeStateAsUpdate(doc), new IdSet())).toBe(false);
});
