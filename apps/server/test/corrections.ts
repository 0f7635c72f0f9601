import { TEXT_FIELD } from '@triad/collab';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import { openDocument, readDocument } from './http-documents.ts';
import type { Client } from './http-harness.ts';

/** The words of a turn's paragraph, as a Y text. */
export function wordsIn(doc: Y.Doc, turn: number, paragraph = 0): Y.XmlText {
  const element = doc.getXmlFragment(TEXT_FIELD).get(turn) as Y.XmlElement;
  return (element.get(paragraph) as Y.XmlElement).get(0) as Y.XmlText;
}

/** Changes a text as a lead does, under a lease from its beginning to its end. */
export async function correct(
  lead: Client,
  transcript: string,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const { id: lease } = await lead.get('takeLease', { transcript });
  await write(lead, transcript, lease, change);
  await lead.get('releaseLease', { transcript, lease });
}

/** Changes a text under a lease that holds; resolves when it is on disk. */
export async function write(
  lead: Client,
  transcript: string,
  lease: string,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const { documents } = await lead.get('readTranscript', { transcript });
  const [text] = documents;
  if (text === undefined) throw new Error('a transcript without a document');
  const doc = await readDocument(lead, text);
  const before = Y.encodeStateVector(doc);
  doc.transact(() => change(doc));
  const raw = openDocument(lead, { ...text, lease });
  await raw.ready();
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  if (raw.ended !== null) throw new Error(`refused: ${raw.ended.code}`);
}
