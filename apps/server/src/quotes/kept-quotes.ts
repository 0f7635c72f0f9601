import { createHash } from 'node:crypto';
import type { Anchor, Role } from '@triad/realist';
import type { TextStamp } from '../agreement/stamp.ts';
import type { Context } from '../context.ts';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { QuotePlace } from './place-agreed.ts';

/*
 * What is agreed on a transcript with its words as they stand, kept as a blob that is sealed with the
 * transcript's key. It can be made anew at any time; nothing depends on it but how soon a quote is there.
 */

/** One agreed span. */
export type QuoteRow = {
  readonly role: Role;
  readonly round: string;
  readonly decision: string;
  /** Members whose spans it came from. */
  readonly coders: readonly string[];
  /** Null: its words are gone from the text. */
  readonly place: QuotePlace | null;
};

/** By the agreed span's id. */
export type QuoteRows = ReadonlyMap<string, QuoteRow>;

/** A decision, as far as it tells what is agreed of a place; without anybody's words. */
export type Decided = {
  readonly id: string;
  readonly round: string;
  /** All spans of the place, when it was last decided. */
  readonly spans: readonly string[];
  /** `waiting`: it was taken back; `none`: nothing of the place is kept. */
  readonly state: 'waiting' | 'none' | 'agreed';
  readonly agreed: readonly { readonly id: string; readonly from: readonly string[] }[];
};

/** What is decided on a transcript. */
export type DecidedQuotes = {
  readonly rows: QuoteRows;
  readonly decided: readonly Decided[];
  /** SHA-256, hex, of which decisions there are, and in which version. */
  readonly stamp: string;
};

type Kept = {
  /** What the rows stand on. */
  readonly stamp: { readonly text: TextStamp; readonly decisions: string };
  readonly rows: readonly (readonly [id: string, row: QuoteRow])[];
  /** Of the decisions, by id: what was decided anew since has another. */
  readonly versions: Readonly<Record<string, number>>;
};

type Needs = Pick<Context, 'blobs' | 'tables' | 'locks' | 'documents' | 'agreement'>;

export function quotesBlob(transcript: string): string {
  return `quotes/${transcript}`;
}

/**
 * Of what is there now: what is kept, where nothing has moved on since. Null where the transcript is
 * gone, or is being redacted.
 */
export function readQuotes(
  context: Needs,
  transcript: string,
): Promise<(DecidedQuotes & { readonly row: Row<TranscriptBody> }) | null> {
  const { tables, locks } = context;
  // A redaction, and a removal, wait for what is being kept, and remove it: removeQuotes.
  return locks(quotesBlob(transcript), async () => {
    const row = await tables.transcripts.get(transcript);
    if (row === null || row.body.pending !== null) return null;
    return { row, ...(await readNow(context, transcript)) };
  });
}

async function readNow(context: Needs, transcript: string): Promise<DecidedQuotes> {
  const { tables, blobs } = context;
  const [decisions, blob] = await Promise.all([
    tables.decisions.find('transcript', transcript),
    blobs.get(quotesBlob(transcript)),
  ]);
  const kept = blob === null ? null : (JSON.parse(Buffer.from(blob.bytes).toString()) as Kept);
  const stamp = stampOfDecisions(decisions);
  const decided = decisions.map((row) => decidedIn(row));
  if (decided.every(({ agreed }) => agreed.length === 0))
    return { rows: new Map(), decided, stamp };
  // What was looked up in this text stands where it stood.
  const ofText = kept !== null && (await isOfTextNow(context, transcript, kept)) ? kept : null;
  const rows =
    ofText?.stamp.decisions === stamp
      ? ofText.rows
      : await makeRows(context, transcript, decisions, { stamp, before: ofText });
  return { rows: new Map(rows), decided, stamp };
}

async function isOfTextNow(
  { agreement }: Needs,
  transcript: string,
  { stamp: { text } }: Kept,
): Promise<boolean> {
  const { mark, state } = await agreement.texts.now(transcript, text);
  return mark === text.mark || state === text.state;
}

function decidedIn({ id, body }: Row<DecisionBody>): Decided {
  const outcome = body.rulings.at(-1)?.outcome ?? null;
  return {
    id,
    round: body.round,
    spans: body.spans.map(({ span }) => span),
    state: outcome === null ? 'waiting' : body.agreed.length === 0 ? 'none' : 'agreed',
    agreed: body.agreed.map((span) => ({ id: span.id, from: span.from })),
  };
}

async function makeRows(
  context: Needs,
  transcript: string,
  decisions: readonly Row<DecisionBody>[],
  { stamp, before }: { readonly stamp: string; readonly before: Kept | null },
): Promise<Kept['rows']> {
  const agreed = decisions.flatMap(({ id, version, body }) =>
    body.agreed.map((span) => ({ decision: id, version, body, span })),
  );
  const known = new Map(before?.rows);
  const isKnown = ({ decision, version, span }: (typeof agreed)[number]): boolean =>
    before?.versions[decision] === version && known.has(span.id);
  const due = agreed.filter((each) => !isKnown(each));
  const found = await lookUp(
    context,
    transcript,
    due.map(({ span }) => span.anchor),
    before?.stamp.text ?? null,
  );
  // It moved on while some of it was looked up.
  if (before !== null && found.text.state !== before.stamp.text.state) {
    return makeRows(context, transcript, decisions, { stamp, before: null });
  }
  const places = new Map(due.map(({ span }, at) => [span.id, found.places[at] ?? null]));
  const rows = agreed.map(({ decision, body, span }) => {
    const coders = body.spans.filter((each) => span.from.includes(each.span));
    const place = places.has(span.id) ? places.get(span.id) : known.get(span.id)?.place;
    const row: QuoteRow = {
      role: span.role,
      round: body.round,
      decision,
      coders: [...new Set(coders.map(({ member }) => member))],
      place: place ?? null,
    };
    return [span.id, row] as const;
  });
  const versions = Object.fromEntries(decisions.map(({ id, version }) => [id, version]));
  const kept: Kept = { stamp: { text: found.text, decisions: stamp }, rows, versions };
  await context.blobs.put(quotesBlob(transcript), Buffer.from(JSON.stringify(kept)), '');
  return rows;
}

/** Where the anchors stand in the text, and in which state of it; nobody reads it where none is asked for. */
function lookUp(
  { documents, agreement, locks }: Needs,
  transcript: string,
  anchors: readonly Anchor[],
  known: TextStamp | null,
): Promise<{ readonly text: TextStamp; readonly places: readonly (QuotePlace | null)[] }> {
  if (anchors.length === 0 && known !== null) return Promise.resolve({ text: known, places: [] });
  // One text after the other: a hundred of them at once would be a hundred in memory.
  return locks('quotes', async () => {
    const name = { kind: 'transcript', transcript } as const;
    // First: what is written meanwhile makes it look older than it is, never newer.
    const mark = await documents.mark(name);
    const { bytes: text, state } = await documents.copy(name);
    return { text: { mark, state }, places: await agreement.threads.place({ text, anchors }) };
  });
}

function stampOfDecisions(decisions: readonly Row<DecisionBody>[]): string {
  const of = decisions.map(({ id, version }) => `${id} ${version}`).join('\n');
  return createHash('sha256').update(of).digest('hex');
}

/** To be called once the transcript is closed to everybody; may be done again after a crash. */
export function removeQuotes(
  { blobs, locks }: Pick<Context, 'blobs' | 'locks'>,
  transcript: string,
): Promise<void> {
  return locks(quotesBlob(transcript), async () => {
    await blobs.remove(quotesBlob(transcript));
  });
}
