import type { CharacterRun, TextIndex } from '@triad/collab';
import { indexText, noteRedacted, paragraphAt, REDACTED_FIELD, TEXT_FIELD } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { isUuid } from '@triad/realist';
import * as Y from 'yjs';
import { buryNames, encodeWhole, stringsIn, wipe } from './wipe.ts';
import type { Holds } from './wipe.ts';

/**
 * The text with other words at these places (in order, none over another), from its whole state.
 * All other characters keep their ids; what stood at the places is in no byte of the result, nor
 * what holds the words beside the text (an attribute, a field that nobody knows). In the turns of
 * `corrected` the characters that corrections deleted are noted as taken out, too: a tab that was
 * away since before may still show the words there.
 */
export function redactText(
  state: Uint8Array,
  places: readonly TextRange[],
  replacement: string,
  {
    redaction,
    holds,
    corrected,
  }: {
    readonly redaction: string;
    readonly holds: Holds;
    /** Ids of turns. */
    readonly corrected: ReadonlySet<string>;
  },
): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const index = indexText(doc);
  doc.transact(() => {
    const taken: (readonly CharacterRun[])[] = [...deletedIn(index, corrected)];
    // From the end, so that places before stay where they are.
    for (const place of [...places].reverse()) taken.unshift(take(index, place, replacement));
    noteRedacted(doc, redaction, taken);
    wipe(doc, holds, isOfText);
  });
  buryNames(doc, holds, (name) => ROOTS.has(name) || ATTRIBUTES.has(name));
  const bytes = encodeWhole(doc);
  doc.destroy();
  return bytes;
}

/** The words themselves are dealt with; what stands beside them is spared where it is as it should be. */
function isOfText(root: string, entry: string | null, { parentSub, content }: Y.Item): boolean {
  if (root === REDACTED_FIELD) return entry !== null && isUuid(entry) && areNumbers(content);
  if (root !== TEXT_FIELD || entry !== null) return false;
  if (parentSub === null) {
    return !(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)
      ? true
      : NODES.has(content.type.nodeName);
  }
  return ATTRIBUTES.has(parentSub) && content instanceof Y.ContentAny && content.arr.every(isPlain);
}

const ROOTS: ReadonlySet<string> = new Set([TEXT_FIELD, REDACTED_FIELD]);
const NODES: ReadonlySet<string> = new Set(['turn', 'paragraph']);
const ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'speaker', 'start', 'end', 'from']);

/** Ids, keys of speakers and times: nobody's words. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'string') return typeof value === 'number' || value === null;
  return value.split(' ').every((part) => part === '' || isUuid(part) || /^s\d{1,4}$/.test(part));
}

function areNumbers(content: unknown): boolean {
  return content instanceof Y.ContentAny && /^[\d ]*$/.test(stringsIn(content.arr));
}

/** Takes the characters of a place out and puts the replacement before where the first stood. */
function take(
  index: TextIndex,
  { startUtf16, endUtf16 }: TextRange,
  replacement: string,
): readonly CharacterRun[] {
  const runs: CharacterRun[] = [];
  let isFirst = true;
  for (let at = paragraphAt(index, startUtf16); at < index.paragraphs.length; at += 1) {
    const paragraph = index.paragraphs[at];
    if (paragraph === undefined || paragraph.startUtf16 >= endUtf16) break;
    for (const text of paragraph.texts) {
      const begins = index.startOf.get(text) ?? 0;
      // Its length as it was when the index was made: places behind are replaced already.
      const from = Math.max(startUtf16, begins) - begins;
      const until =
        Math.min(endUtf16, endOf(index, paragraph.texts, text, paragraph.endUtf16)) - begins;
      if (from >= until) continue;
      runs.push(...runsOf(text, from, until));
      text.delete(from, until - from);
      if (isFirst) text.insert(from, replacement);
      isFirst = false;
    }
  }
  return runs;
}

/** What was deleted before in the paragraphs of these turns, each stretch a place of its own. */
function deletedIn(
  { turns, paragraphs }: TextIndex,
  corrected: ReadonlySet<string>,
): readonly (readonly CharacterRun[])[] {
  const stretches: (readonly CharacterRun[])[] = [];
  for (const { turn, texts } of paragraphs) {
    if (!corrected.has(turns[turn]?.id ?? '')) continue;
    for (const text of texts) {
      let stretch: CharacterRun[] = [];
      for (let item = text._start; item !== null; item = item.right) {
        if (item.deleted) stretch.push([item.id.client, item.id.clock, item.length]);
        else if (stretch.length > 0) {
          stretches.push(stretch);
          stretch = [];
        }
      }
      if (stretch.length > 0) stretches.push(stretch);
    }
  }
  return stretches;
}

function endOf(
  index: TextIndex,
  texts: readonly Y.XmlText[],
  text: Y.XmlText,
  paragraphEnd: number,
): number {
  const next = texts[texts.indexOf(text) + 1];
  return next === undefined ? paragraphEnd : (index.startOf.get(next) ?? paragraphEnd);
}

/** Ids of the characters from one place of a Y text to another, as runs. */
function runsOf(text: Y.XmlText, from: number, until: number): readonly CharacterRun[] {
  const runs: CharacterRun[] = [];
  let at = 0;
  for (let item = text._start; item !== null && at < until; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const begin = Math.max(from, at);
    const end = Math.min(until, at + item.length);
    if (begin < end) runs.push([item.id.client, item.id.clock + begin - at, end - begin]);
    at += item.length;
  }
  return runs;
}
