/**
 * The test's own record of a text: each letter carries an identity that it keeps wherever edits take
 * it. It knows nothing of Yjs or ProseMirror; every edit is written down here a second time, by hand.
 */
export type Letter = { readonly unit: string; readonly id: number };
export type Paragraph = readonly Letter[];
export type Turn = readonly Paragraph[];
export type Place = {
  readonly turn: number;
  readonly paragraph: number;
  readonly offset: number;
};

/** A text laid out flat, a break between each two paragraphs; `turnOf` is the turn of each unit. */
export type Flat = {
  readonly text: string;
  readonly ids: readonly number[];
  readonly turnOf: readonly number[];
};

const known = new WeakMap<Paragraph, string>();

/** A paragraph is never changed, only replaced. */
export function wordsOf(paragraph: Paragraph): string {
  let words = known.get(paragraph);
  if (words === undefined) {
    words = paragraph.map(({ unit }) => unit).join('');
    known.set(paragraph, words);
  }
  return words;
}

export class Ledger {
  turns: readonly Turn[] = [];
  /** Every letter with a lower identity was there before. */
  next = 1;

  write(words: string): Paragraph {
    return Array.from({ length: words.length }, (_, at) => ({
      unit: words.charAt(at),
      id: this.next++,
    }));
  }

  at({ turn, paragraph }: Place): Paragraph {
    return this.turns[turn]?.[paragraph] ?? [];
  }

  /** Puts letters in place of `removed` units of one paragraph. */
  splice(place: Place, removed: number, letters: Paragraph): void {
    const old = this.at(place);
    const { offset } = place;
    this.#put(place, [[...old.slice(0, offset), ...letters, ...old.slice(offset + removed)]]);
  }

  splitParagraph(place: Place): void {
    const old = this.at(place);
    this.#put(place, [old.slice(0, place.offset), old.slice(place.offset)]);
  }

  /** Between two paragraphs no empty one is left. */
  splitTurn(place: Place): void {
    const turn = this.turns[place.turn] ?? [];
    const old = this.at(place);
    const before = turn.slice(0, place.paragraph);
    const after = turn.slice(place.paragraph + 1);
    let halves: readonly Turn[];
    if (place.offset === 0 && before.length > 0) halves = [before, [old, ...after]];
    else if (place.offset === old.length && after.length > 0) halves = [[...before, old], after];
    else
      halves = [
        [...before, old.slice(0, place.offset)],
        [old.slice(place.offset), ...after],
      ];
    this.turns = this.turns.toSpliced(place.turn, 1, ...halves);
  }

  /** A paragraph that is not the first of its turn joins the one before. */
  joinParagraph(place: Place): void {
    const turn = this.turns[place.turn] ?? [];
    const joined = [...(turn[place.paragraph - 1] ?? []), ...this.at(place)];
    this.turns = this.turns.with(place.turn, turn.toSpliced(place.paragraph - 1, 2, joined));
  }

  /** A turn takes in the one after it, whose paragraphs stay apart. */
  joinTurn(turn: number): void {
    const both = [...(this.turns[turn] ?? []), ...(this.turns[turn + 1] ?? [])];
    this.turns = this.turns.toSpliced(turn, 2, both);
  }

  /** Takes out what stands between two places of different paragraphs; what is left of both joins. */
  deleteAcross(from: Place, to: Place): void {
    const first = this.turns[from.turn] ?? [];
    const last = this.turns[to.turn] ?? [];
    const joined: Turn = [
      ...first.slice(0, from.paragraph),
      [...this.at(from).slice(0, from.offset), ...this.at(to).slice(to.offset)],
      ...last.slice(to.paragraph + 1),
    ];
    this.turns = this.turns.toSpliced(from.turn, to.turn - from.turn + 1, joined);
  }

  replaceTurn(turn: number, paragraphs: Turn): void {
    this.turns = this.turns.with(turn, paragraphs);
  }

  text(): string {
    return this.turns.flatMap((turn) => turn.map(wordsOf)).join('\n');
  }

  flat(): Flat {
    let text = '';
    const ids: number[] = [];
    const turnOf: number[] = [];
    let paragraphsSoFar = 0;
    for (const [turn, paragraphs] of this.turns.entries()) {
      for (const paragraph of paragraphs) {
        if (paragraphsSoFar > 0) {
          text += '\n';
          ids.push(0);
          turnOf.push(turn);
        }
        paragraphsSoFar += 1;
        for (const { unit, id } of paragraph) {
          text += unit;
          ids.push(id);
          turnOf.push(turn);
        }
      }
    }
    return { text, ids, turnOf };
  }

  #put(place: Place, paragraphs: Turn): void {
    const turn = this.turns[place.turn] ?? [];
    this.turns = this.turns.with(place.turn, turn.toSpliced(place.paragraph, 1, ...paragraphs));
  }
}
