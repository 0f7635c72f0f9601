import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { changeParticipantBody, participantBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Context } from '../context.ts';
import type { ParticipantBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { keepIfProject } from './still-there.ts';

/** By pseudonym, numbers in their order. */
export async function listParticipants(
  { tables }: Pick<Context, 'tables'>,
  project: string,
): Promise<readonly Row<ParticipantBody>[]> {
  const rows = await tables.participants.find('project', project);
  return [...rows].sort((a, b) => ORDER.compare(a.body.pseudonym, b.body.pseudonym));
}

const ORDER = new Intl.Collator('en', { numeric: true });

export async function createParticipant(
  context: Pick<Context, 'tables' | 'announce'>,
  project: string,
  { pseudonym, description }: z.infer<typeof participantBody>,
): Promise<Row<ParticipantBody>> {
  if ((await context.tables.participants.count('project', project)) >= LIMITS.participants) {
    throw refuse('participants/too-many', LIMITS.participants);
  }
  const row = await once(pseudonym, () =>
    context.tables.participants.insert(randomUUID(), { project, pseudonym, description }),
  );
  await keepIfProject(context.tables, project, row, context.tables.participants);
  announceParticipant(context, row, row.version);
  return row;
}

export async function changeParticipant(
  context: Context,
  row: Row<ParticipantBody>,
  { version, pseudonym, description }: z.infer<typeof changeParticipantBody>,
): Promise<Row<ParticipantBody>> {
  const seen = asSeen(row, version);
  const changed = await once(pseudonym, () =>
    context.tables.participants.update(seen, { ...row.body, pseudonym, description }),
  );
  announceParticipant(context, changed, changed.version);
  return changed;
}

/** Refused while a transcript names them, so that no speaker is left without. */
export function removeParticipant(context: Context, row: Row<ParticipantBody>): Promise<void> {
  return context.locks(row.body.project, async () => {
    const transcripts = await context.tables.transcripts.find('project', row.body.project);
    const inUse = transcripts.filter(({ body }) =>
      body.speakers.some(({ participant }) => participant === row.id),
    ).length;
    if (inUse > 0) throw refuse('participants/in-use', inUse);
    await context.tables.participants.remove(row.id);
    announceParticipant(context, row, 0);
  });
}

async function once<Result>(pseudonym: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof StorageError && error.code === 'storage/not-unique') {
      throw refuse('participants/exists', pseudonym);
    }
    throw error;
  }
}

function announceParticipant(
  { announce }: Pick<Context, 'announce'>,
  { id, body }: Row<ParticipantBody>,
  version: number,
): void {
  announce.changed({ project: body.project, what: 'participants', id, version });
}
