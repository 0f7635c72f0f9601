import type { Virtualizer } from '@tanstack/react-virtual';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Ref } from 'react';
import { useImperativeHandle, useRef } from 'react';

/** What one side of the preview can be told by the other. */
export type PaneHandle = {
  /** Puts a fractional position (3.5: halfway down the fourth item) at the upper edge. */
  readonly scrollTo: (position: number) => void;
  /** Brings an item into view. */
  readonly reveal: (index: number) => void;
};

export type ScrollPane = {
  readonly parent: Ref<HTMLDivElement>;
  readonly virtualizer: Virtualizer<HTMLDivElement, HTMLElement>;
  readonly onScroll: () => void;
  /** To be spread on the pane: tells that the person moves this side. */
  readonly taking: {
    readonly onPointerEnter: () => void;
    readonly onPointerDown: () => void;
    readonly onWheel: () => void;
    readonly onFocusCapture: () => void;
    readonly onKeyDownCapture: () => void;
  };
};

/** A long list of which only what is in view is drawn, and that tells and follows positions. */
export function useScrollPane(options: {
  readonly handle: Ref<PaneHandle>;
  readonly count: number;
  /** Height in pixels to be expected of an item before it is drawn. */
  readonly estimate: (index: number) => number;
  readonly onTake: () => void;
  readonly onScrolled: (position: number) => void;
}): ScrollPane {
  const parent = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is memoized here
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: options.count,
    getScrollElement: () => parent.current,
    estimateSize: options.estimate,
    overscan: 6,
    useFlushSync: false,
  });
  useImperativeHandle(options.handle, () => ({
    scrollTo: (position) => {
      const index = Math.min(Math.max(Math.floor(position), 0), options.count - 1);
      const item = virtualizer.measurementsCache[index];
      if (item === undefined) return;
      const share = Math.min(Math.max(position - index, 0), 1);
      virtualizer.scrollToOffset(item.start + share * item.size, { align: 'start' });
    },
    reveal: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  }));
  const { onTake, onScrolled } = options;
  return {
    parent,
    virtualizer,
    onScroll: () => {
      const offset = parent.current?.scrollTop ?? 0;
      const item = virtualizer.getVirtualItemForOffset(offset);
      if (item === undefined) return;
      onScrolled(item.index + (item.size === 0 ? 0 : (offset - item.start) / item.size));
    },
    taking: {
      onPointerEnter: onTake,
      onPointerDown: onTake,
      onWheel: onTake,
      onFocusCapture: onTake,
      onKeyDownCapture: onTake,
    },
  };
}
