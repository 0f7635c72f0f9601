/*
 * Which copies some page of this browser has open: that page sends what waits in them and offers
 * what cannot be sent, so others leave them alone. A lock goes with the page, however it ends.
 */

const PREFIX = 'triad-copy ';

/** Holds it until the function that it answers is called. */
export function holdOpen(slot: string): () => void {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  void navigator.locks.request(PREFIX + slot, { mode: 'shared' }, () => held);
  return release;
}

export async function heldSlots(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(
    held.flatMap(({ name = '' }) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])),
  );
}
