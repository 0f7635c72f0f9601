import { CLOSE, layerFields, writeTranscript } from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { compareWithCopy, keepUnsent, rememberCopy } from '../src/collab/copies.ts';
import { keepFor, keptAside, letGo, noteDownload, waitsAside } from '../src/collab/kept-aside.ts';

type File = {
  readonly cause: string;
  readonly reason: string | null;
  readonly work: Readonly<
    Record<'onTheServer' | 'notOnTheServer', readonly { readonly id: string }[]>
  >;
  readonly update: string;
};

let last = 0;
/** The head of a document of its own for each test, in this generation. */
function headIn(generation: string): DocumentAnswer {
  const layer = `layer/${[1, 2, last].map((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`).join('/')}`;
  return {
    name: layer,
    generation,
    kind: 'layer',
    writable: true,
    madeFrom: null,
  };
}

function layerWith(...ids: readonly string[]): Y.Doc {
  const doc = new Y.Doc();
  for (const id of ids) layerFields(doc).spans.set(id, { id, role: 'C' });
  return doc;
}

function files(): readonly File[] {
  return keptAside().map(({ file }) => JSON.parse(file()) as File);
}

const ids = (file: File | undefined, where: 'onTheServer' | 'notOnTheServer') =>
  file?.work[where].map(({ id }) => id);

beforeEach(() => {
  last += 1;
  for (const work of keptAside()) letGo(work);
});

test('what the server went back on is offered, and nothing else', () => {
  rememberCopy(headIn('old'), layerWith('a', 'b'));
  compareWithCopy(headIn('new'), layerWith('a'));
  const [file] = files();
  expect([ids(file, 'notOnTheServer'), ids(file, 'onTheServer')]).toEqual([['b'], ['a']]);
  expect(file?.cause).toBe('replaced');
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Buffer.from(file?.update ?? '', 'base64'));
  expect([...layerFields(copy).spans.keys()].sort()).toEqual(['a', 'b']);
  // It is compared once.
  compareWithCopy(headIn('newer'), layerWith());
  expect(files()).toHaveLength(1);
});

test('a document that comes again as it was, or holds all of it, offers nothing', () => {
  rememberCopy(headIn('old'), layerWith('a', 'b'));
  compareWithCopy(headIn('old'), layerWith());
  rememberCopy(headIn('old'), layerWith('a', 'b'));
  compareWithCopy(headIn('new'), layerWith('c', 'b', 'a'));
  compareWithCopy(headIn('newer'), layerWith());
  expect(files()).toEqual([]);
  expect(waitsAside()).toBe(false);
});

test('an entry that was changed counts as missing, its other fields in any order', () => {
  const before = layerWith('a', 'b');
  layerFields(before).spans.set('b', { role: 'M', id: 'b' });
  const after = layerWith('a', 'b');
  layerFields(after).spans.set('a', { role: 'C', id: 'a' });
  rememberCopy(headIn('old'), before);
  compareWithCopy(headIn('new'), after);
  expect(ids(files()[0], 'notOnTheServer')).toEqual(['b']);
});

test('of work that was not sent the new, the changed and the typed are told', () => {
  const doc = layerWith('a', 'b');
  const texts = doc.getMap<Y.Text>('memoTexts');
  texts.set('typed', new Y.Text('so far'));
  texts.set('left', new Y.Text('as it was'));
  const since = Y.encodeStateVector(doc);
  layerFields(doc).spans.set('b', { id: 'b', role: 'M' });
  layerFields(doc).spans.set('c', { id: 'c', role: 'O' });
  texts.get('typed')?.insert(6, ', and on');
  keepUnsent(headIn('old'), doc, since, CLOSE.tooLarge);
  const [file] = files();
  expect(ids(file, 'notOnTheServer')?.toSorted()).toEqual(['b', 'c', 'typed']);
  expect(ids(file, 'onTheServer')?.toSorted()).toEqual(['a', 'left']);
  expect([file?.cause, file?.reason]).toEqual(['unsent', CLOSE.tooLarge.reason]);
});

test('of a text that was edited and not sent the turns are told that were changed', () => {
  const doc = new Y.Doc();
  const turn = (id: string, text: string) => ({
    id,
    speaker: 's1',
    start: null,
    end: null,
    paragraphs: [text],
  });
  writeTranscript(doc, [turn('one', 'I walked.'), turn('two', 'I slept.')]);
  const since = Y.encodeStateVector(doc);
  const paragraph = (doc.getXmlFragment('text').get(1) as Y.XmlElement).get(0) as Y.XmlElement;
  (paragraph.get(0) as Y.XmlText).insert(8, ' At last');
  keepUnsent({ ...headIn('old'), kind: 'transcript' }, doc, since, CLOSE.forbidden);
  const [file] = files();
  expect([ids(file, 'notOnTheServer'), ids(file, 'onTheServer')]).toEqual([['two'], ['one']]);
  expect(JSON.stringify(file?.work)).toContain('I slept. At last');
});

test('of a page that is older than the server all that was not sent is told', () => {
  const doc = layerWith('a');
  const since = Y.encodeStateVector(doc);
  layerFields(doc).spans.set('b', { id: 'b', role: 'M' });
  layerFields(doc).spans.delete('a');
  keepUnsent(headIn('old'), doc, since, CLOSE.schema);
  const [file] = files();
  expect([ids(file, 'notOnTheServer'), ids(file, 'onTheServer')]).toEqual([['b'], []]);
  expect(file?.reason).toBe(CLOSE.schema.reason);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Buffer.from(file?.update ?? '', 'base64'));
  expect([...layerFields(copy).spans.keys()]).toEqual(['b']);
});

test('a later comparison takes the place of what was not taken as a file yet', () => {
  const doc = layerWith('a');
  keepUnsent(headIn('old'), doc, Uint8Array.of(0), CLOSE.generation);
  rememberCopy(headIn('old'), doc);
  compareWithCopy(headIn('new'), layerWith());
  expect(files().map(({ cause }) => cause)).toEqual(['replaced']);
  expect(waitsAside()).toBe(true);
  for (const work of keptAside()) noteDownload(work);
  expect(waitsAside()).toBe(false);
  rememberCopy(headIn('old'), doc);
  compareWithCopy(headIn('new'), layerWith());
  expect(files()).toHaveLength(1);
});

test('what one account made is not offered to the next', () => {
  keepFor('ana');
  keepUnsent(headIn('old'), layerWith('a'), Uint8Array.of(0), CLOSE.signedOut);
  keepFor('ana');
  expect(files()).toHaveLength(1);
  keepFor('ben');
  expect(files()).toEqual([]);
});
