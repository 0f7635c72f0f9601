import type { TextRange } from '@triad/realist';
import { rangesOverlap } from '@triad/realist';
import type { RefObject } from 'react';
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { headsFor } from '../../annotator/lane-names.ts';
import { Viewport } from '../../annotator/viewport.ts';
import { agreement } from '../../messages/agreement.ts';
import { annotator } from '../../messages/annotator.ts';
import { say } from '../../messages.ts';
import { initialsOf } from '../../ui/index.ts';
import { drawMargin, STATE_PX } from './draw-margin.ts';
import type { Scene } from './scene.ts';
import { turnAt } from './scene.ts';
import { linesOf } from './text-rects.ts';
import { BLOCK, TurnBlock } from './turn-block.tsx';

const words = agreement.place;
/** So far beyond the view marks are drawn, pixels. */
const NEAR_PX = 900;

export type TextPaneProps = {
  /** What scrolls; whoever leaves a field comes back to it. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scene: Scene;
  /** Members in the order of their columns. */
  readonly coders: readonly string[];
  readonly nameOf: (member: string) => string;
  readonly spacing: 'tight' | 'normal' | 'wide';
  /** Where the place that is looked at stands; the first of them is brought into view. */
  readonly here: readonly TextRange[];
  /** Of the text, into view: after a click on the strip. */
  readonly goTo: { readonly offsetUtf16: number } | null;
  readonly onOffset: (offsetUtf16: number) => void;
  readonly onSpan: (span: string) => void;
};

/** The words with what each coder marked; marks are drawn near the view alone. */
export function TextPane(props: TextPaneProps) {
  const { scroller, scene, coders, nameOf, spacing, here, goTo, onOffset, onSpan } = props;
  const text = useRef<HTMLDivElement>(null);
  const margin = useRef<HTMLDivElement>(null);
  const viewport = useRef<Viewport | null>(null);
  const [near, setNear] = useState<readonly [first: number, last: number]>([0, 0]);
  const [layout, setLayout] = useState({ version: 0, headsLeftPx: 0, columnsPx: 0 });
  const columnPx = Math.max(3, Math.min(20, layout.columnsPx / Math.max(1, coders.length)));

  const show = (range: TextRange): void => {
    viewport.current?.scrollTo(() => {
      const at = turnAt(scene.turns, range.startUtf16);
      const turn = scene.turns[at];
      const element = text.current?.children[at];
      return turn === undefined || element === undefined
        ? null
        : linesOf(element, turn, scene.text, range);
    });
  };
  const first = here[0];
  const keepInView = useEffectEvent(() => {
    if (first !== undefined) show(first);
  });

  useLayoutEffect(() => {
    if (scroller.current === null || text.current === null) return;
    const view = new Viewport(scroller.current, text.current);
    viewport.current = view;
    const look = (): void => {
      const [first, last] = view.near(view.scroller.scrollTop, NEAR_PX);
      const [from, to] = [Math.floor(first / BLOCK), Math.floor(last / BLOCK)];
      setNear((before) => (before[0] === from && before[1] === to ? before : [from, to]));
    };
    let widthPx = view.text.offsetWidth;
    const measure = (): void => {
      view.measure();
      if (view.text.offsetWidth !== widthPx) keepInView();
      widthPx = view.text.offsetWidth;
      look();
      const box = margin.current?.getBoundingClientRect();
      const stage = view.scroller.parentElement?.getBoundingClientRect();
      setLayout(({ version }) => ({
        version: version + 1,
        headsLeftPx: (box?.left ?? 0) - (stage?.left ?? 0),
        columnsPx: (box?.width ?? 0) - STATE_PX,
      }));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(text.current);
    resized.observe(scroller.current);
    view.scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      view.scroller.removeEventListener('scroll', look);
    };
  }, [scene, scroller]);

  // Arrow keys scroll the text from the beginning, unless somebody has the focus elsewhere.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || activeElement.id === 'main')
      scroller.current?.focus({ preventScroll: true });
  }, [scroller]);

  // After the turns stand as they are drawn now.
  useLayoutEffect(() => {
    if (viewport.current === null || margin.current === null) return;
    drawMargin({
      host: margin.current,
      viewport: viewport.current,
      scene,
      turns: [near[0] * BLOCK, near[1] * BLOCK + BLOCK - 1],
      coders,
      columnPx,
      about: (member, role) =>
        annotator.about(nameOf(member), say.roles[role as keyof typeof say.roles], false),
    });
  }, [scene, near, layout, coders, columnPx, nameOf]);

  useEffect(() => {
    if (first !== undefined) show(first);
    // The same place again is no reason to scroll.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [scene, first?.startUtf16, first?.endUtf16]);
  useEffect(() => {
    if (goTo !== null) show({ startUtf16: goTo.offsetUtf16, endUtf16: goTo.offsetUtf16 + 1 });
    // Once for each click.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [goTo]);

  const blocks = useMemo(
    () => Array.from({ length: Math.ceil(scene.turns.length / BLOCK) }, (_, block) => block),
    [scene],
  );
  const hereIn = (block: number): readonly TextRange[] | null => {
    const from = scene.turns[block * BLOCK];
    const to = scene.turns[Math.min(scene.turns.length, (block + 1) * BLOCK) - 1];
    if (from === undefined || to === undefined) return null;
    const whole = { startUtf16: from.startUtf16, endUtf16: to.endUtf16 };
    return here.some((range) => rangesOverlap(range, whole)) ? here : null;
  };
  return (
    <div className="stage">
      <div
        className={`annotator spacing-${spacing}`}
        ref={scroller}
        // It scrolls, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={words.text}
      >
        <div className="sheet">
          {/* The list is the way for whoever has no pointer. */}
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
          <div
            className="text"
            ref={text}
            onClick={({ target }) => {
              const at = target instanceof Element ? target.closest('[data-at]') : null;
              if (at instanceof HTMLElement && getSelection()?.isCollapsed !== false)
                onOffset(Number(at.dataset['at']));
            }}
          >
            {blocks.map((block) => (
              <TurnBlock
                key={block}
                scene={scene}
                block={block}
                isDrawn={block >= near[0] && block <= near[1]}
                here={hereIn(block)}
              />
            ))}
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
          <div
            className="margin"
            ref={margin}
            aria-hidden="true"
            onClick={({ target }) => {
              const span = target instanceof HTMLElement ? target.dataset['span'] : undefined;
              if (span !== undefined) onSpan(span);
            }}
          />
        </div>
      </div>
      <Heads
        coders={coders}
        nameOf={nameOf}
        columnPx={columnPx}
        leftPx={layout.headsLeftPx}
        widthPx={layout.columnsPx}
      />
    </div>
  );
}

/** The initials above the lanes of the margin. */
function Heads({
  coders,
  nameOf,
  columnPx,
  leftPx,
  widthPx,
}: {
  readonly coders: readonly string[];
  readonly nameOf: (member: string) => string;
  readonly columnPx: number;
  readonly leftPx: number;
  readonly widthPx: number;
}) {
  const labels = coders.map((member) => initialsOf(nameOf(member)));
  const heads = headsFor(labels, columnPx);
  return (
    <div
      className={`lane-names ${heads}`}
      aria-hidden="true"
      style={{ left: leftPx + STATE_PX, width: widthPx }}
    >
      {coders.map((member, column) => (
        <b key={member} title={nameOf(member)} style={{ left: column * columnPx, width: columnPx }}>
          {heads === 'none' ? '' : labels[column]}
        </b>
      ))}
    </div>
  );
}
