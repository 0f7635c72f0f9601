import { describe, expect, test } from 'vitest';
import { StorageError } from '../errors.ts';
import type { Collection, IndexValues, StoredRecord } from '../port.ts';
import { refusal, useStore } from './harness.ts';
import type { MakeStore } from './harness.ts';

// The unique index comes last: what was written of a record before it is refused must go again.
const members: Collection = {
  name: 'members',
  indexes: { project: { unique: false }, email: { unique: true } },
};
const rounds: Collection = { name: 'rounds', indexes: {} };

function member(
  id: string,
  email: string | null,
  project: string | null = null,
): Omit<StoredRecord, 'version'> {
  return { id, body: JSON.stringify({ id }), keys: { email, project } };
}

const ids = (records: readonly StoredRecord[]): string[] => records.map((record) => record.id);

export function describeRecords(makeStore: MakeStore): void {
  describe('records', () => {
    const fixture = useStore(makeStore);
    const start = async () => {
      await fixture.store.records.define([members, rounds]);
      return fixture.store.records;
    };

    test('[ST2] an inserted record comes back as it was given', async () => {
      const records = await start();
      const record = {
        id: 'm1',
        body: '{"name":"Ana \u{1f642}\\u0000","n":0.1}',
        keys: { email: 'ana@example.org', project: null },
      };
      expect(await records.insert('members', record)).toEqual({ ...record, version: 1 });
      expect(await records.get('members', 'm1')).toEqual({ ...record, version: 1 });
    });

    test('[ST2] what was never inserted is null', async () => {
      const records = await start();
      expect(await records.get('members', 'nobody')).toBeNull();
      expect(await records.find('members', null)).toEqual([]);
      expect(await records.count('members', null)).toBe(0);
    });

    test('an id taken is refused and the record stays', async () => {
      const records = await start();
      await records.insert('members', member('m1', 'a@example.org'));
      expect(await refusal(records.insert('members', member('m1', 'b@example.org')))).toBe(
        'storage/exists',
      );
      expect(await records.get('members', 'm1')).toMatchObject({
        version: 1,
        keys: { email: 'a@example.org' },
      });
      await records.insert('members', member('m2', 'b@example.org'));
    });

    test('one id in two collections is two records', async () => {
      const records = await start();
      await records.insert('members', member('x', null));
      await records.insert('rounds', { id: 'x', body: '"round"', keys: {} });
      expect(await records.remove('members', 'x')).toBe(true);
      expect(await records.get('rounds', 'x')).toMatchObject({ body: '"round"' });
    });

    test('[ST8] each update raises the version by one', async () => {
      const records = await start();
      let record = await records.insert('members', member('m1', null));
      for (const version of [2, 3, 4]) {
        const body = JSON.stringify({ version });
        record = await records.update('members', { ...record, body });
        expect(record).toEqual({ ...member('m1', null), body, version });
      }
      expect(await records.get('members', 'm1')).toEqual(record);
    });

    test('[ST8] an update from another version is refused', async () => {
      const records = await start();
      const first = await records.insert('members', member('m1', 'a@example.org', 'p1'));
      const second = await records.update('members', { ...first, body: '2' });
      const stale = { ...first, body: 'stale', keys: { email: 'b@example.org', project: 'p2' } };
      expect(await refusal(records.update('members', stale))).toBe('storage/conflict');
      expect(await refusal(records.update('members', { ...stale, version: 3 }))).toBe(
        'storage/conflict',
      );
      expect(await refusal(records.update('members', { ...stale, id: 'nobody' }))).toBe(
        'storage/conflict',
      );
      expect(await records.get('members', 'm1')).toEqual(second);
      expect(await records.count('members', { index: 'project', value: 'p2' })).toBe(0);
      expect(await records.get('members', 'nobody')).toBeNull();
    });

    test('[ST8] removing names its version or none', async () => {
      const records = await start();
      await records.insert('members', member('m1', null));
      expect(await refusal(records.remove('members', 'm1', 2))).toBe('storage/conflict');
      expect(await records.remove('members', 'm1', 1)).toBe(true);
      expect(await records.get('members', 'm1')).toBeNull();
      expect(await records.remove('members', 'm1')).toBe(false);
      expect(await records.remove('members', 'm1', 1)).toBe(false);
    });

    test('[ST8] of a thousand updates at once one wins', async () => {
      const records = await start();
      const first = await records.insert('members', member('m1', null));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 1_000 }, (_, n) =>
          records.update('members', { ...first, body: String(n) }),
        ),
      );
      const won = outcomes.flatMap((outcome, n) => (outcome.status === 'fulfilled' ? [n] : []));
      expect(won).toHaveLength(1);
      const refused = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(
        new Set(refused.map((reason) => (reason instanceof StorageError ? reason.code : reason))),
      ).toEqual(new Set(['storage/conflict']));
      expect(await records.get('members', 'm1')).toMatchObject({
        version: 2,
        body: String(won[0]),
      });
    });

    test('[ST8] writers that read and try again lose no update', async () => {
      const records = await start();
      await records.insert('members', { ...member('m1', null), body: '[]' });
      const add = async (word: string): Promise<void> => {
        for (;;) {
          const record = await records.get('members', 'm1');
          if (record === null) throw new Error('the record is gone');
          const body = JSON.stringify([...(JSON.parse(record.body) as string[]), word]);
          const done = await records.update('members', { ...record, body }).then(
            () => true,
            () => false,
          );
          if (done) return;
        }
      };
      const words = Array.from({ length: 20 }, (_, n) => `w${n}`);
      await Promise.all(words.map(add));
      const record = await records.get('members', 'm1');
      expect((JSON.parse(record?.body ?? '[]') as string[]).toSorted()).toEqual(words.toSorted());
      expect(record?.version).toBe(21);
    });

    test('[ST9] a unique value belongs to one record', async () => {
      const records = await start();
      await records.insert('members', member('m1', 'a@example.org'));
      expect(await refusal(records.insert('members', member('m2', 'a@example.org', 'p')))).toBe(
        'storage/not-unique',
      );
      expect(await records.get('members', 'm2')).toBeNull();
      expect(await records.count('members', { index: 'project', value: 'p' })).toBe(0);
      const other = await records.insert('members', member('m2', 'b@example.org', 'p'));
      expect(
        await refusal(
          records.update('members', {
            ...other,
            body: 'x',
            keys: { email: 'a@example.org', project: 'q' },
          }),
        ),
      ).toBe('storage/not-unique');
      expect(await records.get('members', 'm2')).toEqual(other);
      expect(await records.count('members', { index: 'project', value: 'q' })).toBe(0);
    });

    test('[ST9] of many claims of a value one wins', async () => {
      const records = await start();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) =>
          records.insert('members', member(`m${n}`, 'a@example.org', 'p')),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect(await records.count('members', null)).toBe(1);
      expect(await records.count('members', { index: 'project', value: 'p' })).toBe(1);
    });

    test('[ST9] null is shared and the empty string is a value', async () => {
      const records = await start();
      await records.insert('members', member('m1', null));
      await records.insert('members', member('m2', null));
      await records.insert('members', member('m3', ''));
      expect(await refusal(records.insert('members', member('m4', '')))).toBe('storage/not-unique');
      expect(ids(await records.find('members', { index: 'email', value: '' }))).toEqual(['m3']);
    });

    test('[ST9] a value changed or removed is free again', async () => {
      const records = await start();
      const first = await records.insert('members', member('m1', 'a@example.org'));
      await records.update('members', {
        ...first,
        keys: { email: 'b@example.org', project: null },
      });
      await records.insert('members', member('m2', 'a@example.org'));
      await records.remove('members', 'm1');
      await records.insert('members', member('m3', 'b@example.org'));
      // Its own value is no obstacle to a record.
      const third = await records.get('members', 'm3');
      if (third === null) throw new Error('the record is gone');
      expect(await records.update('members', { ...third, body: 'x' })).toMatchObject({
        version: 2,
      });
    });

    test('[ST10] a search finds the present values only', async () => {
      const records = await start();
      const one = await records.insert('members', member('m1', null, 'p1'));
      await records.insert('members', member('m2', null, 'p1'));
      await records.insert('members', member('m3', null, 'P1'));
      await records.insert('members', member('m4', null, null));
      await records.update('members', { ...one, keys: { email: null, project: 'p2' } });
      await records.remove('members', 'm2');
      const search = async (value: string) =>
        ids(await records.find('members', { index: 'project', value }));
      expect(await search('p1')).toEqual([]);
      expect(await search('p2')).toEqual(['m1']);
      expect(await search('P1')).toEqual(['m3']);
      expect(await search('null')).toEqual([]);
      expect(await records.count('members', { index: 'project', value: 'p2' })).toBe(1);
      expect(await records.count('members', null)).toBe(3);
    });

    test('[ST4] a refused write leaves its neighbours untouched', async () => {
      const records = await start();
      await records.insert('members', member('taken', 'a@example.org'));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 60 }, (_, n) =>
          n % 3 === 0
            ? records.insert('members', member('taken', null))
            : records.insert(
                'members',
                member(`m${n}`, n % 3 === 1 ? 'a@example.org' : `m${n}@example.org`, 'p'),
              ),
        ),
      );
      outcomes.forEach((outcome, n) =>
        expect(outcome.status).toBe(n % 3 === 2 ? 'fulfilled' : 'rejected'),
      );
      expect(await records.count('members', null)).toBe(21);
      expect(await records.count('members', { index: 'project', value: 'p' })).toBe(20);
    });

    test('a collection not defined is refused everywhere', async () => {
      const records = await start();
      const code = 'storage/unknown-collection';
      expect(await refusal(records.get('codes', 'x'))).toBe(code);
      expect(await refusal(records.find('codes', null))).toBe(code);
      expect(await refusal(records.count('codes', null))).toBe(code);
      expect(await refusal(records.insert('codes', { id: 'x', body: '', keys: {} }))).toBe(code);
      expect(
        await refusal(records.update('codes', { id: 'x', version: 1, body: '', keys: {} })),
      ).toBe(code);
      expect(await refusal(records.remove('codes', 'x'))).toBe(code);
      expect(await refusal(records.get('constructor', 'x'))).toBe(code);
    });

    test('an index not defined, or not named, is refused', async () => {
      const records = await start();
      const code = 'storage/unknown-index';
      expect(await refusal(records.find('members', { index: 'name', value: 'x' }))).toBe(code);
      expect(await refusal(records.count('members', { index: 'constructor', value: 'x' }))).toBe(
        code,
      );
      const partial: IndexValues = { email: null };
      expect(await refusal(records.insert('members', { id: 'm1', body: '', keys: partial }))).toBe(
        code,
      );
      expect(
        await refusal(
          records.insert('members', {
            id: 'm1',
            body: '',
            keys: { ...partial, project: null, name: 'x' },
          }),
        ),
      ).toBe(code);
      const record = await records.insert('members', member('m1', null));
      expect(await refusal(records.update('members', { ...record, keys: partial }))).toBe(code);
      expect(await records.get('members', 'm1')).toEqual(record);
    });

    test('[ST11] records outlive their declaration', async () => {
      await start();
      await fixture.store.records.insert('members', member('m1', 'a@example.org', 'p'));
      await (await fixture.reopen()).records.define([rounds]);
      expect(await refusal(fixture.store.records.get('members', 'm1'))).toBe(
        'storage/unknown-collection',
      );
      const { records } = await fixture.reopen();
      await records.define([members, rounds]);
      expect(await records.get('members', 'm1')).toEqual({
        ...member('m1', 'a@example.org', 'p'),
        version: 1,
      });
      expect(await records.count('members', { index: 'project', value: 'p' })).toBe(1);
      expect(await refusal(records.insert('members', member('m2', 'a@example.org')))).toBe(
        'storage/not-unique',
      );
    });

    test('[ST11] a new index is null until the update', async () => {
      await start();
      const old = await fixture.store.records.insert('members', member('m1', 'a@example.org', 'p'));
      const { records } = await fixture.reopen();
      await records.define([
        { name: 'members', indexes: { ...members.indexes, team: { unique: true } } },
        rounds,
      ]);
      const read = await records.get('members', 'm1');
      expect(read).toEqual({ ...old, keys: { ...old.keys, team: null } });
      await records.update('members', { ...old, keys: { ...old.keys, team: 't' } });
      expect(ids(await records.find('members', { index: 'team', value: 't' }))).toEqual(['m1']);
      expect(
        await refusal(
          records.insert('members', {
            ...member('m2', null),
            keys: { email: null, project: null, team: 't' },
          }),
        ),
      ).toBe('storage/not-unique');
    });

    test('[ST11] an index is made unique only over different values', async () => {
      const strict: Collection = {
        name: 'members',
        indexes: { email: { unique: true }, project: { unique: true } },
      };
      await start();
      const before = fixture.store.records;
      await before.insert('members', member('m1', null, 'p'));
      await before.insert('members', member('m2', null, 'p'));
      await before.insert('members', member('m3', null, null));
      const { records } = await fixture.reopen();
      expect(await refusal(records.define([strict, rounds]))).toBe('storage/not-unique');
      await records.define([members, rounds]);
      await records.insert('members', member('m4', null, 'p'));
      await records.remove('members', 'm2');
      await records.remove('members', 'm4');
      await (await fixture.reopen()).records.define([strict, rounds]);
      expect(await refusal(fixture.store.records.insert('members', member('m5', null, 'p')))).toBe(
        'storage/not-unique',
      );
      // And back: the values may be shared again.
      await (await fixture.reopen()).records.define([members, rounds]);
      await fixture.store.records.insert('members', member('m5', null, 'p'));
      expect(await fixture.store.records.count('members', { index: 'project', value: 'p' })).toBe(
        2,
      );
    });

    test('declaring a collection twice in one call is refused', async () => {
      expect(await refusal(fixture.store.records.define([rounds, rounds]))).toBe('storage/invalid');
    });

    test('[ST18] records, versions and indexes survive a restart', async () => {
      const records = await start();
      const first = await records.insert('members', member('m1', 'a@example.org', 'p'));
      await records.update('members', { ...first, body: '"second"' });
      await (await fixture.reopen()).records.define([members, rounds]);
      const again = fixture.store.records;
      expect(await again.get('members', 'm1')).toEqual({ ...first, version: 2, body: '"second"' });
      expect(await refusal(again.update('members', first))).toBe('storage/conflict');
      expect(ids(await again.find('members', { index: 'project', value: 'p' }))).toEqual(['m1']);
    });
  });
}
