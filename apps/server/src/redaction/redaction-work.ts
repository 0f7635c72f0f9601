import type { WordFinder } from '@triad/collab';
import {
  DOCUMENT_SCHEMA,
  indexText,
  layerFields,
  readPart,
  readTurns,
  replaceWords,
  wordFinder,
} from '@triad/collab';
import type { TextIndex, TurnContent } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import * as Y from 'yjs';
import type { TranscriptBody } from '../data/records.ts';
import type { TextCounts, TextVersion } from '../transcripts/job-messages.ts';
import { countTurns, decodeVersion, makeVersion } from '../transcripts/versions.ts';
import { heldBefore, NEVER_HELD } from './held-before.ts';
import type { HeldBefore } from './held-before.ts';
import type { Asked } from './places.ts';
import { choosePlaces, MOST_PLACES, rangesAfter, turnsOf } from './places.ts';
import { redactLayer } from './redact-layer.ts';
import { redactOriginal, TEXT_FORMATS } from './redact-original.ts';
import { redactText } from './redact-text.ts';
import { redactVersion } from './redact-version.ts';
import { migrate } from '../documents/migrations.ts';
import { encodeWhole } from './wipe.ts';

/*
 * What a redaction computes; on the thread for jobs, since texts and layers may be long. Pure: from
 * bytes to bytes.
 */

type Original = { readonly bytes: Uint8Array; readonly format: TranscriptBody['format'] };

/** What is done to a text, and its whole state before and after. */
export type TextChange = Asked & {
  readonly replacement: string;
  readonly places: readonly TextRange[];
  /** Ids of the turns in which places lie, of those that their words came from, and that held them before. */
  readonly turns: readonly string[];
  /** Absent of plans that an earlier version made. */
  readonly heldBefore?: HeldBefore;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
};

/** A layer whole, in whatever schema; it comes back in the present one. */
type LayerState = {
  readonly state: Uint8Array;
  readonly schema: number;
  readonly client: number;
};

export type RedactionWork =
  | {
      readonly step: 'look';
      readonly asked: Asked;
      readonly text: Uint8Array;
      readonly layers: readonly Uint8Array[];
      readonly versions: readonly Uint8Array[];
      readonly original: Original | null;
      /** Any other texts, by what they are of. */
      readonly others: Readonly<Record<string, readonly string[]>>;
    }
  | {
      readonly step: 'check';
      readonly asked: Asked;
      readonly replacement: string;
      readonly text: Uint8Array;
    }
  | {
      readonly step: 'plan';
      readonly asked: Asked;
      readonly redaction: string;
      readonly replacement: string;
      readonly text: Uint8Array;
      /** From all versions; nothing where one place alone is meant. */
      readonly heldBefore: HeldBefore;
      readonly original: Original | null;
    }
  | {
      readonly step: 'held';
      readonly words: string;
      readonly text: Uint8Array;
      /** The version that was imported. */
      readonly imported: Uint8Array;
      readonly versions: readonly Uint8Array[];
    }
  | {
      readonly step: 'original';
      readonly change: TextChange;
      readonly original: Original;
    }
  | {
      readonly step: 'layers';
      readonly change: TextChange;
      readonly layers: readonly LayerState[];
    }
  | {
      readonly step: 'versions';
      readonly change: TextChange;
      readonly versions: readonly Uint8Array[];
    };

/** Why words cannot be taken out, as the end of a message's code. */
export type Objection = 'moved' | 'no-words' | 'replacement' | 'too-many';

/** How often the words stand where; of other texts, how many of them hold the words. */
export type Found = {
  readonly inText: number;
  readonly memos: number;
  readonly restatements: number;
  readonly inferred: number;
  readonly versions: number;
  readonly others: Readonly<Record<string, number>>;
  readonly original: { readonly places: number; readonly stays: boolean } | null;
};

