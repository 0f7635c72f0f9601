import type { EditorState, Transaction } from 'prosemirror-state';
import { Plugin, PluginKey, Selection } from 'prosemirror-state';
import type { Step } from 'prosemirror-transform';
import type { EditorView } from 'prosemirror-view';
import { ySyncPluginKey } from 'y-prosemirror';

/** Corrections that can be taken back, at most; older ones stay done. */
export const UNDO_STEPS = 500;

/** What takes one correction back, in the order in which it was made. */
type Correction = { readonly inverted: Step[]; readonly at: number };

const kindOf = new PluginKey<null>('text-undo');

/**
 * A lead's own corrections, taken back and done again to the letter. The lease makes this simple: while
 * one edits nobody else changes the text, so the inverted steps fit as they are. Yjs's own undo
 * restores deleted pieces next to neighbours that rewriting has replaced, and after many splits and
 * joins puts words in another order. A change from elsewhere ends what can be taken back.
 */
export class TextUndo {
  readonly plugin: Plugin;
  readonly #gatherMs: number;
  #done: Correction[] = [];
  #undone: Correction[] = [];
  #paused = true;

  /** `gatherMs`: what is typed without such a pause is one correction. */
  constructor({ gatherMs = 500 }: { readonly gatherMs?: number } = {}) {
    this.#gatherMs = gatherMs;
    this.plugin = new Plugin({
      key: kindOf,
      state: {
        init: () => null,
        apply: (transaction) => {
          this.#note(transaction);
          return null;
        },
      },
    });
  }

  get steps(): number {
    return this.#done.length;
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
    this.#paused = true;
  }

  /** What is done next is a correction of its own. */
  pause(): void {
    this.#paused = true;
  }

  /** False where there is nothing to take back. */
  undo(view: EditorView): boolean {
    return this.#take(view, this.#done.pop(), 'undo');
  }

  redo(view: EditorView): boolean {
    return this.#take(view, this.#undone.pop(), 'redo');
  }

  #take(view: EditorView, correction: Correction | undefined, kind: 'undo' | 'redo'): boolean {
    if (correction === undefined) return false;
    this.#paused = true;
    view.dispatch(invert(view.state, correction).setMeta(kindOf, kind).scrollIntoView());
    this.#paused = true;
    return true;
  }

  #note(transaction: Transaction): void {
    if (!transaction.docChanged) return;
    if (transaction.getMeta(ySyncPluginKey) !== undefined) {
      this.clear();
      return;
    }
    const root = transaction.getMeta('appendedTransaction') as Transaction | undefined;
    const kind = (root ?? transaction).getMeta(kindOf) as 'undo' | 'redo' | undefined;
    const steps = transaction.steps.map((step, at) =>
      step.invert(transaction.docs[at] ?? transaction.before),
    );
    const list = kind === 'undo' ? this.#undone : this.#done;
    if (kind === undefined) this.#undone = [];
    const last = list.at(-1);
    const gathers =
      last !== undefined &&
      (root !== undefined || (!this.#paused && transaction.time - last.at < this.#gatherMs));
    list.push({
      inverted: [...(gathers ? last.inverted : []), ...steps],
      at: transaction.time,
    });
    if (gathers) list.splice(-2, 1);
    if (list.length > UNDO_STEPS) list.shift();
    this.#paused = false;
  }
}

function invert({ tr }: EditorState, { inverted }: Correction): Transaction {
  for (const step of inverted.toReversed()) tr.step(step);
  const changed = tr.mapping.maps.at(-1);
  let place = tr.selection.head;
  changed?.forEach((_from, _to, _newFrom, newTo) => (place = newTo));
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(place, tr.doc.content.size)), -1));
}
