import { mkdir } from 'node:fs/promises';
import { MESSAGES } from '../messages.ts';
import { refuse } from '../refusal.ts';
import { makeFileKeyStore, openFileKeyStore } from './file-key-store.ts';
import type { KeyHome } from './key-home.ts';

/** The key store in a folder; one that another server may have open is looked into (`isOwn` false), not changed. */
export function folderKeyHome(keysFolder: string, isOwn: boolean): KeyHome {
  return {
    open: () => openFileKeyStore(keysFolder, isOwn),
    async make(makeCheck) {
      await mkdir(keysFolder, { recursive: true, mode: 0o700 });
      return makeFileKeyStore(keysFolder, makeCheck);
    },
    // Told of the file of the data, before that is opened and thereby made.
    refuseLostData: () => Promise.resolve(),
    refusals: {
      missing: () => refuse('sealing/store-missing', keysFolder),
      other: () => refuse('sealing/store-other', keysFolder),
      noServerKey: () => refuse('sealing/key-missing', keysFolder),
      wrongServerKey: (source) => refuse('sealing/key-wrong', source, keysFolder),
      lacking: (count, first) => refuse('sealing/keys-lacking', count, first, keysFolder),
    },
    notice: (source) => MESSAGES['sealing/keep-keys'](source, keysFolder),
  };
}
