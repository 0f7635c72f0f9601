import { useEffect, useSyncExternalStore } from 'react';
import { say } from '../messages.ts';

/** Whether the page matches now; follows its changes. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

/** The title of the tab, from the nearest thing outwards. */
export function useDocumentTitle(parts: readonly (string | undefined)[]): void {
  const title = [...parts.filter((part) => part !== undefined && part !== ''), say.product].join(
    ' · ',
  );
  useEffect(() => {
    document.title = title;
  }, [title]);
}
