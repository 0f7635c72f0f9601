import type { TextRange } from '@triad/realist';
import * as Y from 'yjs';
import type { TextIndex } from './text-index.ts';

/**
 * Which characters a redaction took out of a text, by their ids: what stood there is gone, and the
 * ids tell nothing of it. Whoever holds an earlier state of the text can tell which of its words must
 * not be given to anybody any more.
 */

/** Characters that followed on one another: client, first clock, number. */
export type CharacterRun = readonly [client: number, clock: number, length: number];

/** Name of the Y.Map, by redaction, of its places; each has runs in the order of the text. */
export const REDACTED_FIELD = 'redacted';

export function noteRedacted(
  doc: Y.Doc,
  redaction: string,
  places: readonly (readonly CharacterRun[])[],
): void {
  doc.getMap(REDACTED_FIELD).set(redaction, places);
}

/** Where those characters stand in an earlier state of the text, in its order. */
export function placesTakenOut(
  before: { readonly doc: Y.Doc; readonly index: TextIndex },
  after: Y.Doc,
): readonly TextRange[] {
  const runs = new Map<number, CharacterRun[]>();
  for (const run of runsIn(after).flat()) runs.set(run[0], [...(runs.get(run[0]) ?? []), run]);
  const places: TextRange[] = [];
  for (const text of before.index.paragraphs.flatMap(({ texts }) => texts)) {
    let at = before.index.startOf.get(text) ?? 0;
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      const { client, clock } = item.id;
      for (const [, from, length] of runs.get(client) ?? []) {
        const begin = Math.max(from, clock);
        const end = Math.min(from + length, clock + item.length);
        if (begin < end)
          places.push({ startUtf16: at + begin - clock, endUtf16: at + end - clock });
      }
      at += item.length;
    }
  }
  return places.sort((a, b) => a.startUtf16 - b.startUtf16);
}

/** The words of an earlier state of a text that redactions have taken out since, each once. */
export function wordsTakenOut(before: Y.Doc, after: Y.Doc): readonly string[] {
  const stood = runsIn(after).map((runs) =>
    runs
      .map((run) => charactersOf(before, run))
      .join(' ')
      .trim(),
  );
  return [...new Set(stood.filter((words) => words !== ''))];
}

/** Every place of every redaction that can be read. */
function runsIn(doc: Y.Doc): readonly (readonly CharacterRun[])[] {
  return [...doc.getMap(REDACTED_FIELD).values()].flatMap((places) =>
    Array.isArray(places)
      ? (places as readonly unknown[]).filter(
          (runs): runs is readonly CharacterRun[] => Array.isArray(runs) && runs.every(isRun),
        )
      : [],
  );
}

function charactersOf(doc: Y.Doc, [client, clock, length]: CharacterRun): string {
  const structs = doc.store.clients.get(client) ?? [];
  const until = Math.min(clock + length, Y.getState(doc.store, client));
  let characters = '';
  for (let at = clock; at < until;) {
    const struct = structs[Y.findIndexSS(structs, at)];
    if (struct === undefined) break;
    const end = struct.id.clock + struct.length;
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) {
      characters += struct.content.str.slice(at - struct.id.clock, until - struct.id.clock);
    }
    at = end;
  }
  return characters;
}

function isRun(value: unknown): value is CharacterRun {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    value.every((part) => Number.isSafeInteger(part) && (part as number) >= 0)
  );
}
