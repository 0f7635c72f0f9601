import { StorageError } from '@triad/storage';
import { adjudicated } from '../adjudication/adjudicated.ts';
import { besideRedactions } from '../adjudication/beside-redactions.ts';
import type { Basis } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { ConsolidatedBody } from '../data/adjudication-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { keepCandidates } from './keep-candidates.ts';
import { proposeCandidates } from './propose-candidates.ts';
import { candidatesStamp } from './stamp.ts';

/**
 * Computes the candidates of one transcript from its stored layers and decisions, and keeps them. What
 * they stand on is written last: one that a crash cut is stale, and so is one whose record changed, as by
 * a redaction, while it was computed.
 */
export async function consolidateOne(
  context: Context,
  project: Row<ProjectBody>,
  basis: Basis,
  run: string,
): Promise<void> {
  const { tables, quotes } = context;
  const { id } = basis.transcript;
  // First: what is decided meanwhile makes it look older than it is, never newer.
  const decided = await quotes.of(id);
  if (decided === null) return;
  const compared = await adjudicated(context, basis, []);
  const { groups, sketches } = compared.view;
  const { layers } = compared.rows;
  const proposed = proposeCandidates({ ...compared, groups, sketches, layers });
  const { text } = compared.stamp;
  const rests = { text, decisions: decided.stamp, ties: compared.ties };
  const stamp = candidatesStamp(project, basis, rests);
  await besideRedactions(context, id, async () => {
    const row = await tables.transcripts.get(id);
    if (row === null || row.version !== decided.row.version) return;
    await keepCandidates(context, basis, run, proposed);
    const body = { project: project.id, transcript: id, run, at: now(context), stamp, text };
    await keepStamp(context, body);
  });
}

async function keepStamp(
  { tables: { consolidated } }: Pick<Context, 'tables'>,
  body: ConsolidatedBody,
): Promise<void> {
  const before = await consolidated.get(body.transcript);
  try {
    if (before === null) await consolidated.insert(body.transcript, body);
    else await consolidated.update(before, body);
  } catch (error) {
    // It is being removed with its transcript.
    if (!(error instanceof StorageError) || error.code !== 'storage/conflict') throw error;
  }
}
