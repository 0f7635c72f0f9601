/** Updates end to end in one buffer: thousands of small ones cross to another thread as two. */
export type PackedUpdates = { readonly bytes: Uint8Array; readonly sizes: Uint32Array };

export function packUpdates(updates: readonly Uint8Array[]): PackedUpdates {
  const sizes = Uint32Array.from(updates, (update) => update.length);
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const update of updates) {
    bytes.set(update, at);
    at += update.length;
  }
  return { bytes, sizes };
}

/** Views of the one buffer. */
export function unpackUpdates({ bytes, sizes }: PackedUpdates): readonly Uint8Array[] {
  let at = 0;
  return Array.from(sizes, (size) => bytes.subarray(at, (at += size)));
}
