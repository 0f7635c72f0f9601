import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { awkwardNames, byCodePoint, refusal, useStore } from './harness.ts';
import type { MakeStore } from './harness.ts';

type Page = { readonly after?: string; readonly limit?: number };

/** The four lists of the port as one shape. */
type Listing = {
  readonly name: string;
  fill(store: Store, names: readonly string[]): Promise<unknown>;
  list(store: Store, page?: Page): Promise<readonly string[]>;
};

const one = new Uint8Array([1]);

const listings: readonly Listing[] = [
  {
    name: 'all records',
    fill: (store, names) =>
      Promise.all(
        names.map((id) => store.records.insert('things', { id, body: '', keys: { group: 'g' } })),
      ),
    list: async (store, page) =>
      (await store.records.find('things', null, page)).map((record) => record.id),
  },
  {
    name: 'records of an index',
    fill: (store, names) =>
      Promise.all(
        names.flatMap((id) => [
          store.records.insert('things', { id, body: '', keys: { group: 'g' } }),
          store.records
            .insert('things', { id: `${id.slice(0, 500)}!`, body: '', keys: { group: 'other' } })
            .catch(() => null),
        ]),
      ),
    list: async (store, page) =>
      (await store.records.find('things', { index: 'group', value: 'g' }, page)).map(
        (record) => record.id,
      ),
  },
  {
    name: 'documents',
    fill: (store, names) => Promise.all(names.map((name) => store.log.append(name, one, ''))),
    list: (store, page) => store.log.documents('', page),
  },
  {
    name: 'blobs',
    fill: (store, names) => Promise.all(names.map((name) => store.blobs.put(name, one, ''))),
    list: (store, page) => store.blobs.list(page),
  },
];

async function walk(listing: Listing, store: Store, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await listing.list(store, last === undefined ? { limit } : { after: last, limit });
    expect(page.length).toBeLessThanOrEqual(limit);
    found.push(...page);
    if (page.length < limit) return found;
  }
}

export function describePages(makeStore: MakeStore): void {
  describe('lists and their pages', () => {
    const fixture = useStore(makeStore);
    const start = async (): Promise<Store> => {
      await fixture.store.records.define([
        { name: 'things', indexes: { group: { unique: false } } },
      ]);
      return fixture.store;
    };

    test.for(listings)('[ST12] $name ascend by code point', async (listing) => {
      const store = await start();
      await listing.fill(store, awkwardNames);
      const expected = awkwardNames.toSorted(byCodePoint);
      expect(await listing.list(store)).toEqual(expected);
      for (const limit of [1, 7, awkwardNames.length])
        expect(await walk(listing, store, limit)).toEqual(expected);
    });

    test.for(listings)('[ST12] a page of $name holds a thousand', async (listing) => {
      const store = await start();
      const names = Array.from({ length: 1_003 }, (_, n) => `n${String(n).padStart(5, '0')}`);
      await listing.fill(store, names);
      expect(await listing.list(store)).toEqual(names.slice(0, 1_000));
      expect(await listing.list(store, { after: 'n00999' })).toEqual(names.slice(1_000));
      expect(await listing.list(store, { after: 'n', limit: 2 })).toEqual(names.slice(0, 2));
      expect(await listing.list(store, { after: 'z' })).toEqual([]);
    });

    test.for(listings)('a page of $name has 1 to 1,000 items', async (listing) => {
      const store = await start();
      for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
        expect(await refusal(listing.list(store, { limit }))).toBe('storage/invalid');
      }
    });

    test('[ST12] a prefix lists exactly the documents with it', async () => {
      const store = await start();
      await listings[2]?.fill(store, awkwardNames);
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.constantFrom('', 'a', 'a/', 'a%', 'a_', '.', 'e', '\u{1f642}', '日', 'x'),
            fc
              .constantFrom(...awkwardNames)
              .chain((name) => fc.nat(3).map((n) => Array.from(name).slice(0, n).join(''))),
          ),
          fc.integer({ min: 1, max: 5 }),
          fc.option(fc.constantFrom(...awkwardNames), { nil: undefined }),
          async (prefix, limit, after) => {
            const expected = awkwardNames
              .filter(
                (name) =>
                  name.startsWith(prefix) && (after === undefined || byCodePoint(name, after) > 0),
              )
              .toSorted(byCodePoint)
              .slice(0, limit);
            expect(
              await store.log.documents(prefix, after === undefined ? { limit } : { limit, after }),
            ).toEqual(expected);
          },
        ),
        { numRuns: 60 },
      );
    });

    test('[ST2] a list cut short does not hold up later reads', async () => {
      const store = await start();
      await listings[2]?.fill(store, ['a', 'b', 'c']);
      expect(await store.log.documents('', { limit: 1 })).toEqual(['a']);
      await store.log.append('0', one, '');
      expect(await store.log.documents('', { limit: 1 })).toEqual(['0']);
      expect(await store.log.extent('0')).toMatchObject({ entries: 1 });
    });
  });
}
