import type { DocumentName } from '@triad/collab';
import { CLOSE, DOCUMENT_SCHEMA, layerFields, readLayerContent } from '@triad/collab';
import type { Store } from '@triad/storage';
import { openSqlite } from '@triad/storage';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentHead, DocumentHost } from '../src/documents/index.ts';
import {
  countNewer,
  createDocumentHost,
  DOCUMENT_COLLECTIONS,
  renewDocuments,
  sweepDocuments,
} from '../src/documents/index.ts';
import { until } from './documents-support/condition.ts';
import type { DocumentServer } from './documents-support/document-server.ts';
import {
  pathOf,
  signIn,
  startDocumentServer,
  temporaryFolder,
  TestGate,
  withLog,
} from './documents-support/document-server.ts';
import type { EarlierContent } from './documents-support/earlier-layers.ts';
import { earlierContent, putLayer, writeSchema1 } from './documents-support/earlier-layers.ts';
import { connectProvider, synced } from './documents-support/provider.ts';
import { connectRaw } from './documents-support/raw-client.ts';
import { makeFolder, newProject, setUp, startServer } from './http-harness.ts';

type LayerName = DocumentName & { readonly kind: 'layer' };

function layerName(): LayerName {
  return {
    kind: 'layer',
    transcript: randomUUID(),
    round: randomUUID(),
    member: randomUUID(),
  };
}

async function earlierLayer(
  { gate, store }: Pick<DocumentServer, 'gate' | 'store'>,
  content: EarlierContent,
): Promise<{ readonly name: LayerName; readonly head: DocumentHead }> {
  const name = layerName();
  gate.allow('ada', name);
  return { name, head: await putLayer(store, name, [writeSchema1(content)]) };
}

async function contentOf(host: DocumentHost, name: DocumentName): Promise<EarlierContent> {
  const { bytes, schema } = await host.copy(name);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return Object.fromEntries(
    Object.entries(readLayerContent(doc, schema))
      .map(([field, held]): [string, EarlierContent[string]] => [
        field,
        Object.fromEntries(held as ReadonlyMap<string, unknown>),
      ])
      .filter(([, held]) => Object.keys(held).length > 0),
  );
}

/** Something waits in it for what has not come. */
function unwhole(): Uint8Array {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const id of ['a', 'b']) doc.getMap('spans').set(id, { id });
  return updates[1] ?? Uint8Array.of(0, 0);
}

// A short one is looked into here, a long one on the thread.
test.for([5, 400])(
  'a layer of schema 1 with %i spans is the same in a new generation',
  async (n) => {
    const server = await startDocumentServer();
    signIn(server.gate, 'ada');
    const content = earlierContent(n);
    const { name, head } = await earlierLayer(server, content);
    expect(await server.host.summarise(name)).toEqual({ spans: n, sketches: 0 });
    const asked = await Promise.all(Array.from({ length: 5 }, () => server.host.describe(name)));
    const [next] = asked;
    expect(new Set(asked.map((each) => each?.generation)).size).toBe(1);
    expect(next).toMatchObject({
      schema: DOCUMENT_SCHEMA.layer,
      madeFrom: { generation: head.generation, cause: 'migration' },
    });
    expect(await contentOf(server.host, name)).toEqual(content);
    expect(await server.host.summarise(name)).toEqual({ spans: n, sketches: 0 });
    expect(await server.store.log.documents('')).toEqual([`${head.name}@${next?.generation}`]);
    const ada = connectProvider(server, next ?? head, 'ada');
    await synced(ada);
    expect(layerFields(ada.doc).spans.size).toBe(n);
    expect(server.warnings).toEqual([]);
  },
);

test('[CO11] whoever opens one that was not migrated is told what an old tab is told', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const { head } = await earlierLayer(server, earlierContent(3));
  const old = await connectRaw(server, pathOf(head), { session: 'ada' });
  expect(await old.end()).toBe(CLOSE.schema.code);
  const schema = String(DOCUMENT_SCHEMA.layer);
  const stale = await connectRaw(server, pathOf(head, { schema }), { session: 'ada' });
  expect(await stale.end()).toBe(CLOSE.generation.code);
});

test('after the start all are migrated, one after the other, and what is present is left alone', async () => {
  const server = await startDocumentServer();
  const earlier = [];
  for (let n = 0; n < 4; n += 1) earlier.push(await earlierLayer(server, earlierContent(n)));
  const present = await server.host.ensure(layerName());
  expect(await server.host.migrateAll()).toEqual({ migrated: 4, failed: 0 });
  expect(await server.host.migrateAll()).toEqual({ migrated: 0, failed: 0 });
  for (const { name } of earlier) {
    expect(await server.host.describe(name)).toMatchObject({ schema: DOCUMENT_SCHEMA.layer });
  }
  const heads = await server.host.layers(present.name.split('/')[1] ?? '');
  expect(heads.map(({ generation }) => generation)).toEqual([present.generation]);
});

