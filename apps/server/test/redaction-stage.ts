import { createHash } from 'node:crypto';
import {
  addMemo,
  addSketch,
  addSpan,
  indexText,
  layerFields,
  makeAnchor,
  ownSpan,
  quoted,
  readSpan,
} from '@triad/collab';
import type { Entry } from '@triad/collab';
import type { DocumentAnswer, LayerEditor, TextIndex } from '@triad/collab';
import type { Anchor, TextRange } from '@triad/realist';
import * as Y from 'yjs';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { openDocument, readDocument } from './http-documents.ts';
import type { Client, TestServer } from './http-harness.ts';
import { importForm, invite, newProject, setUp, shortInterview } from './http-harness.ts';
import type { Coder } from './rounds-team.ts';
import { documentsOf } from './rounds-team.ts';

/** A name that stands in every place of a transcript, and how it was misheard before. */
export type Planted = { readonly name: string; readonly misheard: string };

export type RedactionStage = {
  readonly server: TestServer;
  readonly project: string;
  readonly transcript: string;
  /** The round that came with the project, closed for this transcript: its layers stand as copies. */
  readonly closed: string;
  readonly round: string;
  readonly lead: Coder;
  readonly ben: Coder;
};

export const NEUTRAL = 'we walked in the garden';

/**
 * A transcript with the name in its title, its file's name, a speaker's label, its text, its original,
 * two versions of its history, comments, why a round was opened again, what was decided, why, and what a
 * coder answered, and the layers of two coders in a closed round (as copies) and in an open one: quotes,
 * what stands beside them, memos, restatements, inferred parts.
 */
export async function plant(
  server: TestServer,
  { name, misheard }: Planted,
): Promise<RedactionStage> {
  const account = await setUp(server, 'Ana');
  const { id: project, me, rounds } = await newProject(account);
  const lead: Coder = Object.assign(account, { member: me });
  const ben = await invite(account, project, ['coder'], 'Ben');
  const first = rounds[0]?.id ?? '';
  const said = `So ${misheard} came, and ${NEUTRAL} with ${name}.`;
  const original = Buffer.from(`Interviewer: Who came?\n${name}: ${said}\n`);
  const { id: transcript } = await lead.get(
    'importTranscript',
    { project },
    importForm(
      shortInterview({
        title: `Interview with ${name}`,
        fileName: `${name.toUpperCase()}.txt`,
        keepOriginal: true,
        sha256: createHash('sha256').update(original).digest('hex'),
        speakers: [
          { key: 's1', name: 'Interviewer', kind: 'interviewer', participant: null },
          { key: 's2', name, kind: 'participant', participant: null },
        ],
        turns: [
          { speaker: 's1', start: 0, end: 4, text: 'Who came?' },
          { speaker: 's2', start: 4, end: 9, text: said },
          { speaker: 's1', start: 9, end: 12, text: 'And who did not?' },
        ],
      }),
      new Uint8Array(original),
    ),
  );
  for (const coder of [lead, ben]) await code(coder, transcript, first, { name, misheard });
  await correct(lead, transcript, (doc) => {
    const words = wordsIn(doc, 1);
    words.delete(3, misheard.length);
    words.insert(3, name);
  });
  const { rounds: now } = await lead.get('readProject', { project });
  const version = now.find(({ id }) => id === first)?.version;
  const params = { project, round: first };
  await lead.get('closeRound', params, { version, transcripts: [transcript] });
  const { rounds: closed } = await lead.get('readProject', { project });
  const again = { version: closed.find(({ id }) => id === first)?.version, member: ben.member };
  const reason = `What ${name} said was overlooked`;
  const reopened = await lead.get('reopenRound', params, { ...again, reason });
  await lead.get('closeAgain', params, { ...again, version: reopened.version });
  await decide(lead, ben, transcript, name);
  const opened = { kind: 'open', title: 'Second', transcripts: [transcript] };
  const { id: round } = await lead.get('openRound', { project }, opened);
  for (const coder of [lead, ben]) await code(coder, transcript, round, { name, misheard: name });
  await comment(lead, transcript, { kind: 'transcript' }, `Who is ${name}?`);
  const index = await textOf(lead, transcript);
  const startUtf16 = (index.turns[1]?.startUtf16 ?? 0) + 3;
  const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + name.length });
  await comment(ben, transcript, { kind: 'passage', anchor }, `${name.toLowerCase()} again`);
  return { server, project, transcript, closed: first, round, lead, ben };
}

/** Agrees on words with the name, and says why, with the name; so does a coder, and a tie of sketches. */
async function decide(lead: Client, ben: Client, transcript: string, name: string): Promise<void> {
  const view = await lead.get('readAdjudication', { transcript });
  const text = view.transcript.result?.text;
  const at = view.text.indexOf(`with ${name}`);
  const group = view.groups.find(({ hull }) => hull[0] === at);
  const outcome = { kind: 'union', role: 'C' };
  const command = { text, spans: group?.spans, outcome, why: `Both walk with ${name}` };
  const { id: decision } = await lead.get('decide', { transcript }, command);
  const answer = { ruling: 1, stance: 'differs', text: `Not with ${name.toUpperCase()}` };
  await ben.get('answerDecision', { transcript, decision }, answer);
  const sketches = view.sketches.map(({ id }) => id);
  await lead.get('tieSketches', { transcript }, { kind: 'join', sketches, why: `As ${name} says` });
}

