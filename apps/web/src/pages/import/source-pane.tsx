import type { PreviewAnswer } from '@triad/collab';
import type { Ref } from 'react';
import { say } from '../../messages.ts';
import { number } from '../../messages/format.ts';
import type { PaneHandle } from './scroll-pane.ts';
import { useScrollPane } from './scroll-pane.ts';

/** Letters of a line that are drawn; a file may be one line of a megabyte. */
const MAX_DRAWN = 4_000;

/** The file as it is, line by line; the lines of the turn in hand are marked. */
export function SourcePane({
  handle,
  lines,
  warnings,
  highlighted,
  onLine,
  onTake,
  onScrolled,
}: {
  readonly handle: Ref<PaneHandle>;
  readonly lines: readonly string[];
  readonly warnings: PreviewAnswer['warnings'];
  /** First and one past the last, from 0. */
  readonly highlighted: readonly [number, number] | null;
  readonly onLine: (line: number) => void;
  readonly onTake: () => void;
  readonly onScrolled: (position: number) => void;
}) {
  const pane = useScrollPane({
    handle,
    count: lines.length,
    estimate: (index) =>
      20 * Math.max(1, Math.ceil(Math.min(lines[index]?.length ?? 0, MAX_DRAWN) / 52)),
    onTake,
    onScrolled,
  });
  const warned = new Set(warnings.map(({ line }) => line));
  const words = say.importing;
  return (
    <section className="pane source-pane" aria-label={words.source}>
      <header className="pane-head">
        <h2>{words.source}</h2>
        <span className="small faint">{words.sourceLead}</span>
      </header>
      <div
        className="pane-scroll"
        ref={pane.parent}
        onScroll={pane.onScroll}
        {...pane.taking}
        role="region"
        aria-label={words.sourceLabel}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
        tabIndex={0}
      >
        <div style={{ height: pane.virtualizer.getTotalSize(), position: 'relative' }}>
          {pane.virtualizer.getVirtualItems().map((row) => {
            const text = lines[row.index] ?? '';
            const isOn =
              highlighted !== null && row.index >= highlighted[0] && row.index < highlighted[1];
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- a shortcut of the pointer; from the keyboard the turns lead
              <div
                key={row.key}
                data-index={row.index}
                ref={pane.virtualizer.measureElement}
                className={`source-line ${isOn ? 'on' : ''} ${warned.has(row.index + 1) ? 'warned' : ''}`}
                style={{ transform: `translateY(${row.start}px)` }}
                onClick={() => onLine(row.index)}
              >
                <span className="source-number num" aria-hidden="true">
                  {row.index + 1}
                </span>
                <span className="source-text" dir="auto">
                  {text.length > MAX_DRAWN
                    ? `${text.slice(0, MAX_DRAWN)}… ${words.moreLetters(number(text.length - MAX_DRAWN))}`
                    : text}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
