import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { reopenRoundBody } from '@triad/collab';
import { closedIn, keptShut, LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { MemberBody, RoundBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import { finishClosing, isUnfinished } from './closing.ts';
import { codersOf } from './coders.ts';
import { factsOf, roundFacts } from './facts.ts';
import { forgetReason, keepReason } from './reasons.ts';
import { announceRound, listRounds } from './rounds.ts';

/** Lets one coder change their layers of a closed round again. */
export function reopenRound(
  context: Context,
  round: Row<RoundBody>,
  { member: by }: { readonly member: Row<MemberBody> },
  { version, member, reason }: z.infer<typeof reopenRoundBody>,
): Promise<Row<RoundBody>> {
  const { tables, locks } = context;
  return locks(round.body.project, async () => {
    const coder = await checkMayReopen(context, round, member);
    // What is not copied yet would take late work for what stood at the reveal.
    const seen = asSeen(round, version);
    const whole = isUnfinished(seen) ? await finishClosing(context, seen) : seen;
    const id = randomUUID();
    const transcripts = closedIn(factsOf(whole));
    const mark = { by: by.id, at: now(context) };
    const entry = { id, member, transcripts, ...mark, closedAt: null, copied: false };
    await keepReason(context, whole, id, reason);
    const changed = await tables.rounds
      .update(whole, { ...whole.body, reopened: [...whole.body.reopened, entry] })
      .catch(async (error: unknown) => {
        await forgetReason(context, id);
        throw error;
      });
    await context.documents.recheck(coder.body.account);
    announceRound(context, changed);
    return changed;
  });
}

async function checkMayReopen(
  context: Context,
  round: Row<RoundBody>,
  member: string,
): Promise<Row<MemberBody>> {
  const { tables } = context;
  const { body } = round;
  const facts = factsOf(round);
  if (body.state === 'closing') throw refuse('rounds/over');
  if (body.state !== 'closed' && closedIn(facts).length === 0) throw refuse('rounds/not-closed');
  const coder = await tables.members.get(member);
  const coding = await codersOf(tables, body.project);
  if (coder === null || !coding.has(member) || !(body.coders ?? [member]).includes(member)) {
    throw refuse('rounds/unknown-coder');
  }
  if (facts.reopenedFor.includes(member)) throw refuse('rounds/reopened-already');
  if (body.reopened.length >= LIMITS.reopenings) {
    throw refuse('rounds/too-many-reopenings', LIMITS.reopenings);
  }
  await checkHasEffect(context, round, member);
  return coder;
}

/** Where the coder works blind in another round, their layer of this one stays shut all the same. */
async function checkHasEffect(
  context: Context,
  round: Row<RoundBody>,
  member: string,
): Promise<void> {
  const { tables } = context;
  const { project } = round.body;
  const facts = factsOf(round);
  const shut = keptShut(await roundFacts(tables, project), facts, member);
  const [first] = shut;
  if (first === undefined) return;
  const listed = new Set((await tables.transcripts.find('listed', project)).map(({ id }) => id));
  const isShut = new Set(shut.map(({ transcript }) => transcript));
  if (closedIn(facts).some((id) => listed.has(id) && !isShut.has(id))) return;
  const by = (await listRounds(context, project)).find(({ id }) => id === first.by.id);
  throw refuse('rounds/coder-blind-elsewhere', by?.body.number ?? 0);
}
