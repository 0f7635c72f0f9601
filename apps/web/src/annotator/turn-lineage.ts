import type { Node } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import type { Transaction } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';

/** From how many turns one remembers that words may have come; the oldest are forgotten. */
const MOST_ORIGINS = 200;

/**
 * Keeps turns apart and remembers where words went: the later half of a split turn gets an id of its
 * own, and whatever turn has words of another names it in `from`. An anchor looks for its words in its
 * own turn and in those that came of it, so both must be told whatever the edit was, undo included.
 */
export function turnLineage(newId: () => string): Plugin {
  return new Plugin({
    appendTransaction(transactions, { doc: before }, { tr }) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      // What comes from the document was settled by whoever made it.
      if (transactions.some((one) => one.getMeta(ySyncPluginKey) !== undefined)) return null;
      if (hasSameTurns(before, tr.doc)) return null;
      nameHalves(tr, newId);
      const known = turnsOf(before);
      const present = turnsOf(tr.doc);
      const movedTo = mapper(transactions, false);
      const cameFrom = mapper(transactions, true);
      for (const [id, turn] of present) {
        if (!known.has(id)) addOrigins(tr, turn.position, standingIn(before, cameFrom(turn)));
      }
      for (const [id, turn] of known) {
        if (present.has(id)) continue;
        for (const host of standingIn(tr.doc, movedTo(turn))) {
          addOrigins(tr, host.position, [turn]);
          tr.setNodeAttribute(host.position, 'end', turn.node.attrs['end']);
        }
      }
      return tr.docChanged ? tr : null;
    },
  });
}

type PlacedTurn = { readonly node: Node; readonly position: number };
type Stretch = { readonly from: number; readonly to: number };

/** As after nearly every key; words go from one turn to another only where a turn comes or goes. */
function hasSameTurns(before: Node, after: Node): boolean {
  if (before.childCount !== after.childCount) return false;
  return before.children.every((turn, at) => {
    const now = after.child(at);
    return turn === now || turn.attrs['id'] === now.attrs['id'];
  });
}

/** Splitting copies the attributes: the second of two with one id is the new turn. */
function nameHalves(tr: Transaction, newId: () => string): void {
  const seen = new Set<string>();
  tr.doc.forEach(({ attrs }, position) => {
    let id = attrs['id'] as string;
    if (id === '' || seen.has(id)) {
      id = newId();
      tr.setNodeAttribute(position, 'id', id);
    }
    seen.add(id);
  });
}

function turnsOf(doc: Node): ReadonlyMap<string, PlacedTurn> {
  const turns = new Map<string, PlacedTurn>();
  doc.forEach((node, position) => void turns.set(node.attrs['id'] as string, { node, position }));
  return turns;
}

/** Where what stands in a turn stands after, or stood before, the transactions; null for nothing of it. */
function mapper(
  transactions: readonly Transaction[],
  back: boolean,
): (turn: PlacedTurn) => Stretch | null {
  const maps = transactions.map(({ mapping }) => (back ? mapping.invert() : mapping));
  if (back) maps.reverse();
  const map = (position: number, side: 1 | -1): number =>
    maps.reduce((at, mapping) => mapping.map(at, side), position);
  return ({ node, position }) => {
    const from = map(position + 2, 1);
    const to = map(position + node.nodeSize - 2, -1);
    return from < to ? { from, to } : null;
  };
}

/** The turns that have words of a stretch. */
function standingIn(doc: Node, stretch: Stretch | null): readonly PlacedTurn[] {
  const found: PlacedTurn[] = [];
  if (stretch === null) return found;
  doc.forEach((node, position) => {
    const [first, last] = [position + 2, position + node.nodeSize - 2];
    if (first < stretch.to && stretch.from < last) found.push({ node, position });
  });
  return found;
}

function addOrigins(tr: Transaction, position: number, turns: readonly PlacedTurn[]): void {
  const host = tr.doc.nodeAt(position);
  if (host === null) return;
  const known = originsOf(host);
  const ids = turns.flatMap(({ node }) => [node.attrs['id'] as string, ...originsOf(node)]);
  const added = ids.filter((id) => id !== host.attrs['id'] && !known.includes(id));
  if (added.length === 0) return;
  const all = [...new Set([...added, ...known])].slice(0, MOST_ORIGINS);
  tr.setNodeAttribute(position, 'from', all.join(' '));
}

function originsOf({ attrs }: Node): readonly string[] {
  const from = attrs['from'] as string | null;
  return from === null || from === '' ? [] : from.split(' ');
}
