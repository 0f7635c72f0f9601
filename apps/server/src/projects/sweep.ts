import { eachBlob } from '@triad/storage';
import { removeComparison } from '../agreement/kept.ts';
import { finishCmocs } from '../cmocs/finish-lineage.ts';
import { partNumbers } from '../cmocs/numbers.ts';
import type { Context } from '../context.ts';
import { eraseIdleDemoAccounts } from '../demo/demo-accounts.ts';
import { finishClosing, isUnfinished } from '../rounds/closing.ts';
import { firstRound } from '../rounds/rounds.ts';
import { removeQuotes } from '../quotes/kept-quotes.ts';
import { eraseTranscript } from '../transcripts/remove.ts';
import { faultOf } from '../http/errors.ts';
import { longAct } from '../long-act.ts';
import { finishRedaction } from '../redaction/finish-redaction.ts';
import { NOT_FINISHED } from '../redaction/unfinished.ts';
import { eraseProject } from './remove-project.ts';

/**
 * At start, before anybody is let in: ends what a crash left half made or half removed. Nobody saw
 * any of it, since a project or transcript is shown by its last write.
 */
export async function sweepUnfinished(context: Context): Promise<void> {
  const { tables } = context;
  for (const row of await tables.rounds.all()) {
    // Of before rounds could be closed.
    if ('openedAt' in row.body) continue;
    const { project } = row.body as { readonly project: string };
    await tables.rounds.update(row, { ...firstRound(context, project), number: 1 });
  }
  let projects = 0;
  let transcripts = 0;
  for (const state of ['making', 'removing']) {
    for (const { id } of await tables.projects.find('pending', state)) {
      await eraseProject(context, id);
      projects += 1;
    }
  }
  for (const state of ['importing', 'removing']) {
    for (const id of await tables.transcripts.ids('pending', state)) {
      await eraseTranscript(context, id);
      transcripts += 1;
    }
  }
  let redactions = 0;
  for (const id of await tables.transcripts.ids('pending', 'redacting')) {
    await finishAtStart(context, id);
    redactions += 1;
  }
  for await (const blob of eachBlob(context.blobs, 'redaction/')) {
    const row = await tables.transcripts.get(blob.slice('redaction/'.length));
    if (row?.body.pending !== 'redacting') await context.blobs.remove(blob);
  }
  // Kept while its transcript was being removed.
  for await (const blob of eachBlob(context.blobs, 'comparison/')) {
    const transcript = blob.slice('comparison/'.length);
    if ((await tables.transcripts.get(transcript)) === null) {
      await removeComparison(context, transcript);
    }
  }
  for await (const blob of eachBlob(context.blobs, 'quotes/')) {
    const transcript = blob.slice('quotes/'.length);
    if ((await tables.transcripts.get(transcript)) === null)
      await removeQuotes(context, transcript);
  }
  // A closing waits for those that could not be finished: it would copy what is to go.
  const stillRedacted = new Set(
    (await tables.transcripts.find('pending', 'redacting')).map(({ body }) => body.project),
  );
  let rounds = 0;
  for (const row of await tables.rounds.all()) {
    if (!isUnfinished(row) || stillRedacted.has(row.body.project)) continue;
    await finishClosing(context, row);
    rounds += 1;
  }
  const cmocs = await finishCmocs(context);
  await partNumbers(context);
  const demo = await tables.accounts.find('kind', 'demo');
  const accounts = await eraseIdleDemoAccounts(
    context,
    demo.map(({ id }) => id),
  );
  if (projects + transcripts + accounts > 0)
    context.log.warn({ projects, transcripts, accounts }, 'unfinished work removed');
  if (redactions > 0) context.log.warn({ redactions }, 'redactions were finished');
  if (cmocs.finished + cmocs.removed > 0)
    context.log.warn(cmocs, 'combinings and dividings were finished, drafts half made removed');
  if (rounds > 0) context.log.warn({ rounds }, 'the closing of rounds was finished');
}

/** One that cannot be finished stays closed to everybody until it is; all else is served. */
export async function finishAtStart(context: Context, transcript: string): Promise<void> {
  try {
    await longAct(context.log, 'redaction', transcript, () => finishRedaction(context, transcript));
  } catch (error) {
    context.log.error({ transcript, ...faultOf(error) }, NOT_FINISHED);
    context.unfinished.add(transcript);
  }
}
