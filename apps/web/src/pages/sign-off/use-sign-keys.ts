import { useEffect, useEffectEvent } from 'react';
import type { SignCommand, SignKey } from './sign-keys.ts';
import { signCommandFor } from './sign-keys.ts';

/** Where a letter is a letter, or another list has the keys. */
const OF_OTHERS =
  'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"]';

/** Hears the keys of the page while no field has the focus. A key that is held down acts once. */
export function useSignKeys(
  table: readonly SignKey[],
  onCommand: (command: SignCommand) => void,
): void {
  const run = useEffectEvent(onCommand);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OF_OTHERS) !== null) return;
      // A dialog that is open has taken the page from under the keys.
      if (document.querySelector('.dialog-overlay, .drawer-overlay') !== null) return;
      const command = signCommandFor(event, table);
      if (command === null) return;
      event.preventDefault();
      // One press is one word: the next version is shown by then.
      if (event.repeat && command !== 'next' && command !== 'previous') return;
      run(command);
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [table]);
}
