import type { CmocAnswer, CmocSummary, DocumentAnswer, RouteAnswers } from '@triad/collab';
import { addToDraft, cmocFields, makeAnchor } from '@triad/collab';
import type { CmocPart, Evidence, MarkRole, QuoteReference, Sentence } from '@triad/realist';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import { openDocument, readDocument, readText } from './http-documents.ts';
import type { Client, TestServer } from './http-harness.ts';
import { importShort, invite, newProject, setUp, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import type { Coder } from './rounds-team.ts';

/** A lead, a coder and an observer: all are asked to sign. */
export type CmocTeam = {
  readonly server: TestServer;
  readonly project: string;
  readonly lead: Coder;
  readonly ben: Coder;
  readonly olga: Coder;
};

export async function makeCmocTeam(server: TestServer): Promise<CmocTeam> {
  const account = await setUp(server, 'Ana');
  const { id: project, me } = await newProject(account);
  return {
    server,
    project,
    lead: Object.assign(account, { member: me }),
    ben: await invite(account, project, ['coder'], 'Ben'),
    olga: await invite(account, project, ['observer'], 'Olga'),
  };
}

type DraftingTeam = { readonly lead: Client; readonly project: string };

export const SENTENCE: Sentence = [
  { text: 'When ', role: null },
  { text: 'peers meet outside the clinic', role: 'C' },
  { text: ', ', role: null },
  { text: 'people stay', role: 'O' },
  { text: ', because ', role: null },
  { text: 'they feel less judged', role: 'M' },
];

export type Draft = {
  readonly title?: string;
  readonly sentence?: Sentence;
  readonly parts?: readonly CmocPart[];
  readonly evidence?: readonly Evidence[];
};

/** A draft of a lead's, written over its document as they would. */
export async function draft(
  { lead, project }: DraftingTeam,
  { title = 'Walking together', sentence = SENTENCE, parts = [], evidence = [] }: Draft = {},
): Promise<CmocAnswer> {
  const made = await lead.get('createCmoc', { project }, { title, group: null });
  await edit(lead, made.document, (doc) => {
    say(doc, sentence);
    addToDraft(doc, { parts, evidence });
  });
  return made;
}

/** Changes a draft in one update, stored when this resolves. */
export async function edit(
  client: Client,
  document: DocumentAnswer,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const doc = await readDocument(client, document);
  const before = Y.encodeStateVector(doc);
  change(doc);
  const raw = openDocument(client, document);
  await raw.ready();
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  if (raw.ended !== null) throw new Error(`refused: ${raw.ended.code}`);
  raw.leave();
}

/** In the place of what its sentence said. */
export function say(doc: Y.Doc, sentence: Sentence): void {
  const paragraph = cmocFields(doc).sentence.get(0) as Y.XmlElement;
  const text = paragraph.get(0) as Y.XmlText;
  doc.transact(() => {
    text.delete(0, text.length);
    let at = 0;
    for (const piece of sentence) {
      text.insert(at, piece.text, { role: piece.role === null ? null : { role: piece.role } });
      at += piece.text.length;
    }
  });
}

export function part(role: MarkRole, text: string, order = 0): CmocPart {
  return {
    id: crypto.randomUUID() as CmocPart['id'],
    role,
    order,
    text,
    inferred: false,
    mechanism:
      role === 'M' ? { form: 'whole', resource: '', reasoning: '', effect: 'helping' } : null,
    outcome: role === 'O' ? { forWhom: 'peers', sign: 'intended', horizon: null } : null,
  };
}

export function evidence(of: Partial<Evidence> = {}): Evidence {
  return {
    id: crypto.randomUUID() as Evidence['id'],
    quote: { transcript: crypto.randomUUID(), span: crypto.randomUUID() },
    part: null,
    role: 'C',
    bearing: 'supports',
    standing: 'observed',
    footing: null,
    order: 0,
    ...of,
  };
}

export async function summary(reader: Client, project: string, cmoc: string): Promise<CmocSummary> {
  const { cmocs } = await reader.get('listCmocs', { project });
  const found = cmocs.find(({ id }) => id === cmoc);
  if (found === undefined) throw new Error('no such CMOC');
  return found;
}

/** Puts what the draft says now to sign-off. */
export async function propose(
  { lead, project }: DraftingTeam,
  cmoc: string,
): Promise<RouteAnswers['proposeCmoc']> {
  const { version, draftSha256: sha256 } = await lead.get('readCmoc', { project, cmoc });
  return lead.get('proposeCmoc', { project, cmoc }, { version, sha256, note: '' });
}

/** Words of the short interview that are agreed, as if leads had decided: the server is started anew. */
export async function agreeOn(
  { server, lead, ben, olga, project }: CmocTeam,
  words: readonly string[],
): Promise<{ readonly server: TestServer; readonly quotes: readonly QuoteReference[] }> {
  const { id: transcript } = await importShort(lead, project);
  const index = await readText(lead, transcript);
  const { rounds } = await lead.get('readProject', { project });
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const quotes = [];
  for (const each of words) {
    const startUtf16 = index.text.indexOf(each);
    const range = { startUtf16, endUtf16: startUtf16 + each.length };
    const anchor = makeAnchor(index, range);
    if (anchor === null) throw new Error('no place for the words');
    const [span, place] = [crypto.randomUUID(), crypto.randomUUID()];
    await context.tables.decisions.insert(crypto.randomUUID(), {
      project,
      transcript,
      round: rounds[0]?.id ?? '',
      place,
      spans: [],
      rulings: [
        {
          number: 1,
          outcome: { kind: 'union', role: 'C' },
          by: lead.member,
          strategy: null,
          batch: null,
          at: new Date().toISOString(),
          why: '',
          ownSpan: false,
        },
      ],
      agreed: [{ id: span, role: 'C', anchor, from: [] }],
    });
    quotes.push({ transcript, span });
  }
  await close();
  const again = await startServer({ dataFolder: server.folder });
  for (const client of [lead, ben, olga]) Object.assign(client, { address: again.address });
  return { server: again, quotes };
}
