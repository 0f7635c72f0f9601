import type { TextRange } from '@triad/realist';
import * as Y from 'yjs';
import { TEXT_FIELD } from './transcript-schema.ts';

/**
 * A transcript's text laid out for look-ups, made in one pass over the document, or kept up to date
 * with it, see {@link ./followed-text.ts}.
 *
 * The text, for offsets, is its paragraphs joined by one U+000A, without speakers and times;
 * offsets are UTF-16. Positions of ProseMirror follow from the structure turn > paragraph > text.
 */
export type TextIndex = {
  readonly text: string;
  readonly turns: readonly IndexedTurn[];
  readonly paragraphs: readonly IndexedParagraph[];
  /** Start offset of each Y text; a paragraph may hold several after corrections. */
  readonly startOf: ReadonlyMap<object, number>;
};

export type IndexedTurn = {
  readonly id: string;
  readonly speaker: string;
  /** Turns whose words may stand in this one after splits and joins. */
  readonly from: readonly string[];
  readonly startSeconds: number | null;
  readonly endSeconds: number | null;
  readonly startUtf16: number;
  readonly endUtf16: number;
  /** Position before the turn in the ProseMirror document. */
  readonly pmStart: number;
  readonly pmEnd: number;
  readonly firstParagraph: number;
};

export type IndexedParagraph = {
  readonly turn: number;
  readonly startUtf16: number;
  readonly endUtf16: number;
  /** Position of the first character in the ProseMirror document. */
  readonly pmStart: number;
  readonly texts: readonly Y.XmlText[];
  /** Ids of its characters, as ranges: the same only while it has the same ones in the same order. */
  readonly characters: string;
};

export function indexText(doc: Y.Doc): TextIndex {
  return joinTurns(turnsIn(doc).map(readTurn));
}

export function turnsIn(doc: Y.Doc): readonly Y.XmlElement[] {
  return doc
    .getXmlFragment(TEXT_FIELD)
    .toArray()
    .filter((child) => child instanceof Y.XmlElement);
}

/** A turn laid out by itself, offsets from its start: the same wherever it stands in the text. */
export type TurnLayout = Pick<
  IndexedTurn,
  'id' | 'speaker' | 'from' | 'startSeconds' | 'endSeconds'
> & {
  readonly text: string;
  readonly paragraphs: readonly (Pick<
    IndexedParagraph,
    'startUtf16' | 'endUtf16' | 'texts' | 'characters'
  > & {
    /** Of each of its texts. */
    readonly textsUtf16: readonly number[];
  })[];
};

export function readTurn(turn: Y.XmlElement): TurnLayout {
  const attributes = turn.getAttributes() as Readonly<Record<string, unknown>>;
  const paragraphs: TurnLayout['paragraphs'][number][] = [];
  let text = '';
  for (const paragraph of turn.toArray()) {
    if (!(paragraph instanceof Y.XmlElement)) continue;
    if (paragraphs.length > 0) text += '\n';
    const startUtf16 = text.length;
    const texts: Y.XmlText[] = [];
    const textsUtf16: number[] = [];
    const characters = new CharacterRanges();
    for (const child of paragraph.toArray()) {
      if (!(child instanceof Y.XmlText)) continue;
      texts.push(child);
      textsUtf16.push(text.length);
      text += plainText(child, characters);
    }
    paragraphs.push({
      startUtf16,
      endUtf16: text.length,
      texts,
      textsUtf16,
      characters: characters.toString(),
    });
  }
  return {
    id: String(attributes['id'] ?? ''),
    speaker: String(attributes['speaker'] ?? ''),
    from: idsIn(attributes['from']),
    startSeconds: numberOrNull(attributes['start']),
    endSeconds: numberOrNull(attributes['end']),
    text,
    paragraphs,
  };
}

