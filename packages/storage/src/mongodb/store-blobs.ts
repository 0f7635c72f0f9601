import { randomUUID } from 'node:crypto';
import { Binary } from 'mongodb';
import type { Filter, UpdateFilter } from 'mongodb';
import { checkName, checkPage, checkSize, checkText } from '../checks.ts';
import { StorageError } from '../errors.ts';
import { MAX_BLOB_BYTES } from '../port.ts';
import type { BlobStore } from '../port.ts';
import type { Calls } from './calls.ts';
import type { BlobDocument, Collections } from './collections.ts';
import { isDuplicate } from './failures.ts';
import { bytesOf, deletePieces, PIECE_BYTES, readPieces, writePieces } from './pieces.ts';

/** What a reader is given of a blob: in its own document, or in pieces. */
type Content = Pick<BlobDocument, 'z' | 'n' | 'y' | 'u'>;

/**
 * Blobs as the port has them. A blob is one document that holds its bytes, or names the upload whose
 * pieces they are; replacing it is one write that names what it replaces [ST15]. Which uploads are on
 * their way to it, and of which the pieces still have to go, stands in the same document, so that no
 * crash leaves pieces that nobody knows of. An upload that somebody swept away is no longer among
 * them, and its last write finds nothing.
 */
export function makeBlobs(calls: Calls, store: Collections): BlobStore {
  const { blobs } = store;

  /**
   * Puts `content` in the place of what is there. With `upload` only while that is among those on
   * their way: else false.
   */
  async function publish(id: string, content: Content, upload: string | null): Promise<boolean> {
    for (;;) {
      const there = await blobs.findOne({ _id: id }, { projection: { y: 0 } });
      if (upload !== null && there?.w?.includes(upload) !== true) return false;
      const filter: Filter<BlobDocument> = { _id: id, u: there?.u ?? { $exists: false } };
      const update: UpdateFilter<BlobDocument> = {
        $set: content,
        $unset: content.u === undefined ? { u: '' } : { y: '' },
        ...(upload === null ? {} : { $pull: { w: upload } }),
        ...(there?.u === undefined ? {} : { $push: { g: there.u } }),
      };
      try {
        const { matchedCount, upsertedCount } = await blobs.updateOne(
          upload === null ? filter : { ...filter, w: upload },
          update,
          { upsert: there === null },
        );
        if (matchedCount + upsertedCount === 1) {
          if (there?.u !== undefined) await dropUpload(store, id, there.u);
          return true;
        }
      } catch (error) {
        // Somebody else made it meanwhile: it is there to be replaced now.
        if (!isDuplicate(error)) throw error;
      }
    }
  }

  async function putInPieces(id: string, bytes: Uint8Array, keyName: string): Promise<void> {
    const upload = randomUUID();
    await beginUpload(id, upload);
    try {
      await writePieces(store, upload, bytes);
      const content = { z: bytes.byteLength, n: keyName, u: upload };
      if (await publish(id, content, upload)) return;
    } catch (error) {
      await giveUpUpload(store, id, upload).catch(() => {});
      throw error;
    }
    throw new StorageError('storage/unavailable', `blob ${id} took too long to be written`);
  }

  async function beginUpload(id: string, upload: string): Promise<void> {
    for (;;) {
      try {
        await blobs.updateOne({ _id: id }, { $push: { w: upload } }, { upsert: true });
        return;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    }
  }

  return {
    put: (id, bytes, keyName) =>
      calls.write(bytes.byteLength, async () => {
        checkName('the id of a blob', id);
        checkText('the name of a key', keyName);
        checkSize(`blob ${id}`, bytes, MAX_BLOB_BYTES);
        if (bytes.byteLength > PIECE_BYTES) await putInPieces(id, bytes, keyName);
        else await publish(id, { z: bytes.byteLength, n: keyName, y: new Binary(bytes) }, null);
      }),

    get: (id) =>
      calls.read(async () => {
        checkName('the id of a blob', id);
        for (let missed: string | null = null; ;) {
          const document = await blobs.findOne({ _id: id });
          if (document === null || document.z === undefined) return null;
          const { z, n = '', y, u } = document;
          // A copy: bytes handed out are the caller's.
          if (y !== undefined) return { bytes: new Uint8Array(bytesOf(y)), keyName: n };
          const bytes = u === undefined ? null : await readPieces(store, u, z);
          if (bytes !== null) return { bytes, keyName: n };
          if (u === undefined || u === missed) {
            throw new StorageError(
              'storage/damaged',
              `blob ${id} stands in MongoDB without all of its pieces; restore a backup`,
            );
          }
          // Replaced or removed between its pieces: look again which it is.
          missed = u;
        }
      }),

    remove: (id) =>
      calls.write(0, async () => {
        checkName('the id of a blob', id);
        for (;;) {
          const there = await blobs.findOne({ _id: id }, { projection: { y: 0 } });
          if (there === null || there.z === undefined) return false;
          const { matchedCount } = await blobs.updateOne(
            { _id: id, z: { $exists: true }, u: there.u ?? { $exists: false } },
            {
              $unset: { z: '', n: '', y: '', u: '' },
              ...(there.u === undefined ? {} : { $push: { g: there.u } }),
            },
          );
          if (matchedCount === 0) continue;
          if (there.u !== undefined) await dropUpload(store, id, there.u);
          await dropEmpty(store, id);
          return true;
        }
      }),

    list: (page) =>
      calls.read(async () => {
        const { after, limit } = checkPage(page);
        const documents = await blobs
          .find({ _id: { $gt: after ?? '' }, z: { $exists: true } })
          .project<{ _id: string }>({ _id: 1 })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
        return documents.map(({ _id }) => _id);
      }),
  };
}

/** Takes an upload off those on their way, and its pieces away; from then on it cannot be published. */
export async function giveUpUpload(store: Collections, id: string, upload: string): Promise<void> {
  const { matchedCount } = await store.blobs.updateOne(
    { _id: id, w: upload },
    { $pull: { w: upload }, $push: { g: upload } },
  );
  if (matchedCount === 0) return;
  await dropUpload(store, id, upload);
  await dropEmpty(store, id);
}

/** Deletes the pieces of an upload that its blob no longer needs. */
export async function dropUpload(store: Collections, id: string, upload: string): Promise<void> {
  await deletePieces(store, upload);
  await store.blobs.updateOne({ _id: id }, { $pull: { g: upload } });
}

/** Deletes the document of a blob that is none, once no work on it is left. */
export async function dropEmpty({ blobs }: Collections, id: string): Promise<void> {
  await blobs.deleteOne({
    _id: id,
    z: { $exists: false },
    'w.0': { $exists: false },
    'g.0': { $exists: false },
  } as Filter<BlobDocument>);
}
