import type { DocumentAnswer } from '@triad/collab';
import * as Y from 'yjs';
import type { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import type { Random } from '../../bench/support/random.ts';
import type { Caller } from '../whole-server/caller.ts';
import { Tab } from '../whole-server/tab.ts';

/** Where words are written: the texts that a document has now, and how another is begun. */
export type Prose = {
  texts(doc: Y.Doc): readonly Y.Text[];
  /** Begins one more; null where a document has a fixed number. */
  begin: ((doc: Y.Doc, id: string) => void) | null;
};

/** Of a document with fewer texts another is begun sooner than a word is written. */
const FEWEST_TEXTS = 3;
const MOST_TEXTS = 8;
/** Words of one writer in a document beyond which some go again. */
const MOST_WORDS = 150;

type Word = {
  readonly word: string;
  /** Acts after which it is there, and is gone again. */
  readonly there: number;
  gone: number;
};

/**
 * A tab on a document that several write at once. Each act puts in one word that is nowhere else, takes
 * one of its own out, or begins a text: so what must be there, once and no more, is known without
 * asking Yjs.
 */
export class ProseTab extends Tab {
  readonly #random: Random;
  readonly #prose: Prose;
  readonly #name: string;
  readonly #words: Word[] = [];

  /** `name` begins its words: letters alone, of which no other tab on the document has these. */
  constructor(
    caller: Caller,
    head: DocumentAnswer,
    options: {
      readonly prose: Prose;
      readonly name: string;
      readonly random: Random;
      readonly tunnel: Tunnel | null;
    },
  ) {
    super(caller, head, options.tunnel);
    this.#random = options.random;
    this.#prose = options.prose;
    this.#name = options.name;
  }

  act(): void {
    const texts = this.#prose.texts(this.doc);
    const { begin } = this.#prose;
    const begins = texts.length < FEWEST_TEXTS || this.#random.chance(0.02);
    const left = this.#words.filter(({ gone }) => gone === Number.POSITIVE_INFINITY);
    if (begin !== null && begins && texts.length < MOST_TEXTS) {
      this.doc.transact(() => begin(this.doc, this.#random.uuid()), this);
    } else if (left.length > 0 && (left.length > MOST_WORDS || this.#random.chance(0.15))) {
      this.#takeOut(this.#random.pick(left), texts);
    } else if (texts.length > 0) this.#putIn(this.#random.pick(texts));
  }

  /**
   * What is wrong with what the server has, or null: each word that is acknowledged there once, none
   * twice, none that was taken out, and of all that is acknowledged nothing that would change it.
   */
  faultIn(stored: Y.Doc): string | null {
    const all = this.#prose
      .texts(stored)
      .map((text) => text.toString())
      .join(' ');
    const counts = new Map<string, number>();
    for (const word of all.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const { word, there, gone } of this.#words) {
      const count = counts.get(word) ?? 0;
      const must = there <= this.acknowledged && gone > this.made;
      const mustNot = gone <= this.acknowledged || there > this.made;
      if (count > 1) return `${this.head.name} has a word ${count} times`;
      if (count === 0 && must) {
        return `${this.head.name} lacks a word of act ${there}, and ${this.acknowledged} are acknowledged`;
      }
      if (count === 1 && mustNot) return `${this.head.name} has a word that was taken out`;
    }
    return holds(stored, this.updates.slice(0, this.acknowledged))
      ? null
      : `${this.head.name} lacks something of the ${this.acknowledged} acts that are acknowledged`;
  }

  #putIn(text: Y.Text): void {
    const said = text.toString();
    // After a blank or at the beginning: words stay whole.
    const at = this.#random.whole(0, said.length);
    const index = at === 0 ? 0 : said.lastIndexOf(' ', at - 1) + 1;
    const word = `${this.#name}${this.made}`;
    this.doc.transact(() => text.insert(index, `${word} `), this);
    this.#words.push({ word, there: this.made, gone: Number.POSITIVE_INFINITY });
  }

  #takeOut(which: Word, texts: readonly Y.Text[]): void {
    const { word } = which;
    for (const text of texts) {
      const at = ` ${text.toString()}`.indexOf(` ${word} `);
      if (at < 0) continue;
      this.doc.transact(() => text.delete(at, word.length + 1), this);
      which.gone = this.made;
      return;
    }
  }
}

/** Whether a document has all of these already. */
function holds(stored: Y.Doc, updates: readonly Uint8Array[]): boolean {
  const both = new Y.Doc();
  Y.applyUpdate(both, Y.encodeStateAsUpdate(stored));
  const before = Y.snapshot(both);
  both.transact(() => {
    for (const update of updates) Y.applyUpdate(both, update);
  });
  return Y.equalSnapshots(before, Y.snapshot(both));
}
