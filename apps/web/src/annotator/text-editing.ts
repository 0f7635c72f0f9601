import { CLOSE, fromPm, LIMITS, turnAt } from '@triad/collab';
import type { TextIndex } from '@triad/collab';
import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { OpenDocument } from '../collab/index.ts';
import { editing as words } from '../messages/editing.ts';
import type { EditPluginOptions } from './edit-plugin.ts';
import { showEditing } from './editor.ts';
import type { HeldLease, LeaseEnd } from './lease.ts';
import { takeLease } from './lease.ts';
import type { ReturnedTurn } from './returned-turns.ts';
import { returnedTurns } from './returned-turns.ts';
import { signal } from './signal.ts';
import { TextUndo } from './text-undo.ts';

/**
 * - `off`: the text is read.
 * - `asking`: the lease is asked for.
 * - `on`: the text takes corrections.
 * - `ending`: it takes none any more, and the lease is given back once all are on the server's disk.
 * - `over`: the lease ran out; whether all was taken shows when the server is heard again.
 */
export type EditingState = 'off' | 'asking' | 'on' | 'ending' | 'over';

export type TextEditingHost = {
  readonly transcript: string;
  readonly text: OpenDocument;
  readonly view: () => EditorView | null;
  readonly index: () => TextIndex;
  readonly announce: (sentence: string) => void;
  /** What was written and not taken; the text on this page is not the server's any more. */
  readonly onReturned: (turns: readonly ReturnedTurn[]) => void;
};

/** Editing ends by itself after so long without a change, so that others get a turn; milliseconds. */
const IDLE_MS = 10 * 60_000;

/** A page on a small device may hear the second alone. */
const LEAVING = ['beforeunload', 'pagehide'] as const;

/** One lead correcting the text, from asking for the lease until it is given back or lost. */
export class TextEditing {
  readonly state = signal<EditingState>('off');
  /** Speaker of the turn with the caret, a key of the record; null where nobody edits. */
  readonly speaker = signal<string | null>(null);
  readonly plugin: EditPluginOptions;
  readonly #host: TextEditingHost;
  #lease: HeldLease | null = null;
  #released: Promise<void> = Promise.resolve();
  readonly #undo = new TextUndo();
  /** The text as the server was last known to have it. */
  #saved: TextIndex | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(host: TextEditingHost) {
    this.#host = host;
    this.plugin = {
      isEditing: () => this.state.get() === 'on',
      isAsking: () => this.state.get() === 'asking',
      history: this.#undo,
      undo: () => this.undo(),
      redo: () => this.redo(),
      done: () => this.end(),
      tooMuch: () => host.announce(words.tooMuch),
      roomUtf16: () => LIMITS.textUtf16 - host.index().text.length,
      tooLong: () => host.announce(words.tooLong(LIMITS.textUtf16)),
      description: words.description,
    };
    for (const event of LEAVING) addEventListener(event, this.#leave);
  }

