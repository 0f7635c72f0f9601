import { useSyncExternalStore } from 'react';

/** A value that can be watched; the seam between the annotator's core and its React parts. */
export type Signal<T> = {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function signal<T>(initial: T): Signal<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useSignal<T>(source: Signal<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}

/**
 * Runs `act` once after the next frame was painted, however often it was asked for meanwhile: what
 * the panel and the margin show may come a frame later than the highlight, never in its way.
 */
export function afterPaint(act: () => void): () => void {
  let waiting = false;
  const channel = new MessageChannel();
  channel.port1.addEventListener('message', () => {
    waiting = false;
    act();
  });
  channel.port1.start();
  return () => {
    if (waiting) return;
    waiting = true;
    // No frames come in a hidden tab; the timer is for that case alone.
    const timer = setTimeout(fire, 200);
    const frame = requestAnimationFrame(fire);
    function fire(): void {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      channel.port2.postMessage(null);
    }
  };
}