export type Planned = {
  readonly change: TextChange;
  readonly counts: TextCounts;
  /** The original without the words, null where it must go; and null where there is none. */
  readonly original: Uint8Array | null;
};

export type RedactionResult =
  | { readonly objection: Objection }
  | { readonly found: Found }
  | { readonly places: readonly TextRange[] }
  | { readonly held: HeldBefore }
  | { readonly original: Uint8Array | null }
  | { readonly planned: Planned }
  | { readonly layers: readonly Uint8Array[] }
  | { readonly versions: readonly TextVersion[] };

export function doRedactionWork(work: RedactionWork): RedactionResult {
  switch (work.step) {
    case 'look':
      return look(work);
    case 'check':
      return check(work);
    case 'held':
      return held(work);
    case 'plan':
      return plan(work);
    case 'original':
      return { original: originalAfter(work.change, readText(work.change.before), work.original) };
    case 'layers': {
      const redacted = openChange(work.change);
      const { finder } = redacted;
      const holds = (text: string): boolean => finder.find(text).length > 0;
      return {
        layers: work.layers.map((layer) =>
          redactLayer(presentState(layer), layer.client, redacted, holds),
        ),
      };
    }
    case 'versions':
      return { versions: redactVersions(work.change, work.versions) };
  }
}

function presentState({ state: bytes, schema }: LayerState): Uint8Array {
  if (schema === DOCUMENT_SCHEMA.layer) return bytes;
  // What waits in it for what has not come would keep it from being migrated, and goes in any case.
  return migrate('layer', { schema, bytes: encodeWhole(open(bytes)) }).bytes;
}

function look(work: Extract<RedactionWork, { step: 'look' }>): RedactionResult {
  const finder = wordFinder(work.asked.words);
  if (finder === null) return { objection: 'no-words' };
  const holds = (text: string): boolean => finder.find(text).length > 0;
  const index = readText(work.text);
  const places = choosePlaces(index, { ...work.asked, all: true }, finder);
  if (places === null) return { objection: 'moved' };
  if (places.length > MOST_PLACES) return { objection: 'too-many' };
  const versions = work.versions.map((version) => decodeVersion(version));
  const turns = { imported: byId(versions[0] ?? []), present: byId(readTurns(index)) };
  const { asImported } = heldBefore(versions, turns, holds);
  const notes = { memos: 0, restatements: 0, inferred: 0 };
  for (const layer of work.layers) {
    const { memoTexts, restatements, parts } = layerFields(open(layer));
    const count = (texts: Iterable<unknown>): number =>
      [...texts].filter((text) => text instanceof Y.Text && holds(text.toString())).length;
    notes.memos += count(memoTexts.values());
    notes.restatements += count(restatements.values());
    notes.inferred += [...parts]
      .map(([id, part]) => readPart(id, part)?.filledBy)
      .filter((filled) => filled?.kind === 'inferred' && holds(filled.words)).length;
  }
  const { original } = work;
  return {
    found: {
      inText: places.length,
      ...notes,
      versions: versions.filter((version) => holds(wordsOf(version))).length,
      others: Object.fromEntries(
        Object.entries(work.others).map(([name, texts]) => [name, texts.filter(holds).length]),
      ),
      original:
        original === null
          ? null
          : {
              places: TEXT_FORMATS.has(original.format)
                ? finder.find(Buffer.from(original.bytes).toString()).length
                : 0,
              stays:
                asImported &&
                redactOriginal(original.bytes, original.format, {
                  text: index,
                  places,
                  finder,
                  words: work.asked.words,
                  replacement: '-',
                }) !== null,
            },
    },
  };
}

/** Where the words would go out; whether they can, before anything is done for it. */
function check({
  asked,
  replacement,
  text,
}: Pick<Extract<RedactionWork, { step: 'check' }>, 'asked' | 'replacement' | 'text'>):
  | { readonly objection: Objection }
  | { readonly places: readonly TextRange[] } {
  const finder = wordFinder(asked.words);
  if (finder === null) return { objection: 'no-words' };
  if (finder.find(replacement).length > 0) return { objection: 'replacement' };
  const places = choosePlaces(readText(text), asked, finder);
  if (places === null) return { objection: 'moved' };
  return places.length > MOST_PLACES ? { objection: 'too-many' } : { places };
}

