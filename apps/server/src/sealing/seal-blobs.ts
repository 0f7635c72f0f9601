import type { BlobStore } from '@triad/storage';
import type { Keyring } from './keyring.ts';
import { transcriptOf } from './what-is-sealed.ts';

/** The same blobs, of which those of a transcript are sealed; as in seal-log.ts. */
export function sealBlobs(blobs: BlobStore, keys: () => Keyring): BlobStore {
  return {
    async put(id, bytes, keyName) {
      const transcript = transcriptOf(id);
      if (transcript === null) return blobs.put(id, bytes, keyName);
      const key = await keys().sealing(transcript);
      return blobs.put(id, key.seal(aboutBlob(id), bytes), key.name);
    },
    async get(id) {
      const blob = await blobs.get(id);
      if (blob === null || blob.keyName === '') return blob;
      const key = await keys().opening(blob.keyName);
      return { bytes: key.open(aboutBlob(id), blob.bytes), keyName: '' };
    },
    remove: (id) => blobs.remove(id),
    list: (page) => blobs.list(page),
  };
}

/** What the bytes of a blob are sealed about. */
export function aboutBlob(id: string): string {
  return `blob ${id}`;
}
