import { useEffect, useEffectEvent } from 'react';
import type { KeyLike } from '../../annotator/keys.ts';

/** Where a letter is a letter, or another list has the keys. */
const OF_OTHERS =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="listbox"], [role="menu"]';

/** Hears the keys of a page while no field has the focus. */
export function usePlaceKeys<Command>(
  commandFor: (event: KeyLike) => Command | null,
  onCommand: (command: Command) => void,
): void {
  const ask = useEffectEvent(commandFor);
  const run = useEffectEvent(onCommand);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OF_OTHERS) !== null) return;
      // A dialog that is open has taken the page from under the keys.
      if (document.querySelector('.dialog-overlay, .drawer-overlay') !== null) return;
      const command = ask(event);
      if (command === null) return;
      event.preventDefault();
      run(command);
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}
