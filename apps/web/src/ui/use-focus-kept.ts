import { useEffect, useRef } from 'react';

/**
 * Where an act took away what had the focus, it comes to what stands there in its place: the keyboard and
 * a screen reader would begin at the top of the page again. Nothing is done where something has it, nor
 * where nothing that had it since this is on the page has gone: what comes late, or from others, takes none.
 *
 * @param of changes with what an act can take away
 * @param place where the focus comes to; it must be able to take it
 */
export function useFocusKept(of: unknown, place: () => HTMLElement | null): void {
  const before = useRef(of);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      last.current = target instanceof Element ? target : null;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  useEffect(() => {
    if (before.current === of) return;
    before.current = of;
    const isTaken = last.current !== null && !last.current.isConnected;
    if (isTaken && isLost(document.activeElement)) place()?.focus({ preventScroll: true });
    // Where it is found is a new function at every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [of]);
}

function isLost(active: Element | null): boolean {
  return active === null || active === document.body;
}
