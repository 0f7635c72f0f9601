import { StorageError } from '@triad/storage';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { AgreementFiguresBody, ComparisonBody, TranscriptBody } from '../data/records.ts';
import type { Row, Table } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import type { Comparison } from './compare.ts';
import type { BasisStamp } from './stamp.ts';

/*
 * Results that were worked out: for each transcript a record with what figures are pooled from, and a
 * blob with the rows. Both can be made anew from the copies of the closed round at any time.
 */

type Needs = Pick<Context, 'tables' | 'blobs' | 'clock' | 'locks'>;

export function comparisonBlob(transcript: string): string {
  return `comparison/${transcript}`;
}

/** By transcript. */
export async function keptIn(
  { tables }: Pick<Context, 'tables'>,
  project: string,
): Promise<ReadonlyMap<string, Row<ComparisonBody>>> {
  const rows = await tables.comparisons.find('project', project);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Keeps a result, or why there is none, in the place of the one before. The record names what the blob
 * stands on, too: where a crash cut the two, the rows are told to be others'.
 */
export function keepComparison(
  context: Needs,
  transcript: Row<TranscriptBody>,
  stamp: BasisStamp,
  outcome: Comparison | { readonly failed: string },
): Promise<Row<ComparisonBody>> {
  const { tables, blobs, locks } = context;
  return locks(comparisonBlob(transcript.id), async () => {
    const { project } = transcript.body;
    if ('rows' in outcome) {
      const bytes = Buffer.from(JSON.stringify({ stamp, rows: outcome.rows }));
      await blobs.put(comparisonBlob(transcript.id), bytes, '');
    } else await blobs.remove(comparisonBlob(transcript.id));
    const kept = 'rows' in outcome ? { summary: outcome.summary } : outcome;
    const body = { project, transcript: transcript.id, at: now(context), stamp, outcome: kept };
    const row = await put(tables.comparisons, transcript.id, body);
    await keepIfTranscript(tables, transcript, () => removeComparison(context, transcript.id));
    return row;
  });
}

/** May be done again after a crash. */
export async function removeComparison(
  { tables, blobs }: Pick<Context, 'tables' | 'blobs'>,
  transcript: string,
): Promise<void> {
  await blobs.remove(comparisonBlob(transcript));
  for (const id of await tables.comparisons.ids('transcript', transcript)) {
    await tables.comparisons.remove(id);
  }
}

/** In the place of those before. */
export async function keepFigures(
  { agreementFigures, projects }: Tables,
  project: string,
  { key, set }: Pick<AgreementFiguresBody, 'key' | 'set'>,
): Promise<void> {
  await put(agreementFigures, project, { project, key, set });
  const row = await projects.get(project);
  if (row === null || row.body.pending === 'removing') await agreementFigures.remove(project);
}

async function put<Body>(table: Table<Body>, id: string, body: Body): Promise<Row<Body>> {
  for (;;) {
    const before = await table.get(id);
    try {
      return before === null ? await table.insert(id, body) : await table.update(before, body);
    } catch (error) {
      // Another server, or a removal, was there in between.
      const isRace =
        error instanceof StorageError &&
        (error.code === 'storage/conflict' || error.code === 'storage/exists');
      if (!isRace) throw error;
    }
  }
}
