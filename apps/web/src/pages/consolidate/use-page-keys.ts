import { useEffect, useEffectEvent } from 'react';

/** Where a letter is a letter, or another list has the keys. */
const OF_OTHERS =
  'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"]';
/** Where Enter does what is focused; a link to what is shown already (`data-shown`) would do nothing. */
const PRESSED = 'button, a[href]:not([data-shown]), summary';

/** Hears keys while no field, dialog or, for Enter, button has the focus. `onKey` answers whether it was one. */
export function usePageKeys(onKey: (event: KeyboardEvent) => boolean): void {
  const run = useEffectEvent(onKey);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const { target, key } = event;
      if (target instanceof Element && target.closest(OF_OTHERS) !== null) return;
      if (key === 'Enter' && target instanceof Element && target.closest(PRESSED) !== null) return;
      // A dialog that is open has taken the page from under the keys.
      if (document.querySelector('.dialog-overlay, .drawer-overlay') !== null) return;
      if (run(event)) event.preventDefault();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}
