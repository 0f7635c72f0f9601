import type { DocumentAnswer } from '@triad/collab';
import {
  addMemo,
  addSketch,
  addSpan,
  changeSpan,
  layerFields,
  ownSpan,
  quoted,
  removeSpan,
} from '@triad/collab';
import type { LayerEditor } from '@triad/collab';
import type { Anchor, SpanId } from '@triad/realist';
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import type { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import type { Random } from '../../bench/support/random.ts';
import type { Caller } from './caller.ts';
import { Tab } from './tab.ts';

export type CoderOptions = {
  /** Over a channel of this; null: over a socket of its own. */
  readonly tunnel?: Tunnel | null;
  /** Stands in every memo, restatement and quote, so that these can be told from all others'. */
  readonly word?: string;
};

/** A coder's tab on their own layer. */
export class Coder extends Tab {
  readonly #random: Random;
  readonly #editor: LayerEditor;
  readonly #word: string;
  /** What the server must at least have, built from the test's own log. */
  readonly #known = new Y.Doc();
  #knownActs = 0;

  constructor(
    caller: Caller,
    head: DocumentAnswer,
    random: Random,
    { tunnel = null, word = '' }: CoderOptions = {},
  ) {
    super(caller, head, tunnel);
    this.#random = random;
    this.#word = word;
    this.#editor = {
      doc: this.doc,
      origin: this,
      now: () => new Date().toISOString(),
      newId: () => random.uuid(),
    };
  }

  /** Spans in the layer now. */
  get spans(): number {
    return layerFields(this.doc).spans.size;
  }

  /** Codes until told to stop, at a rate that the server allows. */
  keepCoding(): () => void {
    return this.keepActing(
      () => this.act(),
      () => this.#random.whole(15, 45),
    );
  }

  /** One act of coding; `words` makes it a memo of so many UTF-16 units. */
  act(words = 0): void {
    const { spans, memoTexts } = layerFields(this.doc);
    const kind = words > 0 ? 0 : this.#random.whole(1, 10);
    const some = this.#random.pick([...spans.keys(), '']) as SpanId | '';
    const memo = this.#random.pick([...memoTexts.keys(), '']);
    const number = this.made;
    if (kind === 0) addMemo(this.#editor, [], `${number} ${'w'.repeat(words)}`);
    else if (kind <= 4 || some === '') {
      addSpan(this.#editor, { role: 'C', anchor: anchorOf(number, this.#word) });
    } else if (kind === 5)
      changeSpan(this.#editor, some, { role: 'M', anchor: anchorOf(number, this.#word) });
    else if (kind === 6 && spans.size > 10) removeSpan(this.#editor, some);
    else if (kind === 7) {
      addSketch(this.#editor, {
        form: 'plain',
        restatement: `restated ${this.#word}${number}`,
        parts: [
          { role: 'C', filledBy: quoted([ownSpan(some)]) },
          { role: 'M', filledBy: { kind: 'inferred', words: `inferred ${this.#word}${number}` } },
        ],
      });
    } else if (kind === 8)
      addMemo(this.#editor, [{ kind: 'span', id: some }], `memo ${this.#word}${number}`);
    else if (memo !== '') {
      const text = memoTexts.get(memo);
      this.doc.transact(() => text?.insert(text.length, ` and ${this.#word}${number}`), this);
    } else addSpan(this.#editor, { role: 'O', anchor: anchorOf(number, this.#word) });
  }

  /**
   * What is wrong with what the server has, or null: it must be what this coder had made after some
   * act, not before the last that was acknowledged.
   */
  faultIn(stored: Y.Doc): string | null {
    const content = contentOf(stored);
    this.#knowUpTo(this.acknowledged);
    for (let acts = this.#knownActs; ; acts += 1) {
      this.#knowUpTo(acts);
      if (isDeepStrictEqual(contentOf(this.#known), content)) return null;
      if (acts >= this.updates.length) {
        return `${this.head.name} is none of the states after act ${this.acknowledged} (acknowledged) to ${acts} (made)`;
      }
    }
  }

  /** What differs once everything is saved, or null. */
  differenceTo(stored: Y.Doc): string | null {
    return isDeepStrictEqual(contentOf(this.doc), contentOf(stored))
      ? null
      : `${this.head.name} differs from what its coder has after everything was saved`;
  }

  #knowUpTo(acts: number): void {
    for (; this.#knownActs < acts; this.#knownActs += 1) {
      Y.applyUpdate(this.#known, this.updates[this.#knownActs] ?? Uint8Array.of(0, 0));
    }
  }
}

/** All that a layer holds, by field and id. */
export function contentOf(doc: Y.Doc): unknown {
  return Object.fromEntries(
    Object.entries(layerFields(doc)).map(([field, map]) => [field, map.toJSON() as unknown]),
  );
}

function anchorOf(number: number, word: string): Anchor {
  return {
    start: [1, number],
    end: [1, number + 9],
    turn: 't',
    quote: `words ${word}${number}`,
    before: 'before',
    after: 'after',
  };
}
