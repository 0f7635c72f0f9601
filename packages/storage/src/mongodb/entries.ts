import { Binary } from 'mongodb';
import { StorageError } from '../errors.ts';
import type { LogEntry } from '../port.ts';
import type { Collections, EntryDocument } from './collections.ts';
import type { Inserter } from './inserter.ts';
import { keyOf, within } from './names.ts';
import { bytesOf, deletePieces, PIECE_BYTES, readPieces, writePieces } from './pieces.ts';

export type NewEntry = { readonly bytes: Uint8Array; readonly keyName: string };

/** Whether an entry of so many bytes stands in its own document, and may go with others. */
export function isSmall(bytes: number): boolean {
  return bytes <= PIECE_BYTES;
}

/** Resolves when the entry is durable, and to be seen if its stream is. */
export async function writeEntry(
  store: Collections,
  inserter: Inserter,
  id: string,
  { bytes, keyName }: NewEntry,
): Promise<void> {
  const size = bytes.byteLength;
  if (isSmall(size)) {
    await inserter.insert({ _id: id, n: keyName, y: new Binary(bytes) }, size);
    return;
  }
  // Hidden until its pieces are there. Whoever sweeps takes the hidden entry away before its pieces:
  // then the last write finds nothing, and says so.
  await store.entries.insertOne({ _id: id, n: keyName, z: size, h: 'writing' });
  try {
    await writePieces(store, id, bytes);
    const { matchedCount } = await store.entries.updateOne(
      { _id: id, h: 'writing' },
      { $unset: { h: '' } },
    );
    if (matchedCount === 1) return;
  } catch (error) {
    await dropHidden(store, id, 'writing').catch(() => {});
    throw error;
  }
  throw new StorageError('storage/unavailable', 'a large entry took too long to be written');
}

/** Every visible entry of a stream, ascending; null if one went while its pieces were read. */
export async function readEntries(
  store: Collections,
  stream: string,
): Promise<readonly LogEntry[] | null> {
  const documents = await store.entries
    .find({ _id: within(stream) })
    .sort({ _id: 1 })
    .batchSize(1_000)
    .toArray();
  const entries: LogEntry[] = [];
  for (const document of documents) {
    if (document.h !== undefined) continue;
    const bytes = await bytesOfEntry(store, document);
    if (bytes === null) return null;
    entries.push({ key: keyOf(document._id), bytes, keyName: document.n });
  }
  return entries;
}

async function bytesOfEntry(
  store: Collections,
  { _id, y, z }: EntryDocument,
): Promise<Uint8Array | null> {
  if (y !== undefined) return bytesOf(y);
  const bytes = z === undefined ? null : await readPieces(store, _id, z);
  if (bytes !== null) return bytes;
  if ((await store.entries.findOne({ _id, h: { $exists: false } })) === null) return null;
  throw new StorageError(
    'storage/damaged',
    'an entry of a log stands in MongoDB without all of its pieces; restore a backup',
  );
}

/** Keys and their number, of those to be seen. */
export async function measureEntries(
  { entries }: Collections,
  stream: string,
): Promise<readonly number[]> {
  const ids = await entries
    .find({ _id: within(stream), h: { $exists: false } })
    .project<{ _id: string }>({ _id: 1 })
    .sort({ _id: 1 })
    .batchSize(10_000)
    .toArray();
  return ids.map(({ _id }) => keyOf(_id));
}

/** Those of `ids` that are there to be seen. */
export async function findEntries(
  { entries }: Collections,
  ids: readonly string[],
): Promise<readonly EntryDocument[]> {
  return entries
    .find({ _id: { $in: [...ids] }, h: { $exists: false } })
    .project<EntryDocument>({ y: 0 })
    .batchSize(ids.length + 1)
    .toArray();
}

/** Deletes exactly these. */
export async function deleteEntries(
  store: Collections,
  documents: readonly EntryDocument[],
): Promise<void> {
  const large = documents.filter(({ z }) => z !== undefined);
  for (const { _id } of large) {
    const { matchedCount } = await store.entries.updateOne(
      { _id, h: { $exists: false } },
      { $set: { h: 'going' } },
    );
    if (matchedCount === 1) await dropHidden(store, _id, 'going');
  }
  const small = documents.filter(({ z }) => z === undefined).map(({ _id }) => _id);
  if (small.length > 0) await store.entries.deleteMany({ _id: { $in: small } });
}

/** Takes a hidden entry and its pieces away, in an order that a crash only interrupts. */
export async function dropHidden(
  store: Collections,
  id: string,
  state: 'writing' | 'going',
): Promise<void> {
  if (state === 'writing') {
    const { matchedCount } = await store.entries.updateOne(
      { _id: id, h: 'writing' },
      { $set: { h: 'going' } },
    );
    if (matchedCount === 0) return;
  }
  await deletePieces(store, id);
  await store.entries.deleteOne({ _id: id, h: 'going' });
}

/** Deletes all that stands in a stream that is no document's. */
export async function deleteStream(store: Collections, stream: string): Promise<void> {
  await store.entries.deleteMany({ _id: within(stream) });
  await deletePieces(store, stream);
}
