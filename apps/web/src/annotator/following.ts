import type { TextIndex } from '@triad/collab';
import type { LayerModel } from './layer-model.ts';
import type { MarkChange, MarkStore, PlacedSpan } from './marks.ts';
import type { Scene } from './scene.ts';
import { rangeAfter, textChange } from './text-change.ts';

/** A pause in typing after which what is less urgent follows, milliseconds. */
const REST_MS = 400;

export type FollowingHost = {
  readonly index: () => TextIndex;
  /** Of every layer that is there, and whether it is shown. */
  readonly models: () => readonly { readonly model: LayerModel; readonly isShown: boolean }[];
  readonly marks: MarkStore;
  readonly scene: () => Scene | null;
  /** After each change; `isTold`: spans were lost or found. */
  readonly onMoved: (isTold: boolean) => void;
  /** Nobody has changed the text for a moment, and every place is what it would be if it were looked up. */
  readonly onRest: () => void;
};

/**
 * Keeps all places on their words while the text changes: once for all changes of a task and before the
 * next frame, by what changed alone.
 */
export class Following {
  readonly #host: FollowingHost;
  /** The text in which all places were last found; null until there is one. */
  #placedIn: TextIndex | null = null;
  #waits = false;
  #composes = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #destroyed = false;

  constructor(host: FollowingHost) {
    this.#host = host;
  }

  /** The text is there: places are looked up in it from now on. */
  begin(): void {
    this.#placedIn = this.#host.index();
  }

  /** The text is another. */
  changed(): void {
    if (this.#waits) return;
    this.#waits = true;
    queueMicrotask(() => this.settle());
  }

  /**
   * What waits, now; to be called before a place is looked up, which among others of a text that has
   * changed since would be moved along once more.
   */
  settle(): void {
    if (!this.#waits || this.#destroyed) return;
    this.#waits = false;
    const { index, marks, onMoved } = this.#host;
    const before = this.#placedIn;
    this.#placedIn = index();
    const change = before === null ? null : textChange(before, index());
    if (change === null) return;
    const moves = this.#moves((model) => model.retext(change));
    const ranges = marks.retext(moves, {
      fromUtf16: change.before.endUtf16,
      byUtf16: change.shiftUtf16,
    });
    const scene = this.#host.scene();
    if (scene?.view.composing === true) this.#drawOnceComposed(scene);
    else if (!this.#composes) {
      scene?.retext(change, [...ranges.map((range) => rangeAfter(change, range)), ...moves.added]);
    }
    onMoved(moves.removed.length !== moves.added.length);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(this.#host.models()), REST_MS);
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#timer);
  }

  /** What `act` moved in the layers that are shown; it is done to the others too. */
  #moves(act: (model: LayerModel) => MarkChange): MarkChange {
    const moves = { removed: [] as PlacedSpan[], added: [] as PlacedSpan[] };
    for (const { model, isShown } of this.#host.models()) {
      const { removed, added } = act(model);
      if (!isShown) continue;
      moves.removed.push(...removed);
      moves.added.push(...added);
    }
    return moves;
  }

  /** While an input method composes its words nothing is drawn around them. */
  #drawOnceComposed(scene: Scene): void {
    if (this.#composes) return;
    this.#composes = true;
    const draw = (): void => {
      this.#composes = false;
      if (!this.#destroyed) scene.reset();
    };
    scene.view.dom.addEventListener('compositionend', () => queueMicrotask(draw), { once: true });
  }

  /** What may be elsewhere by a change far from it, a layer at a time. */
  #rest([layer, ...others]: ReturnType<FollowingHost['models']>): void {
    if (this.#destroyed) return;
    if (layer?.model.mayBeElsewhere() === true) {
      const moves = layer.model.relocate();
      if (layer.isShown) this.#host.scene()?.redraw(this.#host.marks.apply(moves));
    }
    if (others.length > 0) {
      this.#timer = setTimeout(() => this.#rest(others), 0);
      return;
    }
    this.#host.scene()?.rest();
    this.#host.onRest();
  }
}
