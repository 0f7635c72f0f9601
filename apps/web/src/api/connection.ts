import { useSyncExternalStore } from 'react';

/* Whether the project's events come in; pages then follow what others do. */
let isLost = false;
const listeners = new Set<() => void>();

/** To be told by whoever holds the connection. */
export function setConnectionLost(lost: boolean): void {
  if (lost === isLost) return;
  isLost = lost;
  for (const listener of listeners) listener();
}

/** True while the connection to the server is gone and being tried again. */
export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => isLost,
  );
}
