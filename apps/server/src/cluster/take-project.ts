import type { DocumentName } from '@triad/collab';
import { finishLineagesOf } from '../cmocs/finish-lineage.ts';
import { partNumbersOf } from '../cmocs/numbers.ts';
import { removeUnshown } from '../cmocs/put-cmoc.ts';
import { withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import { finishAtStart } from '../projects/sweep.ts';
import { eraseProject } from '../projects/remove-project.ts';
import { finishClosing, isUnfinished } from '../rounds/closing.ts';
import { eraseTranscript } from '../transcripts/remove.ts';

/**
 * Makes a project this server's own, before anybody is let in: forgets what is in memory of it from before,
 * ends what the server that had it left half made or half removed, and resumes its jobs. What
 * {@link sweepUnfinished} does at the start of a server that works alone.
 */
export async function takeProject(context: Context, project: string): Promise<void> {
  const { tables, log } = context;
  await forgetProject(context, project);
  const row = await tables.projects.get(project);
  if (row === null) return;
  if (row.body.pending !== null) {
    await eraseProject(context, project);
    log.warn({ project }, 'unfinished work removed');
    return;
  }
  let isRedacting = false;
  for (const { id, body } of await tables.transcripts.find('project', project)) {
    if (body.pending === 'redacting') {
      await finishAtStart(context, id);
      const after = await tables.transcripts.get(id);
      isRedacting ||= after?.body.pending === 'redacting';
    } else if (body.pending !== null) {
      await eraseTranscript(context, id);
      log.warn({ project, transcript: id }, 'unfinished work removed');
    }
  }
  for (const round of await tables.rounds.find('project', project)) {
    // It would copy what is to go.
    if (isUnfinished(round) && !isRedacting) await finishClosing(context, round);
  }
  await withCmocs(context, project, async () => {
    await finishLineagesOf(context, project);
    for (const { id, body } of await tables.cmocs.find('project', project)) {
      if (body.life === 'making') await removeUnshown(context, id);
    }
    await partNumbersOf(context, project);
  });
  await context.leases.resume(project);
  await context.agreement.resume(project);
  await context.consolidation.resume(project);
  context.adjudication.resume(project);
}

/** Forgets all that is in memory of a project: it may be changed by another server from now on, or was before. */
export async function forgetProject(context: Context, project: string): Promise<void> {
  const { tables, documents, keys, quotes, adjudication } = context;
  const transcripts = new Set(await tables.transcripts.ids('project', project));
  const cmocs = new Set(await tables.cmocs.ids('project', project));
  documents.forget((name: DocumentName) => {
    if (name.kind === 'theory') return name.project === project;
    return name.kind === 'cmoc' ? cmocs.has(name.cmoc) : transcripts.has(name.transcript);
  });
  for (const transcript of transcripts) {
    await keys.forget(transcript);
    quotes.forget(transcript);
    adjudication.forget(transcript);
  }
}
