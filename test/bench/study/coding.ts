import type { LayerEditor, TextIndex } from '@triad/collab';
import { addMemo, addSketch, addSpan, makeAnchor, ownSpan, quoted } from '@triad/collab';
import type { Role, SpanId, TextRange } from '@triad/realist';
import * as Y from 'yjs';
import type { Random } from '../support/random.ts';

/*
 * Layers of several coders who read the same text: they stop at the same passages more often than
 * not, begin and end a few words apart, and mostly agree on the role.
 */

type CodedSpan = TextRange & { readonly role: Role; readonly unsure: boolean };

const ROLES: readonly Role[] = ['C', 'C', 'M', 'M', 'M', 'O', 'O', 'undecided'];
const SKETCHES_PER_LAYER = 60;

/** Spans of each coder in the order of the text; exactly `total` of all coders together. */
export function codeText(
  random: Random,
  text: string,
  coders: number,
  total: number,
): readonly (readonly CodedSpan[])[] {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    startUtf16: index,
    endUtf16: index + word.length,
  }));
  const layers: CodedSpan[][] = Array.from({ length: coders }, () => []);
  let made = 0;
  while (made < total) {
    const first = random.whole(0, words.length - 1);
    // Most passages are a clause long, some a whole answer.
    const length = Math.min(120, Math.max(1, Math.round(9 * Math.exp(0.8 * random.normal()))));
    const role = random.pick(ROLES);
    for (const layer of layers) {
      if (made >= total || !random.chance(0.62)) continue;
      const from = clamp(first + jitter(random, 3), words.length);
      const to = clamp(Math.max(from, first + length - 1 + jitter(random, 5)), words.length);
      layer.push({
        startUtf16: words[from]?.startUtf16 ?? 0,
        endUtf16: words[to]?.endUtf16 ?? 0,
        role: random.chance(0.75) ? role : random.pick(ROLES),
        unsure: random.chance(0.08),
      });
      made += 1;
    }
  }
  for (const layer of layers) layer.sort((a, b) => a.startUtf16 - b.startUtf16);
  return layers;
}

/** One coder's layer as an update: spans, memos on a twentieth of them, and sketches. */
export function makeLayer(
  random: Random,
  index: TextIndex,
  spans: readonly CodedSpan[],
  client: number,
): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  let minute = Date.UTC(2026, 0, 5, 9);
  const editor: LayerEditor = {
    doc,
    origin: null,
    now: () => new Date((minute += 60_000)).toISOString(),
    newId: () => random.uuid(),
  };
  const ids: { readonly id: SpanId; readonly role: Role }[] = [];
  for (const { role, unsure, ...range } of spans) {
    const anchor = makeAnchor(index, range);
    if (anchor === null) throw new Error('a span of the big study stands on no words');
    const id = addSpan(editor, { role, unsure, anchor });
    ids.push({ id, role });
    if (random.chance(0.05))
      addMemo(editor, [{ kind: 'span', id }], 'Compare with the first answer.');
  }
  for (let sketch = 0; sketch < SKETCHES_PER_LAYER; sketch += 1) {
    const at = random.whole(0, Math.max(0, ids.length - 12));
    const near = ids
      .slice(at, at + 12)
      .filter(() => random.chance(0.3))
      .slice(0, 4);
    const parts = near.map(({ id, role }) => ({ role, filledBy: quoted([ownSpan(id)]) }));
    if (parts.length === 0) continue;
    addSketch(editor, {
      form: 'when-then-because',
      restatement: 'When somebody waits with them, then they stay, because it is noticed.',
      parts: random.chance(0.3)
        ? [...parts, { role: 'M', filledBy: { kind: 'inferred', words: 'somebody notices' } }]
        : parts,
    });
  }
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

function jitter(random: Random, most: number): number {
  return random.chance(0.5) ? 0 : random.whole(-most, most);
}

function clamp(word: number, words: number): number {
  return Math.min(words - 1, Math.max(0, word));
}
