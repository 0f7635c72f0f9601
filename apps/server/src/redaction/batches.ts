/** So many bytes go to the thread at once. */
const BATCH_BYTES = 4 * 1024 * 1024;

type Loaded<Item> = { readonly item: Item; readonly bytes: Uint8Array };

/** The items with their bytes, a few at a time, so that not all are in memory together; those without are left out. */
export async function* inBatches<Item>(
  items: readonly Item[],
  load: (item: Item) => Promise<Uint8Array | null>,
): AsyncGenerator<readonly Loaded<Item>[]> {
  let batch: Loaded<Item>[] = [];
  let size = 0;
  for (const item of items) {
    const bytes = await load(item);
    if (bytes === null) continue;
    batch.push({ item, bytes });
    size += bytes.length;
    if (size < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
