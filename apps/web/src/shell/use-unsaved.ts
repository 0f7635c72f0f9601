import { useSyncExternalStore } from 'react';
import { isOnlyInTab, listUnsaved, subscribeUnsaved } from '../collab/unsaved.ts';

/** How many documents that no page shows any more wait in this tab alone to be saved. */
export function useLeftInTab(): number {
  return useSyncExternalStore(
    subscribeUnsaved,
    () => listUnsaved().filter((each) => each.isLeft() && each.place() !== 'device').length,
  );
}

/** Whether closing or loading this tab anew would lose work that is on its way. */
export function useIsOnlyInTab(): boolean {
  return useSyncExternalStore(subscribeUnsaved, isOnlyInTab);
}
