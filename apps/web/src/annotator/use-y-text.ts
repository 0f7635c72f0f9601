import { useSyncExternalStore } from 'react';
import type * as Y from 'yjs';

/** The plain words of a shared text, followed as they are typed. */
export function useYText(text: Y.Text | null | undefined): string {
  return useSyncExternalStore(
    (changed) => {
      if (text === null || text === undefined) return () => undefined;
      text.observe(changed);
      return () => text.unobserve(changed);
    },
    () => text?.toString() ?? '',
  );
}
