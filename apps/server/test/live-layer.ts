import { addSpan, DOCUMENT_SCHEMA, layerFields, makeAnchor, readSpan } from '@triad/collab';
import type { SpanId } from '@triad/realist';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { layerOf } from './backup-support.ts';
import { until } from './documents-support/condition.ts';
import { readText } from './http-documents.ts';
import type { Client } from './http-harness.ts';

/** One's own layer of a transcript by the unmodified y-websocket client, in step with the server. */
export async function liveLayer(client: Client, transcript: string): Promise<Y.Doc> {
  const { name, generation } = await layerOf(client, transcript);
  const doc = new Y.Doc();
  const origin = client.address.replace(/^http/, 'ws');
  const provider = new WebsocketProvider(`${origin}/collab`, name, doc, {
    WebSocketPolyfill: socketsOf(client),
    params: { generation, schema: String(DOCUMENT_SCHEMA.layer) },
    disableBc: true,
  });
  onTestFinished(() => {
    provider.destroy();
    doc.destroy();
  });
  await until('the layer is in step', () => provider.synced);
  return doc;
}

/** Marks words that stand once in the text; they are on disk when another client has the mark. */
export async function codeLive(client: Client, transcript: string, words: string): Promise<SpanId> {
  const index = await readText(client, transcript);
  const startUtf16 = index.text.indexOf(words);
  const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + words.length });
  if (anchor === null) throw new Error('the words are not in the text');
  const [mine, other] = [await liveLayer(client, transcript), await liveLayer(client, transcript)];
  const now = () => new Date().toISOString();
  const editor = { doc: mine, origin: null, now, newId: () => crypto.randomUUID() };
  const id = addSpan(editor, { role: 'M', anchor });
  await until('the mark is with another client', () => layerFields(other).spans.has(id));
  return id;
}

/** The quotes of one's own marks, as a fresh client of the server is told. */
export async function quotesLive(client: Client, transcript: string): Promise<readonly string[]> {
  const { spans } = layerFields(await liveLayer(client, transcript));
  return [...spans.keys()].map((id) => readSpan(id, spans.get(id))?.anchor.quote ?? '');
}

/** A class of sockets that come with this client's cookie, as a browser's do. */
function socketsOf({ cookie }: Client): typeof globalThis.WebSocket {
  class SignedInSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: cookie === null ? {} : { cookie } });
    }
  }
  return SignedInSocket as unknown as typeof globalThis.WebSocket;
}
