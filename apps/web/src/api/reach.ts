import { useSyncExternalStore } from 'react';

/* Whether the server answered when it was last asked over HTTP. */
let isReached = true;
const listeners = new Set<() => void>();

/** To be told after each call. */
export function noteReached(reached: boolean): void {
  if (reached === isReached) return;
  isReached = reached;
  for (const listener of listeners) listener();
}

export function serverReached(): boolean {
  return isReached;
}

export function onReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useServerReached(): boolean {
  return useSyncExternalStore(onReach, serverReached);
}
