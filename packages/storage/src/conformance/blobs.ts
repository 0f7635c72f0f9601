import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MAX_BLOB_BYTES } from '../port.ts';
import { refusal, toBytes, useStore } from './harness.ts';
import type { MakeStore } from './harness.ts';

/** Bytes of which no two stretches are equal, so that pieces out of order are seen. */
function patterned(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed >>> 0;
  for (let index = 0; index < words.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[index] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

const hash = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

export function describeBlobs(makeStore: MakeStore): void {
  describe('blobs', () => {
    const fixture = useStore(makeStore);

    test('[ST2] [ST15] blobs of awkward sizes come back whole', async () => {
      const { blobs } = fixture.store;
      const mebi = 1024 * 1024;
      for (const size of [0, 1, 255, 65_536, mebi - 1, mebi, mebi + 1, 3 * mebi + 7]) {
        const bytes = patterned(size, size);
        await blobs.put(`b${size}`, bytes, '');
        const back = await blobs.get(`b${size}`);
        expect(back?.bytes.byteLength).toBe(size);
        expect(hash(back?.bytes)).toBe(hash(bytes));
      }
    });

    test('[ST16] a blob of the greatest size is taken', async () => {
      const bytes = patterned(MAX_BLOB_BYTES, 1);
      await fixture.store.blobs.put('b', bytes, 'k');
      const back = await (await fixture.reopen()).blobs.get('b');
      expect(back?.bytes.byteLength).toBe(MAX_BLOB_BYTES);
      expect(hash(back?.bytes)).toBe(hash(bytes));
    });

    test('[ST16] a blob one byte larger leaves nothing', async () => {
      const { blobs } = fixture.store;
      await blobs.put('b', toBytes('old'), '');
      expect(await refusal(blobs.put('b', new Uint8Array(MAX_BLOB_BYTES + 1), ''))).toBe(
        'storage/too-large',
      );
      expect(await refusal(blobs.put('c', new Uint8Array(MAX_BLOB_BYTES + 1), ''))).toBe(
        'storage/too-large',
      );
      expect((await blobs.get('b'))?.bytes).toEqual(toBytes('old'));
      expect(await blobs.list()).toEqual(['b']);
    });

    test('what was never put is null', async () => {
      const { blobs } = fixture.store;
      expect(await blobs.get('b')).toBeNull();
      expect(await blobs.remove('b')).toBe(false);
      expect(await blobs.list()).toEqual([]);
    });

    test('[ST15] putting again replaces the whole blob', async () => {
      const { blobs } = fixture.store;
      await blobs.put('b', patterned(3_000_000, 1), 'k1');
      await blobs.put('b', toBytes('short'), 'k2');
      expect(await blobs.get('b')).toEqual({ bytes: toBytes('short'), keyName: 'k2' });
      expect(await blobs.list()).toEqual(['b']);
    });

    test('[ST15] readers see the old or the new', async () => {
      const { blobs } = fixture.store;
      const versions = [1, 2, 3, 4].map((seed) => patterned(2_500_000 + seed, seed));
      const hashes = versions.map(hash);
      const [first = new Uint8Array(0), ...others] = versions;
      await blobs.put('b', first, '1');
      const writing = { done: false };
      const seen = new Set<string>();
      const reading = (async () => {
        while (!writing.done) {
          const blob = await blobs.get('b');
          expect(hashes.indexOf(hash(blob?.bytes)) + 1).toBe(Number(blob?.keyName));
          seen.add(blob?.keyName ?? '');
        }
      })();
      for (const [index, bytes] of others.entries()) await blobs.put('b', bytes, String(index + 2));
      writing.done = true;
      await reading;
      expect(seen.size).toBeGreaterThan(0);
      expect((await blobs.get('b'))?.keyName).toBe('4');
    });

    test('[ST15] of two puts at once one stays whole', async () => {
      const { blobs } = fixture.store;
      const versions = [patterned(2_000_000, 1), patterned(2_100_000, 2)];
      await Promise.all(versions.map((bytes, index) => blobs.put('b', bytes, String(index))));
      const blob = await blobs.get('b');
      expect(hash(blob?.bytes)).toBe(hash(versions[Number(blob?.keyName)]));
    });

    test('a removed blob is gone after a restart', async () => {
      const { blobs } = fixture.store;
      await blobs.put('b', patterned(2_000_000, 1), '');
      await blobs.put('c', toBytes('c'), '');
      expect(await blobs.remove('b')).toBe(true);
      expect(await blobs.get('b')).toBeNull();
      expect(await blobs.remove('b')).toBe(false);
      const again = (await fixture.reopen()).blobs;
      expect(await again.get('b')).toBeNull();
      expect(await again.list()).toEqual(['c']);
    });

    test('[ST14] the name of the key stays with its blob', async () => {
      await fixture.store.blobs.put('b', toBytes('b'), 'clé/1 \u{1f511}');
      await fixture.store.blobs.put('c', toBytes('c'), '');
      const { blobs } = await fixture.reopen();
      expect((await blobs.get('b'))?.keyName).toBe('clé/1 \u{1f511}');
      expect((await blobs.get('c'))?.keyName).toBe('');
    });

    test('[ST17] a blob’s bytes stay the caller’s', async () => {
      const pool = new Uint8Array(3_000_000).fill(1);
      await fixture.store.blobs.put('b', pool.subarray(5, 2_000_005), '');
      expect(pool.byteLength).toBe(3_000_000);
      pool.fill(2);
      const first = await fixture.store.blobs.get('b');
      expect(first?.bytes.byteLength).toBe(2_000_000);
      expect(new Set(first?.bytes)).toEqual(new Set([1]));
      first?.bytes.fill(3);
      expect(new Set((await fixture.store.blobs.get('b'))?.bytes)).toEqual(new Set([1]));
    });
  });
}
