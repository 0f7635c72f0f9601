import {
  addMemo,
  addSpan,
  CLOSE,
  indexText,
  layerFields,
  makeAnchor,
  noteRedacted,
  writeTranscript,
} from '@triad/collab';
import type { Entry } from '@triad/collab';
import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  compareWithCopy,
  giveUpOn,
  holdsUnsent,
  keepUnsent,
  rememberCopy,
} from '../src/collab/copies.ts';
import { noteAccount } from '../src/api/who.ts';
import { keptAside, letGo, noteDownload, waitsAside } from '../src/collab/kept-aside.ts';
import type { OwnedHead } from '../src/collab/owned-head.ts';

type File = {
  readonly cause: string;
  readonly reason: string | null;
  readonly work: Readonly<
    Record<'onTheServer' | 'notOnTheServer', readonly { readonly id: string }[]>
  >;
  readonly update: string | null;
};

let last = 0;
/** The head of a document of its own for each test, in this generation. */
function headIn(generation: string, account = 'ana'): OwnedHead {
  const layer = `layer/${[1, 2, last].map((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`).join('/')}`;
  return {
    account,
    place: null,
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
  noteAccount('ana');
  for (const work of keptAside()) letGo(work);
});

test('what the server went back on is offered, and nothing else', () => {
  rememberCopy(headIn('old'), layerWith('a', 'b'));
  compareWithCopy(headIn('new'), layerWith('a'));
  const [file] = files();
  expect([ids(file, 'notOnTheServer'), ids(file, 'onTheServer')]).toEqual([['b'], []]);
  expect(file?.cause).toBe('replaced');
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Buffer.from(file?.update ?? '', 'base64'));
  expect([...layerFields(copy).spans.keys()]).toEqual(['b']);
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

test('of work that was not sent the new, the changed and the typed are told, and no word of the rest', () => {
  const doc = layerWith('a');
  const { spans, memoTexts } = layerFields(doc);
  spans.set('b', { id: 'b', quote: 'as it was' });
  spans.set('d', { id: 'd', quote: 'as it was' });
  memoTexts.set('typed', new Y.Text('so far'));
  memoTexts.set('left', new Y.Text('untouched'));
  const since = Y.encodeStateVector(doc);
  spans.set('b', { id: 'b', quote: 'changed' });
  spans.set('c', { id: 'c', quote: 'new' });
  memoTexts.get('typed')?.insert(6, ', and on');
  spans.delete('a');
  keepUnsent(headIn('old'), doc, since, CLOSE.forbidden);
  const [file] = files();
  expect(ids(file, 'notOnTheServer')?.toSorted()).toEqual(['b', 'c', 'typed']);
  expect(ids(file, 'onTheServer')).toEqual([]);
  expect([file?.cause, file?.reason]).toEqual(['unsent', CLOSE.forbidden.reason]);
  const bytes = Buffer.from(file?.update ?? '', 'base64');
  for (const words of ['as it was', 'untouched']) {
    expect(JSON.stringify(file?.work)).not.toContain(words);
    expect(bytes.toString('latin1')).not.toContain(words);
  }
  const part = new Y.Doc();
  Y.applyUpdate(part, bytes);
  expect(layerFields(part).spans.toJSON()).toEqual({
    b: { id: 'b', quote: 'changed' },
    c: { id: 'c', quote: 'new' },
  });
  expect(layerFields(part).memoTexts.toJSON()).toEqual({ typed: 'so far, and on' });
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

test('what hears only after the new one came that it was replaced is offered then', () => {
  compareWithCopy(headIn('new'), layerWith('a'));
  const unsent = { since: new Uint8Array([0]), reason: CLOSE.generation, offered: false };
  rememberCopy(headIn('old'), layerWith('a', 'b'), unsent);
  expect(ids(files()[0], 'notOnTheServer')).toEqual(['b']);
  // What is of the present generation waits for the next time.
  rememberCopy(headIn('new'), layerWith('a', 'c'), unsent);
  expect([files().length, holdsUnsent()]).toEqual([1, true]);
  compareWithCopy(headIn('new'), layerWith('a', 'c'));
  expect(holdsUnsent()).toBe(false);
});

test('what one account made waits out of sight of the next, and is there when it is back', () => {
  keepUnsent(headIn('old'), layerWith('a'), Uint8Array.of(0), CLOSE.signedOut);
  noteAccount(null);
  expect(files()).toHaveLength(1);
  noteAccount('ben');
  expect(files()).toEqual([]);
  // The browser still asks before the tab closes.
  expect(waitsAside()).toBe(true);
  noteAccount('ana');
  expect(files()).toHaveLength(1);
});

test('a copy of one account is compared when that account has the document again', () => {
  rememberCopy(headIn('old'), layerWith('a'));
  noteAccount('ben');
  compareWithCopy(headIn('new', 'ben'), layerWith());
  rememberCopy(headIn('new', 'ben'), layerWith('b'));
  giveUpOn(headIn('new').name.split('/')[1] ?? '');
  expect(files()).toEqual([]);
  noteAccount('ana');
  compareWithCopy(headIn('new'), layerWith());
  expect(files().map((file) => ids(file, 'notOnTheServer'))).toEqual([['a']]);
});

/** A text of one turn, and a coder's layer on it with what was sent and what was not. */
function redactedStage() {
  const id = crypto.randomUUID();
  const text = new Y.Doc();
  const said = 'We met Maria at school. MARIA left early.';
  writeTranscript(text, [{ id: 'one', speaker: 's1', start: null, end: null, paragraphs: [said] }]);
  const before = indexText(text);
  const doc = new Y.Doc();
  const editor = {
    doc,
    origin: null,
    now: () => new Date(0).toISOString(),
    newId: () => crypto.randomUUID(),
  };
  const on = (words: string) => {
    const startUtf16 = said.indexOf(words);
    const anchor = makeAnchor(before, { startUtf16, endUtf16: startUtf16 + words.length });
    if (anchor !== null) addSpan(editor, { role: 'C', anchor });
  };
  on('school');
  const since = Y.encodeStateVector(doc);
  on('met Mar');
  on('left early');
  addMemo(editor, [], 'maria again, and Maria’s friend');
  const after = new Y.Doc();
  Y.applyUpdate(after, Y.encodeStateAsUpdate(text));
  const words = ((after.getXmlFragment('text').get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(
    0,
  ) as Y.XmlText;
  const { client, clock } = words._start?.id ?? { client: 0, clock: 0 };
  for (const at of [said.indexOf('MARIA'), said.indexOf('Maria')]) {
    words.delete(at, 5);
    words.insert(at, '[name]');
  }
  const runs = [said.indexOf('Maria'), said.indexOf('MARIA')].map((at) => [
    [client, clock + at, 5] as const,
  ]);
  noteRedacted(after, crypto.randomUUID(), runs);
  const present = new Y.Doc();
  const [sent = ''] = [...layerFields(doc).spans.keys()];
  layerFields(present).spans.set(sent, layerFields(doc).spans.get(sent) as Entry);
  const layer = { ...headIn('old'), name: `layer/${id}/${id}/${crypto.randomUUID()}` };
  const head = { ...headIn('old'), name: `transcript/${id}`, kind: 'transcript' } as const;
  /** Several generations later, the last of them made by a migration. */
  const later = <Head extends OwnedHead>(of: Head): Head => ({
    ...of,
    generation: 'later',
    madeFrom: { generation: 'between', cause: 'migration' },
    redactions: 1,
  });
  return { id, text, doc, since, after, present, layer, head, later };
}

/** The old layer is left; the new text and the new layer come. */
const ORDERS = ['left text layer', 'left layer text', 'text left layer', 'layer left text'];
test.each([...ORDERS, 'text layer left', 'layer text left'])(
  'unsent work is offered without words that were taken out meanwhile: %s',
  (order) => {
    const stage = redactedStage();
    const { layer, head, later } = stage;
    rememberCopy(head, stage.text);
    const unsent = { since: stage.since, reason: CLOSE.generation, offered: false };
    const acts: Readonly<Record<string, () => void>> = {
      left: () => rememberCopy(layer, stage.doc, unsent),
      text: () => compareWithCopy(later(head), stage.after),
      layer: () => compareWithCopy(later(layer), stage.present),
    };
    for (const act of order.split(' ')) {
      expect(files()).toEqual([]);
      acts[act]?.();
    }
    const [file] = files();
    expect([file?.cause, file?.update, holdsUnsent()]).toEqual(['redacted', null, false]);
    const all = JSON.stringify(file);
    expect(all).not.toMatch(/mar/i);
    expect(all).toContain('"quote":"met […]"');
    expect(all).toContain('"quote":"left early"');
    expect(all).toContain('[…] again, and […]’s friend');
    expect(ids(file, 'onTheServer')).toEqual([]);
    expect(ids(file, 'notOnTheServer')).toHaveLength(4);
    stage.after.destroy();
  },
);

test('the text of before tells which words went, whatever of the later one is left meanwhile', () => {
  const { text, doc, since, after, present, layer, head, later } = redactedStage();
  rememberCopy(head, text);
  compareWithCopy(later(head), after);
  rememberCopy(later(head), after);
  rememberCopy(layer, doc, { since, reason: CLOSE.generation, offered: false });
  compareWithCopy(later(layer), present);
  const all = JSON.stringify(files());
  expect(all).not.toMatch(/mar/i);
  expect(all).toContain('"quote":"left early"');
  after.destroy();
});

test('where the later text alone is known nobody can tell which words went', () => {
  const { doc, since, after, present, layer, head, later } = redactedStage();
  rememberCopy(later(head), after);
  compareWithCopy({ ...later(head), generation: 'latest' }, after);
  rememberCopy(layer, doc, { since, reason: CLOSE.generation, offered: false });
  compareWithCopy(later(layer), present);
  const all = JSON.stringify(files());
  expect(all).toContain('"role":"C"');
  expect(all).not.toMatch(/mar|early/i);
  after.destroy();
});

test('of a layer that was wholly sent nothing is offered after a redaction', () => {
  const { text, doc, after, layer, head, later } = redactedStage();
  rememberCopy(head, text);
  rememberCopy(layer, doc);
  compareWithCopy(later(head), after);
  const present = new Y.Doc();
  Y.applyUpdate(present, Y.encodeStateAsUpdate(doc));
  compareWithCopy(later(layer), present);
  expect(files()).toEqual([]);
  after.destroy();
});

test('what was offered before it was known of the redaction is taken back and offered anew', () => {
  const stage = redactedStage();
  const { layer, head, later } = stage;
  keepUnsent(layer, stage.doc, stage.since, CLOSE.signedOut);
  rememberCopy(head, stage.text);
  rememberCopy(layer, stage.doc, { since: stage.since, reason: CLOSE.signedOut, offered: true });
  expect(JSON.stringify(files())).toMatch(/maria/i);
  compareWithCopy(later(head), stage.after);
  compareWithCopy(later(layer), stage.present);
  expect(files()).toHaveLength(1);
  expect(JSON.stringify(files())).not.toMatch(/mar/i);
  stage.after.destroy();
});

test('where nobody can tell what was taken out, the work is offered without any words', () => {
  const stage = redactedStage();
  const unsent = { since: stage.since, reason: CLOSE.generation, offered: false };
  rememberCopy(stage.layer, stage.doc, unsent);
  giveUpOn(stage.id);
  const [file] = files();
  expect(ids(file, 'notOnTheServer')).toHaveLength(4);
  expect(JSON.stringify(file)).not.toMatch(/mar|early/i);
  expect(JSON.stringify(file)).toContain('"role":"C"');
});

test('corrections of a text that were not sent are offered without the words, too', () => {
  const { text, after, head, later } = redactedStage();
  const since = Y.encodeStateVector(text);
  const words = ((text.getXmlFragment('text').get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(
    0,
  ) as Y.XmlText;
  words.insert(words.length, ' So said Maria, I heard.');
  rememberCopy(head, text, { since, reason: CLOSE.generation, offered: false });
  compareWithCopy(later(head), after);
  const [file] = files();
  expect(JSON.stringify(file)).not.toMatch(/mar/i);
  expect(JSON.stringify(file)).toContain(
    'We met […] at school. […] left early. So said […], I heard.',
  );
  after.destroy();
});
