import { useSyncExternalStore } from 'react';

/* Whether the server answered when it was last asked over HTTP, and else who did. */

export type Reach =
  | 'server'
  /** Nobody is there; what pages show they had before. */
  | 'nobody'
  /** Since it was last there this device answered in its place. */
  | 'device';

let reach: Reach = 'server';
const listeners = new Set<() => void>();

/** To be told after each call. */
export function noteReached(isReached: boolean): void {
  if (isReached) set('server');
  else if (reach === 'server') set('nobody');
}

/** To be told where the device answered. */
export function noteDeviceAnswer(): void {
  if (reach === 'nobody') set('device');
}

export function serverReached(): boolean {
  return reach === 'server';
}

export function onReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReach(): Reach {
  return useSyncExternalStore(onReach, () => reach);
}

function set(next: Reach): void {
  if (next === reach) return;
  reach = next;
  for (const listener of listeners) listener();
}
