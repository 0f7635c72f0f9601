import type { DocumentName } from '@triad/collab';
import { formatDocumentName } from '@triad/collab';
import type { Store } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import type { DocumentHead } from '../../src/documents/index.ts';

/** What a layer of schema 1 holds here: values by id, for each field, and texts. */
export type EarlierContent = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const TEXTS: ReadonlySet<string> = new Set(['memoTexts', 'restatements']);

/** A layer as clients wrote it while its schema was 1: a Y.Map by id for each field. */
export function writeSchema1(content: EarlierContent): Uint8Array {
  const doc = new Y.Doc();
  for (const [field, values] of Object.entries(content)) {
    for (const [id, value] of Object.entries(values)) {
      doc.getMap(field).set(id, TEXTS.has(field) ? new Y.Text(String(value)) : value);
    }
  }
  return Y.encodeStateAsUpdate(doc);
}

/** Spans that read as such, with a memo on each tenth. */
export function earlierContent(spans: number): EarlierContent {
  const numbers = Array.from({ length: spans }, (_, n) => ({ n, id: randomUUID() }));
  const memos = numbers
    .filter(({ n }) => n % 10 === 0)
    .map(({ n, id }) => ({ n, id: randomUUID(), span: id }));
  const createdAt = (n: number): string => new Date(Date.UTC(2026, 0, 5) + n * 1_000).toISOString();
  return {
    spans: byId(numbers, ({ n, id }) => ({
      id,
      role: 'C',
      unsure: n % 3 === 0,
      anchor: {
        start: [1, n],
        end: [1, n + 9],
        turn: 't',
        quote: `words ${n}`,
        before: 'before',
        after: 'after',
      },
      nodes: [],
      createdAt: createdAt(n),
    })),
    memos: byId(memos, ({ n, id, span }) => ({
      id,
      links: [{ kind: 'span', id: span }],
      createdAt: createdAt(n),
    })),
    memoTexts: byId(memos, ({ n }) => `memo ${n}`),
  };
}

function byId<Item extends { readonly id: string }>(
  items: readonly Item[],
  valueOf: (item: Item) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(items.map((item) => [item.id, valueOf(item)]));
}

/**
 * Puts a layer of an earlier (or later) schema into a store that nobody serves, in the place of the
 * one that is there, if any.
 */
export async function putLayer(
  store: Store,
  name: DocumentName & { readonly kind: 'layer' },
  updates: readonly Uint8Array[],
  schema = 1,
): Promise<DocumentHead> {
  const id = formatDocumentName(name);
  const generation = randomUUID();
  for (const update of updates) await store.log.append(`${id}@${generation}`, update, '');
  const body = JSON.stringify({ generation, schema });
  const record = await store.records.get('documents', id);
  if (record === null) {
    const keys = { transcript: name.transcript };
    await store.records.insert('documents', { id, body, keys });
  } else {
    await store.records.update('documents', { ...record, body });
    const before = JSON.parse(record.body) as { generation: string; loggedAs?: string };
    await store.log.remove(`${id}@${before.loggedAs ?? before.generation}`);
  }
  return { name: id, generation, schema };
}
