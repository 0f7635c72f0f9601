import type { KeyTable } from '@triad/storage';
import { MESSAGES } from '../messages.ts';
import { refuse } from '../refusal.ts';
import type { KeyHome } from './key-home.ts';
import { makeMongodbKeyStore, openMongodbKeyStore } from './mongodb-key-store.ts';

/** The key store in MongoDB, for all servers that share the data; `keysFolder` has the server's key, if it is a file. */
export function mongodbKeyHome(table: KeyTable, keysFolder: string): KeyHome {
  return {
    open: () => openMongodbKeyStore(table),
    make: (makeCheck) => makeMongodbKeyStore(table, makeCheck),
    async refuseLostData(store) {
      if (!(await store.isEmpty())) throw refuse('sealing/records-missing');
    },
    refusals: {
      missing: () => refuse('sealing/shared-missing'),
      other: () => refuse('sealing/shared-other'),
      noServerKey: () => refuse('sealing/shared-key-missing', keysFolder),
      wrongServerKey: (source) => refuse('sealing/shared-key-wrong', source),
      lacking: (count, first) => refuse('sealing/shared-lacking', count, first),
    },
    notice: (source) => MESSAGES['sealing/keep-shared-key'](source),
  };
}
