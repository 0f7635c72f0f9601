import type { AdjudicationOverview } from '@triad/collab';
import type { Group } from '@triad/consolidation';
import type { Basis } from '../agreement/basis.ts';
import type { ComparisonRows } from '../agreement/compare.ts';
import { comparisonBlob } from '../agreement/kept.ts';
import { knownTo } from '../agreement/overview.ts';
import type { BasisStamp } from '../agreement/stamp.ts';
import { METHOD } from '../agreement/stamp.ts';
import type { Context } from '../context.ts';
import type { ComparisonBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { decisionsOnPlaces, isWaiting } from './decisions-on-places.ts';
import { placeOf } from '@triad/collab';

type Counted = AdjudicationOverview['transcripts'][number];
type Counts = Pick<Counted, 'places' | 'touched' | 'answers'>;

/** Counts by transcript, and what they are of: nothing is read where nothing was written since. */
export type KeptCounts = Map<string, { readonly of: string; readonly counts: Promise<Counts> }>;

const NOTHING: Counts = { places: null, touched: 0, answers: { accepts: 0, differs: 0 } };

/**
 * How far adjudication is, from what was kept when the transcripts were compared last: none is compared
 * for it. One that has moved on is worked out anew by the job meanwhile.
 */
export async function adjudicationOverview(
  context: Context,
  me: Membership,
): Promise<AdjudicationOverview> {
  const { bases, hidden, kept } = await knownTo(context, me, null);
  const transcripts = await Promise.all(
    bases.map(async (basis): Promise<Counted> => {
      const { transcript, round } = basis;
      const row = kept.get(transcript.id);
      const outcome = row?.body.outcome;
      return {
        id: transcript.id,
        title: transcript.body.title,
        round: round.id,
        failed: outcome !== undefined && 'failed' in outcome ? outcome.failed : null,
        ...(await countsOf(context, basis, row)),
      };
    }),
  );
  if (bases.some((basis) => isBehind(basis, kept.get(basis.transcript.id)))) {
    context.agreement.wake(me.project.id);
  }
  return { transcripts, hidden };
}

function isBehind({ round }: Basis, kept: Row<ComparisonBody> | undefined): boolean {
  if (kept === undefined) return true;
  const { stamp } = kept.body;
  return stamp.method !== METHOD || stamp.round !== round.id;
}

async function countsOf(
  context: Context,
  basis: Basis,
  kept: Row<ComparisonBody> | undefined,
): Promise<Counts> {
  const { adjudication, agreement } = context;
  const { id } = basis.transcript;
  if (kept === undefined || isBehind(basis, kept)) return NOTHING;
  const { mark } = await agreement.texts.now(id, kept.body.stamp.text);
  const of = JSON.stringify([kept.version, kept.body.at, basis.round.id, mark]);
  const { counts } = adjudication;
  const before = counts.get(id);
  if (before?.of === of) return before.counts;
  const made = { of, counts: count(context, basis, kept) };
  counts.set(id, made);
  made.counts.catch(() => counts.delete(id));
  return made.counts;
}

async function count(
  context: Context,
  { transcript: { id }, round }: Basis,
  kept: Row<ComparisonBody>,
): Promise<Counts> {
  const rows = await readRows(context, id, kept);
  if (rows === null) return NOTHING;
  const { decisions, replies } = await readAll(context, id);
  const own = decisions.filter(({ body }) => body.round === round.id);
  const gone = await goneIn(context, id, own);
  const onPlaces = decisionsOnPlaces(rows.groups, rows.layers, own, gone);
  const isDecided = (group: Group): boolean => {
    const row = onPlaces.byPlace.get(placeOf(group));
    return row !== undefined && !isWaiting(row);
  };
  const undecided = rows.groups.filter((group) => !isDecided(group));
  const agreed = undecided.filter(({ kinds }) => kinds.includes('agree')).length;
  const standing = new Map(
    own.filter((row) => !isWaiting(row)).map((row) => [row.id, row.body.rulings.length]),
  );
  const answers = replies.filter(({ body }) => standing.get(body.decision) === body.ruling);
  return {
    places: {
      all: rows.groups.length,
      agreed,
      decided: rows.groups.length - undecided.length,
      open: undecided.length - agreed,
    },
    touched: onPlaces.touched.size,
    answers: {
      accepts: answers.filter(({ body }) => body.stance === 'accepts').length,
      differs: answers.filter(({ body }) => body.stance === 'differs').length,
    },
  };
}

/** The rows that the record is of; null where they are gone, or others'. */
async function readRows(
  { blobs }: Pick<Context, 'blobs'>,
  transcript: string,
  { body: { stamp } }: Row<ComparisonBody>,
): Promise<Pick<ComparisonRows, 'groups' | 'layers'> | null> {
  const blob = await blobs.get(comparisonBlob(transcript));
  if (blob === null) return null;
  const read = JSON.parse(Buffer.from(blob.bytes).toString()) as {
    readonly stamp: BasisStamp;
    readonly rows: ComparisonRows;
  };
  return JSON.stringify(read.stamp) === JSON.stringify(stamp) ? read.rows : null;
}

/** Not by way of what is in memory for those who work on few of them. */
async function readAll({ tables }: Pick<Context, 'tables'>, transcript: string) {
  const decisions = await tables.decisions.find('transcript', transcript);
  const replies =
    decisions.length === 0 ? [] : await tables.decisionReplies.find('transcript', transcript);
  return { decisions, replies };
}

/** Agreed spans whose words are gone; nothing has to be looked for in a text that nobody ever corrected. */
async function goneIn(
  { tables, documents, agreement }: Pick<Context, 'tables' | 'documents' | 'agreement'>,
  transcript: string,
  decisions: Awaited<ReturnType<typeof readAll>>['decisions'],
): Promise<ReadonlySet<string>> {
  const agreed = decisions.flatMap(({ body }) => body.agreed);
  if (agreed.length === 0) return new Set();
  if ((await tables.history.count('transcript', transcript)) === 0) return new Set();
  const { bytes: text } = await documents.copy({ kind: 'transcript', transcript });
  const places = await agreement.threads.place({
    text,
    anchors: agreed.map(({ anchor }) => anchor),
  });
  return new Set(agreed.flatMap(({ id }, at) => (places[at] === null ? [id] : [])));
}
