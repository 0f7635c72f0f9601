import type { RefObject } from 'react';
import { useCallback, useEffect, useState } from 'react';

/** Rows beyond the view that are drawn as well, so that a fast scroll shows no gap. */
const OVERSCAN = 8;

/**
 * Which rows of equal height are in view. With equal rows the place of each is arithmetic, so a
 * list of 20,000 costs what its dozen visible rows cost.
 */
export function useRows(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowPx: number,
): {
  readonly first: number;
  readonly last: number;
  readonly heightPx: number;
  /** Brings a row into view, if it is not. */
  readonly reveal: (row: number) => void;
} {
  const [view, setView] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const read = (): void =>
      setView((before) => {
        const top = Math.floor(element.scrollTop / rowPx) * rowPx;
        const height = element.clientHeight;
        return before.top === top && before.height === height ? before : { top, height };
      });
    read();
    element.addEventListener('scroll', read, { passive: true });
    const resized = new ResizeObserver(read);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', read);
      resized.disconnect();
    };
  }, [box, rowPx]);
  const reveal = useCallback(
    (row: number): void => {
      const element = box.current;
      if (element === null) return;
      const top = row * rowPx;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowPx > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + rowPx - element.clientHeight;
      }
    },
    [box, rowPx],
  );
  return {
    first: Math.max(0, Math.floor(view.top / rowPx) - OVERSCAN),
    last: Math.min(count - 1, Math.ceil((view.top + view.height) / rowPx) + OVERSCAN),
    heightPx: count * rowPx,
    reveal,
  };
}
