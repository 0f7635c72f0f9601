import { useEffect, useState, useSyncExternalStore } from 'react';

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

/** Follows a signal in the same task; for what a person types or presses in React's own parts. */
export function useSignal<T>(source: Signal<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}

/**
 * Follows a signal from the frame after: for whatever a key in the text can change. So between the
 * key and its highlight nothing of React runs.
 */
export function useLater<T>(source: Signal<T>): T {
  const [shown, setShown] = useState(() => source.get());
  useEffect(() => {
    const show = afterPaint(() => setShown(() => source.get()));
    show();
    return source.subscribe(show);
  }, [source]);
  return shown;
}

const waiting = new Set<() => void>();
let armed = false;

/**
 * Runs `act` once after the next frame was painted, however often it was asked for meanwhile. All
 * that wait run in one task, so that the page is laid out and React renders once.
 */
export function afterPaint(act: () => void): () => void {
  return () => {
    waiting.add(act);
    if (!armed) arm();
  };
}

function arm(): void {
  armed = true;
  // No frames come in a hidden tab; the timer is for that case alone.
  const timer = setTimeout(fire, 200);
  const frame = requestAnimationFrame(fire);
  function fire(): void {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    // A task after the frame's callbacks is after its paint. A timer and then a message: whatever
    // else waits for this paint, by either, goes first.
    setTimeout(() => port().postMessage(null), 0);
  }
}

let channel: MessageChannel | undefined;

function port(): MessagePort {
  if (channel === undefined) {
    channel = new MessageChannel();
    channel.port1.addEventListener('message', run);
    channel.port1.start();
  }
  return channel.port2;
}

function run(): void {
  armed = false;
  const acts = [...waiting];
  waiting.clear();
  for (const act of acts) act();
}