/** The whole text out of its turns, in their order. */
export function joinTurns(layouts: readonly TurnLayout[]): TextIndex {
  const turns: IndexedTurn[] = [];
  const paragraphs: IndexedParagraph[] = [];
  const startOf = new Map<object, number>();
  const pieces: string[] = [];
  let utf16 = 0;
  let pm = 0;
  for (const layout of layouts) {
    const { id, speaker, from, startSeconds, endSeconds } = layout;
    const pmStart = pm;
    const firstParagraph = paragraphs.length;
    const isEmpty = layout.paragraphs.length === 0;
    if (!isEmpty) {
      if (pieces.length > 0) utf16 += 1;
      pieces.push(layout.text);
    }
    const startUtf16 = utf16;
    pm += 1;
    for (const { texts, textsUtf16, characters, ...place } of layout.paragraphs) {
      texts.forEach((text, at) => startOf.set(text, startUtf16 + (textsUtf16[at] ?? 0)));
      paragraphs.push({
        turn: turns.length,
        startUtf16: startUtf16 + place.startUtf16,
        endUtf16: startUtf16 + place.endUtf16,
        pmStart: pm + 1,
        texts,
        characters,
      });
      pm += place.endUtf16 - place.startUtf16 + 2;
    }
    pm += 1;
    utf16 += layout.text.length;
    turns.push({
      id,
      speaker,
      from,
      startSeconds,
      endSeconds,
      startUtf16: isEmpty ? 0 : startUtf16,
      endUtf16: utf16,
      pmStart,
      pmEnd: pm,
      firstParagraph,
    });
  }
  return { text: pieces.join('\n'), turns, paragraphs, startOf };
}

/** The paragraph that holds `offsetUtf16`; an offset on a U+000A belongs to the paragraph before. */
export function paragraphAt(index: TextIndex, offsetUtf16: number): number {
  return lastAtOrBefore(index.paragraphs, offsetUtf16);
}

/** The turn that holds `offsetUtf16`. */
export function turnAt(index: TextIndex, offsetUtf16: number): number {
  return lastAtOrBefore(index.turns, offsetUtf16);
}

/** Whether a turn is this one, or may hold words of it after splits and joins. */
export function cameOf(index: TextIndex, turn: number, id: string): boolean {
  const place = index.turns[turn];
  return place !== undefined && (place.id === id || place.from.includes(id));
}

/**
 * What became of a turn: itself with what was split off it and stands beside it, or the turn that it was
 * joined to; null where it is gone.
 */
export function turnsFrom(index: TextIndex, id: string): TextRange | null {
  const own = index.turns.findIndex((turn) => turn.id === id);
  const first = own >= 0 ? own : index.turns.findIndex((_, turn) => cameOf(index, turn, id));
  if (first < 0) return null;
  let [from, to] = [first, first];
  while (cameOf(index, from - 1, id)) from -= 1;
  while (cameOf(index, to + 1, id)) to += 1;
  return {
    startUtf16: index.turns[from]?.startUtf16 ?? 0,
    endUtf16: index.turns[to]?.endUtf16 ?? 0,
  };
}

/** From an offset of the text to a position of the ProseMirror document. */
export function toPm(index: TextIndex, offsetUtf16: number): number {
  const paragraph = index.paragraphs[paragraphAt(index, offsetUtf16)];
  if (paragraph === undefined) return 0;
  const inside = Math.min(offsetUtf16, paragraph.endUtf16) - paragraph.startUtf16;
  return paragraph.pmStart + inside;
}

/** From a position of the ProseMirror document to the nearest offset of the text at or after it. */
export function fromPm(index: TextIndex, position: number): number {
  const { paragraphs } = index;
  let low = 0;
  let high = paragraphs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((paragraphs[middle]?.pmStart ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  const paragraph = paragraphs[low];
  if (paragraph === undefined) return 0;
  const inside = Math.max(0, position - paragraph.pmStart);
  const length = paragraph.endUtf16 - paragraph.startUtf16;
  if (inside <= length) return paragraph.startUtf16 + inside;
  return paragraphs[low + 1]?.startUtf16 ?? paragraph.endUtf16;
}

function lastAtOrBefore(items: readonly { readonly startUtf16: number }[], offset: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle]?.startUtf16 ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `XmlText.toString` writes marks as tags; the words alone are wanted. */
function plainText(text: Y.XmlText, characters: CharacterRanges): string {
  let words = '';
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    words += item.content.str;
    characters.add(item.id, item.length);
  }
  return words;
}

/** Yjs cuts and joins its items as it goes; ranges that follow on one another are one. */
class CharacterRanges {
  #ranges = '';
  #client = -1;
  #from = 0;
  #until = 0;

  add({ client, clock }: Y.ID, length: number): void {
    if (client !== this.#client || clock !== this.#until) {
      this.#ranges = this.toString();
      this.#client = client;
      this.#from = clock;
    }
    this.#until = clock + length;
  }

  toString(): string {
    if (this.#client < 0) return this.#ranges;
    return `${this.#ranges} ${this.#client}:${this.#from}-${this.#until}`;
  }
}

const NO_IDS: readonly string[] = [];

function idsIn(value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? value.split(' ') : NO_IDS;
}

function numberOrNull(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
