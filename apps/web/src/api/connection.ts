import { useSyncExternalStore } from 'react';

/**
 * Whether the project's events come in; pages then follow what others do. `too-many`: this account has
 * as many pages open as it may, and this one waits until another is closed.
 */
export type Connection = 'there' | 'lost' | 'too-many';

let connection: Connection = 'there';
const listeners = new Set<() => void>();

/** To be told by whoever holds the connection. */
export function setConnection(now: Connection): void {
  if (now === connection) return;
  connection = now;
  for (const listener of listeners) listener();
}

/** While it is not `there` it is being tried again. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => connection,
  );
}
