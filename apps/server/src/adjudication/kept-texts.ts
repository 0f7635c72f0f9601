import { setImmediate as otherWork } from 'node:timers/promises';
import type { TextIndex } from '@triad/collab';
import { indexText, placeOfCopy } from '@triad/collab';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import type { AgreedBody } from '../data/adjudication-records.ts';

/** Offsets into the text, UTF-16; null where the words are gone. */
export type AgreedRange = readonly [startUtf16: number, endUtf16: number] | null;

/** Where agreed spans stand, as they are stored: a span keeps its id when its decision is changed. */
export type AgreedRanges = {
  get(span: AgreedBody): AgreedRange | undefined;
  has(span: AgreedBody): boolean;
};

/**
 * Texts laid out, of the few transcripts on which somebody decides, in the one state that is there now:
 * decisions make anchors in them, and are told with where their words stand.
 */
export type TextMemory = {
  /** Null where the text is in another state by now. */
  indexOf(transcript: string, state: string): Promise<TextIndex | null>;
  /** Of all that is agreed; what was looked up in this state of the text is at hand. */
  rangesOf(transcript: string, state: string, agreed: readonly AgreedBody[]): Promise<AgreedRanges>;
  forget(transcript: string): void;
};

const MOST_TRANSCRIPTS = 4;
/** More are looked up on a thread. */
const FEW = 20;

type Laid = { readonly doc: Y.Doc; readonly index: TextIndex };
type Entry = {
  readonly state: string;
  laid: Promise<Laid | null> | null;
  readonly ranges: WeakMap<AgreedBody, AgreedRange>;
};

export function makeTextMemory({
  documents,
  agreement,
}: Pick<Context, 'documents' | 'agreement'>): TextMemory {
  const known = new Map<string, Entry>();

  function entryOf(transcript: string, state: string): Entry {
    const before = known.get(transcript);
    known.delete(transcript);
    const entry =
      before?.state === state
        ? before
        : { state, laid: null, ranges: new WeakMap<AgreedBody, AgreedRange>() };
    known.set(transcript, entry);
    for (const [other] of known) {
      if (known.size <= MOST_TRANSCRIPTS) break;
      known.delete(other);
    }
    return entry;
  }

  async function read(transcript: string, state: string): Promise<Uint8Array | null> {
    const copy = await documents.copy({ kind: 'transcript', transcript });
    return copy.state === state ? copy.bytes : null;
  }

  function layOut(transcript: string, entry: Entry): Promise<Laid | null> {
    entry.laid ??= read(transcript, entry.state).then((bytes) => {
      if (bytes === null) return null;
      const doc = new Y.Doc();
      Y.applyUpdate(doc, bytes);
      return { doc, index: indexText(doc) };
    });
    entry.laid.catch(() => (entry.laid = null));
    return entry.laid;
  }

  async function lookUp(
    transcript: string,
    entry: Entry,
    spans: readonly AgreedBody[],
  ): Promise<void> {
    if (spans.length > FEW && entry.laid === null) {
      const text = await read(transcript, entry.state);
      if (text === null) return;
      const anchors = spans.map(({ anchor }) => anchor);
      const places = await agreement.threads.place({ text, anchors });
      for (const [at, span] of spans.entries()) {
        const place = places[at] ?? null;
        entry.ranges.set(span, place && [place.start, place.end]);
      }
      return;
    }
    const laid = await layOut(transcript, entry);
    if (laid === null) return;
    for (const [at, span] of spans.entries()) {
      if (at % FEW === FEW - 1) await otherWork();
      const place = placeOfCopy(laid.doc, laid.index, span.anchor);
      const range = place && ([place.range.startUtf16, place.range.endUtf16] as const);
      entry.ranges.set(span, range);
    }
  }

  return {
    async indexOf(transcript, state) {
      const laid = await layOut(transcript, entryOf(transcript, state));
      return laid?.index ?? null;
    },
    async rangesOf(transcript, state, agreed) {
      const entry = entryOf(transcript, state);
      const unknown = agreed.filter((span) => !entry.ranges.has(span));
      if (unknown.length > 0) await lookUp(transcript, entry, unknown);
      return entry.ranges;
    },
    forget: (transcript) => void known.delete(transcript),
  };
}
