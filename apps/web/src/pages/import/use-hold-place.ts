import { useLayoutEffect, useRef } from 'react';

/** Rows find their heights as they are drawn, within this time. */
const HOLD_MS = 800;
/** Pixels at the lower edge in which a place does not count as seen. */
const EDGE_PX = 60;

/** Where something is drawn now; null while it is not. */
export type Place = () => DOMRect | null;

type Held = { readonly place: Place; readonly share: number; readonly until: number };

/**
 * Brings a place of a long list into view and holds it there while the rows around it are drawn and
 * measured, until the person moves the list.
 */
export function useHoldPlace(
  frame: () => HTMLElement | null | undefined,
  scrollTo: (offsetPx: number) => void,
): {
  /** `share` of the height at which it is put where it is out of view; 0: at the upper edge, in any case. */
  readonly hold: (place: Place, share: number) => void;
  readonly release: () => void;
} {
  const held = useRef<Held | null>(null);
  const settle = () => {
    const now = held.current;
    const list = frame();
    if (now === null || !list) return;
    if (performance.now() > now.until) {
      held.current = null;
      return;
    }
    const at = now.place();
    if (at === null || at.height === 0) return;
    const view = list.getBoundingClientRect();
    const isSeen =
      now.share === 0
        ? Math.abs(at.top - view.top) < 2
        : at.top >= view.top && at.top <= view.bottom - EDGE_PX;
    if (!isSeen) scrollTo(list.scrollTop + at.top - view.top - now.share * view.height);
  };
  useLayoutEffect(settle);
  return {
    hold: (place, share) => {
      held.current = { place, share, until: performance.now() + HOLD_MS };
      settle();
    },
    release: () => (held.current = null),
  };
}
