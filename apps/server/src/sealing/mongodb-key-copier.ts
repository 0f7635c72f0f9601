import type { KeyTable } from '@triad/storage';
import type { KeyCopier, WholeKey } from './key-copier.ts';
import { KEY_TABLE_FORM, openMongodbKeyStore } from './mongodb-key-store.ts';

/** The key store in MongoDB. */
export function mongodbKeyCopier(table: KeyTable): KeyCopier {
  return {
    async head() {
      const store = await openMongodbKeyStore(table);
      return store === null ? null : { id: store.id, check: store.check };
    },
    async *keys(): AsyncGenerator<WholeKey> {
      for (let page = await table.page(''); page.length > 0;) {
        yield* page;
        page = await table.page(page.at(-1)?.name ?? '');
      }
    },
    async make(head) {
      await table.makeHead({ form: KEY_TABLE_FORM, ...head });
    },
    add: ({ name, bytes }) => table.add(name, bytes),
    clear: () => table.clear(),
  };
}
