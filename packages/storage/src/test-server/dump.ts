import { BSON, MongoClient } from 'mongodb';

type Dumped = { readonly in: string; readonly document: BSON.Document };

/**
 * Every document of a database with its collection, as BSON one behind the other, by collection and
 * `_id`. Indexes are not in it: they are made at an opening.
 */
export async function dumpDatabase(uri: string): Promise<Uint8Array> {
  const client = await new MongoClient(uri).connect();
  try {
    const parts: Uint8Array[] = [];
    const collections = await client.db().listCollections().toArray();
    for (const name of collections.map((each) => each.name).toSorted()) {
      for await (const document of client.db().collection(name).find().sort({ _id: 1 })) {
        const dumped: Dumped = { in: name, document };
        parts.push(BSON.serialize(dumped));
      }
    }
    return Buffer.concat(parts);
  } finally {
    await client.close();
  }
}

/** Writes what was dumped into an empty database. */
export async function loadDatabase(uri: string, dump: Uint8Array): Promise<void> {
  const client = await new MongoClient(uri).connect();
  try {
    const bytes = new DataView(dump.buffer, dump.byteOffset, dump.byteLength);
    const byCollection = new Map<string, BSON.Document[]>();
    for (let at = 0, size: number; at < dump.length; at += size) {
      size = bytes.getInt32(at, true);
      const options = { promoteValues: true, promoteBuffers: false };
      const { in: name, document } = BSON.deserialize(
        dump.subarray(at, at + size),
        options,
      ) as Dumped;
      byCollection.set(name, [...(byCollection.get(name) ?? []), document]);
    }
    for (const [name, documents] of byCollection) {
      await client.db().collection(name).insertMany(documents);
    }
  } finally {
    await client.close();
  }
}
