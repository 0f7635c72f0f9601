import { useEffect, useRef } from 'react';

/**
 * Where an act took away what had the focus, it comes to what stands there in its place: the keyboard and
 * a screen reader would begin at the top of the page again. Nothing is done where something has it, and
 * nothing when the page is opened.
 *
 * @param of changes with what an act can take away
 * @param place where the focus comes to; it must be able to take it
 */
export function useFocusKept(of: unknown, place: () => HTMLElement | null): void {
  const before = useRef(of);
  useEffect(() => {
    if (before.current === of) return;
    before.current = of;
    if (isLost(document.activeElement)) place()?.focus();
    // Where it is found is a new function at every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [of]);
}

function isLost(active: Element | null): boolean {
  return active === null || active === document.body;
}
