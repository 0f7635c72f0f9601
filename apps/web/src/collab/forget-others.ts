import type { Awareness } from 'y-protocols/awareness';

/**
 * To be called when a connection was lost. The server's clocks of presence are instants: where its own
 * clock was set back meanwhile, what it says of others would be older than what is known of them, and
 * never be shown.
 */
export function forgetOthers(awareness: Awareness): void {
  for (const id of awareness.meta.keys()) {
    if (id !== awareness.clientID && !awareness.states.has(id)) awareness.meta.delete(id);
  }
}
