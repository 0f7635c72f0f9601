import { indexText, locateComment } from '@triad/collab';
import type { CommentAnswer } from '@triad/collab';
import type * as Y from 'yjs';
import { indexOf, lettersByTurn, lettersIn, stands } from './judge.ts';
import type { Flat, Ledger } from './ledger.ts';
import type { Random } from './random.ts';

/** A comment that holds no words: on a whole turn, or one of those that know offsets alone. */
export type Remark = {
  readonly target: CommentAnswer['target'];
  /** Of what it is about. */
  readonly letters: readonly number[];
};

/** How many were still told their place, and how many were not. */
export type Told = { turns: number; emptied: number; offsets: number; untold: number };

export function remarkSome(doc: Y.Doc, ledger: Ledger, random: Random, count: number): Remark[] {
  const index = indexText(doc);
  const flat = ledger.flat();
  const turns = lettersByTurn(flat);
  const remarks: Remark[] = [];
  for (let made = 0; made < count; made += 1) {
    const at = random.below(index.turns.length);
    const turn = index.turns[at];
    const letters = [...(turns.get(at) ?? [])];
    if (turn === undefined || letters.length < 2) continue;
    remarks.push({ target: { kind: 'turn', turn: turn.id }, letters });
    const startUtf16 = random.below(turn.endUtf16 - turn.startUtf16 - 1);
    const endUtf16 = startUtf16 + 1 + random.below(turn.endUtf16 - turn.startUtf16 - startUtf16);
    const target = { kind: 'passage', turn: turn.id, startUtf16, endUtf16 } as const;
    // Offsets are those of the text as it was imported: in a turn that was edited since they say nothing.
    if (locateComment(doc, index, target)?.kind !== 'placed') continue;
    const range = {
      startUtf16: turn.startUtf16 + startUtf16,
      endUtf16: turn.startUtf16 + endUtf16,
    };
    remarks.push({ target, letters: lettersIn(flat, range) });
  }
  return remarks;
}

/** Throws where one is shown on other words, or not on its turn although words of it stand. */
export function judgeRemark(doc: Y.Doc, flat: Flat, { target, letters }: Remark, told: Told): void {
  const place = locateComment(doc, indexOf(doc), target);
  const found = new Set(place?.kind === 'placed' ? lettersIn(flat, place.range) : []);
  if (target.kind === 'turn') {
    const left = letters.filter(stands);
    if (left.length > 0 && place?.kind !== 'placed') {
      throw new Error('a comment on a turn is lost although words of it stand');
    }
    // A turn keeps its name where all its words went into others: the comment stays on it.
    if (left.some((id) => found.has(id))) told.turns += 1;
    else told.emptied += 1;
  } else if (place?.kind === 'untold') told.untold += 1;
  else {
    if ([...found].join() !== letters.join()) throw new Error('offsets lead to other words');
    told.offsets += 1;
  }
}
