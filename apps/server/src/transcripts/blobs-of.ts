import type { BlobStore } from '@triad/storage';
import { MAX_PAGE } from '@triad/storage';

/** Names of all blobs that begin so, whether a record names them or not. */
export async function blobsOf(blobs: BlobStore, prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = prefix; ;) {
    const page = await blobs.list({ after });
    const own = page.filter((id) => id.startsWith(prefix));
    found.push(...own);
    const last = own.at(-1);
    if (last === undefined || own.length < page.length || page.length < MAX_PAGE) return found;
    after = last;
  }
}
