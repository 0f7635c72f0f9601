import { useEffect, useEffectEvent } from 'react';

/** Where a letter is a letter, or another list has the keys. */
const OF_OTHERS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="listbox"], [role="menu"]';

/**
 * Hears the keys of a page while no field has the focus and no dialog is open. What `meaningOf` has no
 * meaning for (null) stays the browser's.
 */
export function usePageKeys<Meaning>(
  meaningOf: (event: KeyboardEvent) => Meaning | null,
  onKey: (meaning: Meaning, event: KeyboardEvent) => void,
): void {
  const ask = useEffectEvent(meaningOf);
  const run = useEffectEvent(onKey);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (!isForPage(event)) return;
      const meaning = ask(event);
      if (meaning === null) return;
      event.preventDefault();
      run(meaning, event);
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}

/** Whether a press is the page's: nobody answered it before, and it was made in nothing that wants keys itself. */
export function isForPage({ defaultPrevented, target }: KeyboardEvent): boolean {
  if (defaultPrevented) return false;
  if (target instanceof Element && target.closest(OF_OTHERS) !== null) return false;
  // A dialog that is open has taken the page from under the keys.
  return document.querySelector('.dialog-overlay, .drawer-overlay') === null;
}