test('what cannot be migrated stays as it is, is named in the log, and is refused clearly', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const name = layerName();
  server.gate.allow('ada', name);
  const head = await putLayer(server.store, name, [unwhole()]);
  const good = await earlierLayer(server, earlierContent(2));
  expect(await server.host.migrateAll()).toEqual({ migrated: 1, failed: 1 });
  expect(server.warnings).toHaveLength(1);
  expect(server.warnings[0]).toContain(head.name);
  expect(await server.host.describe(name)).toEqual(head);
  expect(await server.host.summarise(name)).toEqual({ spans: 0, sketches: 0 });
  const schema = String(DOCUMENT_SCHEMA.layer);
  const ada = await connectRaw(server, pathOf(head, { schema }), { session: 'ada' });
  expect(await ada.end()).toBe(CLOSE.unmigrated.code);
  expect(await server.store.log.read(`${head.name}@${head.generation}`)).toHaveLength(1);
  expect(await server.host.describe(good.name)).toMatchObject({ schema: DOCUMENT_SCHEMA.layer });
  // It was tried once; a start later it is tried again.
  expect(server.warnings).toHaveLength(1);
});

test('a new generation that does not read back as it was written is never shown', async () => {
  const spoilt = writeSchema1(earlierContent(1));
  for (const wrong of [spoilt, null]) {
    let spoil = true;
    const server = await startDocumentServer({
      wrap: (store) =>
        withLog(store, (log) => ({
          read: async (document) => {
            const entries = await log.read(document);
            if (!spoil || document.endsWith(kept)) return entries;
            return wrong === null ? [] : entries.map((entry) => ({ ...entry, bytes: wrong }));
          },
        })),
    });
    let kept = '';
    const content = earlierContent(3);
    const { name, head } = await earlierLayer(server, content);
    kept = head.generation;
    expect(await server.host.describe(name)).toEqual(head);
    expect(server.warnings).toHaveLength(1);
    expect(await server.store.log.documents('')).toEqual([`${head.name}@${head.generation}`]);
    spoil = false;
    expect(await contentOf(server.host, name)).toEqual(content);
  }
});

test('whoever asks while a layer is migrated is never given a log that is gone', async () => {
  let held: (() => Promise<void>) | null = null;
  const server = await startDocumentServer({
    wrap: (store) => ({
      ...withLog(store, () => ({})),
      records: {
        define: (collections) => store.records.define(collections),
        find: (...call) => store.records.find(...call),
        count: (...call) => store.records.count(...call),
        insert: (...call) => store.records.insert(...call),
        update: (...call) => store.records.update(...call),
        remove: (...call) => store.records.remove(...call),
        get: async (...call) => {
          const record = await store.records.get(...call);
          const hold = held;
          held = null;
          await hold?.();
          return record;
        },
      },
    }),
  });
  const content = earlierContent(40);
  for (const ask of ['copy', 'summarise'] as const) {
    const { name } = await earlierLayer(server, content);
    const done = new Set<LayerName>();
    // Who asks knows of the old one; if it could be, that would be gone before it is read.
    held = async () => {
      const migrating = server.host.describe(name).then(() => done.add(name));
      for (let turn = 0; turn < 200_000 && done.size === 0; turn += 1) {
        await new Promise((next) => setImmediate(next));
      }
      void migrating;
    };
    if (ask === 'copy') expect(await contentOf(server.host, name)).toEqual(content);
    else expect(await server.host.summarise(name)).toEqual({ spans: 40, sketches: 0 });
    await until('it is migrated', () => done.size > 0);
    expect(await contentOf(server.host, name)).toEqual(content);
    expect(await server.host.summarise(name)).toEqual({ spans: 40, sketches: 0 });
  }
});

test('a redaction that comes meanwhile is of the migrated layer, and has it', async () => {
  const server = await startDocumentServer();
  const content = earlierContent(30);
  const { name } = await earlierLayer(server, content);
  const [, next] = await Promise.all([
    server.host.describe(name),
    server.host.replace(name, 'redaction', ({ schema }, bytes) => {
      expect(schema).toBe(DOCUMENT_SCHEMA.layer);
      return { content: bytes, schema };
    }),
  ]);
  expect(await server.host.describe(name)).toEqual(next);
  expect(await contentOf(server.host, name)).toEqual(content);
});

test('a layer of a restored backup, which keeps its log, is migrated as well', async () => {
  const folder = await temporaryFolder();
  const store = await openSqlite({ folder });
  await store.records.define(DOCUMENT_COLLECTIONS);
  const content = earlierContent(12);
  const { name, head } = await earlierLayer({ gate: new TestGate(), store }, content);
  expect(await renewDocuments(store)).toBe(1);
  await store.close();
  const server = await startDocumentServer({ folder });
  const next = await server.host.describe(name);
  expect(next?.madeFrom?.generation).not.toBe(head.generation);
  expect(await contentOf(server.host, name)).toEqual(content);
  expect(await server.store.log.documents('')).toEqual([`${head.name}@${next?.generation}`]);
});

