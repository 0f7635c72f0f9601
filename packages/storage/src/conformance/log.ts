import { describe, expect, test } from 'vitest';
import { FIRST_KEY } from '../port.ts';
import type { LogEntry } from '../port.ts';
import { refusal, toBytes, toWords, useStore } from './harness.ts';
import type { MakeStore } from './harness.ts';

const words = (entries: readonly LogEntry[]): string[] =>
  entries.map((entry) => toWords(entry.bytes));
const keysOf = (entries: readonly LogEntry[]): number[] => entries.map((entry) => entry.key);

export function describeLog(makeStore: MakeStore): void {
  describe('document logs', () => {
    const fixture = useStore(makeStore);

    test('[ST2] an acknowledged entry is read back', async () => {
      const { log } = fixture.store;
      const key = await log.append('d', toBytes('one'), '');
      expect(await log.read('d')).toEqual([{ key, bytes: toBytes('one'), keyName: '' }]);
    });

    test('[ST7] a document never written is empty', async () => {
      const { log } = fixture.store;
      expect(await log.read('d')).toEqual([]);
      expect(await log.extent('d')).toEqual({ entries: 0, lastKey: 0 });
      await log.remove('d');
      expect(await log.documents('')).toEqual([]);
    });

    test('[ST5] keys follow the order of the calls', async () => {
      const { log } = fixture.store;
      const said = Array.from({ length: 500 }, (_, n) => `update ${n}`);
      const keys = await Promise.all(said.map((word) => log.append('d', toBytes(word), '')));
      expect(keys).toEqual(keys.toSorted((a, b) => a - b));
      expect(new Set(keys).size).toBe(500);
      expect(keys[0]).toBe(FIRST_KEY);
      const entries = await log.read('d');
      expect(keysOf(entries)).toEqual(keys);
      expect(words(entries)).toEqual(said);
    });

    test('[ST5] keys go on after the highest was compacted away', async () => {
      const { log } = fixture.store;
      const first = await log.append('d', toBytes('1'), '');
      const second = await log.append('d', toBytes('2'), '');
      const merged = await log.compact('d', toBytes('1 2'), '', [first, second]);
      expect(merged).toBeGreaterThan(second);
      const after = await (await fixture.reopen()).log.append('d', toBytes('3'), '');
      expect(after).toBeGreaterThan(merged);
      expect(words(await fixture.store.log.read('d'))).toEqual(['1 2', '3']);
    });

    test('[ST5] keys go on after the log was removed', async () => {
      const last = await fixture.store.log.append('d', toBytes('1'), '');
      await fixture.store.log.remove('d');
      expect(await fixture.store.log.read('d')).toEqual([]);
      const next = await fixture.store.log.append('d', toBytes('2'), '');
      expect(next).toBeGreaterThan(last);
      await fixture.store.log.remove('d');
      const { log } = await fixture.reopen();
      expect(await log.documents('')).toEqual([]);
      expect(await log.append('d', toBytes('3'), '')).toBeGreaterThan(next);
    });

    test('[ST6] compaction deletes exactly what it read', async () => {
      const { log } = fixture.store;
      const keys: number[] = [];
      for (const word of ['1', '2', '3', '4', '5'])
        keys.push(await log.append('d', toBytes(word), ''));
      const [one = 0, , three = 0] = keys;
      const merged = await log.compact('d', toBytes('1 3'), '', [three, one, three]);
      const entries = await log.read('d');
      expect(words(entries)).toEqual(['2', '4', '5', '1 3']);
      expect(entries.at(-1)?.key).toBe(merged);
      expect(await log.extent('d')).toEqual({ entries: 4, lastKey: merged });
    });

    test('[ST6] what was appended after the reading stays', async () => {
      const { log } = fixture.store;
      await Promise.all(['1', '2'].map((word) => log.append('d', toBytes(word), '')));
      const reading = keysOf(await log.read('d'));
      const late = await log.append('d', toBytes('late'), '');
      const merged = await log.compact('d', toBytes('1 2'), '', reading);
      expect(merged).toBeGreaterThan(late);
      expect(words(await log.read('d'))).toEqual(['late', '1 2']);
    });

    test('[ST6] the merger of nothing is an append', async () => {
      const { log } = fixture.store;
      const first = await log.append('d', toBytes('1'), '');
      expect(await log.compact('d', toBytes('2'), '', [])).toBeGreaterThan(first);
      expect(words(await log.read('d'))).toEqual(['1', '2']);
    });

    test('[ST6] a compaction that came second writes nothing', async () => {
      const { log } = fixture.store;
      await log.append('d', toBytes('1'), '');
      const reading = keysOf(await log.read('d'));
      await log.compact('d', toBytes('first'), '', reading);
      expect(await refusal(log.compact('d', toBytes('second'), '', reading))).toBe(
        'storage/conflict',
      );
      expect(words(await log.read('d'))).toEqual(['first']);
      expect(await log.extent('d')).toMatchObject({ entries: 1 });
    });

    test('[ST6] a compaction brings no removed document back', async () => {
      const { log } = fixture.store;
      await log.append('d', toBytes('erased'), '');
      const reading = keysOf(await log.read('d'));
      await log.remove('d');
      expect(await refusal(log.compact('d', toBytes('erased'), '', reading))).toBe(
        'storage/conflict',
      );
      expect(await log.documents('')).toEqual([]);
      await log.append('d', toBytes('new'), '');
      expect(await refusal(log.compact('d', toBytes('erased'), '', reading))).toBe(
        'storage/conflict',
      );
      expect(words(await log.read('d'))).toEqual(['new']);
      expect(await refusal(log.compact('other', toBytes('x'), '', [1]))).toBe('storage/conflict');
      expect(await log.documents('')).toEqual(['d']);
    });

    test('keys that no log gives are refused', async () => {
      const { log } = fixture.store;
      await log.append('d', toBytes('1'), '');
      for (const key of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
        expect(await refusal(log.compact('d', toBytes('x'), '', [key]))).toBe('storage/invalid');
      }
      expect(words(await log.read('d'))).toEqual(['1']);
    });

    test('[ST6] a compaction does not delete its own merger', async () => {
      const { log } = fixture.store;
      const first = await log.append('d', toBytes('1'), '');
      await log.compact('d', toBytes('merged'), '', [first, first + 1, first + 2, first + 1_000]);
      expect(words(await log.read('d'))).toEqual(['merged']);
    });

    test('[ST6] five thousand entries compact under readers', async () => {
      const { log } = fixture.store;
      const total = 5_000;
      await Promise.all(
        Array.from({ length: total }, (_, n) => log.append('d', toBytes(JSON.stringify([n])), '')),
      );
      const reading = keysOf(await log.read('d'));
      const state = { done: false };
      const compaction = log.compact(
        'd',
        toBytes(JSON.stringify(Array.from({ length: total }, (_, n) => n))),
        '',
        reading,
      );
      const finished = compaction.then(() => {
        state.done = true;
      });
      let late = total;
      do {
        const appended = late++;
        await log.append('d', toBytes(JSON.stringify([appended])), '');
        const entries = await log.read('d');
        const seen = new Set(
          entries.flatMap((entry) => JSON.parse(toWords(entry.bytes)) as number[]),
        );
        expect(seen.size).toBe(late);
        expect(keysOf(entries)).toEqual(keysOf(entries).toSorted((a, b) => a - b));
      } while (!state.done);
      await finished;
      expect(await log.extent('d')).toMatchObject({ entries: 1 + late - total });
    });

    test('[ST7] the extent tells what reading gives', async () => {
      const { log } = fixture.store;
      await log.append('d', new Uint8Array(0), '');
      const lastKey = await log.append('d', new Uint8Array(70_000), '');
      await log.append('other', new Uint8Array(5), '');
      expect(await log.extent('d')).toEqual({ entries: 2, lastKey });
      expect((await log.read('d')).map((entry) => entry.bytes.byteLength)).toEqual([0, 70_000]);
    });

    test('[ST5] documents have counters of their own', async () => {
      const { log } = fixture.store;
      for (let n = 0; n < 3; n += 1) {
        await Promise.all(
          ['d', 'd/', 'D'].map((document) => log.append(document, toBytes(`${document} ${n}`), '')),
        );
      }
      expect(words(await log.read('d'))).toEqual(['d 0', 'd 1', 'd 2']);
      await log.remove('d');
      expect(words(await log.read('d/'))).toEqual(['d/ 0', 'd/ 1', 'd/ 2']);
      expect(words(await log.read('D'))).toEqual(['D 0', 'D 1', 'D 2']);
    });

    test('[ST14] the name of the key stays with its entry', async () => {
      const { log } = fixture.store;
      const names = ['', 'key/1', 'key/1', 'clé \u{1f511}', ''];
      const keys: number[] = [];
      for (const name of names) keys.push(await log.append('d', toBytes(name), name));
      await log.compact('d', toBytes('merged'), 'key/2', keys.slice(1, 2));
      const entries = await (await fixture.reopen()).log.read('d');
      expect(entries.map((entry) => entry.keyName)).toEqual([
        '',
        'key/1',
        'clé \u{1f511}',
        '',
        'key/2',
      ]);
    });

    test('[ST17] entries stay the caller’s, views included', async () => {
      const { log } = fixture.store;
      const pool = new Uint8Array(200_000).fill(1);
      const small = pool.subarray(10, 20);
      const large = pool.subarray(100, 100_100);
      const node = Buffer.from('a node buffer');
      const writes = [
        log.append('d', small, ''),
        log.append('d', large, ''),
        log.append('d', node, ''),
      ];
      pool.fill(2);
      node.fill(0);
      const keys = await Promise.all(writes);
      expect(pool.byteLength).toBe(200_000);
      const merged = new Uint8Array(100_000).fill(3);
      const compaction = log.compact('d', merged, '', keys.slice(2));
      merged.fill(4);
      await compaction;
      const entries = await log.read('d');
      expect(entries.map((entry) => entry.bytes.byteLength)).toEqual([10, 100_000, 100_000]);
      expect(entries.map((entry) => new Set(entry.bytes))).toEqual([
        new Set([1]),
        new Set([1]),
        new Set([3]),
      ]);
    });

    test('[ST18] the log survives a restart', async () => {
      const said = Array.from({ length: 50 }, (_, n) => `update ${n}`);
      await Promise.all(said.map((word) => fixture.store.log.append('d', toBytes(word), 'k')));
      const before = await fixture.store.log.read('d');
      expect(await (await fixture.reopen()).log.read('d')).toEqual(before);
    });
  });
}
