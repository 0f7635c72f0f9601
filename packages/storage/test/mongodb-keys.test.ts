import { describe, expect, test } from 'vitest';
import { describeMongodb } from './mongodb-store.ts';

const head = (id: string) => ({ form: 1, id, check: new Uint8Array([1, 2]) });

describe('the keys beside the data', () => {
  describeMongodb((fixture) => {
    test('the first of two heads counts for both servers', async () => {
      const { uri } = fixture.makeDatabase();
      const [one, two] = await Promise.all([fixture.open({ uri }), fixture.open({ uri })]);
      expect(await one.keys.head()).toBeNull();
      const heads = await Promise.all([one.keys.makeHead(head('a')), two.keys.makeHead(head('b'))]);
      expect(heads[0]).toEqual(heads[1]);
      expect(await two.keys.head()).toEqual(heads[0]);
      expect(await one.keys.isEmpty()).toBe(true);
    });

    test('a name is given once, and stays when its key is destroyed', async () => {
      const { keys } = await fixture.open();
      await keys.makeHead(head('a'));
      await keys.add('t/1', new Uint8Array([3]));
      await expect(keys.add('t/1', new Uint8Array([4]))).rejects.toMatchObject({
        code: 'storage/exists',
      });
      expect(await keys.read('t/1')).toEqual(new Uint8Array([3]));
      await keys.destroy('t/1');
      await keys.destroy('t/1');
      await keys.destroy('t/2');
      expect(await keys.read('t/1')).toBeNull();
      expect(await keys.list('t')).toEqual([{ name: 't/1', isKept: false }]);
      await expect(keys.add('t/1', new Uint8Array([4]))).rejects.toMatchObject({
        code: 'storage/exists',
      });
      expect(await keys.isEmpty()).toBe(false);
    });

    test('a list holds the keys of one owner alone', async () => {
      const { keys } = await fixture.open();
      for (const name of ['t/1', 't/10', 't0/1', 's/1', 'tt/1']) {
        await keys.add(name, new Uint8Array([1]));
      }
      const names = (await keys.list('t')).map(({ name }) => name);
      expect(names.sort()).toEqual(['t/1', 't/10']);
    });

    test('the port sees nothing of them', async () => {
      const { uri } = fixture.makeDatabase();
      const { keys, log, blobs } = await fixture.open({ uri });
      await keys.makeHead(head('a'));
      await keys.add('t/1', new Uint8Array([3]));
      expect(await log.documents('')).toEqual([]);
      expect(await blobs.list()).toEqual([]);
      const db = await fixture.look(uri);
      expect(await db.collection('records').countDocuments()).toBe(0);
      expect(await db.collection('keys').countDocuments()).toBe(2);
    });
  });
});
