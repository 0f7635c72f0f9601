import type { Store } from '@triad/storage';
import type { Keyring } from './keyring.ts';
import { sealBlobs } from './seal-blobs.ts';
import { sealLog } from './seal-log.ts';
import { sealRecords } from './seal-records.ts';

/**
 * The same store, in which what holds a participant's words is sealed on its way in and opened on
 * its way out (what that is: what-is-sealed.ts). `keys` is asked at each call: the keyring is opened
 * by what stands in the store.
 */
export function sealStore(store: Store, keys: () => Keyring): Store {
  return {
    records: sealRecords(store.records, keys),
    log: sealLog(store.log, keys),
    blobs: sealBlobs(store.blobs, keys),
    description: store.description,
    close: () => store.close(),
  };
}