/** Has the lead correct the name away wherever it stands in the text: an anonymisation by hand. */
export async function correctAway({ lead, transcript }: RedactionStage, name: string) {
  await correct(lead, transcript, (doc) => {
    const words = wordsIn(doc, 1);
    for (let at = words.toString().indexOf(name); at >= 0; at = words.toString().indexOf(name)) {
      words.delete(at, name.length);
      words.insert(at, '[name]');
    }
  });
}

function comment(author: Client, transcript: string, target: unknown, text: string) {
  return author.get('createComment', { transcript }, { target, text });
}

/** Opens a coder's own layer of a round as an annotator does. */
export async function openLayer(
  coder: Coder,
  transcript: string,
  round: string,
): Promise<{ readonly head: DocumentAnswer; readonly doc: Y.Doc; readonly raw: RawClient }> {
  const head = await layerOf(coder, coder.member, transcript, round);
  const doc = await readDocument(coder, head);
  const raw = openDocument(coder, head);
  await raw.ready();
  return { head, doc, raw };
}

export async function layerOf(
  reader: Client,
  member: string,
  transcript: string,
  round: string,
): Promise<DocumentAnswer> {
  const head = (await documentsOf(reader, transcript)).find(({ name }) =>
    name.endsWith(`${round}/${member}`),
  );
  if (head === undefined) throw new Error('no such layer');
  return head;
}

async function code(
  coder: Coder,
  transcript: string,
  round: string,
  { name, misheard }: Planted,
): Promise<void> {
  const index = await textOf(coder, transcript);
  const { doc, raw } = await openLayer(coder, transcript, round);
  const before = Y.encodeStateVector(doc);
  const editor = editorOf(doc);
  const on = (words: string) => addSpan(editor, { role: 'C', anchor: anchorOn(index, words) });
  const whole = on(`${misheard} came`);
  on(NEUTRAL);
  on(`with ${name}.`);
  on(name);
  addMemo(editor, [{ kind: 'span', id: whole }], `I know ${name}, as in ${name}'s house`);
  const removed = addMemo(editor, [], `${name} is to go`);
  layerFields(doc).memoTexts.delete(removed);
  addSketch(editor, {
    form: 'plain',
    restatement: `When ${name} comes, people walk`,
    parts: [
      { role: 'C', filledBy: quoted([ownSpan(whole)]) },
      { role: 'M', filledBy: { kind: 'inferred', words: `${name.toUpperCase()} is trusted` } },
    ],
  });
  // What no reader knows, and what is not as it should be.
  layerFields(doc).spans.set('broken', { id: 'broken', note: name });
  layerFields(doc).parts.set(name, {
    id: name,
    sketch: 'one',
    role: 'C',
    order: 1,
    filledBy: { kind: 'inferred', words: '' },
  });
  const spans = doc.getArray('spans');
  spans.push([name, { note: name }]);
  // Of two with one id, as two tabs leave them, nobody reads the first.
  spans.insert(0, [{ id: whole, note: name }]);
  const stored = layerFields(doc).spans.get(whole) as Entry;
  layerFields(doc).spans.set(whole, { ...stored, nodes: [name], note: name });
  doc.getMap('nodes').set('node', { label: `${name} speaks` });
  doc.getMap('nodes').set(name, 1);
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  if (raw.ended !== null) throw new Error(`refused: ${raw.ended.code}`);
  raw.update(waitsForever(name));
  await until('it is on disk', () => raw.acknowledged.at(-1) === 2 || raw.ended !== null);
}

/** An update that builds on one that never comes: it waits in the document's bytes. */
function waitsForever(name: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap('memoTexts').set(crypto.randomUUID(), new Y.Text('first'));
  const before = Y.encodeStateVector(doc);
  doc.getMap('memoTexts').set(crypto.randomUUID(), new Y.Text(`then ${name}`));
  return Y.encodeStateAsUpdate(doc, before);
}

function editorOf(doc: Y.Doc): LayerEditor {
  return {
    doc,
    origin: null,
    now: () => new Date().toISOString(),
    newId: () => crypto.randomUUID(),
  };
}

export async function textOf(reader: Client, transcript: string): Promise<TextIndex> {
  const [text] = await documentsOf(reader, transcript);
  if (text === undefined) throw new Error('no text');
  return indexText(await readDocument(reader, text));
}

/** Where words stand in a text for the nth time. */
export function placeIn({ text }: TextIndex, words: string, nth = 1): TextRange {
  let startUtf16 = -1;
  for (let n = 0; n < nth; n += 1) startUtf16 = text.indexOf(words, startUtf16 + 1);
  if (startUtf16 < 0) throw new Error('the words are not there');
  return { startUtf16, endUtf16: startUtf16 + words.length };
}

function anchorOn(index: TextIndex, words: string): Anchor {
  const anchor = makeAnchor(index, placeIn(index, words));
  if (anchor === null) throw new Error('no anchor');
  return anchor;
}

/** The quotes of a layer's spans. */
export function quotesIn(layer: Y.Doc): readonly string[] {
  return [...layerFields(layer).spans]
    .map(([id, value]) => readSpan(id, value)?.anchor.quote)
    .filter((quote) => quote !== undefined)
    .sort();
}

/** What a lead asks who types the words, which may stand nowhere in the text. */
export function typing(words: string) {
  return { words, all: true, replacement: '[name]' };
}

/** What a lead asks who selected the words where they stand first. */
export function asking(index: TextIndex, words: string, over: object = {}) {
  return { words, ...placeIn(index, words), all: true, replacement: '[name]', ...over };
}
