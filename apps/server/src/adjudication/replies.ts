import { randomUUID } from 'node:crypto';
import type { answerDecisionBody } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { DecisionBody, DecisionReplyBody } from '../data/adjudication-records.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { announceDecisions } from './announce-decisions.ts';
import { besideRedactions } from './beside-redactions.ts';

/**
 * A coder's one answer to a ruling. Refuses with `decisions/not-asked` where they did not code the
 * transcript in the round on which it rests, `decisions/ruling-over` where another ruling came since, and
 * `decisions/answered-already`.
 */
export async function answerDecision(
  context: Context,
  transcript: Row<TranscriptBody>,
  member: string,
  { id }: Row<DecisionBody>,
  { ruling, stance, text }: z.infer<typeof answerDecisionBody>,
): Promise<Row<DecisionBody>> {
  const { tables } = context;
  const decision = await besideRedactions(context, transcript.id, async () => {
    const row = await tables.decisions.get(id);
    if (row === null) throw refuse('rules/unknown');
    if (!(await codedIt(context, row, member))) throw refuse('decisions/not-asked');
    const last = row.body.rulings.at(-1);
    if (last?.number !== ruling || last.outcome === null) throw refuse('decisions/ruling-over');
    const { project } = row.body;
    const reply = { project, transcript: transcript.id, decision: id, member, ruling };
    await insertOnce(context, { ...reply, stance, text, at: now(context) }, transcript);
    return row;
  });
  await announceDecisions(context, transcript, id, decision.version);
  return decision;
}

async function insertOnce(
  { tables }: Pick<Context, 'tables'>,
  reply: DecisionReplyBody,
  transcript: Row<TranscriptBody>,
): Promise<void> {
  const id = randomUUID();
  try {
    await tables.decisionReplies.insert(id, reply);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'storage/not-unique') throw error;
    throw refuse('decisions/answered-already');
  }
  await keepIfTranscript(tables, transcript, () => tables.decisionReplies.remove(id));
}

/** Named in the round, or with a layer in it. */
async function codedIt(
  { tables }: Pick<Context, 'tables'>,
  { body: { round, transcript } }: Row<DecisionBody>,
  member: string,
): Promise<boolean> {
  const row = await tables.rounds.get(round);
  if (row?.body.coders?.includes(member) === true) return true;
  const copies = await tables.layerCopies.find('transcript', transcript);
  return copies.some(({ body }) => body.round === round && body.member === member);
}
