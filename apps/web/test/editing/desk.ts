import { followText, TEXT_FIELD, toPm, transcriptSchema } from '@triad/collab';
import type { FollowedText, TextIndex } from '@triad/collab';
import { EditorState, TextSelection } from 'prosemirror-state';
import type { Command, Plugin } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import type * as Y from 'yjs';
import {
  eraseBack,
  insertWords,
  setSpeaker,
  splitParagraph,
  splitTurn,
} from '../../src/annotator/edit-commands.ts';
import { turnLineage } from '../../src/annotator/turn-lineage.ts';
import { TextUndo, UNDO_STEPS } from '../../src/annotator/text-undo.ts';
import { wordsOf } from './ledger.ts';
import type { Ledger, Paragraph, Place, Turn } from './ledger.ts';
import type { Random } from './random.ts';

/** The one kind of several steps: one for each key. */
const OVER = 'type over a marked word';
const BEGINNINGS = ['un', 'dis', 'im', 's', 'non-', 'mis'];
const ENDINGS = ['less', 'er', 'not', "n't", 'ful', 's', '-free'];

/**
 * A lead at work: a real editor bound to the document by y-prosemirror, with the commands of the
 * annotator, and the ledger in which each edit is written down as well.
 */
export class Desk {
  readonly view: EditorView;
  readonly text: FollowedText;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #undo: TextUndo;
  readonly #words: readonly string[];
  /** What the ledger held before each step that can be taken back, and after each taken back. */
  #done: (readonly Turn[])[] = [];
  #undone: (readonly Turn[])[] = [];
  #ids = 0;
  /** Words that somebody marked, by the letters of them. */
  marked: readonly { readonly letters: readonly number[] }[] = [];

  constructor(
    doc: Y.Doc,
    ledger: Ledger,
    random: Random,
    words: readonly string[],
    plugins: readonly Plugin[] = [],
  ) {
    this.text = followText(doc);
    this.#ledger = ledger;
    this.#random = random;
    this.#words = words;
    const fragment = doc.getXmlFragment(TEXT_FIELD);
    const { doc: node, mapping } = initProseMirrorDoc(fragment, transcriptSchema);
    this.#undo = new TextUndo({ gatherMs: 0 });
    this.view = new EditorView(document.createElement('div'), {
      state: EditorState.create({
        doc: node,
        plugins: [
          ySyncPlugin(fragment, { mapping }),
          this.#undo.plugin,
          turnLineage(() => `split-${doc.clientID}-${(this.#ids += 1)}`),
          ...plugins,
        ],
      }),
    });
  }

  get index(): TextIndex {
    return this.text.index();
  }

  close(): void {
    this.view.destroy();
    this.text.destroy();
  }

