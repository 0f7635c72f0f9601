import { DOCUMENT_SCHEMA, indexText, parseDocumentName } from '@triad/collab';
import type { TextIndex } from '@triad/collab';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { RawClient } from './documents-support/raw-client.ts';
import { until } from './documents-support/condition.ts';
import type { Client } from './http-harness.ts';

export type DocumentToOpen = {
  readonly name: string;
  readonly generation: string;
  /** Under which the text is to be edited. */
  readonly lease?: string;
};

/** Where a client that wants acknowledgements opens a document. */
export function pathOfDocument({ name, generation, lease }: DocumentToOpen): string {
  const kind = parseDocumentName(name)?.kind ?? 'layer';
  const schema = String(DOCUMENT_SCHEMA[kind]);
  const query = new URLSearchParams({ generation, schema, ack: '1' });
  if (lease !== undefined) query.set('lease', lease);
  return `/collab/${name}?${query}`;
}

/** A raw client on a document of the real server, with the cookie of `client`. */
export function openDocument(
  client: Client,
  document: DocumentToOpen,
): RawClient & { leave(): void } {
  const url = client.address.replace(/^http/, 'ws') + pathOfDocument(document);
  const socket = new WebSocket(url, {
    headers: client.cookie === null ? {} : { cookie: client.cookie },
  });
  const raw = new RawClient((frame) => socket.send(frame));
  socket.binaryType = 'nodebuffer';
  socket.on('message', (data: Buffer) => raw.frames.push(new Uint8Array(data)));
  socket.on('close', (code, reason) => (raw.ended = { code, reason: reason.toString() }));
  socket.on('error', () => (raw.ended ??= { code: 1006, reason: '' }));
  const leave = () => socket.terminate();
  onTestFinished(leave);
  return Object.assign(raw, { leave });
}

/** What a document holds, as this client is told. */
export async function readDocument(client: Client, document: DocumentToOpen): Promise<Y.Doc> {
  const raw = openDocument(client, document);
  await raw.ready();
  raw.step1();
  await until('the document is sent', () => raw.step2s.length > 0 || raw.ended !== null);
  const [update] = raw.step2s;
  if (update === undefined) throw new Error(`refused: ${raw.ended?.code} ${raw.ended?.reason}`);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  raw.leave();
  return doc;
}

/** The text of a transcript, as this client is told. */
export async function readText(client: Client, transcript: string): Promise<TextIndex> {
  const { documents } = await client.get('readTranscript', { transcript });
  const [text] = documents;
  if (text === undefined) throw new Error('a transcript without a document');
  return indexText(await readDocument(client, text));
}
