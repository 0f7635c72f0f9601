import type { TextIndex } from '@triad/collab';
import { toPm } from '@triad/collab';
import type { Role, TextRange } from '@triad/realist';
import type { EditorView } from 'prosemirror-view';
import type { Viewport } from './viewport.ts';

/** What a thread needs of a sketch: where its quoted parts stand, in the order of the text. */
export type ThreadedSketch = {
  readonly id: string;
  readonly member: string;
  readonly label: string;
  readonly active: boolean;
  readonly parts: readonly (TextRange & { readonly role: Role })[];
};

/** Where a part stands, pixels within the text; `rise` leads from its middle to above its line. */
type Knot = {
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly rise: number;
};

const SPACING = 9;
const LANES = 4;

/**
 * Sketches drawn as threads: a spine beside the text with a knot at each part, and from the knots
 * of the open sketch a curve to the first word. Spines stand in lanes so that threads of
 * neighbouring passages do not run into one another.
 */
export class Threads {
  readonly #host: HTMLElement;
  readonly #view: EditorView;
  readonly #viewport: Viewport;
  readonly #index: () => TextIndex;
  readonly #onOpen: (id: string, member: string) => void;
  #drawn: readonly SVGElement[] = [];

  constructor(options: {
    readonly host: HTMLElement;
    readonly view: EditorView;
    readonly viewport: Viewport;
    readonly index: () => TextIndex;
    readonly onOpen: (id: string, member: string) => void;
  }) {
    this.#host = options.host;
    this.#view = options.view;
    this.#viewport = options.viewport;
    this.#index = options.index;
    this.#onOpen = options.onOpen;
  }

  draw(sketches: readonly ThreadedSketch[]): void {
    const index = this.#index();
    const box = this.#viewport.text.getBoundingClientRect();
    const placed = sketches
      .filter((sketch) => sketch.parts.length > 0)
      .map((sketch) => ({
        sketch,
        knots: sketch.parts.map((part) => {
          const at = this.#view.coordsAtPos(toPm(index, part.startUtf16), 1);
          const half = (at.bottom - at.top) / 2;
          return {
            role: part.role,
            x: at.left - box.left,
            y: at.top + half - box.top,
            rise: half + 1,
          };
        }),
      }))
      .map(({ sketch, knots }) => ({ sketch, knots: spread(knots) }))
      .map((thread) => {
        const ys = thread.knots.map((knot) => knot.y);
        return { ...thread, top: Math.min(...ys), bottom: Math.max(...ys), lane: 0 };
      })
      .sort((a, b) => a.top - b.top);
    const ends: number[] = [];
    for (const thread of placed) {
      let lane = ends.findIndex((end) => end < thread.top - 12);
      if (lane < 0) lane = ends.length < LANES ? ends.length : LANES - 1;
      ends[lane] = Math.max(ends[lane] ?? 0, thread.bottom);
      thread.lane = lane;
    }
    for (const old of this.#drawn) old.remove();
    this.#drawn = placed.map((thread) => this.#thread(thread));
    this.#host.append(...this.#drawn);
  }

  #thread(thread: {
    readonly sketch: ThreadedSketch;
    readonly knots: readonly Knot[];
    readonly top: number;
    readonly bottom: number;
    readonly lane: number;
  }): SVGElement {
    const { sketch, knots, top, bottom, lane } = thread;
    const reach = sketch.active ? Math.max(0, ...knots.map((knot) => knot.x)) : 0;
    const gutter = LANES * SPACING + 8;
    const svg = element('svg', {
      class: `thread${sketch.active ? ' active' : ''}`,
      width: gutter + reach + 8,
      height: bottom - top + 24,
    });
    svg.style.cssText = `left:${-gutter}px;top:${top - 12}px`;
    const spine = gutter - 8 - lane * SPACING;
    const title = element('title', {});
    title.textContent = sketch.label;
    svg.append(
      title,
      element('path', { class: 'spine', d: `M${spine} 12V${bottom - top + 12}` }),
      // Wide and unseen: what the pointer can hit.
      element('path', { class: 'hit', d: `M${spine} 4V${bottom - top + 20}` }),
    );
    for (const knot of knots) {
      const y = knot.y - top + 12;
      const x = gutter + knot.x;
      if (sketch.active) {
        // The arm runs in the leading above its line, so that it is never taken for an underline.
        const above = y - knot.rise;
        // Short of the letter that stands over the first word.
        const end = x - 5;
        const bend = Math.min(spine + 14, end);
        svg.append(
          element('path', {
            class: 'arm',
            d: `M${spine} ${y}Q${spine + 2} ${above} ${bend} ${above}H${end}`,
          }),
          element('circle', { class: 'end', cx: end, cy: above, r: 1.8 }),
        );
      } else {
        svg.append(element('path', { class: 'arm', d: `M${spine} ${y}H${spine + 5}` }));
      }
      svg.append(element('circle', { class: `knot ${knot.role}`, cx: spine, cy: y, r: 3.2 }));
    }
    svg.addEventListener('click', () => this.#onOpen(sketch.id, sketch.member));
    return svg;
  }
}

/** Knots on one line would hide one another: they are moved apart, around their middle. */
function spread(knots: readonly Knot[]): readonly Knot[] {
  const sorted = [...knots].sort((a, b) => a.y - b.y);
  return sorted.map((knot) => {
    const together = sorted.filter((other) => Math.abs(other.y - knot.y) < 1);
    const shift = (together.indexOf(knot) - (together.length - 1) / 2) * 8;
    return { ...knot, y: knot.y + shift, rise: knot.rise + shift };
  });
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
