import { useEffect } from 'react';
import type { Signal } from './signal.ts';
import { useSignal } from './signal.ts';

/** Runs when `wanted` asks for one of these; answers once, so that coming back does not steal focus. */
export function useFocusOn(wanted: Signal<string | null>, take: (what: string) => boolean): void {
  const what = useSignal(wanted);
  useEffect(() => {
    if (what === null) return;
    // The panel may just have been shown; its field is there after this frame.
    const frame = requestAnimationFrame(() => {
      if (take(what)) wanted.set(null);
    });
    return () => cancelAnimationFrame(frame);
  });
}
