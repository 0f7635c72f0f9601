import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { createFlagBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { FlagBody, TranscriptBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { blindAccounts } from '../rounds/facts.ts';

type Needs = Pick<Context, 'tables' | 'clock' | 'announce' | 'locks'>;

/** Oldest first. */
export async function listFlags(
  { tables }: Pick<Context, 'tables'>,
  transcript: string,
): Promise<readonly Row<FlagBody>[]> {
  const rows = await tables.flags.find('transcript', transcript);
  return [...rows].sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
}

/** The place is taken as it is given: what stands there may have gone before the flag is seen. */
export async function createFlag(
  context: Needs,
  transcript: Row<TranscriptBody>,
  by: string,
  { place, note }: z.infer<typeof createFlagBody>,
): Promise<Row<FlagBody>> {
  const { tables } = context;
  if ((await tables.flags.count('transcript', transcript.id)) >= LIMITS.flags) {
    throw refuse('flags/too-many', LIMITS.flags);
  }
  const flag = await tables.flags.insert(randomUUID(), {
    project: transcript.body.project,
    transcript: transcript.id,
    place,
    by,
    at: now(context),
    note,
    settledBy: null,
  });
  await keepIfTranscript(tables, transcript, () => tables.flags.remove(flag.id));
  await announceFlag(context, flag, flag.version);
  return flag;
}

export async function settleFlag(
  context: Needs,
  flag: Row<FlagBody>,
  { version, settledBy }: { readonly version: number; readonly settledBy: string | null },
): Promise<Row<FlagBody>> {
  const changed = await context.tables.flags.update(asSeen(flag, version), {
    ...flag.body,
    settledBy,
  });
  await announceFlag(context, changed, changed.version);
  return changed;
}

export async function removeFlag(context: Needs, flag: Row<FlagBody>): Promise<void> {
  await context.tables.flags.remove(flag.id);
  await announceFlag(context, flag, 0);
}

/** Not to those who code the transcript blind. */
async function announceFlag(
  { announce, tables }: Pick<Context, 'announce' | 'tables'>,
  { id, body: { project, transcript } }: Row<FlagBody>,
  version: number,
): Promise<void> {
  announce.changed(
    { project, what: 'flags', id, version, transcript },
    { observersRead: false, unheardBy: await blindAccounts(tables, project, transcript) },
  );
}