  async begin(): Promise<void> {
    const { transcript, text, view, announce } = this.#host;
    if (this.state.get() !== 'off' || view() === null) return;
    this.state.set('asking');
    try {
      this.#lease = await takeLease(transcript, (why) => this.#ranOut(why));
    } catch (error) {
      this.state.set('off');
      announce(error instanceof Error ? error.message : words.notNow);
      return;
    }
    const shown = view();
    if (shown === null) {
      void this.#lease.release();
      return;
    }
    this.#saved = this.#host.index();
    text.edit(this.#lease.id);
    this.#undo.clear();
    this.state.set('on');
    showEditing(shown, true);
    this.caretMoved();
    this.#waitIdle();
    shown.focus();
    announce(words.begun);
  }

  /** Takes no more; the lease is given back once everything is saved. */
  end(): void {
    if (this.state.get() !== 'on') return;
    this.#lock('ending');
    this.#host.view()?.focus();
    this.textChanged();
  }

  /** Ends it, and resolves when all is saved and the lease is given back, or lost. */
  ended(): Promise<void> {
    this.end();
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.state.get() !== 'off') return;
        stop();
        resolve();
      };
      const stop = this.state.subscribe(look);
      look();
    });
  }

  undo(): void {
    const view = this.#host.view();
    if (view === null || this.state.get() !== 'on') return;
    if (!this.#undo.undo(view)) this.#host.announce(words.nothingToUndo);
  }

  redo(): void {
    const view = this.#host.view();
    if (view === null || this.state.get() !== 'on') return;
    if (!this.#undo.redo(view)) this.#host.announce(words.nothingToRedo);
  }

  /** A command of the bar above the foot, on the turn with the caret. */
  run(command: Command): void {
    const view = this.#host.view();
    if (view === null || this.state.get() !== 'on') return;
    this.#undo.pause();
    command(view.state, view.dispatch, view);
    this.#undo.pause();
    this.caretMoved();
    view.focus();
  }

  /** The selection or the text around it may be another. */
  caretMoved(): void {
    const view = this.#host.view();
    if (view === null || this.state.get() !== 'on') return;
    const index = this.#host.index();
    const at = turnAt(index, fromPm(index, view.state.selection.head));
    this.speaker.set(index.turns[at]?.speaker ?? null);
  }

  /** To be called after each change of the document's state. */
  textChanged(): void {
    const { text, index } = this.#host;
    const now = this.state.get();
    if (now === 'off' || now === 'asking') return;
    const state = text.state();
    if (state.kind === 'ended') {
      if (state.code === CLOSE.leaseOver.code) this.#settle();
      else this.destroy();
      return;
    }
    if (now === 'on') this.#waitIdle();
    if (state.kind !== 'saved') return;
    this.#saved = index();
    if (now === 'ending') this.#giveBack();
  }

  destroy(): void {
    for (const event of LEAVING) removeEventListener(event, this.#leave);
    this.#lease?.stop();
    // Given back now it would be refused what is still on its way; it runs out by itself.
    if (!this.#host.text.isUnsaved()) void this.#lease?.release();
    clearTimeout(this.#idle);
  }

  /** Resolves once the server has heard that the last lease was given back. */
  get released(): Promise<void> {
    return this.#released;
  }

  #giveBack(): void {
    this.#released = this.#letGo()?.release() ?? this.#released;
  }

  /**
   * The tab goes: others need not wait until the lease runs out, unless something is still on its way.
   * Where it is not asked first it is given back before the page is hidden: for what a hidden page does a
   * browser with much to do does not wait.
   */
  readonly #leave = (event: Event): void => {
    const now = this.state.get();
    if (this.#lease === null || (now !== 'on' && now !== 'ending')) return;
    if (event.defaultPrevented || this.#host.text.isUnsaved()) return;
    this.#lease.leave();
    this.#lock('ending');
    this.#letGo();
  };

  /** The text is read again; the lease that is to be given back. */
  #letGo(): HeldLease | null {
    const lease = this.#lease;
    if (lease === null) return null;
    this.#lease = null;
    this.#host.text.edit(null);
    this.state.set('off');
    this.#host.announce(words.ended);
    return lease;
  }

  #ranOut(why: LeaseEnd): void {
    if (this.state.get() === 'on') this.#host.announce(words.ranOut[why]);
    if (this.state.get() !== 'off') this.#lock('over');
  }

  /** The server took no more: what it has not taken goes back to whoever wrote it. */
  #settle(): void {
    const { text, index, announce, onReturned } = this.#host;
    const wasOn = this.state.get() === 'on';
    const lease = this.#lease;
    lease?.stop();
    this.#lease = null;
    this.#lock('off');
    if (text.isUnsaved()) {
      onReturned(this.#saved === null ? [] : returnedTurns(this.#saved, index()));
      return;
    }
    text.edit(null);
    if (wasOn) void lease?.why().then((why) => announce(words.ranOut[why]));
  }

  #lock(state: EditingState): void {
    clearTimeout(this.#idle);
    this.#undo.clear();
    this.state.set(state);
    this.speaker.set(null);
    const view = this.#host.view();
    if (view !== null) showEditing(view, false);
  }

  #waitIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.end(), IDLE_MS);
  }
}