  /** One random edit; the kind that was made, or null where its place allowed none. */
  edit(): string | null {
    const [kind, act] = this.#choose();
    if (kind === 'undo' || kind === 'redo' || kind === OVER) {
      if (!act()) return null;
    } else if (!this.#asStep(act)) return null;
    this.#check(kind);
    return kind;
  }

  /** Does what can be taken back by itself. */
  #asStep(act: () => boolean): boolean {
    const before = this.#ledger.turns;
    const { steps } = this.#undo;
    if (!act()) return false;
    if (this.#undo.steps > steps || steps === UNDO_STEPS) {
      this.#done.push(before);
      this.#undone = [];
      // The oldest step is forgotten by the editor too.
      if (this.#done.length > UNDO_STEPS) this.#done.shift();
    }
    return true;
  }

  #choose(): readonly [string, () => boolean] {
    // Whoever takes a step back often does it again.
    if (this.#undone.length > 0 && this.#random.below(3) === 0) {
      return ['redo', () => this.#doAgain()];
    }
    let at = this.#random.below(100);
    for (const [kind, share, act] of this.#kinds) {
      at -= share;
      if (at < 0) return [kind, act];
    }
    throw new Error('the shares are less than a hundred');
  }

  readonly #kinds: readonly (readonly [string, number, () => boolean])[] = [
    ['type', 29, () => this.#type()],
    ['type beside a marked word', 4, () => this.#growMarked(false)],
    [OVER, 4, () => this.#growMarked(true)],
    ['delete', 12, () => this.#delete()],
    ['delete across', 2, () => this.#deleteAcross()],
    ['correct', 13, () => this.#correct(1)],
    ['correct two at once', 5, () => this.#correct(2)],
    ['split a paragraph', 6, () => this.#splitParagraph()],
    ['join paragraphs', 6, () => this.#joinParagraph()],
    ['split a turn', 4, () => this.#splitTurn()],
    ['join turns', 4, () => this.#joinTurn()],
    ['replace a turn', 3, () => this.#replaceTurn()],
    ['change a speaker', 2, () => this.#speaker()],
    ['undo', 6, () => this.#takeBack()],
  ];

  #type(): boolean {
    const place = this.#somewhere();
    const length = 1 + this.#random.below(3);
    const words = Array.from({ length }, () => this.#random.pick(this.#words)).join(' ');
    const typed = this.#random.below(2) === 0 ? words : ` ${words} `;
    this.#run(place, 0, insertWords(typed));
    this.#ledger.splice(place, 0, this.#ledger.write(typed));
    return true;
  }

  #delete(): boolean {
    const place = this.#somewhere();
    const length = Math.min(
      1 + this.#random.below(this.#random.below(8) === 0 ? 80 : 12),
      this.#ledger.at(place).length - place.offset,
    );
    if (length === 0) return false;
    this.#run(place, length, eraseBack);
    this.#ledger.splice(place, length, []);
    return true;
  }

  /**
   * Makes another word of the first or last of marked ones: a beginning or an ending is typed beside it,
   * or it is selected and typed over as a whole, key by key.
   */
  #growMarked(isOver: boolean): boolean {
    if (this.marked.length === 0) return false;
    const { letters } = this.#random.pick(this.marked);
    const isFirst = this.#random.below(2) === 0;
    const place = this.#placeOf(letters.at(isFirst ? 0 : -1));
    if (place === null) return false;
    const words = wordsOf(this.#ledger.at(place));
    const word = [...words.matchAll(/[\p{L}\p{N}]+/gu)].find(
      ({ index, 0: found }) => index <= place.offset && place.offset < index + found.length,
    );
    if (word === undefined) return false;
    const added = this.#random.pick(isFirst ? BEGINNINGS : ENDINGS);
    const [old] = word;
    const start = { ...place, offset: word.index };
    const put = (at: Place, removed: number, typed: string): boolean => {
      this.#run(at, removed, insertWords(typed));
      this.#ledger.splice(at, removed, this.#ledger.write(typed));
      return true;
    };
    if (!isOver) {
      return put(isFirst ? start : { ...start, offset: word.index + old.length }, 0, added);
    }
    const typed = isFirst ? added + old : old + added;
    for (let key = 0; key < typed.length; key += 1) {
      const at = { ...start, offset: start.offset + key };
      this.#asStep(() => put(at, key === 0 ? old.length : 0, typed.charAt(key)));
    }
    return true;
  }

  #placeOf(letter: number | undefined): Place | null {
    for (const [turn, paragraphs] of this.#ledger.turns.entries()) {
      for (const [paragraph, letters] of paragraphs.entries()) {
        const offset = letters.findIndex(({ id }) => id === letter);
        if (offset >= 0) return { turn, paragraph, offset };
      }
    }
    return null;
  }

  /** From within one paragraph into the next or the one after, often of another turn. */
  #deleteAcross(): boolean {
    const from = this.#somewhere();
    let to: Place = from;
    for (let step = 0; step <= this.#random.below(2); step += 1) {
      const turn = this.#ledger.turns[to.turn] ?? [];
      to =
        to.paragraph + 1 < turn.length
          ? { ...to, paragraph: to.paragraph + 1 }
          : { turn: to.turn + 1, paragraph: 0, offset: 0 };
    }
    const [start, end] = [this.#ledger.at(from).length, this.#ledger.at(to).length];
    // Only from within: a whole paragraph or turn that is selected goes with its borders.
    if (to.turn >= this.#ledger.turns.length || start < 2 || end < 2) return false;
    const first = { ...from, offset: Math.max(1, start - 1 - this.#random.below(20)) };
    const last = { ...to, offset: Math.min(end - 1, 1 + this.#random.below(20)) };
    this.#run(first, this.#distance(first, last), eraseBack);
    this.#ledger.deleteAcross(first, last);
    return true;
  }

  #distance(from: Place, to: Place): number {
    const index = this.index;
    return toPm(index, this.#offset(to)) - toPm(index, this.#offset(from));
  }

  /** Puts another word in place of one; several in one transaction, from the last to the first. */
  #correct(count: number): boolean {
    const place = this.#somewhere();
    const letters = this.#ledger.at(place);
    const found = [...wordsOf(letters).matchAll(/\S+/g)];
    if (found.length < count * 2) return false;
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(this.#random.below(found.length));
    const index = this.index;
    const { tr } = this.view.state;
    for (const at of [...chosen].sort((a, b) => b - a)) {
      const [old = ''] = found[at] ?? [''];
      const offset = found[at]?.index ?? 0;
      const word = this.#random.pick(this.#words);
      const from = toPm(index, this.#offset({ ...place, offset: 0 })) + offset;
      tr.insertText(word, from, from + old.length);
      this.#ledger.splice({ ...place, offset }, old.length, this.#ledger.write(word));
    }
    this.view.dispatch(tr);
    return true;
  }

  #splitParagraph(): boolean {
    const place = this.#somewhere();
    this.#run(place, 0, splitParagraph);
    this.#ledger.splitParagraph(place);
    return true;
  }

  #joinParagraph(): boolean {
    const place = { ...this.#somewhere(), offset: 0 };
    if (place.paragraph === 0) return false;
    this.#run(place, 0, eraseBack);
    this.#ledger.joinParagraph(place);
    return true;
  }

  #splitTurn(): boolean {
    const place = this.#somewhere();
    this.#run(place, 0, splitTurn);
    this.#ledger.splitTurn(place);
    return true;
  }

  #joinTurn(): boolean {
    const turn = 1 + this.#random.below(this.#ledger.turns.length - 1);
    if (this.#ledger.turns.length < 10) return false;
    this.#run({ turn, paragraph: 0, offset: 0 }, 0, eraseBack);
    this.#ledger.joinTurn(turn - 1);
    return true;
  }

  /** As when somebody pastes a better version: most words are those that stood there. */
  #replaceTurn(): boolean {
    const { turn } = this.#somewhere();
    const paragraphs: Paragraph[] = (this.#ledger.turns[turn] ?? []).map((paragraph) =>
      [...wordsOf(paragraph).matchAll(/\S+\s*/g)].flatMap((word) =>
        this.#random.below(10) === 0
          ? this.#ledger.write(`${this.#random.pick(this.#words)} `)
          : paragraph.slice(word.index, word.index + word[0].length),
      ),
    );
    const index = this.index;
    const place = index.turns[turn];
    if (place === undefined) return false;
    const first = toPm(index, place.startUtf16);
    const { state } = this.view;
    this.view.dispatch(
      state.tr.setSelection(TextSelection.create(state.doc, first, place.pmEnd - 2)),
    );
    insertWords(paragraphs.map(wordsOf).join('\n'))(this.view.state, this.view.dispatch);
    this.#ledger.replaceTurn(turn, paragraphs);
    return true;
  }

  #speaker(): boolean {
    return this.#run(this.#somewhere(), 0, setSpeaker(this.#random.pick(['s1', 's2', 's3'])));
  }

  #takeBack(): boolean {
    const before = this.#done.pop();
    if (before === undefined) return false;
    this.#undone.push(this.#ledger.turns);
    this.#undo.undo(this.view);
    this.#ledger.turns = before;
    return true;
  }

  #doAgain(): boolean {
    const after = this.#undone.pop();
    if (after === undefined) return false;
    this.#done.push(this.#ledger.turns);
    this.#undo.redo(this.view);
    this.#ledger.turns = after;
    return true;
  }

  #somewhere(): Place {
    const turn = this.#random.below(this.#ledger.turns.length);
    const paragraph = this.#random.below(this.#ledger.turns[turn]?.length ?? 1);
    const length = this.#ledger.turns[turn]?.[paragraph]?.length ?? 0;
    return { turn, paragraph, offset: this.#random.below(length + 1) };
  }

  #offset({ turn, paragraph, offset }: Place): number {
    const index = this.index;
    const first = index.turns[turn]?.firstParagraph ?? 0;
    return (index.paragraphs[first + paragraph]?.startUtf16 ?? 0) + offset;
  }

  #run(place: Place, length: number, command: Command): boolean {
    const index = this.index;
    const at = this.#offset(place);
    const { state } = this.view;
    const selection = TextSelection.create(state.doc, toPm(index, at), toPm(index, at) + length);
    this.view.dispatch(state.tr.setSelection(selection));
    return command(this.view.state, this.view.dispatch, this.view);
  }

  /** Editor, document and ledger must say the same, or the test proves nothing. */
  #check(kind: string): void {
    const text = this.#ledger.text();
    const index = this.index;
    if (index.text !== text) throw new Error(`the ledger is wrong after '${kind}'`);
    const shape = this.#ledger.turns.map((turn) => turn.length).join();
    const { doc } = this.view.state;
    const shown = doc.children.map((turn) => turn.childCount).join();
    if (shown !== shape) throw new Error(`the turns of the ledger are wrong after '${kind}'`);
    const ids = new Set(index.turns.map(({ id }) => id));
    if (ids.size !== index.turns.length) throw new Error(`two turns have one id after '${kind}'`);
  }
}
