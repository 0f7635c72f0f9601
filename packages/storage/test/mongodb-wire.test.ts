import type { CommandStartedEvent, Document } from 'mongodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openMongodb } from '../src/index.ts';
import type { KeyTable, Store } from '../src/index.ts';
import { startAnsweringServer } from './answering-server.ts';
import { describeMongodb } from './mongodb-store.ts';

/*
 * What the stand-in ignores, and a replica set does: asserted of what goes over the wire, and of
 * what is made of the answers.
 */

const WRITING = ['insert', 'update', 'delete', 'findAndModify', 'createIndexes'];
const READING = ['find', 'aggregate'];
/** What neither changes nor reads data. */
const OTHER = ['buildInfo', 'getMore', 'endSessions', 'ping', 'killCursors'];

const things = [{ name: 'things', indexes: { name: { unique: true }, group: { unique: false } } }];
const thing = { id: 'i', body: '{}', keys: { name: 'a', group: 'g' } };

/** Every call of the port, small and large. */
async function callEverything({ records, log, blobs }: Store): Promise<void> {
  await records.define(things);
  const record = await records.insert('things', thing);
  await records.update('things', { ...record, body: '[]' });
  await records.get('things', 'i');
  await records.find('things', { index: 'group', value: 'g' });
  await records.count('things', null);
  await records.remove('things', 'i');
  const key = await log.append('d', new Uint8Array(10), '');
  await log.append('d', new Uint8Array(1_500_000), '');
  await log.read('d');
  await log.extent('d');
  await log.compact('d', new Uint8Array(5), '', [key]);
  await log.documents('');
  await log.remove('d');
  await blobs.put('b', new Uint8Array(10), '');
  await blobs.put('b', new Uint8Array(1_500_000), '');
  await blobs.get('b');
  await blobs.list();
  await blobs.remove('b');
}

async function callKeys(keys: KeyTable): Promise<void> {
  await keys.makeHead({ form: 1, id: 'i', check: new Uint8Array(4) });
  await keys.head();
  await keys.isEmpty();
  await keys.add('t/1', new Uint8Array(4));
  await keys.list('t');
  await keys.read('t/1');
  await keys.destroy('t/1');
}

describe('on the wire', () => {
  describeMongodb((fixture) => {
    test('[ST1] [ST2] every command asks for a majority', async () => {
      const events: CommandStartedEvent[] = [];
      // A connection string that asks for less is not heeded.
      const uri = `${fixture.makeDatabase().uri}?w=1&journal=false&readPreference=secondaryPreferred`;
      const store = await fixture.open({ uri, onCommand: (event) => events.push(event) });
      await callEverything(store);
      await callKeys(store.keys);
      await store.close();
      const names = new Set(events.map(({ commandName }) => commandName));
      expect([...WRITING, ...READING].filter((name) => !names.has(name))).toEqual([]);
      expect(
        [...names].filter((name) => ![...WRITING, ...READING, ...OTHER].includes(name)),
      ).toEqual([]);
      for (const { command, commandName } of events) {
        if (WRITING.includes(commandName))
          expect(command['writeConcern']).toMatchObject({ w: 'majority', j: true });
        if (READING.includes(commandName)) {
          expect(command['readConcern']).toMatchObject({ level: 'majority' });
          expect(command['$readPreference'] ?? { mode: 'primary' }).toEqual({ mode: 'primary' });
        }
        // A transaction would need a replica set, and is not what the store rests on (ST3).
        expect(command).not.toHaveProperty('startTransaction');
        expect(command).not.toHaveProperty('autocommit');
      }
    });

    test('one message carries the appends of many documents', async () => {
      const inserts: number[] = [];
      const store = await fixture.open({
        onCommand({ commandName, command }) {
          const { insert, documents } = command as { insert?: string; documents?: unknown[] };
          if (commandName === 'insert' && insert === 'entries')
            inserts.push(documents?.length ?? 0);
        },
      });
      const documents = Array.from({ length: 20 }, (_, n) => `d${n}`);
      for (const document of documents) await store.log.append(document, new Uint8Array(9), '');
      inserts.length = 0;
      await Promise.all(
        documents.flatMap((document) =>
          Array.from({ length: 20 }, () => store.log.append(document, new Uint8Array(9), '')),
        ),
      );
      expect(inserts.reduce((sum, count) => sum + count, 0)).toBe(400);
      expect(inserts.length).toBeLessThan(40);
    });
  });

  /** A server that does what is asked, but that no majority follows. */
  async function openAlone(): Promise<Store> {
    const state = { alone: false };
    const server = await startAnsweringServer((command) => answerTo(command, state.alone));
    const store = await openMongodb({ uri: server.uri, waitForServerMs: 2_000 });
    await store.records.define(things);
    state.alone = true;
    onTestFinished(async () => {
      await store.close();
      await server.close();
    });
    return store;
  }

  test('[ST1] what no majority confirms is not acknowledged', async () => {
    const { records, log, blobs } = await openAlone();
    const writes = [
      records.insert('things', thing),
      records.update('things', { ...thing, version: 1 }),
      records.remove('things', 'i'),
      log.append('d', new Uint8Array(1), ''),
      log.append('d', new Uint8Array(1_500_000), ''),
      log.remove('d'),
      blobs.put('b', new Uint8Array(1), ''),
      blobs.put('b', new Uint8Array(1_500_000), ''),
    ];
    for (const outcome of await Promise.allSettled(writes)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'storage/unavailable' },
      });
    }
  });

  test('[ST1] an entry of a batch that no majority confirms is not acknowledged', async () => {
    const server = await startAnsweringServer((command) =>
      // The counter is confirmed, and the entries are not.
      answerTo(command, command['insert'] === 'entries'),
    );
    const store = await openMongodb({ uri: server.uri, waitForServerMs: 2_000 });
    onTestFinished(async () => {
      await store.close();
      await server.close();
    });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => store.log.append('d', new Uint8Array(1), '')),
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'storage/unavailable', message: expect.stringContaining('majority') },
      });
  });
});

function answerTo(command: Document, alone: boolean): Document {
  const [name = ''] = Object.keys(command);
  const unconfirmed = {
    writeConcernError: { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting timed out' },
  };
  const concern = alone && WRITING.includes(name) ? unconfirmed : {};
  switch (name) {
    case 'buildInfo':
      return { version: '8.0.0' };
    case 'find':
    case 'aggregate':
      return { cursor: { id: 0n, ns: 'triad.x', firstBatch: found(String(command[name])) } };
    case 'findAndModify':
      return { value: { _id: 'd', s: 's', b: true, n: 9, f: 0, m: 0 }, ...concern };
    default:
      return { n: 1, nModified: 1, ...concern };
  }
}

function found(collection: string): Document[] {
  if (collection === 'meta') return [{ _id: 'store', version: 1, id: 'x' }];
  if (collection === 'heads') return [{ _id: 'd', s: 's', b: true, n: 9, f: 0, m: 0 }];
  return [];
}