test('a server does not start over documents of a newer schema, and changes nothing', async () => {
  const folder = await makeFolder();
  const first = await startServer({ dataFolder: folder });
  const { id: project } = await newProject(await setUp(first));
  await first.close();
  const before = await openSqlite({ folder });
  await before.records.define(DOCUMENT_COLLECTIONS);
  const id = `theory/${project}`;
  const record = await before.records.get('documents', id);
  if (record === null) throw new Error('no theory');
  const head = JSON.parse(record.body) as { readonly schema: number };
  const newer = { ...head, schema: DOCUMENT_SCHEMA.theory + 1 };
  await before.records.update('documents', { ...record, body: JSON.stringify(newer) });
  await before.log.append('layer/of-a-newer-one@x', Uint8Array.of(0, 0), '');
  await before.close();
  await expect(startServer({ dataFolder: folder })).rejects.toMatchObject({
    code: 'documents/newer',
    message: expect.stringContaining('restore a backup') as string,
  });
  const after = await openSqlite({ folder });
  expect(await after.log.documents('layer/')).toHaveLength(1);
  await after.close();
});

test('a document of a newer schema is counted before anything is changed, and is refused', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada');
  const name = layerName();
  server.gate.allow('ada', name);
  const newer = DOCUMENT_SCHEMA.layer + 1;
  const head = await putLayer(server.store, name, [Uint8Array.of(0, 0)], newer);
  expect(await countNewer(server.store)).toBe(1);
  const schema = String(DOCUMENT_SCHEMA.layer);
  const ada = await connectRaw(server, pathOf(head, { schema }), { session: 'ada' });
  expect(await ada.end()).toBe(CLOSE.unmigrated.code);
  expect(await server.host.describe(name)).toEqual(head);
});

/** A store that dies at its `last`th write to logs and records: nothing is written from then on. */
function dying(
  store: Store,
  last: number,
): { readonly store: Store; readonly died: () => boolean } {
  let writes = 0;
  const write = <T>(act: () => Promise<T>): Promise<T> => {
    writes += 1;
    return writes > last ? Promise.reject(new Error('killed')) : act();
  };
  const { records } = store;
  const mortal = withLog(store, (log) => ({
    append: (...call) => write(() => log.append(...call)),
    compact: (...call) => write(() => log.compact(...call)),
    remove: (document) => write(() => log.remove(document)),
  }));
  return {
    died: () => writes > last,
    store: {
      ...mortal,
      records: {
        define: (collections) => records.define(collections),
        get: (...call) => records.get(...call),
        find: (...call) => records.find(...call),
        count: (...call) => records.count(...call),
        insert: (...call) => write(() => records.insert(...call)),
        update: (...call) => write(() => records.update(...call)),
        remove: (...call) => write(() => records.remove(...call)),
      },
    },
  };
}

test('a migration cut at any of its writes leaves the old or the new, and the next start goes on', async () => {
  const log = { warn: () => undefined, error: () => undefined };
  const isOwnOrigin = () => true;
  const seen = new Set<number>();
  for (let last = 0; ; last += 1) {
    const store = await openSqlite({ folder: await temporaryFolder() });
    await store.records.define(DOCUMENT_COLLECTIONS);
    const gate = new TestGate();
    const content = earlierContent(20);
    const { name, head } = await earlierLayer({ gate, store }, content);
    const mortal = dying(store, last);
    const first = createDocumentHost({ store: mortal.store, gate, log, isOwnOrigin });
    await first.migrateAll();
    const died = mortal.died();
    await first.close();
    // A start: what no record names goes, then the rest follows.
    const left = await store.log.documents('');
    const swept = await sweepDocuments(store);
    expect(swept).toBe(left.length - 1);
    const host = createDocumentHost({ store, gate, log, isOwnOrigin });
    expect(await contentOf(host, name)).toEqual(content);
    const { schema } = await host.copy(name);
    seen.add(schema);
    expect(await host.migrateAll()).toEqual({
      migrated: schema === DOCUMENT_SCHEMA.layer ? 0 : 1,
      failed: 0,
    });
    expect(await contentOf(host, name)).toEqual(content);
    const next = await host.describe(name);
    expect(next).toMatchObject({
      schema: DOCUMENT_SCHEMA.layer,
      madeFrom: { generation: head.generation },
    });
    expect(await store.log.documents('')).toEqual([`${head.name}@${next?.generation}`]);
    await host.close();
    await store.close();
    if (!died) break;
  }
  expect([...seen].sort()).toEqual([1, DOCUMENT_SCHEMA.layer]);
});
