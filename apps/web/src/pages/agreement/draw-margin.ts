import type { Viewport } from '../../annotator/viewport.ts';
import type { Scene } from './scene.ts';
import { stateOf } from './strip-runs.ts';
import { linesOf } from './text-rects.ts';
import { LINES } from './turn-block.tsx';

/** Width of the column that says whether they agree, pixels. */
export const STATE_PX = 12;

export type MarginOptions = {
  readonly host: HTMLElement;
  readonly viewport: Viewport;
  readonly scene: Scene;
  /** First and last turn. */
  readonly turns: readonly [first: number, last: number];
  /** Members in the order of their columns. */
  readonly coders: readonly string[];
  readonly columnPx: number;
  /** Said of a span where its stripe is pointed at. */
  readonly about: (member: string, role: string) => string;
};

/**
 * Draws the lanes beside the turns near the view: first whether coders agree on a place, then a column
 * for each coder. Reads the layout first, then writes. For the eye alone; the list says the same.
 */
export function drawMargin(options: MarginOptions): void {
  const { host, viewport, scene, turns, coders, columnPx, about } = options;
  const origin = viewport.text.getBoundingClientRect().top;
  const drawn = document.createDocumentFragment();
  for (let at = turns[0]; at <= turns[1]; at += 1) {
    const turn = scene.turns[at];
    const element = viewport.text.children[at];
    if (turn === undefined || element === undefined) continue;
    for (const range of scene.groups[at] ?? []) {
      const lines = linesOf(element, turn, scene.text, range);
      if (lines === null) continue;
      drawn.append(
        stripe(`agreement ${stateOf(range.group)}`, 0, lines.top - origin, lines.bottom - origin),
      );
    }
    const ends = new Map<string, number[]>();
    let hidden = 0;
    for (const mark of scene.marks[at] ?? []) {
      const lines = linesOf(element, turn, scene.text, mark);
      if (lines === null) continue;
      if (mark.lane >= LINES) hidden += 1;
      for (const { member, role, unsure, id } of mark.spans) {
        const column = coders.indexOf(member);
        if (column < 0) continue;
        // Spans of one coder that stand on the same lines are side by side in their column.
        const own = ends.get(member) ?? [];
        ends.set(member, own);
        let lane = own.findIndex((bottom) => bottom <= lines.top + 1);
        if (lane < 0) lane = own.length;
        own[lane] = lines.bottom;
        const left = STATE_PX + column * columnPx + Math.min(lane * 5, Math.max(0, columnPx - 4));
        const one = stripe(
          `${role}${unsure ? ' unsure' : ''}`,
          left,
          lines.top - origin,
          lines.bottom - origin,
        );
        one.title = about(member, role);
        one.dataset['span'] = id;
        drawn.append(one);
      }
    }
    if (hidden > 0) drawn.append(more(hidden, viewport.topOf(at)));
  }
  host.replaceChildren(drawn);
}

function stripe(look: string, left: number, top: number, bottom: number): HTMLElement {
  const made = document.createElement('i');
  made.className = `stripe ${look}`;
  made.style.cssText = `left:${left}px;top:${top + 3}px;height:${Math.max(6, bottom - top - 6)}px`;
  return made;
}

function more(hidden: number, top: number): HTMLElement {
  const made = document.createElement('span');
  made.className = 'margin-more';
  made.textContent = `+${hidden}`;
  made.style.top = `${top}px`;
  return made;
}
