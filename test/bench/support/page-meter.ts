import type { Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';

/** The script that must be in a page before its own, see there for what counts as painted. */
export const METER_SCRIPT = fileURLToPath(new URL('page-meter.js', import.meta.url));

/** Times of one key press, by the page's `performance.now`. */
export type Press = {
  /** When the browser made the event. */
  readonly keydownAt: number;
  /** When its first handler ran. */
  readonly startedAt: number;
  /** Script of all handlers together; null where none was waited for. */
  readonly scriptMs: number | null;
  readonly changedAt: number;
  readonly paintedAt: number;
  /** When its lines and letter were drawn too; null if they never were. */
  readonly linesPaintedAt: number | null;
  /** When the page was idle again. */
  readonly settledAt: number;
};

export type Drag = {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
};

/** When the page reached what, from navigation on; null for not yet. */
export type Opened = {
  readonly text: number | null;
  readonly marks: number | null;
  /** The first key press that made a span. */
  readonly key: number | null;
  readonly painted: number | null;
  /** The panel lists all spans of all layers. */
  readonly panel: number | null;
};

type Meter = {
  addToggle(): void;
  /** `words` are those of another's span that is waited for, where other spans may come as well. */
  arm(kind: 'mark' | 'toggle' | 'type' | 'remote' | 'heard', words?: string): void;
  /** Null where nothing was seen within a few seconds. */
  result(): Promise<Press | null>;
  show(turn: number): Promise<void>;
  drag(turn: number, share: number, words: number): Drag | null;
  caretIn(turn: number, share: number): { readonly x: number; readonly y: number } | null;
  selected(): Promise<string>;
  scroll(step: number, count: number): Promise<number[]>;
  quiet(): Promise<void>;
  clockOffset(): number;
  opened(): Opened;
  /** Waits until the panel lists so many spans. */
  listed(least: number): Promise<void>;
  turns(): number;
};

type Answer<N extends keyof Meter> = Awaited<ReturnType<Meter[N]>>;

/** Calls the meter in a page. */
export function meter<N extends keyof Meter>(
  page: Page,
  name: N,
  ...parameters: Parameters<Meter[N]>
): Promise<Answer<N>> {
  return page.evaluate(
    ([name, parameters]) => {
      const { triadMeter } = globalThis as unknown as {
        triadMeter: Record<string, (...parameters: unknown[]) => unknown>;
      };
      return triadMeter[name]?.(...parameters);
    },
    [name, parameters] as [string, unknown[]],
  ) as Promise<Answer<N>>;
}

/** Has the page's next documents note when they reached what; `share` says which words are marked. */
export function watchOpening(page: Page, spans: number, share: number): Promise<void> {
  return page.addInitScript(
    ([spans, share]) => {
      const { triadMeter } = globalThis as unknown as {
        triadMeter: { watchOpening(spans: number, share: number): void };
      };
      triadMeter.watchOpening(spans, share);
    },
    [spans, share] as const,
  ) as Promise<unknown> as Promise<void>;
}
