import { MongoClient } from 'mongodb';
import { collectionsOf } from '../mongodb/collections.ts';
import { within } from '../mongodb/names.ts';

/**
 * What a crash left in a database that a sweep at the opening takes away at once (mongodb/sweeper.ts), and
 * records that stand in an index of this name: `[]` where nothing is. What a slow writer may still be
 * writing is passed over, as by the sweep for an hour.
 */
export async function leftBehind(uri: string, index: string): Promise<readonly string[]> {
  const client = await new MongoClient(uri).connect();
  try {
    const { records, sweeps, heads, entries, pieces, blobs } = collectionsOf(client.db());
    const left: string[] = [];
    for await (const { _id, k } of records.find({ 'k.n': index })) {
      const value = k.find(({ n }) => n === index)?.v;
      left.push(`${_id.replace('\0', ' ')} is still ${value}`);
    }
    for await (const { _id: stream, d: document } of sweeps.find()) {
      if ((await heads.findOne({ _id: document }))?.s === stream) continue;
      const entry = await entries.findOne({ _id: within(stream) });
      const piece = await pieces.findOne({ _id: within(stream) });
      if (entry !== null || piece !== null)
        left.push(`${document} has entries that are no more its`);
    }
    for await (const { _id } of entries.find({ h: 'going' })) left.push(`entry ${_id} is going`);
    for await (const { _id } of blobs.find({ g: { $gt: '' } })) {
      left.push(`blob ${_id} has pieces that are going`);
    }
    return left;
  } finally {
    await client.close();
  }
}