/** What some of the versions held. */
function held({
  words,
  text,
  imported,
  versions,
}: Extract<RedactionWork, { step: 'held' }>): RedactionResult {
  const finder = wordFinder(words);
  if (finder === null) return { objection: 'no-words' };
  const turns = {
    imported: byId(decodeVersion(imported)),
    present: byId(readTurns(readText(text))),
  };
  const read = versions.map((version) => decodeVersion(version));
  return { held: heldBefore(read, turns, (each) => finder.find(each).length > 0) };
}

function plan(work: Extract<RedactionWork, { step: 'plan' }>): RedactionResult {
  const { asked, replacement, redaction, text: before, original } = work;
  const checked = check({ asked, replacement, text: before });
  if ('objection' in checked) return checked;
  const { places } = checked;
  const finder = knownFinder(asked.words);
  const holds = (text: string): boolean => finder.find(text).length > 0;
  const index = readText(before);
  const after = redactText(before, places, replacement, {
    redaction,
    holds,
    corrected: new Set(work.heldBefore.turns),
  });
  const present = readText(after);
  // What stands beside a replacement may make the words anew.
  if (asked.all && holds(present.text)) return { objection: 'replacement' };
  const change: TextChange = {
    ...asked,
    replacement,
    places,
    turns: [...new Set([...turnsOf(index, places), ...work.heldBefore.turns])],
    heldBefore: work.heldBefore,
    before,
    after,
  };
  return {
    planned: {
      change,
      counts: countTurns(readTurns(present)),
      original: original === null ? null : originalAfter(change, index, original),
    },
  };
}

/** The original without the words; null where it must go. */
function originalAfter(
  { places, words, replacement, heldBefore: before = NEVER_HELD }: TextChange,
  text: TextIndex,
  { bytes, format }: Original,
): Uint8Array | null {
  // Another wording of them, as it was heard at first, could stand in the file.
  if (!before.asImported) return null;
  const finder = knownFinder(words);
  return redactOriginal(bytes, format, { text, places, finder, words, replacement });
}

function byId(turns: readonly TurnContent[]): ReadonlyMap<string, TurnContent> {
  return new Map(turns.map((turn) => [turn.id, turn]));
}

function redactVersions(change: TextChange, versions: readonly Uint8Array[]) {
  const { after, finder, clean, turns, replacement } = openChange(change);
  const present = byId(readTurns(after));
  const holds = (text: string): boolean => finder.find(text).length > 0;
  return versions.map((version) => {
    const left = redactVersion(decodeVersion(version), {
      present,
      turns,
      replacement,
      holds,
      clean,
    });
    return makeVersion(left);
  });
}

/** The words as they are looked for, and both states of the text. */
export function openChange(change: TextChange) {
  const { words, replacement, places, turns } = change;
  const finder = knownFinder(words);
  const doc = open(change.before);
  const index = indexText(doc);
  return {
    finder,
    before: { doc, index },
    after: readText(change.after),
    moved: rangesAfter(index.text, places, replacement),
    replacement,
    turns: new Set(turns),
    clean: (text: string) => replaceWords(finder, text, replacement),
  };
}

/** Of words of which it is known that they can be looked for. */
export function knownFinder(words: string): WordFinder {
  const finder = wordFinder(words);
  if (finder === null) throw new Error('a redaction without words');
  return finder;
}

function wordsOf(version: readonly TurnContent[]): string {
  return version.map(({ paragraphs }) => paragraphs.join('\n')).join('\n');
}

function readText(state: Uint8Array): TextIndex {
  return indexText(open(state));
}

function open(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc;
}
