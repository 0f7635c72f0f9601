import { describe, expect, test } from 'vitest';
import type { StorageError } from '../src/index.ts';
import { describeMongodb } from './mongodb-store.ts';

const QUICK = { beatMs: 40, patienceMs: 400 };
/** Of a server that hangs: it does not beat while it is watched. */
const HANGING = { beatMs: 3_000, patienceMs: 5_000 };
const nothing = (): void => undefined;

describe('one server at a time', () => {
  describeMongodb(({ makeDatabase, open }) => {
    const two = async () => {
      const { uri } = makeDatabase();
      return [await open({ uri }), await open({ uri })] as const;
    };
    const codeOf = (claiming: Promise<unknown>) =>
      claiming.then(
        () => 'claimed',
        (error: StorageError) => error.code,
      );

    test('a second is refused while the first beats, and not after', async () => {
      const [first, second] = await two();
      await first.claim(nothing, QUICK);
      expect(await codeOf(second.claim(nothing, QUICK))).toBe('storage/in-use');
      await first.close();
      // Where it had to wait that would be beyond the end of the test.
      await second.claim(nothing, { beatMs: 40, patienceMs: 600_000 });
    });

    test('one that hangs is taken over, and told when it is back', async () => {
      const { uri } = makeDatabase();
      const [first, second, third] = [
        await open({ uri }),
        await open({ uri }),
        await open({ uri }),
      ];
      const lost = Promise.withResolvers<void>();
      await first.claim(lost.resolve, HANGING);
      await second.claim(nothing, QUICK);
      await lost.promise;
      // What it ends is its own claim alone.
      await first.close();
      expect(await codeOf(third.claim(nothing, QUICK))).toBe('storage/in-use');
    });

    test('of several at once one has them', async () => {
      const { uri } = makeDatabase();
      const stores = await Promise.all([1, 2, 3].map(() => open({ uri })));
      const outcomes = await Promise.all(
        stores.map((store) => codeOf(store.claim(nothing, QUICK))),
      );
      expect(outcomes.sort()).toEqual(['claimed', 'storage/in-use', 'storage/in-use']);
    });
  });
});
