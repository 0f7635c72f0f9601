import { useSyncExternalStore } from 'react';
import { flagged } from './flag.ts';
import { onNews } from './news.ts';
import { isWaiting } from './waiting.ts';

/** What pages say of this device. */
export type DeviceState = {
  /** Transcripts of which it has the text. */
  readonly transcripts: number;
  readonly bytes: number;
  /** Transcripts with work that the server does not have. */
  readonly waiting: number;
  /** Those of them that no page has open, and so sends. */
  readonly stranded: number;
  /** When the server was last heard, UTC ISO 8601; null where nothing is kept. */
  readonly contactAt: string | null;
};

const NOTHING: DeviceState = { transcripts: 0, bytes: 0, waiting: 0, stranded: 0, contactAt: null };

/** How long changes are gathered before they are counted, milliseconds. */
const GATHER_MS = 300;

let state = NOTHING;
let reading: Promise<void> | null = null;
let again = false;
const listeners = new Set<() => void>();

onNews(refreshDeviceState);

/** Follows what is kept here. */
export function useDeviceState(): DeviceState {
  return useSyncExternalStore(
    (changed) => {
      if (listeners.size === 0) refreshDeviceState();
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );
}

/** What is kept changed: it is counted anew, once for all that changes in a while. */
export function refreshDeviceState(): void {
  again = true;
  reading ??= readAll().finally(() => {
    reading = null;
  });
}

async function readAll(): Promise<void> {
  while (again) {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    again = false;
    const next = flagged() ? await read().catch(() => NOTHING) : NOTHING;
    if (JSON.stringify(next) === JSON.stringify(state)) continue;
    state = next;
    for (const listener of listeners) listener();
  }
}

async function read(): Promise<DeviceState> {
  const [{ listCopies }, { readOwner }, { heldSlots }] = await Promise.all([
    import('./copies.ts'),
    import('./kept-answers.ts'),
    import('./held-copies.ts'),
  ]);
  const [copies, owner, held] = await Promise.all([listCopies(), readOwner(), heldSlots()]);
  const waiting = copies.filter(isWaiting);
  const stranded = waiting.filter(({ slot }) => !held.has(slot));
  return {
    transcripts: copies.filter(({ kind }) => kind === 'transcript').length,
    bytes: copies.reduce((sum, copy) => sum + copy.bytes, 0),
    waiting: countTranscripts(waiting),
    stranded: countTranscripts(stranded),
    contactAt: owner && new Date(owner.contactAt).toISOString(),
  };
}

function countTranscripts(copies: readonly { readonly transcript: string }[]): number {
  return new Set(copies.map(({ transcript }) => transcript)).size;
}
