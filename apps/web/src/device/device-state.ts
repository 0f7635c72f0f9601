import { useSyncExternalStore } from 'react';
import { flagged } from './flag.ts';
import { onNews } from './news.ts';

/** What pages say of this device. */
export type DeviceState = {
  /** Transcripts of which it has the text. */
  readonly transcripts: number;
  readonly bytes: number;
  /** Transcripts with work that the server does not have. */
  readonly waiting: number;
  /** When the server was last heard, UTC ISO 8601; null where nothing is kept. */
  readonly contactAt: string | null;
};

const NOTHING: DeviceState = { transcripts: 0, bytes: 0, waiting: 0, contactAt: null };

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

/** What is kept changed: it is counted anew, once for all that changes meanwhile. */
export function refreshDeviceState(): void {
  again = true;
  reading ??= readAll().finally(() => {
    reading = null;
  });
}

async function readAll(): Promise<void> {
  while (again) {
    again = false;
    const next = flagged() ? await read().catch(() => NOTHING) : NOTHING;
    if (JSON.stringify(next) === JSON.stringify(state)) continue;
    state = next;
    for (const listener of listeners) listener();
  }
}

async function read(): Promise<DeviceState> {
  const [{ listCopies }, { readOwner }] = await Promise.all([
    import('./copies.ts'),
    import('./kept-answers.ts'),
  ]);
  const [copies, owner] = await Promise.all([listCopies(), readOwner()]);
  const waiting = copies.filter((copy) => Object.keys(copy.waiting).length > 0);
  return {
    transcripts: copies.filter(({ kind }) => kind === 'transcript').length,
    bytes: copies.reduce((sum, copy) => sum + copy.bytes, 0),
    waiting: new Set(waiting.map(({ transcript }) => transcript)).size,
    contactAt: owner && new Date(owner.contactAt).toISOString(),
  };
}
