import type { TextIndex } from '@triad/collab';
import { turnAt } from '@triad/collab';
import type { Role, TextRange } from '@triad/realist';
import type { Mark } from './marks.ts';
import type { Viewport } from './viewport.ts';

const COLUMNS: Readonly<Partial<Record<Role, number>>> = { C: 0, M: 1, O: 2 };

/**
 * The whole transcript as a strip: where C, M and O were marked, where the view is, where the
 * others read. A click goes there.
 */
export class Minimap {
  readonly #canvas: HTMLCanvasElement;
  readonly #frame: HTMLElement;
  readonly #viewport: Viewport;
  readonly #index: () => TextIndex;
  /** For each role, which rows of pixels have a mark. */
  readonly #rows = new Map<Role, Uint8Array>();

  constructor(host: HTMLElement, viewport: Viewport, index: () => TextIndex) {
    this.#canvas = document.createElement('canvas');
    this.#frame = document.createElement('div');
    this.#frame.className = 'minimap-view';
    host.append(this.#canvas, this.#frame);
    this.#viewport = viewport;
    this.#index = index;
    host.addEventListener('pointerdown', (event) => {
      const box = host.getBoundingClientRect();
      const share = (event.clientY - box.top) / box.height;
      viewport.scroller.scrollTop =
        share * viewport.scroller.scrollHeight - viewport.scroller.clientHeight / 2;
    });
  }

  /** Height within the text of an offset, pixels, as near as a strip needs. */
  #yOf(offsetUtf16: number): number {
    const turns = this.#index().turns;
    const at = turnAt(this.#index(), offsetUtf16);
    const turn = turns[at];
    if (turn === undefined) return 0;
    const top = this.#viewport.topOf(at);
    const length = Math.max(1, turn.endUtf16 - turn.startUtf16);
    const share = Math.min(1, (offsetUtf16 - turn.startUtf16) / length);
    return top + share * (this.#viewport.bottomOf(at) - top);
  }

  /** Lays the marks out anew, and draws all. */
  drawMarks(marks: readonly Mark[], readers: readonly TextRange[]): void {
    const height = Math.round(this.#canvas.clientHeight * (window.devicePixelRatio || 1));
    const perPixel = height / Math.max(1, this.#viewport.height);
    this.#rows.clear();
    // A row of pixels is filled once, however many marks fall on it.
    for (const mark of marks) {
      if (COLUMNS[mark.role] === undefined) continue;
      let row = this.#rows.get(mark.role);
      if (row === undefined) this.#rows.set(mark.role, (row = new Uint8Array(height + 2)));
      row[Math.min(height, Math.floor(this.#yOf(mark.startUtf16) * perPixel))] = 1;
    }
    this.drawReaders(readers);
  }

  /** The marks as they were laid out last, and where the others read now. */
  drawReaders(readers: readonly TextRange[]): void {
    const scale = window.devicePixelRatio || 1;
    const width = Math.round(this.#canvas.clientWidth * scale);
    const height = Math.round(this.#canvas.clientHeight * scale);
    if (width === 0 || height === 0) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const style = getComputedStyle(this.#canvas);
    const perPixel = height / Math.max(1, this.#viewport.height);
    const column = width / 3;
    const tick = Math.max(1, Math.round(1.5 * scale));
    for (const [role, row] of this.#rows) {
      context.fillStyle = style.getPropertyValue(`--${role.toLowerCase()}`);
      const x = (COLUMNS[role] ?? 0) * column;
      row.forEach((filled, y) => {
        if (filled === 1) context.fillRect(x + 0.5, y, column - 1, tick);
      });
    }
    context.fillStyle = style.getPropertyValue('--ink-2');
    for (const reader of readers) {
      const y = this.#yOf(reader.startUtf16) * perPixel;
      context.fillRect(0, y, width, Math.max(2, 2 * scale));
    }
  }

  drawView(scrollTop: number): void {
    const { wholeHeight, viewHeight } = this.#viewport;
    const whole = Math.max(1, wholeHeight);
    this.#frame.style.top = `${(scrollTop / whole) * 100}%`;
    this.#frame.style.height = `${Math.max(1.5, (viewHeight / whole) * 100)}%`;
  }
}
