import { expect, test } from 'vitest';
import { eachBlob, eachDocument, eachRecord, MAX_PAGE } from '../src/index.ts';
import { makeFolder, openStore } from './sqlite-folder.ts';

const numbered = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${String(n).padStart(5, '0')}`);

async function listed<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const ONE = Uint8Array.of(1);

test('a full listing crosses pages, also while what it gives is removed', async () => {
  const { records, log, blobs } = await openStore({ folder: await makeFolder() });
  await records.define([{ name: 'things', indexes: { group: { unique: false } } }]);
  const names = numbered('a/', MAX_PAGE + 2);
  await Promise.all(
    [...names, 'a', 'b/0'].flatMap((id) => [
      records.insert('things', { id, body: '', keys: { group: id.startsWith('a/') ? 'a' : 'b' } }),
      log.append(id, ONE, ''),
      blobs.put(id, ONE, ''),
    ]),
  );
  const found: string[] = [];
  for await (const { id } of eachRecord(records, 'things', { index: 'group', value: 'a' })) {
    found.push(id);
    await records.remove('things', id);
  }
  expect(found).toEqual(names);
  const left = await listed(eachRecord(records, 'things', null));
  expect(left.map(({ id }) => id)).toEqual(['a', 'b/0']);
  expect(await listed(eachDocument(log, 'a/'))).toEqual(names);
  expect(await listed(eachBlob(blobs, 'a/'))).toEqual(names);
  expect(await listed(eachBlob(blobs, 'b/0'))).toEqual([]);
  expect(await listed(eachBlob(blobs, ''))).toHaveLength(MAX_PAGE + 4);
});

test.for([MAX_PAGE, 0])('%i of a kind are listed to the end', async (count) => {
  const { log } = await openStore({ folder: await makeFolder() });
  const names = numbered('d', count);
  await Promise.all(names.map((name) => log.append(name, ONE, '')));
  expect(await listed(eachDocument(log, ''))).toEqual(names);
});
